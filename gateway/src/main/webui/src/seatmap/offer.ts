import type { Layout } from './layout';
import { comparePositions, type Position } from './position';
import { AVAILABLE } from './states';

/** Seats that may be had instead of lost ones, as the server told at a position. */
export interface Offer {
  readonly at: Position;
  readonly groups: readonly (readonly number[])[];
}

/** A group that the plan does not know in full is left out: half an offer is none. */
export function offerFrom(alternatives: readonly (readonly string[])[], layout: Layout, at: Position): Offer | null {
  const groups = alternatives
    .map((labels) => labels.map((label) => layout.indexOf.get(label)))
    .filter((group): group is number[] => group.length > 0 && group.every((seat) => seat !== undefined));
  return groups.length === 0 ? null : { at, groups };
}

/**
 * The groups that are still free. A feed that has not reached the offer's position knows less than the offer did, so
 * until then the offer stands as it is.
 */
export function stillOffered(offer: Offer, states: Uint8Array, position: Position): readonly (readonly number[])[] {
  if (comparePositions(position, offer.at) < 0) return offer.groups;
  const free = offer.groups.filter((group) => group.every((seat) => states[seat] === AVAILABLE));
  return free.length === offer.groups.length ? offer.groups : free;
}

/** Seats of one row, for naming them together. */
export interface RowOfSeats {
  readonly section: string;
  readonly row: string;
  readonly numbers: readonly string[];
}

export function rowsOf(seats: readonly number[], layout: Layout): readonly RowOfSeats[] {
  const rows = new Map<string, { section: string; row: string; numbers: string[] }>();
  for (const seat of [...seats].sort((a, b) => a - b)) {
    const section = layout.sections[layout.sectionOf[seat]!]!;
    const { row } = section.rows.find(({ start, end }) => start <= seat && seat < end)!;
    const name = JSON.stringify([section.name, row]);
    const known = rows.get(name) ?? { section: section.name, row, numbers: [] };
    known.numbers.push(layout.numbers[seat]!);
    rows.set(name, known);
  }
  return [...rows.values()];
}

export function priceOf(seats: readonly number[], layout: Layout): number {
  return seats.reduce((sum, seat) => sum + layout.sections[layout.sectionOf[seat]!]!.price, 0);
}
