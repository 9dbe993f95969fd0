import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { session } from '../platform/session';
import { findAccounts, findEntries, giveRole } from './admin';

let fetched: ReturnType<typeof vi.fn>;

beforeEach(async () => {
  fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => '1', setItem: () => undefined, removeItem: () => undefined });
  vi.useFakeTimers();
  const signedIn = { user: { id: 'u', email: 'a@b.kr', name: '가', roles: ['user', 'admin'] }, accessToken: 't', expiresIn: 600 };
  fetched.mockImplementationOnce(async () => new Response(JSON.stringify(signedIn)));
  await session.signIn('a@b.kr', 'pw');
  fetched.mockImplementation(async () => new Response(JSON.stringify({ items: [], page: 1, size: 20, total: 0 })));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const last = () => fetched.mock.calls.at(-1)! as [string, RequestInit & { headers: Headers }];

test('accounts are asked for by what was filled in only', async () => {
  await findAccounts(' 김 ', '', 2);
  expect(last()[0]).toBe('/api/admin/accounts?q=%EA%B9%80&page=2');
  await findAccounts('', 'gate', 1);
  expect(last()[0]).toBe('/api/admin/accounts?role=gate&page=1');
  expect(last()[1].headers.get('Authorization')).toBe('Bearer t');
});

test('a role is given to the account of the address', async () => {
  await giveRole('x/y', 'organizer');
  expect(last()[0]).toBe('/api/admin/accounts/x%2Fy/role');
  expect(last()[1]).toMatchObject({ method: 'PUT', body: '{"role":"organizer"}' });
});

test('entries are of one account or of all', async () => {
  await findEntries('', 1);
  expect(last()[0]).toBe('/api/admin/audit?page=1');
  await findEntries('u1', 3);
  expect(last()[0]).toBe('/api/admin/audit?account=u1&page=3');
});
