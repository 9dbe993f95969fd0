import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '../platform/session';
import { beginFactor, confirmFactor, grouped, loadFactor, removeFactor } from './secondFactor';

let fetched: ReturnType<typeof vi.fn>;
const signedIn = { user: { id: 'u', email: 'a@b.kr', name: '가', roles: ['user'] }, accessToken: 't', expiresIn: 600 };

function answer(status: number, body: unknown = null): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status });
}

function last(): { path: string; method: string; body: unknown } {
  const [path, init] = fetched.mock.calls.at(-1)! as [string, RequestInit];
  return { path, method: init.method!, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) };
}

beforeEach(() => {
  fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => '1', setItem: () => undefined, removeItem: () => undefined });
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a password that needs a code leads to one, and the code signs in', async () => {
  fetched.mockImplementationOnce(async () => answer(401, { type: 'https://tiketi.gg/problems/second-factor-required', challenge: 'c1', expiresIn: 300 }));
  expect(await session.signIn('a@b.kr', 'pw')).toBe('c1');
  fetched.mockImplementationOnce(async () => answer(200, signedIn));
  await session.giveCode('c1', '123456');
  expect(last()).toEqual({ path: '/api/auth/login/second-factor', method: 'POST', body: { challenge: 'c1', code: '123456' } });
  expect(session.snapshot().status).toBe('signed-in');
});

test('a wrong password is still a refusal', async () => {
  fetched.mockImplementationOnce(async () => answer(401, { type: 'https://tiketi.gg/problems/bad-credentials' }));
  await expect(session.signIn('a@b.kr', 'pw')).rejects.toThrow();
});

test('registering signs in, or a mail says what comes next', async () => {
  const person = { email: 'a@b.kr', password: 'pw', name: '가' };
  fetched.mockImplementationOnce(async () => answer(202));
  expect(await session.register(person)).toBe(false);
  fetched.mockImplementationOnce(async () => answer(201, signedIn));
  expect(await session.register(person)).toBe(true);
  fetched.mockImplementationOnce(async () => answer(201, signedIn));
  await session.finishRegistration('tok', 'pw');
  expect(last()).toEqual({ path: '/api/auth/register', method: 'PUT', body: { token: 'tok', password: 'pw' } });
});

test('each step of the second factor says what it must', async () => {
  fetched.mockImplementationOnce(async () => answer(200, signedIn));
  await session.signIn('a@b.kr', 'pw');
  fetched.mockImplementationOnce(async () => answer(200, { on: false, available: true, needed: true, recoveryCodesLeft: 0 }));
  expect((await loadFactor()).needed).toBe(true);
  fetched.mockImplementationOnce(async () => answer(200, { secret: 'ABCD', uri: 'otpauth://totp/x' }));
  expect((await beginFactor('pw')).secret).toBe('ABCD');
  expect(last()).toMatchObject({ method: 'POST', body: { password: 'pw' } });
  fetched.mockImplementationOnce(async () => answer(200, { recoveryCodes: ['A', 'B'] }));
  expect(await confirmFactor('123456')).toEqual(['A', 'B']);
  expect(last()).toMatchObject({ method: 'PUT', body: { code: '123456' } });
  fetched.mockImplementationOnce(async () => answer(204));
  await removeFactor('pw', '123456');
  expect(last()).toMatchObject({ method: 'DELETE', body: { password: 'pw', code: '123456' } });
});

test('a deleted account leaves nobody signed in', async () => {
  fetched.mockImplementationOnce(async () => answer(200, signedIn));
  await session.signIn('a@b.kr', 'pw');
  fetched.mockImplementationOnce(async () => answer(204));
  await session.deleteAccount('pw', '');
  expect(last()).toEqual({ path: '/api/auth/me', method: 'DELETE', body: { password: 'pw' } });
  expect(session.snapshot().status).toBe('anonymous');
});

test('a secret is read in groups of four', () => {
  expect(grouped('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
});
