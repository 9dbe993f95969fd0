import { expect, test } from 'vitest';
import { complaintFrom, NetworkError, ProblemError, problemFrom } from './problem';

const texts = {
  network: 'offline',
  unexpected: 'broken',
  busy: 'busy',
  bySlug: { 'seats-taken': 'gone', 'weak-password': 'weak', 'weak-password:common': 'common' },
};

test('a problem body is read with slug, violations and taken seats', () => {
  const problem = problemFrom(
    409,
    {
      type: 'https://tiketi.gg/problems/seats-taken',
      title: '이미 선택된 좌석',
      requestId: 'r-1',
      taken: ['A-1-1', 7],
      violations: [{ field: 'email', message: 'bad' }, 'junk'],
    },
    new Headers({ 'Retry-After': '3' }),
  );
  expect(problem).toMatchObject({
    slug: 'seats-taken',
    requestId: 'r-1',
    taken: ['A-1-1'],
    violations: [{ field: 'email', message: 'bad' }],
    retryAfterSeconds: 3,
  });
});

test('alternatives are groups of labels, whatever else may stand there', () => {
  const body = { type: 'x/seats-taken', alternatives: [['A-1-1', 'A-1-2'], [], 'junk', [3, 'A-1-4']] };
  expect(problemFrom(409, body, new Headers()).alternatives).toEqual([['A-1-1', 'A-1-2'], ['A-1-4']]);
  expect(problemFrom(409, {}, new Headers()).alternatives).toEqual([]);
});

test('an answer that is no problem body still becomes one', () => {
  expect(problemFrom(502, '<html>', new Headers())).toMatchObject({ slug: 'http-502', title: '', taken: [] });
});

test('known refusals get the page’s own words, others the server’s title', () => {
  const gone = new ProblemError(problemFrom(409, { type: 'x/seats-taken', title: 'T' }, new Headers()));
  const other = new ProblemError(problemFrom(422, { type: 'x/other', title: 'T' }, new Headers()));
  expect(complaintFrom(gone, texts).title).toBe('gone');
  expect(complaintFrom(other, texts).title).toBe('T');
});

test('a reason makes the words more exact where they exist', () => {
  const weak = (reason: string) => new ProblemError(problemFrom(422, { type: 'x/weak-password', reason }, new Headers()));
  expect(complaintFrom(weak('common'), texts).title).toBe('common');
  expect(complaintFrom(weak('other'), texts).title).toBe('weak');
});

test('the request id is shown for failures of the server only', () => {
  const refused = new ProblemError(problemFrom(422, { requestId: 'r' }, new Headers()));
  const failed = new ProblemError(problemFrom(500, { requestId: 'r' }, new Headers()));
  expect(complaintFrom(refused, texts).requestId).toBeUndefined();
  expect(complaintFrom(failed, texts).requestId).toBe('r');
});

test('field messages are kept by field', () => {
  const failure = new ProblemError(
    problemFrom(400, { violations: [{ field: 'email', message: 'bad' }] }, new Headers()),
  );
  expect(complaintFrom(failure, texts).fields).toEqual({ email: 'bad' });
});

test('no answer and unknown failures have words of their own', () => {
  expect(complaintFrom(new NetworkError(), texts).title).toBe('offline');
  expect(complaintFrom(new TypeError('x'), texts).title).toBe('broken');
  expect(complaintFrom(new ProblemError(problemFrom(503, null, new Headers())), texts).title).toBe('busy');
});
