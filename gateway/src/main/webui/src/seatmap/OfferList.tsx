import { type MouseEvent, useEffect, useRef } from 'react';
import { formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import type { Messages } from '../language/messages.ko';
import type { Layout } from './layout';
import { priceOf, rowsOf } from './offer';

/** Longer than between the presses of a double click. */
const UNMEANT_MS = 500;

interface OfferListProps {
  readonly layout: Layout;
  readonly groups: readonly (readonly number[])[];
  readonly isReserving: boolean;
  /** The group under the pointer or with the focus, for the map. */
  readonly onPoint: (index: number | null) => void;
  readonly onTake: (group: readonly number[]) => void;
}

/**
 * What may be had instead of lost seats: one press takes a group. Appears when a race was lost and takes the focus then,
 * because the button that had it has nothing to reserve any more.
 */
export function OfferList({ layout, groups, isReserving, onPoint, onTake }: OfferListProps) {
  const { messages } = useLanguage();
  const words = messages.seats;
  const heading = useRef<HTMLHeadingElement>(null);
  const shownMs = useRef(0);
  useEffect(() => {
    shownMs.current = performance.now();
    heading.current?.focus({ preventScroll: true });
  }, []);
  /** The list appears where the buyer pressed just now: the second half of a double press must not reserve anything. */
  const isMeant = (event: MouseEvent) => event.detail === 0 || performance.now() - shownMs.current > UNMEANT_MS;
  return (
    <section className="offers" aria-labelledby="offers-title" data-testid="offers">
      <h3 id="offers-title" ref={heading} tabIndex={-1}>{words.offers} <small>{words.offersHint}</small></h3>
      <ol>
        {groups.map((group, index) => {
          const places = placesOf(group, layout, messages);
          const price = formatPrice(priceOf(group, layout), messages.locale);
          return (
            <li key={group.join()}>
              <button
                type="button" className="offer" disabled={isReserving} aria-label={words.offer(places, price)} data-testid="offer"
                data-seats={group.map((seat) => layout.labels[seat]).join()}
                onClick={(event) => {
                  if (isMeant(event)) onTake(group);
                }}
                onFocus={() => onPoint(index)} onBlur={() => onPoint(null)}
                onPointerEnter={() => onPoint(index)} onPointerLeave={() => onPoint(null)}
              >
                <i aria-hidden="true">{index + 1}</i>
                <span><b>{places}</b><small>{price}</small></span>
                <em aria-hidden="true">{words.offerNow}</em>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Names seats together where they stand in one row. */
export function placesOf(seats: readonly number[], layout: Layout, messages: Messages): string {
  return rowsOf(seats, layout)
    .map(({ section, row, numbers }) =>
      numbers.length === 1 ? messages.seats.place(section, row, numbers[0]!) : messages.seats.places(section, row, numbers.join(', ')),
    )
    .join(' · ');
}
