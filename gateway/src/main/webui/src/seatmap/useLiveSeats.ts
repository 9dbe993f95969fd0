import { useEffect, useState } from 'react';
import { get } from '../platform/api';
import { type ConnectionStatus, LiveConnection, type SocketLike } from './connection';
import type { Layout } from './layout';
import type { LiveSeats, SnapshotMessage } from './live';

/** The live seats of an event, for as long as the calling page is shown. */
export function useLiveSeats(eventId: string, layout: Layout | null): { seats: LiveSeats | null; status: ConnectionStatus } {
  const [seats, setSeats] = useState<LiveSeats | null>(null);
  const [status, setStatus] = useState<ConnectionStatus>('connecting');
  useEffect(() => {
    if (layout === null) return;
    const id = encodeURIComponent(eventId);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const connection = new LiveConnection(`${scheme}://${location.host}/ws/events/${id}`, layout.count, {
      open: (address) => new WebSocket(address) as SocketLike,
      poll: () => get<SnapshotMessage>(`/api/events/${id}/seats`),
      seatsChanged: setSeats,
      statusChanged: setStatus,
      random: Math.random,
    });
    connection.start();
    return () => connection.stop();
  }, [eventId, layout]);
  return { seats, status };
}
