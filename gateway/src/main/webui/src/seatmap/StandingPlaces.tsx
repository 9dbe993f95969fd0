import { formatCount, formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import { withinLimit } from './best';
import type { Layout } from './layout';
import { Stepper } from './Stepper';

export interface StandingWish {
  readonly section: string;
  readonly count: number;
}

interface StandingPlacesProps {
  readonly layout: Layout;
  readonly available: Uint32Array;
  readonly limit: number;
  readonly wish: StandingWish;
  readonly onChange: (wish: StandingWish) => void;
}

/** Standing sections: which one, how many, and what is left of each at this moment. */
export function StandingPlaces({ layout, available, limit, wish, onChange }: StandingPlacesProps) {
  const { messages } = useLanguage();
  const { locale } = messages;
  const words = messages.seats;
  const floors = layout.sections.flatMap((section, index) => (section.standingCapacity === null ? [] : [{ section, left: available[index] ?? 0 }]));
  const left = floors.find(({ section }) => section.name === wish.section)?.left ?? 0;
  return (
    <div className="way" data-testid="standing">
      <p className="quiet way-hint">{words.standingHint}</p>
      <fieldset className="floors">
        <legend className="unseen">{words.floor}</legend>
        {floors.map(({ section, left: here }) => (
          <label key={section.name} className="floor">
            <input
              type="radio" name="floor" value={section.name} checked={section.name === wish.section} disabled={here === 0}
              onChange={() => onChange({ ...wish, section: section.name })} data-testid={`floor-${section.name}`}
            />
            <span>
              <i className={`swatch tier-${(layout.tiers.findIndex(({ name }) => name === section.priceTier) % 6) + 1}`} aria-hidden="true" />
              <b>{section.name}</b>
              <span>{formatPrice(section.price, locale)}</span>
              <span className="section-left" data-testid="floor-left">
                {here === 0 ? words.soldOutHere : words.standingLeft(formatCount(here, locale), formatCount(section.standingCapacity ?? 0, locale))}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="way-fields">
        <Stepper count={wish.count} most={withinLimit(limit, limit, left)} onChange={(count) => onChange({ ...wish, count })} />
      </div>
    </div>
  );
}
