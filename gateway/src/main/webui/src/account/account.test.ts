import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '../platform/session';
import { askForReset, changePassword, endOtherSessions, endSession, linkToken, loadSessions, resetPassword, verifyEmail } from './account';

let fetched: ReturnType<typeof vi.fn>;

function answer(status: number, body: unknown = null): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status });
}

function last(): { path: string; method: string; body: unknown; authorization: string | null } {
  const [path, init] = fetched.mock.calls.at(-1)! as [string, RequestInit & { headers: Headers }];
  return {
    path,
    method: init.method!,
    body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
    authorization: init.headers.get('Authorization'),
  };
}

beforeEach(async () => {
  fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => '1', setItem: () => undefined, removeItem: () => undefined });
  vi.useFakeTimers();
  fetched.mockImplementationOnce(async () =>
    answer(200, { user: { id: 'u', email: 'a@b.kr', name: '가', roles: ['user'] }, accessToken: 't', expiresIn: 600 }),
  );
  await session.signIn('a@b.kr', 'pw');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the session that asks is listed first, the others as they came', async () => {
  const of = (id: string, current: boolean) => ({ id, current, createdAt: '', lastUsedAt: '', expiresAt: '' });
  fetched.mockImplementationOnce(async () => answer(200, { items: [of('a', false), of('b', true), of('c', false)] }));
  expect((await loadSessions()).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});

test('ending one session or all others names what goes on', async () => {
  fetched.mockImplementation(async () => answer(204));
  await endSession('x/y');
  expect(last()).toEqual({ path: '/api/auth/sessions/x%2Fy', method: 'DELETE', body: undefined, authorization: 'Bearer t' });
  await endOtherSessions();
  expect(last()).toMatchObject({ path: '/api/auth/sessions?keepCurrent=true', method: 'DELETE' });
});

test('a change of password sends both with the token', async () => {
  fetched.mockImplementationOnce(async () => answer(204));
  await changePassword('old', 'new');
  expect(last()).toEqual({
    path: '/api/auth/me/password', method: 'PUT', body: { currentPassword: 'old', newPassword: 'new' }, authorization: 'Bearer t',
  });
});

test('what a mailed link does needs no session', async () => {
  fetched.mockImplementation(async () => answer(204));
  await askForReset('a@b.kr');
  expect(last()).toMatchObject({ method: 'POST', body: { email: 'a@b.kr' }, authorization: null });
  await resetPassword('tok', 'new');
  expect(last()).toMatchObject({ method: 'PUT', body: { token: 'tok', newPassword: 'new' }, authorization: null });
  await verifyEmail('tok');
  expect(last()).toMatchObject({ path: '/api/auth/email-verification', method: 'PUT', authorization: null });
});

test('only what looks like a token is read from the address', () => {
  expect(linkToken(`#${'aB-_9'.repeat(8)}`)).toBe('aB-_9'.repeat(8));
  for (const hash of ['', '#', '#short', `#${'a'.repeat(200)}`, `#${'a'.repeat(30)}<script>`]) expect(linkToken(hash)).toBeNull();
});
