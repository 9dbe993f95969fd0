import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followQueue, isNear, type QueueSocketLike } from './queueSocket';

class FakeSocket implements QueueSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  hears(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
const moved = vi.fn();

function follow(): () => void {
  return followQueue(
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    () => Promise.resolve('token'),
    moved,
    () => 0,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  moved.mockClear();
});
afterEach(() => vi.useRealTimers());

test('only those near the front hold a connection', () => {
  expect(isNear({ state: 'WAITING', joined: true, ahead: 200 })).toBe(true);
  expect(isNear({ state: 'WAITING', joined: true, ahead: 201 })).toBe(false);
  expect(isNear({ state: 'WAITING', joined: false, ahead: 3 })).toBe(false);
  expect(isNear({ state: 'LOBBY', joined: true })).toBe(false);
  expect(isNear(null)).toBe(false);
});

test('signs in by the first message and hears of its own place', async () => {
  const end = follow();
  sockets[0]!.onopen?.(undefined as never);
  await vi.runAllTimersAsync();
  expect(sockets[0]!.sent).toEqual([JSON.stringify({ type: 'auth', token: 'token' })]);

  sockets[0]!.hears({ type: 'delta' });
  expect(moved).not.toHaveBeenCalled();
  sockets[0]!.hears({ type: 'queue', state: 'ADMITTED' });
  expect(moved).toHaveBeenCalledTimes(1);

  sockets[0]!.hears({ type: 'renew' });
  await vi.runAllTimersAsync();
  expect(sockets[0]!.sent).toHaveLength(2);
  end();
  expect(sockets[0]!.closed).toBe(true);
});

test('comes back after a loss and not after its end', () => {
  const end = follow();
  sockets[0]!.onclose?.(undefined as never);
  vi.advanceTimersByTime(3_000);
  expect(sockets).toHaveLength(2);
  end();
  sockets[1]!.onclose?.(undefined as never);
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(2);
});
