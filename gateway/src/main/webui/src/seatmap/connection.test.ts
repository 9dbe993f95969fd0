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
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  seen = [];
  statuses = [];
  polls = 0;
  connection = new LiveConnection('/ws/events/7', 4, {
    open: (address) => {
      const socket = new FakeSocket();
      sockets.push({ address, socket });
      return socket;
    },
    poll: async () => {
      polls++;
      return { epoch: 1, version: 1, states: 'AAAA', counts };
    },
    seatsChanged: (seats) => seen.push(seats),
    statusChanged: (status) => statuses.push(status),
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
  await vi.advanceTimersByTimeAsync(500);
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

test('nothing happens after stop', async () => {
  connection.start();
  connection.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
  expect(polls).toBe(0);
});

test('backing off grows, has a ceiling and is spread out', () => {
  expect(backoffMs(0, 0)).toBe(100);
  expect(backoffMs(3, 1)).toBe(4_000);
  expect(backoffMs(30, 1)).toBe(20_000);
});
