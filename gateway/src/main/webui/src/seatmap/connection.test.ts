import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoffMs, LiveConnection, POLL_MS, SILENCE_MS, type SocketLike } from './connection';
import type { LiveSeats } from './live';

const counts = { available: 0, held: 0, sold: 0, blocked: 0 };
const snapshot = (version: number) => ({ type: 'snapshot', epoch: 1, version, states: 'AAAA', counts });

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: string[] = [];
  isClosed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: { address: string; socket: FakeSocket }[];
let seen: LiveSeats[];
let statuses: string[];
let polls: number;
let isReachable: boolean;
let tokens: (string | null)[];
let ownNews: number;
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  seen = [];
  statuses = [];
  polls = 0;
  isReachable = true;
  tokens = [null];
  ownNews = 0;
  connection = new LiveConnection('/ws/events/7', 4, {
    open: (address) => {
      const socket = new FakeSocket();
      sockets.push({ address, socket });
      return socket;
    },
    poll: async () => {
      polls++;
      if (!isReachable) throw new Error('away');
      return { epoch: 1, version: 1, states: 'AAAA', counts };
    },
    seatsChanged: (seats) => seen.push(seats),
    statusChanged: (status) => statuses.push(status),
    token: async (newerThan) => (newerThan === null ? tokens[0]! : tokens[1]!),
    ownNews: () => ownNews++,
    random: () => 0.5,
  });
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

test('a delta is shown at once', () => {
  connection.start();
  const { socket } = sockets[0]!;
  socket.onopen?.();
  socket.say(snapshot(5));
  socket.say({ type: 'delta', epoch: 1, from: 5, version: 6, changes: [[2, 1]], counts });
  expect([...seen.at(-1)!.states]).toEqual([0, 0, 1, 0]);
  expect(statuses).toEqual(['live']);
});

test('a gap asks for a snapshot, once', () => {
  connection.start();
  const { socket } = sockets[0]!;
  socket.say(snapshot(5));
  socket.say({ type: 'delta', epoch: 1, from: 8, version: 9, changes: [], counts });
  socket.say({ type: 'delta', epoch: 1, from: 9, version: 10, changes: [], counts });
  expect(socket.sent).toEqual(['{"type":"resync"}']);
});

test('a closed socket is replaced by one that resumes, with polling between', async () => {
  connection.start();
  sockets[0]!.socket.say(snapshot(5));
  sockets[0]!.socket.onclose?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(polls).toBe(1);
  expect(statuses.at(-1)).toBe('polling');
  await vi.advanceTimersByTimeAsync(1_200);
  expect(sockets[1]!.address).toBe('/ws/events/7?from=1:5');
});

test('polling goes on while there is no socket and ends with the next message', async () => {
  connection.start();
  await vi.advanceTimersByTimeAsync(POLL_MS * 2 + 10);
  expect(polls).toBe(3);
  sockets[0]!.socket.say(snapshot(5));
  await vi.advanceTimersByTimeAsync(POLL_MS * 3);
  expect(polls).toBe(3);
});

test('an older poll does not undo what the socket said', async () => {
  connection.start();
  sockets[0]!.socket.say(snapshot(5));
  sockets[0]!.socket.onclose?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(seen.at(-1)!.position.version).toBe(5);
});

test('a silent socket is given up', async () => {
  connection.start();
  await vi.advanceTimersByTimeAsync(SILENCE_MS + 1);
  expect(sockets[0]!.socket.isClosed).toBe(true);
});

test('the server says when to come back', async () => {
  connection.start();
  const { socket } = sockets[0]!;
  socket.say(snapshot(5));
  socket.say({ type: 'reconnect', reconnectAfterMs: 3_000 });
  socket.onclose?.();
  await vi.advanceTimersByTimeAsync(2_900);
  expect(sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sockets[1]!.address).toBe('/ws/events/7?from=1:5');
});

test('without socket and answers the map is paused until one of them is back', async () => {
  connection.start();
  sockets[0]!.socket.say(snapshot(5));
  isReachable = false;
  sockets[0]!.socket.onclose?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(statuses.at(-1)).toBe('paused');
  isReachable = true;
  sockets[0]!.socket.onclose?.();
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(statuses.at(-1)).not.toBe('paused');
});

test('who is signed in shows the token in the first message, the next one when asked, and hears of own news', async () => {
  tokens = ['first', 'second'];
  connection.start();
  const { address, socket } = sockets[0]!;
  socket.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(address).not.toContain('first');
  expect(socket.sent).toEqual(['{"type":"auth","token":"first"}']);
  socket.say({ type: 'signed-in', until: '2026-01-01T00:00:00Z' });
  socket.say({ type: 'reservation', reservationId: '1', status: 'CONFIRMED' });
  expect(ownNews).toBe(2);
  socket.say({ type: 'renew', until: '2026-01-01T00:00:00Z' });
  await vi.advanceTimersByTimeAsync(0);
  expect(socket.sent.at(-1)).toBe('{"type":"auth","token":"second"}');
});

test('who signs out gets a connection that nobody is signed in on', async () => {
  tokens = ['first'];
  connection.start();
  sockets[0]!.socket.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  tokens = [null];
  connection.viewerChanged();
  sockets[1]!.socket.onopen?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(sockets[0]!.socket.isClosed).toBe(true);
  expect(sockets[1]!.socket.sent).toEqual([]);
});

test('nothing happens after stop', async () => {
  connection.start();
  connection.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
  expect(polls).toBe(0);
});

test('backing off grows, has a ceiling and is spread out', () => {
  expect(backoffMs(0, 0)).toBe(400);
  expect(backoffMs(3, 1)).toBe(16_000);
  expect(backoffMs(30, 1)).toBe(20_000);
});
