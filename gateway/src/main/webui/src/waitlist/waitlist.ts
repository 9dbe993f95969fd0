import type { EventDetail } from '../catalog/event';
import { call } from '../platform/api';
import type { Reservation } from '../reservation/reservation';

export type WaitlistState = 'WAITING' | 'OFFERED' | 'ACCEPTED' | 'DECLINED' | 'LAPSED' | 'LEFT' | 'OVER_LIMIT' | 'CLOSED';

/** How it stands with the viewer in the line of one price tier. */
export interface WaitlistEntry {
  readonly priceTier: string;
  readonly groupSize: number;
  readonly adjacent: boolean;
  readonly state: WaitlistState;
  readonly place: number;
  readonly ahead?: number;
  readonly joinedAt: string;
  readonly offer?: {
    readonly reservationId: string;
    readonly seats: readonly string[];
    readonly amount: number;
    readonly expiresAt: string;
  };
}

export interface WaitlistWish {
  readonly priceTier: string;
  readonly groupSize: number;
  readonly adjacent: boolean;
}

const path = (eventId: string) => `/api/events/${encodeURIComponent(eventId)}/waitlist`;

export async function loadWaitlist(eventId: string, signal?: AbortSignal): Promise<readonly WaitlistEntry[]> {
  const request = { identity: 'required' as const, ...(signal === undefined ? {} : { signal }) };
  return (await call<{ entries: readonly WaitlistEntry[] }>(path(eventId), request)).body.entries;
}

export async function joinWaitlist(eventId: string, wish: WaitlistWish): Promise<WaitlistEntry> {
  return (await call<WaitlistEntry>(path(eventId), { method: 'POST', identity: 'required', body: wish })).body;
}

export async function leaveWaitlist(eventId: string, priceTier: string): Promise<void> {
  await call<null>(`${path(eventId)}?priceTier=${encodeURIComponent(priceTier)}`, { method: 'DELETE', identity: 'required' });
}

export async function acceptOffer(reservationId: string): Promise<Reservation> {
  const address = `/api/reservations/${encodeURIComponent(reservationId)}/acceptance`;
  return (await call<Reservation>(address, { method: 'POST', identity: 'required' })).body;
}

/** In line, or with an open offer. */
export function isLive({ state }: WaitlistEntry): boolean {
  return state === 'WAITING' || state === 'OFFERED';
}

/** Tiers that the viewer may wait for: nothing, or less than one may buy, is left, and there is no entry yet. */
export function tiersToWaitFor(event: Pick<EventDetail, 'priceTiers' | 'maxSeatsPerPerson'>, entries: readonly WaitlistEntry[]): string[] {
  const taken = new Set(entries.filter(isLive).map(({ priceTier }) => priceTier));
  return event.priceTiers
    .filter(({ name, remaining }) => remaining < event.maxSeatsPerPerson && !taken.has(name))
    .sort((left, right) => left.remaining - right.remaining)
    .map(({ name }) => name);
}

/** What is worth showing: live entries, the open offers first, and how the others ended. An accepted one is a reservation now. */
export function toShow(entries: readonly WaitlistEntry[]): WaitlistEntry[] {
  const rank = (entry: WaitlistEntry) => (entry.state === 'OFFERED' ? 0 : entry.state === 'WAITING' ? 1 : 2);
  return entries
    .filter(({ state }) => state !== 'LEFT' && state !== 'DECLINED')
    .sort((left, right) => rank(left) - rank(right));
}
