import { expect, test } from 'vitest';
import { bodyOf, subjectOf } from './wish';

test('a wish is sent without what was not asked for', () => {
  expect(bodyOf({ kind: 'seats', labels: ['A-1-1'], orNearest: false })).toEqual({ seats: ['A-1-1'] });
  expect(bodyOf({ kind: 'best', count: 2, isAccessible: false })).toEqual({ bestAvailable: { count: 2 } });
  expect(bodyOf({ kind: 'standing', section: 'F', count: 3 })).toEqual({ standing: { section: 'F', count: 3 } });
});

test('a wish is sent with all that was asked for', () => {
  expect(bodyOf({ kind: 'seats', labels: ['A-1-1'], orNearest: true })).toEqual({ seats: ['A-1-1'], acceptAlternative: true });
  expect(bodyOf({ kind: 'best', count: 2, section: 'B', isAccessible: true })).toEqual({
    bestAvailable: { count: 2, section: 'B', accessible: true },
  });
  expect(bodyOf({ kind: 'best', count: 1, priceTier: 'VIP', isAccessible: false })).toEqual({
    bestAvailable: { count: 1, priceTier: 'VIP' },
  });
});

test('the order in which seats were chosen does not make another wish, anything else does', () => {
  const seats = { kind: 'seats', labels: ['A-1-2', 'A-1-1'], orNearest: false } as const;
  expect(subjectOf(seats)).toBe(subjectOf({ ...seats, labels: ['A-1-1', 'A-1-2'] }));
  expect(subjectOf(seats)).not.toBe(subjectOf({ ...seats, orNearest: true }));
  expect(subjectOf(seats)).not.toBe(subjectOf({ ...seats, labels: ['A-1-1'] }));
  expect(subjectOf({ kind: 'standing', section: 'F', count: 1 })).not.toBe(subjectOf({ kind: 'standing', section: 'F', count: 2 }));
});
