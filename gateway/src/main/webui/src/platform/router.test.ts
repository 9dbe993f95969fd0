import { expect, test } from 'vitest';
import { match, safeReturn } from './router';

test('a pattern matches its parts', () => {
  expect(match('/events/:id/seats', '/events/7/seats')).toEqual({ id: '7' });
  expect(match('/events/:id', '/events/7/')).toEqual({ id: '7' });
  expect(match('/', '/')).toEqual({});
});

test('other paths do not match', () => {
  expect(match('/events/:id', '/events/7/seats')).toBeNull();
  expect(match('/', '/events')).toBeNull();
});

test('a return address stays on this page', () => {
  expect(safeReturn('/events/7/seats?x=1')).toBe('/events/7/seats?x=1');
  expect(safeReturn('//evil.example')).toBe('/');
  expect(safeReturn('/\\evil.example')).toBe('/');
  expect(safeReturn('https://evil.example')).toBe('/');
  expect(safeReturn('/sign-in?next=/')).toBe('/');
  expect(safeReturn(null)).toBe('/');
});
