import { useLanguage } from '../language/language';

interface StepperProps {
  readonly count: number;
  readonly most: number;
  readonly onChange: (count: number) => void;
}

/** How many tickets: two large buttons around the number, which is read out when it changes. */
export function Stepper({ count, most, onChange }: StepperProps) {
  const { messages } = useLanguage();
  const words = messages.seats;
  return (
    <div className="stepper" role="group" aria-label={words.count}>
      <button type="button" aria-label={words.fewer} disabled={count <= 1} onClick={() => onChange(count - 1)} data-testid="count-fewer">−</button>
      <output aria-live="polite" data-testid="count">{words.tickets(count)}</output>
      <button type="button" aria-label={words.more} disabled={count >= most} onClick={() => onChange(count + 1)} data-testid="count-more">+</button>
    </div>
  );
}
