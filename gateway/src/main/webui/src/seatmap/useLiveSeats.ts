import { useEffect, useRef, useState } from 'react';
import { get } from '../platform/api';
import { useSession } from '../platform/hooks';
import { session } from '../platform/session';
import { type ConnectionStatus, LiveConnection, type SocketLike } from './connection';
import type { Layout } from './layout';
import type { LiveSeats, SnapshotMessage } from './live';

export interface LiveEvent {
  readonly seats: LiveSeats | null;
  readonly status: ConnectionStatus;
  /** Rises with each hint that the viewer's own reservations have changed. */
  readonly ownNews: number;
}

/** The live seats of an event, for as long as the calling page is shown. */
export function useLiveSeats(eventId: string, layout: Layout | null): LiveEvent {
  const [seats, setSeats] = useState<LiveSeats | null>(null);
  const [status, setStatus] = useState<ConnectionStatus>('connecting');
  const [ownNews, setOwnNews] = useState(0);
  const current = useRef<LiveConnection | null>(null);
  const viewer = useSession().account?.id ?? null;
  useEffect(() => {
    if (layout === null) return;
    const id = encodeURIComponent(eventId);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const connection = new LiveConnection(`${scheme}://${location.host}/ws/events/${id}`, layout.count, {
      open: (address) => new WebSocket(address) as SocketLike,
      poll: () => get<SnapshotMessage>(`/api/events/${id}/seats`),
      seatsChanged: setSeats,
      statusChanged: setStatus,
      token: (newerThan) => (newerThan === null ? session.token() : session.renew(newerThan)),
      ownNews: () => setOwnNews((last) => last + 1),
      random: Math.random,
    });
    current.current = connection;
    connection.start();
    return () => {
      current.current = null;
      connection.stop();
    };
  }, [eventId, layout]);
  const known = useRef(viewer);
  useEffect(() => {
    if (known.current === viewer) return;
    known.current = viewer;
    current.current?.viewerChanged();
  }, [viewer]);
  return { seats, status, ownNews };
}
