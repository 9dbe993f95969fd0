import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { useLanguage } from '../language/language';
import { formatCount, formatPrice } from '../language/format';
import { APPEARANCES } from './choice';
import type { Layout, SectionLayout } from './layout';

interface SeatListProps {
  readonly layout: Layout;
  readonly appearance: Uint8Array;
  readonly available: Uint32Array;
  readonly tier: string | null;
  readonly onSeat: (seat: number) => void;
  readonly onStanding: (section: string) => void;
}

/**
 * The seat map for keyboard and screen reader: section, row, seat. Reads the same data as the canvas. Within a
 * section the arrow keys move, so a section of two thousand seats is one stop for the Tab key.
 */
export function SeatList({ layout, appearance, available, tier, onSeat, onStanding }: SeatListProps) {
  const { messages } = useLanguage();
  const { locale } = messages;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="seat-list" data-testid="seat-list">
      <p className="small-print">{messages.seats.listHint}</p>
      <ul>
        {layout.sections.map((section, index) => {
          if (tier !== null && section.priceTier !== tier) return null;
          const isOpen = open === section.name;
          const standing = section.standingCapacity;
          const left = formatCount(available[index] ?? 0, locale);
          const title = (
            <>
              <b>{section.name}</b>
              <span>{section.priceTier} · {formatPrice(section.price, locale)}</span>
              <span className="section-left">
                {standing === null ? messages.seats.left(left) : messages.seats.standingLeft(left, formatCount(standing, locale))}
              </span>
            </>
          );
          return (
            <li key={section.name} data-testid="section" data-section={section.name}>
              {standing === null ? (
                <button type="button" className="section-head" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : section.name)} data-testid={`section-${section.name}`}>
                  {title}
                </button>
              ) : (
                <button type="button" className="section-head section-standing" onClick={() => onStanding(section.name)} data-testid={`section-${section.name}`}>
                  {title}
                </button>
              )}
              {isOpen && <SectionSeats layout={layout} section={section} appearance={appearance} onSeat={onSeat} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function SectionSeats({ layout, section, appearance, onSeat }: { layout: Layout; section: SectionLayout; appearance: Uint8Array; onSeat: (seat: number) => void }) {
  const { messages } = useLanguage();
  const [stop, setStop] = useState(section.start);
  const press = useRef(onSeat);
  press.current = onSeat;
  const onPress = useRef((seat: number) => {
    setStop(seat);
    press.current(seat);
  }).current;

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const current = Number((event.target as HTMLElement).dataset['index'] ?? Number.NaN);
    const rowIndex = section.rows.findIndex(({ start, end }) => start <= current && current < end);
    const row = section.rows[rowIndex];
    if (row === undefined) return;
    const inRow = (other: typeof row | undefined) => (other === undefined ? current : Math.min(other.end - 1, other.start + current - row.start));
    const targets: Record<string, number> = {
      ArrowLeft: Math.max(row.start, current - 1),
      ArrowRight: Math.min(row.end - 1, current + 1),
      ArrowUp: inRow(section.rows[rowIndex - 1]),
      ArrowDown: inRow(section.rows[rowIndex + 1]),
      Home: row.start,
      End: row.end - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setStop(target);
    event.currentTarget.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus();
  };

  return (
    <div className="section-seats" onKeyDown={move}>
      {section.rows.map((row) => (
        <SeatRow
          key={row.row}
          layout={layout}
          start={row.start}
          end={row.end}
          name={messages.seats.rowName(row.row)}
          // A string compares by value, so a row is drawn again only when one of its seats changed.
          looks={String.fromCharCode(...appearance.subarray(row.start, row.end))}
          stop={stop >= row.start && stop < row.end ? stop : -1}
          onPress={onPress}
        />
      ))}
    </div>
  );
}

interface SeatRowProps {
  readonly layout: Layout;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly looks: string;
  readonly stop: number;
  readonly onPress: (seat: number) => void;
}

const SeatRow = memo(function SeatRow({ layout, start, end, name, looks, stop, onPress }: SeatRowProps) {
  const { messages } = useLanguage();
  return (
    <div className="seat-row" role="group" aria-label={name}>
      <span className="row-name" aria-hidden="true">{name}</span>
      <span className="row-seats">
        {Array.from({ length: end - start }, (_, offset) => {
          const seat = start + offset;
          const state = APPEARANCES[looks.charCodeAt(offset)]!;
          const isAccessible = layout.accessible[seat] === 1;
          return (
            <button
              key={seat}
              type="button"
              className="seat"
              data-index={seat}
              data-seat={layout.labels[seat]}
              data-state={state}
              tabIndex={seat === stop ? 0 : -1}
              aria-pressed={state === 'chosen'}
              aria-disabled={state !== 'available' && state !== 'chosen'}
              aria-label={`${name} ${layout.numbers[seat]} ${messages.seats.seat}, ${messages.seats.states[state]}${isAccessible ? `, ${messages.seats.accessible}` : ''}`}
              onClick={() => onPress(seat)}
            >
              {layout.numbers[seat]}
            </button>
          );
        })}
      </span>
    </div>
  );
});
