import { useEffect, useState } from 'react';
import { useLoaded } from '../platform/hooks';
import { SignInRequired } from '../platform/problem';
import { session } from '../platform/session';
import { followQueue, type QueueSocketLike } from '../waiting/queueSocket';
import { acceptOffer, isLive, joinWaitlist, leaveWaitlist, loadWaitlist, type WaitlistEntry, type WaitlistWish } from './waitlist';

/** The connection tells at once; this is for when there is none, and for how many are ahead. */
const REFRESH_MS = 15_000;

export type WaitlistWork = 'join' | 'accept' | 'leave' | null;

export interface Waitlist {
  /** Null until it is known. */
  readonly entries: readonly WaitlistEntry[] | null;
  readonly failure: unknown;
  readonly work: WaitlistWork;
  readonly join: (wish: WaitlistWish) => void;
  readonly leave: (priceTier: string) => void;
  /** Accepts and then calls with the reservation that is to be paid for. */
  readonly accept: (reservationId: string, accepted: (reservationId: string) => void) => void;
  readonly refresh: () => void;
}

const nobody = () => Promise.resolve<readonly WaitlistEntry[]>([]);

/** Follows what the viewer waits for at an event; while that is something, by a connection of the viewer's own. */
export function useWaitlist(eventId: string, isSignedIn: boolean): Waitlist {
  const loaded = useLoaded(`${eventId} ${isSignedIn}`, (signal) => (isSignedIn ? loadWaitlist(eventId, signal) : nobody()), REFRESH_MS);
  const [failure, setFailure] = useState<unknown>(null);
  const [work, setWork] = useState<WaitlistWork>(null);
  const { reload } = loaded;

  const holdsConnection = isSignedIn && (loaded.value ?? []).some(isLive);
  useEffect(() => {
    if (!holdsConnection) return;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const address = `${scheme}://${location.host}/ws/events/${encodeURIComponent(eventId)}`;
    return followQueue(() => new WebSocket(address) as QueueSocketLike, () => session.token(), reload, Math.random, 'reservation');
    // reload only counts up; a new function of it is no reason for another connection.
  }, [eventId, holdsConnection]);

  const act = (kind: WaitlistWork, send: () => Promise<unknown>) => {
    if (work !== null) return;
    setWork(kind);
    setFailure(null);
    send()
      .catch(setFailure)
      .finally(() => {
        setWork(null);
        reload();
      });
  };
  return {
    entries: loaded.value,
    failure: failure ?? (loaded.failure instanceof SignInRequired ? null : loaded.failure),
    work,
    join: (wish) => act('join', () => joinWaitlist(eventId, wish)),
    leave: (priceTier) => act('leave', () => leaveWaitlist(eventId, priceTier)),
    accept: (id, accepted) => act('accept', () => acceptOffer(id).then(() => accepted(id))),
    refresh: reload,
  };
}
