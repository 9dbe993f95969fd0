import { expect, test } from 'vitest';
import { goneFrom, rememberInstead } from './instead';

test('only wished seats that were not reserved are told', () => {
  rememberInstead('same', ['A-1-1', 'A-1-2'], ['A-1-2', 'A-1-1']);
  rememberInstead('other', ['A-1-1', 'A-1-2'], ['A-1-2', 'A-1-3']);
  expect(goneFrom('same')).toEqual([]);
  expect(goneFrom('other')).toEqual(['A-1-1']);
  expect(goneFrom('unknown')).toEqual([]);
});
