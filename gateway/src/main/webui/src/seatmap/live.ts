import { comparePositions, type Position } from './position';
import { type Counts, decodeStates } from './states';

/*
 * What the page knows about the seats, and how a message from the server changes it. Pure: the connection around it
 * is in connection.ts.
 */
export interface LiveSeats {
  readonly position: Position;
  readonly states: Uint8Array;
  readonly counts: Counts;
}

/** `GET …/seats` has the same members, without a type. */
export interface SnapshotMessage {
  readonly type?: 'snapshot';
  readonly epoch: number;
  readonly version: number;
  readonly states: string;
  readonly counts: Counts;
  readonly serverTime?: string;
}

export interface DeltaMessage {
  readonly type: 'delta';
  readonly epoch: number;
  readonly from: number;
  readonly version: number;
  readonly changes: readonly (readonly [seat: number, state: number])[];
  readonly counts: Counts;
}

export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  readonly epoch: number;
  readonly version: number;
  readonly serverTime?: string;
}

/** The server goes; another one, or its successor, answers after this time. */
export interface ReconnectMessage {
  readonly type: 'reconnect';
  readonly reconnectAfterMs: number;
}

/** The viewer's own news: only a signed-in connection gets them. A reservation's is a hint to read it again. */
export interface ReservationMessage {
  readonly type: 'reservation';
  readonly reservationId: string;
  readonly status: string;
}

/** What becomes of the token that was sent: taken, ending soon, ended. */
export interface TokenMessage {
  readonly type: 'signed-in' | 'renew' | 'signed-out';
}

export type LiveMessage =
  | (SnapshotMessage & { readonly type: 'snapshot' })
  | DeltaMessage
  | HeartbeatMessage
  | ReconnectMessage
  | ReservationMessage
  | TokenMessage;

export type Received =
  | { readonly kind: 'changed'; readonly seats: LiveSeats }
  | { readonly kind: 'unchanged' }
  /** Something between was missed: ask for a snapshot. */
  | { readonly kind: 'gap' };

const UNCHANGED: Received = { kind: 'unchanged' };
const GAP: Received = { kind: 'gap' };

export function receiveSnapshot(known: LiveSeats | null, message: SnapshotMessage, count: number): Received {
  const position = { epoch: message.epoch, version: message.version };
  if (known !== null && comparePositions(position, known.position) < 0) return UNCHANGED;
  const seats = { position, states: decodeStates(message.states, count), counts: message.counts };
  return { kind: 'changed', seats };
}

export function receiveDelta(known: LiveSeats | null, message: DeltaMessage): Received {
  if (known === null) return GAP;
  const { epoch, version } = known.position;
  if (message.epoch < epoch || (message.epoch === epoch && message.version <= version)) return UNCHANGED;
  if (message.epoch > epoch || message.from > version) return GAP;
  const states = known.states.slice();
  for (const [seat, state] of message.changes) {
    if (seat >= 0 && seat < states.length) states[seat] = state & 3;
  }
  return { kind: 'changed', seats: { position: { epoch, version: message.version }, states, counts: message.counts } };
}

/**
 * A heartbeat tells where the server is. Being behind one is normal, because deltas are bundled; still being behind
 * the one before it is a gap.
 */
export function receiveHeartbeat(known: LiveSeats | null, before: Position | null): Received {
  if (known === null) return GAP;
  return before !== null && comparePositions(known.position, before) < 0 ? GAP : UNCHANGED;
}
