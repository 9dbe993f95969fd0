import { formatCount, formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import { type Area, areaFrom, areaValue, type BestWish, seatsLeft, withinLimit } from './best';
import type { Layout } from './layout';
import { Stepper } from './Stepper';

interface BestSeatsProps {
  readonly layout: Layout;
  readonly available: Uint32Array;
  readonly limit: number;
  readonly wish: BestWish;
  readonly onChange: (wish: BestWish) => void;
}

/** "Best seats for me": how many and where; which ones is left to the server. */
export function BestSeats({ layout, available, limit, wish, onChange }: BestSeatsProps) {
  const { messages } = useLanguage();
  const words = messages.seats;
  const hasAccessible = layout.accessible.includes(1);
  const left = seatsLeft(layout, available, wish.area);
  // No counts in here: they change all the time, and a list that changes while it is open closes on some phones.
  const option = (area: Area, name: string) => (
    <option key={areaValue(area)} value={areaValue(area)} disabled={seatsLeft(layout, available, area) === 0}>{name}</option>
  );
  const seated = layout.sections.filter((section) => section.standingCapacity === null);
  const tiers = layout.tiers.filter(({ name }) => seated.some((section) => section.priceTier === name));
  // Where each section is a tier of its own, naming both would say everything twice.
  const hasSections = seated.length > 1 && seated.some(({ name, priceTier }) => name !== priceTier);
  return (
    <div className="way" data-testid="best-seats">
      <p className="quiet way-hint">{words.bestHint}</p>
      <div className="way-fields">
        <Stepper count={wish.count} most={withinLimit(limit, limit, left)} onChange={(count) => onChange({ ...wish, count })} />
        <select
          className="select" aria-label={words.area} value={areaValue(wish.area)} data-testid="best-area"
          onChange={(event) => onChange({ ...wish, area: areaFrom(event.target.value) })}
        >
          {option({ kind: 'any' }, words.anywhere)}
          <optgroup label={words.areaTiers}>
            {tiers.map(({ name, price }) => option({ kind: 'tier', name }, `${name} ${formatPrice(price, messages.locale)}`))}
          </optgroup>
          {hasSections && <optgroup label={words.areaSections}>{seated.map(({ name }) => option({ kind: 'section', name }, name))}</optgroup>}
        </select>
      </div>
      <div className="way-line">
        {hasAccessible && (
          <label className="check">
            <input type="checkbox" checked={wish.isAccessible} onChange={(event) => onChange({ ...wish, isAccessible: event.target.checked })} data-testid="best-accessible" />
            <span>{words.withAccessible}</span>
          </label>
        )}
        <span className="quiet section-left" data-testid="best-left">{left === 0 ? words.soldOutHere : words.left(formatCount(left, messages.locale))}</span>
      </div>
    </div>
  );
}
