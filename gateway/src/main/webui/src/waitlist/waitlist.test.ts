import { expect, test } from 'vitest';
import { isLive, tiersToWaitFor, toShow, type WaitlistEntry, type WaitlistState } from './waitlist';

const tier = (name: string, remaining: number) => ({ name, price: 1, remaining, total: 100 });
const entry = (priceTier: string, state: WaitlistState): WaitlistEntry => ({
  priceTier, state, groupSize: 2, adjacent: true, place: 1, joinedAt: '2026-01-01T00:00:00Z',
});

test('one can wait for tiers of which fewer seats are left than one may buy, the emptiest first', () => {
  const event = { maxSeatsPerPerson: 4, priceTiers: [tier('VIP', 3), tier('R', 0), tier('S', 4), tier('A', 90)] };

  expect(tiersToWaitFor(event, [])).toEqual(['R', 'VIP']);
});

test('one cannot wait twice for a tier, but again once it has ended', () => {
  const event = { maxSeatsPerPerson: 4, priceTiers: [tier('VIP', 0), tier('R', 0), tier('S', 0)] };

  expect(tiersToWaitFor(event, [entry('VIP', 'WAITING'), entry('R', 'OFFERED'), entry('S', 'LAPSED')])).toEqual(['S']);
});

test('open offers come first, and what the viewer ended is not told', () => {
  const shown = toShow([entry('A', 'LAPSED'), entry('B', 'WAITING'), entry('C', 'LEFT'), entry('D', 'OFFERED'), entry('E', 'DECLINED'), entry('F', 'OVER_LIMIT')]);

  expect(shown.map(({ priceTier }) => priceTier)).toEqual(['D', 'B', 'A', 'F']);
  expect(shown.filter(isLive).map(({ priceTier }) => priceTier)).toEqual(['D', 'B']);
});
