import { expect, test } from 'vitest';
import { areaFrom, areaValue, priceRange, seatsLeft, withinLimit } from './best';
import { layOut } from './layout';

const row = (section: string) => ({ row: '1', seats: [1, 2, 3].map((n) => ({ label: `${section}-1-${n}`, number: n })) });
const layout = layOut({
  planVersion: 1,
  sections: [
    { name: 'Floor', priceTier: 'VIP', price: 90, rows: [], standing: { capacity: 50 } },
    { name: 'A:1', priceTier: 'VIP', price: 100, rows: [row('A:1')] },
    { name: 'B', priceTier: 'R', price: 70, rows: [row('B')] },
    { name: 'C', priceTier: 'R', price: 60, rows: [row('C')] },
  ],
});
const available = new Uint32Array([50, 3, 2, 0]);

test('an area survives the select box, also with odd names', () => {
  for (const area of [{ kind: 'any' }, { kind: 'tier', name: 'VIP' }, { kind: 'section', name: 'A:1' }] as const) {
    expect(areaFrom(areaValue(area))).toEqual(area);
  }
});

test('only seats are counted, not places of standing sections', () => {
  expect(seatsLeft(layout, available, { kind: 'any' })).toBe(5);
  expect(seatsLeft(layout, available, { kind: 'tier', name: 'VIP' })).toBe(3);
  expect(seatsLeft(layout, available, { kind: 'section', name: 'B' })).toBe(2);
  expect(seatsLeft(layout, available, { kind: 'section', name: 'Floor' })).toBe(0);
});

test('prices are those of what is left', () => {
  expect(priceRange(layout, available, { kind: 'any' })).toEqual({ from: 70, to: 100 });
  expect(priceRange(layout, available, { kind: 'tier', name: 'R' })).toEqual({ from: 70, to: 70 });
  expect(priceRange(layout, available, { kind: 'section', name: 'C' })).toBeNull();
});

test('a count stays within the limit and what is left, and is never nothing', () => {
  expect(withinLimit(3, 4, 10)).toBe(3);
  expect(withinLimit(6, 4, 10)).toBe(4);
  expect(withinLimit(3, 4, 2)).toBe(2);
  expect(withinLimit(0, 4, 0)).toBe(1);
});
