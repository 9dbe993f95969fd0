import { expect, test } from 'vitest';
import { type EventDetail, nextOpening, saleState } from './event';
import { isFiltered, listAddress, listQuery, pageNumbers, readFilters } from './filters';

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
const event = (change: Partial<EventDetail>): EventDetail =>
  ({
    status: 'upcoming', saleOpensAt: at(100), saleClosesAt: at(200), saleStopped: false, remaining: 5,
    saleWindows: [{ name: { ko: '', en: '' }, opensAt: at(100), closesAt: at(200) }], ...change,
  }) as EventDetail;

test('filters survive the way through the address', () => {
  const filters = { q: '아이유 IU', category: 'concert', status: 'on_sale', page: 3 } as const;
  expect(readFilters(new URLSearchParams(listAddress(filters).slice(2)))).toEqual(filters);
});

test('nonsense in the address is ignored', () => {
  const filters = readFilters(new URLSearchParams('category=opera&status=maybe&page=-4'));
  expect(filters).toEqual({ q: '', category: null, status: null, page: 1 });
  expect(listAddress(filters)).toBe('/');
  expect(isFiltered(filters)).toBe(false);
});

test('the server is asked for one page', () => {
  expect(listQuery({ q: ' 재즈 ', category: null, status: null, page: 2 })).toBe(
    `page=2&size=12&sort=startsAt&q=${encodeURIComponent('재즈')}&status=upcoming&status=on_sale&status=sold_out`,
  );
  expect(listQuery({ q: '', category: 'sport', status: 'ended', page: 1 })).toBe(
    'page=1&size=12&sort=startsAt&category=sport&status=ended',
  );
});

test('page numbers leave gaps', () => {
  expect(pageNumbers(5, 9)).toEqual([1, null, 4, 5, 6, null, 9]);
  expect(pageNumbers(1, 2)).toEqual([1, 2]);
  expect(pageNumbers(1, 1)).toEqual([1]);
});

test('the sale opens by the clock, whatever the status was when it was loaded', () => {
  expect(saleState(event({}), 99_999)).toBe('not-yet');
  expect(saleState(event({}), 100_000)).toBe('open');
  expect(saleState(event({}), 200_000)).toBe('closed');
});

test('between two windows the next one is waited for', () => {
  const windows = [[100, 110], [150, 200]].map(([opens, closes]) => ({
    name: { ko: '', en: '' }, opensAt: at(opens!), closesAt: at(closes!),
  }));
  expect(saleState(event({ saleWindows: windows }), 120_000)).toBe('not-yet');
  expect(nextOpening(event({ saleWindows: windows }), 120_000)).toBe(150_000);
});

test('stopped, sold out and cancelled are told apart', () => {
  expect(saleState(event({ saleStopped: true }), 150_000)).toBe('stopped');
  expect(saleState(event({ remaining: 0 }), 150_000)).toBe('sold-out');
  expect(saleState(event({ status: 'cancelled' }), 150_000)).toBe('cancelled');
});
