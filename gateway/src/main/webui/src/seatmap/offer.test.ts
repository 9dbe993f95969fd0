import { expect, test } from 'vitest';
import { layOut } from './layout';
import { offerFrom, priceOf, rowsOf, stillOffered } from './offer';
import { AVAILABLE, HELD } from './states';

const row = (section: string, name: string) => ({
  row: name,
  seats: [1, 2, 3].map((n) => ({ label: `${section}-${name}-${n}`, number: n })),
});
const layout = layOut({
  planVersion: 1,
  sections: [
    { name: 'A', priceTier: 'VIP', price: 100, rows: [row('A', '1'), row('A', '2')] },
    { name: 'B', priceTier: 'R', price: 70, rows: [row('B', '1')] },
  ],
});
const at = { epoch: 2, version: 9 };

test('groups with a seat that the plan does not know are left out', () => {
  expect(offerFrom([['A-1-1', 'A-1-2'], ['A-9-9'], ['A-2-1', 'Z']], layout, at)).toEqual({ at, groups: [[0, 1]] });
  expect(offerFrom([['Z']], layout, at)).toBeNull();
  expect(offerFrom([], layout, at)).toBeNull();
});

test('a group goes as soon as the feed shows one of its seats taken', () => {
  const offer = { at, groups: [[0, 1], [3]] };
  const states = new Uint8Array(9).fill(AVAILABLE);
  expect(stillOffered(offer, states, at)).toBe(offer.groups);
  states[1] = HELD;
  expect(stillOffered(offer, states, at)).toEqual([[3]]);
  expect(stillOffered(offer, states, { epoch: 3, version: 0 })).toEqual([[3]]);
});

test('a feed that is behind the offer takes nothing from it', () => {
  const offer = { at, groups: [[0, 1]] };
  const states = new Uint8Array(9).fill(HELD);
  expect(stillOffered(offer, states, { epoch: 2, version: 8 })).toBe(offer.groups);
});

test('seats are named by row and priced by section', () => {
  expect(rowsOf([1, 0, 3], layout)).toEqual([
    { section: 'A', row: '1', numbers: ['1', '2'] },
    { section: 'A', row: '2', numbers: ['1'] },
  ]);
  expect(priceOf([0, 6], layout)).toBe(170);
});
