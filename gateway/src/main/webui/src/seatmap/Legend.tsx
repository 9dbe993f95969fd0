import { useLanguage } from '../language/language';

export function Legend() {
  const { messages } = useLanguage();
  return (
    <ul className="legend" aria-label={messages.seats.legend}>
      {(['available', 'chosen', 'mine', 'held', 'sold', 'blocked'] as const).map((state) => (
        <li key={state}><i className={`mark mark-${state}`} aria-hidden="true" />{messages.seats.states[state]}</li>
      ))}
    </ul>
  );
}
