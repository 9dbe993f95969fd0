import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call } from './api';
import { SignInRequired } from './problem';
import { session, Session } from './session';

const signedIn = (token: string) => ({
  user: { id: 'u', email: 'a@b.kr', name: '가', roles: ['user'] },
  accessToken: token,
  expiresIn: 600,
});

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

let stored: Map<string, string>;
let fetched: ReturnType<typeof vi.fn>;

beforeEach(() => {
  stored = new Map();
  fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a stranger is not bothered with a refresh', async () => {
  const mine = new Session();
  await mine.start();
  expect(fetched).not.toHaveBeenCalled();
  expect(mine.snapshot().status).toBe('anonymous');
});

test('two callers share one refresh', async () => {
  stored.set('tiketi.signed-in', '1');
  fetched.mockImplementation(async () => answer(200, signedIn('t1')));
  const mine = new Session();
  const tokens = await Promise.all([mine.token(), mine.token(), mine.renew(null)]);
  expect(tokens).toEqual(['t1', 't1', 't1']);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(fetched.mock.calls[0]![1].headers.get('Tiketi-Client')).toBe('web');
});

test('a refused refresh ends the session, a failing server does not', async () => {
  stored.set('tiketi.signed-in', '1');
  const mine = new Session();
  fetched.mockImplementationOnce(async () => answer(503, {}));
  await expect(mine.renew(null)).rejects.toThrow();
  expect(stored.has('tiketi.signed-in')).toBe(true);
  fetched.mockImplementationOnce(async () => answer(401, {}));
  expect(await mine.renew(null)).toBeNull();
  expect(stored.has('tiketi.signed-in')).toBe(false);
});

test('the token is renewed before it ends', async () => {
  fetched.mockImplementation(async () => answer(200, signedIn('t1')));
  const mine = new Session();
  await mine.signIn('a@b.kr', 'pw');
  fetched.mockImplementation(async () => answer(200, signedIn('t2')));
  await vi.advanceTimersByTimeAsync(560_000);
  expect(await mine.token()).toBe('t2');
});

test('a 401 is answered by one refresh and one repetition', async () => {
  fetched.mockImplementationOnce(async () => answer(200, signedIn('old')));
  await session.signIn('a@b.kr', 'pw');
  fetched.mockImplementationOnce(async () => answer(401, {}));
  fetched.mockImplementationOnce(async () => answer(200, signedIn('new')));
  fetched.mockImplementationOnce(async () => answer(200, { ok: true }));
  const { body } = await call('/api/reservations', { identity: 'required' });
  expect(body).toEqual({ ok: true });
  expect(fetched.mock.calls.at(-1)![1].headers.get('Authorization')).toBe('Bearer new');
});

test('without a session a call asks for a sign-in and sends nothing', async () => {
  await session.signOut();
  fetched.mockClear();
  await expect(call('/api/reservations', { identity: 'required' })).rejects.toBeInstanceOf(SignInRequired);
  expect(fetched).not.toHaveBeenCalled();
});
