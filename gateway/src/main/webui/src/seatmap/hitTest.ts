import type { Layout, SectionLayout } from './layout';

/*
 * Which seat is at a point. Seats are sorted into square cells once (counting sort into two typed arrays), so a
 * question looks at a handful of seats whatever the size of the plan.
 */
export interface SeatIndex {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  /** Seats of cell c are seats[starts[c]] … seats[starts[c + 1] - 1]. */
  readonly starts: Uint32Array;
  readonly seats: Uint32Array;
}

const CELL = 2;

export function indexSeats({ x, y, count, bounds }: Layout): SeatIndex {
  const columns = Math.max(1, Math.ceil((bounds.right - bounds.left) / CELL) + 1);
  const rows = Math.max(1, Math.ceil((bounds.bottom - bounds.top) / CELL) + 1);
  const cellOf = (seat: number) =>
    Math.floor((y[seat]! - bounds.top) / CELL) * columns + Math.floor((x[seat]! - bounds.left) / CELL);
  const starts = new Uint32Array(columns * rows + 1);
  for (let seat = 0; seat < count; seat++) starts[cellOf(seat) + 1]!++;
  for (let cell = 0; cell < columns * rows; cell++) starts[cell + 1]! += starts[cell]!;
  const next = starts.slice();
  const seats = new Uint32Array(count);
  for (let seat = 0; seat < count; seat++) seats[next[cellOf(seat)]!++] = seat;
  return { columns, rows, left: bounds.left, top: bounds.top, starts, seats };
}

/** The nearest seat within reach of a plan point, or null. */
export function seatAt(layout: Layout, index: SeatIndex, x: number, y: number, reach: number): number | null {
  const fromColumn = Math.max(0, Math.floor((x - reach - index.left) / CELL));
  const toColumn = Math.min(index.columns - 1, Math.floor((x + reach - index.left) / CELL));
  const fromRow = Math.max(0, Math.floor((y - reach - index.top) / CELL));
  const toRow = Math.min(index.rows - 1, Math.floor((y + reach - index.top) / CELL));
  let nearest: number | null = null;
  let shortest = reach * reach;
  for (let row = fromRow; row <= toRow; row++) {
    for (let column = fromColumn; column <= toColumn; column++) {
      const cell = row * index.columns + column;
      for (let at = index.starts[cell]!; at < index.starts[cell + 1]!; at++) {
        const seat = index.seats[at]!;
        const distance = (layout.x[seat]! - x) ** 2 + (layout.y[seat]! - y) ** 2;
        if (distance <= shortest) {
          shortest = distance;
          nearest = seat;
        }
      }
    }
  }
  return nearest;
}

/** The section whose outline (or the half pitch around it) holds a plan point. */
export function sectionAt(layout: Layout, x: number, y: number): number | null {
  const found = layout.sections.findIndex((section) => holds(section, x, y));
  return found < 0 ? null : found;
}

/** The standing section at a plan point; it has no seats that could be pressed. */
export function standingAt(layout: Layout, x: number, y: number): number | null {
  const found = layout.sections.findIndex((section) => section.standingCapacity !== null && holds(section, x, y));
  return found < 0 ? null : found;
}

function holds({ bounds, outline }: SectionLayout, x: number, y: number): boolean {
  if (x < bounds.left || x > bounds.right || y < bounds.top || y > bounds.bottom) return false;
  if (outline.length < 3) return true;
  return outline.every((a, index) => {
    const b = outline[(index + 1) % outline.length]!;
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / length >= -0.5;
  });
}

/** How far from a seat's middle a click may be; a finger needs more than a mouse. */
export function reachFor(scale: number, pointerType: string): number {
  return pointerType === 'touch' ? Math.min(1.5, Math.max(0.5, 18 / scale)) : 0.5;
}
