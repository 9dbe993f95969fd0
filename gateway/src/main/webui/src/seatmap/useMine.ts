import { useEffect, useMemo, useRef } from 'react';
import { useLoaded } from '../platform/hooks';
import { liveSeats, loadReservations } from '../reservation/reservation';
import type { Layout } from './layout';

/** My seats of one event: more reservations than this nobody has open at once. */
const MY_RESERVATIONS = 50;

/**
 * My seats of this event as indexes, and the reservation that waits for payment, if any; read again with each hint that
 * they have changed.
 */
export function useMine(
  eventId: string,
  layout: Layout,
  isSignedIn: boolean,
  news: number,
): { mine: readonly number[]; pending: string | null } {
  const loaded = useLoaded(`${eventId} ${isSignedIn}`, async (signal) =>
    isSignedIn ? (await loadReservations(1, MY_RESERVATIONS, signal)).items : [],
  );
  const { reload } = loaded;
  const read = useRef(news);
  useEffect(() => {
    if (read.current === news) return;
    read.current = news;
    reload();
  }, [news, reload]);
  return useMemo(() => {
    const reservations = loaded.value ?? [];
    const mine = liveSeats(reservations, eventId).flatMap((label) => layout.indexOf.get(label) ?? []);
    const pending = reservations.find(({ event, status }) => event.id === eventId && status === 'PENDING')?.id ?? null;
    return { mine, pending };
  }, [loaded.value, eventId, layout]);
}
