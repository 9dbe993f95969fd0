import { expect, test } from 'vitest';
import { clockText, isoDuration, timeLeft } from './countdown';

test('time is split into days, hours, minutes and seconds', () => {
  const left = timeLeft(((2 * 24 + 3) * 3_600 + 4 * 60 + 5) * 1_000, 0);
  expect(left).toEqual({ days: 2, hours: 3, minutes: 4, seconds: 5, isOver: false });
  expect(clockText(left)).toBe('03:04:05');
  expect(isoDuration(left)).toBe('P2DT3H4M5S');
});

test('a part of a second still counts as a second', () => {
  expect(timeLeft(1_001, 1_000)).toMatchObject({ seconds: 1, isOver: false });
  expect(timeLeft(1_000, 1_000).isOver).toBe(true);
});

test('the past is over, not negative', () => {
  expect(timeLeft(0, 90_000)).toMatchObject({ days: 0, seconds: 0, isOver: true });
});

test('hours are left out when there are none', () => {
  expect(clockText(timeLeft(299_000, 0))).toBe('04:59');
});
