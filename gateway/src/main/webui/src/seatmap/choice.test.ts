import { expect, test } from 'vitest';
import { appearances, CHOSEN, corrected, MINE, sift, stillNeeded, toggle } from './choice';
import { AVAILABLE, HELD, SOLD } from './states';

test('a free seat is chosen, chosen again it is dropped', () => {
  expect(toggle([], 3, AVAILABLE, 4)).toEqual({ kind: 'chosen', choice: [3] });
  expect(toggle([3, 5], 3, AVAILABLE, 4)).toEqual({ kind: 'dropped', choice: [5] });
});

test('the limit and other people’s seats are refused', () => {
  expect(toggle([1, 2], 3, AVAILABLE, 2).kind).toBe('limit');
  expect(toggle([], 3, HELD, 2).kind).toBe('not-available');
  expect(toggle([], 3, SOLD, 2).kind).toBe('not-available');
});

test('a seat that another took leaves the choice', () => {
  const states = new Uint8Array([AVAILABLE, HELD, AVAILABLE]);
  expect(sift([0, 1, 2], states)).toEqual({ kept: [0, 2], lost: [1] });
  const choice = [0, 2];
  expect(sift(choice, states).kept).toBe(choice);
});

test('a correction holds until the feed has reached its position', () => {
  const correction = { until: { epoch: 1, version: 8 }, seats: [1], state: HELD } as const;
  expect([...corrected(new Uint8Array(3), [correction])]).toEqual([0, 1, 0]);
  expect(stillNeeded([correction], { epoch: 1, version: 7 })).toEqual([correction]);
  expect(stillNeeded([correction], { epoch: 1, version: 8 })).toEqual([]);
  expect(stillNeeded([correction], { epoch: 2, version: 0 })).toEqual([]);
});

test('own seats are mine while they are held or sold, chosen ones while they are free', () => {
  const states = new Uint8Array([AVAILABLE, HELD, SOLD, AVAILABLE, HELD]);
  expect([...appearances(states, [0, 1, 2], [3, 4])]).toEqual([AVAILABLE, MINE, MINE, CHOSEN, HELD]);
});
