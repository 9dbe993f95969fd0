import { comparePositions, type Position } from './position';
import { AVAILABLE, BLOCKED, HELD, SOLD } from './states';

/*
 * What the buyer sees of each seat: the live state, corrected by what an answer already told (the server names the
 * position it decided on, and the live feed may be a moment behind), the buyer's own seats and the current choice.
 */
export const MINE = 4;
export const CHOSEN = 5;

export type SeatAppearance = 'available' | 'held' | 'sold' | 'blocked' | 'mine' | 'chosen';
export const APPEARANCES: readonly SeatAppearance[] = ['available', 'held', 'sold', 'blocked', 'mine', 'chosen'];

/** The number of each appearance, as it stands in the typed arrays. */
export const LOOK = Object.fromEntries(APPEARANCES.map((name, index) => [name, index])) as Record<SeatAppearance, number>;

/** States that hold until the live feed has reached the position they were told at. */
export interface Correction {
  readonly until: Position;
  readonly seats: readonly number[];
  readonly state: typeof AVAILABLE | typeof HELD | typeof SOLD;
}

export function stillNeeded(corrections: readonly Correction[], position: Position): readonly Correction[] {
  const needed = corrections.filter((correction) => comparePositions(position, correction.until) < 0);
  return needed.length === corrections.length ? corrections : needed;
}

export function corrected(states: Uint8Array, corrections: readonly Correction[]): Uint8Array {
  if (corrections.length === 0) return states;
  const result = states.slice();
  for (const { seats, state } of corrections) for (const seat of seats) result[seat] = state;
  return result;
}

export function appearances(states: Uint8Array, mine: readonly number[], chosen: readonly number[]): Uint8Array {
  const result = states.slice();
  for (const seat of mine) if (result[seat] !== AVAILABLE && result[seat] !== BLOCKED) result[seat] = MINE;
  for (const seat of chosen) if (result[seat] === AVAILABLE) result[seat] = CHOSEN;
  return result;
}

export type Toggle =
  | { readonly kind: 'chosen' | 'dropped'; readonly choice: readonly number[] }
  | { readonly kind: 'limit' }
  | { readonly kind: 'not-available' };

export function toggle(choice: readonly number[], seat: number, state: number, limit: number): Toggle {
  if (choice.includes(seat)) return { kind: 'dropped', choice: choice.filter((other) => other !== seat) };
  if (state !== AVAILABLE) return { kind: 'not-available' };
  if (choice.length >= limit) return { kind: 'limit' };
  return { kind: 'chosen', choice: [...choice, seat] };
}

/** Splits a choice into what can still be had and what others were faster to take. */
export function sift(choice: readonly number[], states: Uint8Array): { kept: readonly number[]; lost: readonly number[] } {
  const lost = choice.filter((seat) => states[seat] !== AVAILABLE);
  return lost.length === 0 ? { kept: choice, lost } : { kept: choice.filter((seat) => !lost.includes(seat)), lost };
}
