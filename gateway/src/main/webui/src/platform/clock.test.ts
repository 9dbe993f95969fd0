import { expect, test } from 'vitest';
import { sampleFromAnswer, sampleFromDateHeader, sampleFromInstant, ServerClock } from './clock';

test('the middle of the round trip is taken as the moment of the answer', () => {
  expect(sampleFromInstant(5_000, 1_000, 1_200)).toEqual({ offsetMs: 3_900, errorMs: 100 });
});

test('a date header counts as the middle of its second and is less exact', () => {
  const sample = sampleFromDateHeader('Thu, 01 Jan 1970 00:00:10 GMT', 9_000, 9_000);
  expect(sample).toEqual({ offsetMs: 1_500, errorMs: 500 });
});

test('an unreadable date header is no sample', () => {
  expect(sampleFromDateHeader('soon', 0, 0)).toBeNull();
});

test('a time in the body is used when it agrees with the header', () => {
  const sample = sampleFromAnswer('1970-01-01T00:00:10.250Z', 'Thu, 01 Jan 1970 00:00:10 GMT', 9_000, 9_000);
  expect(sample).toEqual({ offsetMs: 1_250, errorMs: 0 });
});

test('a body that was kept for a while does not set the clock back', () => {
  const sample = sampleFromAnswer('1970-01-01T00:00:01.250Z', 'Thu, 01 Jan 1970 00:00:10 GMT', 9_000, 9_000);
  expect(sample).toEqual({ offsetMs: 1_500, errorMs: 500 });
});

test('a body time in whole seconds is no better than the header', () => {
  const sample = sampleFromAnswer('1970-01-01T00:00:10Z', 'Thu, 01 Jan 1970 00:00:10 GMT', 9_000, 9_000);
  expect(sample?.errorMs).toBe(500);
});

test('a better sample replaces a worse one, not the other way round', () => {
  const clock = new ServerClock(() => 1_000);
  clock.observe({ offsetMs: 50, errorMs: 500 });
  expect(clock.now()).toBe(1_050);
  clock.observe({ offsetMs: 20, errorMs: 10 });
  clock.observe({ offsetMs: 90, errorMs: 400 });
  expect(clock.now()).toBe(1_020);
});

test('an old sample gives way to a newer, less exact one', () => {
  let local = 0;
  const clock = new ServerClock(() => local);
  clock.observe({ offsetMs: 0, errorMs: 5 });
  local = 3_600_000;
  clock.observe({ offsetMs: 700, errorMs: 500 });
  expect(clock.now()).toBe(3_600_700);
});
