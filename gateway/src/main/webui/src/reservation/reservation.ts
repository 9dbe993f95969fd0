import { admissionOf } from './admission';
import type { Page } from '../catalog/event';
import type { Bilingual } from '../language/language';
import { call } from '../platform/api';
import { bodyOf, type Wish } from './wish';

export type ReservationStatus = 'OFFERED' | 'PENDING' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'CANCELLED';
export const PAYMENT_METHODS = ['card', 'naver_pay', 'kakao_pay'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export interface ReservedSeat {
  readonly label: string;
  readonly section: string;
  readonly priceTier: string;
  readonly price: number;
}

export interface Reservation {
  readonly id: string;
  readonly number: string;
  readonly status: ReservationStatus;
  readonly event: { readonly id: string; readonly title: Bilingual; readonly venue: Bilingual; readonly startsAt: string };
  readonly seats: readonly ReservedSeat[];
  readonly amount: number;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly timeline?: readonly { readonly at: string; readonly kind: string }[];
}

export interface Decided {
  readonly reservation: Reservation;
  readonly position: string | null;
}

async function decided(path: string, method: 'POST' | 'DELETE', key: string, body?: unknown, admission?: string): Promise<Decided> {
  const answer = await call<Reservation>(path, {
    method,
    idempotencyKey: key,
    identity: 'required',
    ...(body === undefined ? {} : { body }),
    ...(admission === undefined ? {} : { admission }),
  });
  return { reservation: answer.body, position: answer.position };
}

export function reserve(eventId: string, wish: Wish, key: string): Promise<Decided> {
  return decided(`/api/events/${encodeURIComponent(eventId)}/reservations`, 'POST', key, bodyOf(wish), admissionOf(eventId));
}

export function pay(id: string, method: PaymentMethod, key: string): Promise<Decided> {
  return decided(`/api/reservations/${encodeURIComponent(id)}/payments`, 'POST', key, { method });
}

export function cancel(id: string, key: string): Promise<Decided> {
  return decided(`/api/reservations/${encodeURIComponent(id)}`, 'DELETE', key);
}

export async function loadReservations(page: number, size: number, signal?: AbortSignal): Promise<Page<Reservation>> {
  const path = `/api/reservations?page=${page}&size=${size}`;
  return (await call<Page<Reservation>>(path, { identity: 'required', ...(signal === undefined ? {} : { signal }) })).body;
}

export async function loadReservation(id: string, signal?: AbortSignal): Promise<Reservation> {
  const path = `/api/reservations/${encodeURIComponent(id)}`;
  return (await call<Reservation>(path, { identity: 'required', ...(signal === undefined ? {} : { signal }) })).body;
}

/** Seats of mine that are held or sold now, as labels. */
export function liveSeats(reservations: readonly Reservation[], eventId: string): string[] {
  return reservations
    .filter(({ event, status }) => event.id === eventId && status !== 'EXPIRED' && status !== 'CANCELLED')
    .flatMap(({ seats }) => seats.map((seat) => seat.label));
}

/** What stands on one line of a ticket: a seat, or all the places of one standing section. */
export interface SeatLine {
  readonly seat: ReservedSeat;
  readonly places: number;
}

/** A place of a standing section has no number: its label is the section's name. */
export function isStanding({ label, section }: ReservedSeat): boolean {
  return label === section;
}

export function seatLines(seats: readonly ReservedSeat[]): readonly SeatLine[] {
  const places = new Map<string, SeatLine>();
  for (const seat of seats) {
    places.set(seat.label, { seat, places: (places.get(seat.label)?.places ?? 0) + 1 });
  }
  return [...places.values()];
}
