import type { ReservedSeat } from '../reservation/reservation';
import type { Correction } from './choice';
import type { Layout } from './layout';
import { parsePosition, type Position } from './position';
import { AVAILABLE, HELD } from './states';

/*
 * What the answers to reserve and cancel told about seats, with the position they were decided at. A map that is
 * opened right after may be fed by a node that is a moment behind; it must not show older than that.
 */
interface Told {
  readonly eventId: string;
  readonly labels: readonly string[];
  readonly state: Correction['state'];
  readonly until: Position;
}

/** Only the newest matter: the live feed overtakes the others within seconds. */
const REMEMBERED = 10;
let told: readonly Told[] = [];

function remember(eventId: string, seats: readonly ReservedSeat[], state: Told['state'], position: string | null): void {
  const until = parsePosition(position);
  if (until === null) return;
  told = [...told, { eventId, labels: seats.map((seat) => seat.label), state, until }].slice(-REMEMBERED);
}

export function rememberReserved(eventId: string, seats: readonly ReservedSeat[], position: string | null): void {
  remember(eventId, seats, HELD, position);
}

export function rememberCancelled(eventId: string, seats: readonly ReservedSeat[], position: string | null): void {
  remember(eventId, seats, AVAILABLE, position);
}

export function correctionsFor(eventId: string, layout: Layout): readonly Correction[] {
  return told
    .filter((entry) => entry.eventId === eventId)
    .map(({ labels, state, until }) => ({ until, state, seats: labels.flatMap((label) => layout.indexOf.get(label) ?? []) }));
}
