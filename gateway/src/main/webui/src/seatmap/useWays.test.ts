import { expect, test } from 'vitest';
import { wishOf } from './useWays';

const standing = { section: 'Floor', count: 3 };
const best = (area: Parameters<typeof wishOf>[1]['area']) => ({ count: 2, area, isAccessible: false });

test('who chooses seats leaves nothing to us', () => {
  expect(wishOf('pick', best({ kind: 'any' }), standing)).toBeNull();
});

test('the best seats are asked for where the buyer wants them', () => {
  expect(wishOf('best', best({ kind: 'any' }), standing)).toEqual({ kind: 'best', count: 2, isAccessible: false });
  expect(wishOf('best', best({ kind: 'tier', name: 'VIP' }), standing)).toMatchObject({ priceTier: 'VIP' });
  expect(wishOf('best', best({ kind: 'section', name: 'B' }), standing)).toMatchObject({ section: 'B' });
});

test('standing places are asked for by section and count', () => {
  expect(wishOf('standing', best({ kind: 'any' }), standing)).toEqual({ kind: 'standing', section: 'Floor', count: 3 });
});
