import { call } from '../platform/api';

/** How it stands with the viewer in an event's waiting room. */
export interface WaitingStatus {
  readonly state: 'OPEN' | 'LOBBY' | 'WAITING' | 'ADMITTED';
  readonly joined: boolean;
  readonly place?: number;
  readonly ahead?: number;
  readonly estimate?: { readonly low: number; readonly high: number };
  readonly admissionToken?: string;
  readonly admissionExpiresAt?: string;
  readonly draw?: DrawPart;
  readonly receipt?: Receipt;
  readonly challenge?: 'NONE' | 'PROOF_OF_WORK';
  readonly lobbyOpensAt?: string;
  readonly opensAt?: string;
  readonly paused?: boolean;
  readonly serverTime: string;
  readonly pollAfterSeconds: number;
}

/** The viewer's own part of the draw. */
export interface DrawPart {
  readonly generation: number;
  readonly number: number;
  readonly placeId: string;
  readonly salt: string;
}

/** That the place was given, signed by the server. */
export interface Receipt {
  readonly text: string;
  readonly path: readonly string[];
  readonly signature: string;
}

/** What is public of a draw; everything in hex. */
export interface PublicDraw {
  readonly generation: number;
  readonly publicKey: string;
  readonly seedHash: string;
  readonly root?: string;
  readonly beaconSource?: string;
  readonly beaconValue?: string;
  readonly seed?: string;
  readonly size?: number;
}

export interface LoggedPlace {
  readonly number: number;
  readonly placeId: string;
  readonly rank?: number;
  readonly lobby: boolean;
}

export interface Challenge {
  readonly kind: 'proof-of-work' | 'wait';
  readonly challenge: string;
  readonly difficulty: number;
  readonly notBefore: string;
}

const path = (eventId: string) => `/api/events/${encodeURIComponent(eventId)}/waiting-room`;
const withSignal = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });

export async function loadStatus(eventId: string, signal?: AbortSignal): Promise<WaitingStatus> {
  return (await call<WaitingStatus>(path(eventId), { identity: 'required', ...withSignal(signal) })).body;
}

export async function join(eventId: string, answer: { challenge?: string; solution?: string }): Promise<WaitingStatus> {
  return (await call<WaitingStatus>(path(eventId), { method: 'POST', identity: 'required', body: answer })).body;
}

export async function leave(eventId: string): Promise<void> {
  await call<null>(path(eventId), { method: 'DELETE', identity: 'required' });
}

export async function loadChallenge(eventId: string, kind: Challenge['kind'], signal?: AbortSignal): Promise<Challenge> {
  return (await call<Challenge>(`${path(eventId)}/challenge?kind=${kind}`, { identity: 'required', ...withSignal(signal) })).body;
}

export async function loadDraw(eventId: string, generation: number): Promise<PublicDraw> {
  return (await call<PublicDraw>(`${path(eventId)}/draw?generation=${generation}`)).body;
}

/** Every place of a draw; some megabytes for a large one, so only when the viewer wants to check it. */
export async function loadLog(eventId: string, generation: number): Promise<LoggedPlace[]> {
  const places: LoggedPlace[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: { places: LoggedPlace[]; next?: number } = (
      await call<{ places: LoggedPlace[]; next?: number }>(`${path(eventId)}/log?generation=${generation}&after=${after}`)
    ).body;
    places.push(...page.places);
    after = page.next;
  }
  return places;
}
