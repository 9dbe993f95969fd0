/** Seat states as they travel: two bits a seat, four seats a byte, the lowest bits first. */
export const AVAILABLE = 0;
export const HELD = 1;
export const SOLD = 2;
export const BLOCKED = 3;

export type SeatState = 'available' | 'held' | 'sold' | 'blocked';
export const STATE_NAMES: readonly SeatState[] = ['available', 'held', 'sold', 'blocked'];

export interface Counts {
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  readonly blocked: number;
  readonly standing?: readonly { readonly section: string; readonly available: number; readonly capacity: number }[];
}

/** One byte per seat. Seats that the text does not reach count as blocked: never offer what is not known. */
export function decodeStates(base64: string, count: number): Uint8Array {
  const packed = atob(base64);
  const states = new Uint8Array(count).fill(BLOCKED);
  const known = Math.min(count, packed.length * 4);
  for (let seat = 0; seat < known; seat++) {
    states[seat] = (packed.charCodeAt(seat >> 2) >> ((seat & 3) * 2)) & 3;
  }
  return states;
}

/** How many seats of each section are still available. */
export function availableBySection(states: Uint8Array, sectionOf: Uint16Array, sections: number): Uint32Array {
  const available = new Uint32Array(sections);
  for (let seat = 0; seat < states.length; seat++) {
    if (states[seat] === AVAILABLE) available[sectionOf[seat]!]!++;
  }
  return available;
}
