import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isGoogleOpen, leaveForGoogle, takeDeparture } from './google';

let fetched: ReturnType<typeof vi.fn>;
let kept: Map<string, string>;
let left: string[];

beforeEach(() => {
  fetched = vi.fn();
  kept = new Map();
  left = [];
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('location', { assign: (url: string) => left.push(url) });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

afterEach(() => vi.unstubAllGlobals());

test('whoever leaves keeps what they must show, once, and where they were', async () => {
  fetched.mockImplementationOnce(async () => new Response(JSON.stringify({ url: 'https://accounts.example/authorize?x', binding: 'b1' })));
  await leaveForGoogle('/events/7');
  expect(left).toEqual(['https://accounts.example/authorize?x']);
  expect(takeDeparture()).toEqual({ binding: 'b1', next: '/events/7' });
  expect(takeDeparture()).toBeNull();
});

test('nobody is led to another site afterwards', async () => {
  fetched.mockImplementationOnce(async () => new Response(JSON.stringify({ url: 'https://accounts.example/', binding: 'b1' })));
  await leaveForGoogle('//evil.example');
  expect(takeDeparture()!.next).toBe('/');
});

test('the button is only there when the way is open', async () => {
  fetched.mockImplementationOnce(async () => new Response(JSON.stringify({ google: true })));
  expect(await isGoogleOpen()).toBe(true);
});
