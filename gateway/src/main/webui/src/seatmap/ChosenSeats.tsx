import { formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import type { Layout } from './layout';
import { placesOf } from './OfferList';

interface ChosenSeatsProps {
  readonly layout: Layout;
  readonly choice: readonly number[];
  readonly limit: number;
  readonly isOrNearest: boolean;
  readonly onDrop: (seat: number) => void;
  readonly onOrNearest: (isWanted: boolean) => void;
}

/** The buyer's own choice, and what shall happen if somebody else is faster. */
export function ChosenSeats({ layout, choice, limit, isOrNearest, onDrop, onOrNearest }: ChosenSeatsProps) {
  const { messages } = useLanguage();
  const words = messages.seats;
  return (
    <>
      <h2>{words.chosen} <small>{choice.length} / {words.limit(limit)}</small></h2>
      {choice.length === 0 ? (
        <p className="quiet choice-empty">{words.none}</p>
      ) : (
        <>
          <ul className="chosen" data-testid="chosen-seats">
            {choice.map((seat) => <ChosenSeat key={seat} layout={layout} seat={seat} onDrop={() => onDrop(seat)} />)}
          </ul>
          <label className="check">
            <input type="checkbox" checked={isOrNearest} onChange={(event) => onOrNearest(event.target.checked)} data-testid="or-nearest" />
            <span>{words.orNearest}</span>
          </label>
        </>
      )}
    </>
  );
}

function ChosenSeat({ layout, seat, onDrop }: { layout: Layout; seat: number; onDrop: () => void }) {
  const { messages } = useLanguage();
  const section = layout.sections[layout.sectionOf[seat]!]!;
  const place = placesOf([seat], layout, messages);
  const tier = layout.tiers.findIndex(({ name }) => name === section.priceTier);
  return (
    <li data-testid="chosen-seat" data-seat={layout.labels[seat]}>
      <i className={`swatch tier-${(tier % 6) + 1}`} aria-hidden="true" />
      <span><b>{place}</b><small>{section.priceTier} · {formatPrice(section.price, messages.locale)}</small></span>
      <button type="button" aria-label={messages.seats.drop(place)} onClick={onDrop}>×</button>
    </li>
  );
}
