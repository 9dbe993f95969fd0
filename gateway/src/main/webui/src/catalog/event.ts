import type { Bilingual } from '../language/language';
import { get } from '../platform/api';

export const CATEGORIES = ['concert', 'theatre', 'musical', 'sport', 'classic', 'festival'] as const;
export type Category = (typeof CATEGORIES)[number];
export const STATUSES = ['upcoming', 'on_sale', 'sold_out', 'ended', 'cancelled'] as const;
export type EventStatus = (typeof STATUSES)[number];

export interface EventItem {
  readonly id: string;
  readonly title: Bilingual;
  readonly artist: Bilingual;
  readonly category: Category;
  readonly status: EventStatus;
  readonly venue: { readonly id: string; readonly name: Bilingual; readonly city: Bilingual };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly saleOpensAt: string;
  readonly saleClosesAt: string;
  readonly priceFrom: number;
  readonly priceTo: number;
  readonly remaining: number;
  readonly total: number;
}

export interface PriceTier {
  readonly name: string;
  readonly price: number;
  readonly remaining: number;
  readonly total: number;
}

export interface SaleWindow {
  readonly name: Bilingual;
  readonly opensAt: string;
  readonly closesAt: string;
}

export interface EventDetail extends EventItem {
  readonly description: Bilingual;
  readonly ageLimit: number;
  readonly runningMinutes: number;
  readonly saleWindows: readonly SaleWindow[];
  readonly saleStopped: boolean;
  readonly priceTiers: readonly PriceTier[];
  readonly maxSeatsPerPerson: number;
  readonly serverTime: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly size: number;
  readonly total: number;
}

export function loadEvents(query: string, signal?: AbortSignal): Promise<Page<EventItem>> {
  return get<Page<EventItem>>(`/api/events?${query}`, signal);
}

export function loadEvent(id: string, signal?: AbortSignal): Promise<EventDetail> {
  return get<EventDetail>(`/api/events/${encodeURIComponent(id)}`, signal);
}

export type SaleState = 'not-yet' | 'open' | 'stopped' | 'sold-out' | 'closed' | 'cancelled';

/**
 * Whether seats can be bought at a moment. Decided by the clock and not by the loaded status, so that the button opens
 * with the sale, without asking the server first.
 */
export function saleState(event: EventDetail, nowMs: number): SaleState {
  if (event.status === 'cancelled') return 'cancelled';
  if (event.status === 'ended') return 'closed';
  const windows = event.saleWindows.length > 0
    ? event.saleWindows
    : [{ opensAt: event.saleOpensAt, closesAt: event.saleClosesAt }];
  const isOpen = windows.some(({ opensAt, closesAt }) => Date.parse(opensAt) <= nowMs && nowMs < Date.parse(closesAt));
  if (!isOpen) return nextOpening(event, nowMs) === null ? 'closed' : 'not-yet';
  if (event.saleStopped) return 'stopped';
  return event.status === 'sold_out' || event.remaining === 0 ? 'sold-out' : 'open';
}

/** The next moment at which a sale window opens, or null. */
export function nextOpening(event: EventDetail, nowMs: number): number | null {
  const openings = [event.saleOpensAt, ...event.saleWindows.map((window) => window.opensAt)]
    .map((at) => Date.parse(at))
    .filter((at) => at > nowMs);
  return openings.length === 0 ? null : Math.min(...openings);
}
