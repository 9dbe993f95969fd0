import { expect, test, vi } from 'vitest';
import { attempt, intentFor, isUndecided } from './intent';
import { NetworkError, ProblemError, problemFrom } from './problem';

const refused = (status: number, slug = 'x') =>
  new ProblemError(problemFrom(status, { type: `p/${slug}` }, new Headers()));
const noWait = async () => undefined;

test('the key stays while the wish stays the same', () => {
  let next = 0;
  const key = () => `k${++next}`;
  const first = intentFor('A-1-1', null, key);
  expect(intentFor('A-1-1', first, key)).toBe(first);
  expect(intentFor('A-1-2', first, key).key).toBe('k2');
});

test('lost answers and failures of the server leave the outcome open, refusals do not', () => {
  expect(isUndecided(new NetworkError())).toBe(true);
  expect(isUndecided(refused(503))).toBe(true);
  expect(isUndecided(refused(409, 'request-in-flight'))).toBe(true);
  expect(isUndecided(refused(409, 'seats-taken'))).toBe(false);
  expect(isUndecided(refused(422))).toBe(false);
});

test('an open outcome is tried again, a refusal is not', async () => {
  const flaky = vi.fn().mockRejectedValueOnce(new NetworkError()).mockResolvedValue('done');
  expect(await attempt(flaky, noWait)).toBe('done');
  expect(flaky).toHaveBeenCalledTimes(2);
  const firm = vi.fn().mockRejectedValue(refused(409, 'seats-taken'));
  await expect(attempt(firm, noWait)).rejects.toBeInstanceOf(ProblemError);
  expect(firm).toHaveBeenCalledTimes(1);
});

test('after three tries the failure is handed on', async () => {
  const dead = vi.fn().mockRejectedValue(new NetworkError());
  await expect(attempt(dead, noWait)).rejects.toBeInstanceOf(NetworkError);
  expect(dead).toHaveBeenCalledTimes(3);
});
