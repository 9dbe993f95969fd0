import { expect, test } from 'vitest';
import { layOut } from './layout';
import type { SectionPlan } from './plan';

function block(name: string, rows: number, seats: number, place?: (r: number, s: number) => [number, number]): SectionPlan {
  return {
    name,
    priceTier: name,
    price: rows * 1_000,
    rows: Array.from({ length: rows }, (_, r) => ({
      row: String(r + 1),
      seats: Array.from({ length: seats }, (_, s) => ({
        label: `${name}-${r + 1}-${s + 1}`,
        number: s + 1,
        ...(place === undefined ? {} : { x: place(r, s)[0], y: place(r, s)[1] }),
      })),
    })),
  };
}

test('seats are numbered in plan order', () => {
  const layout = layOut({ planVersion: 1, sections: [block('VIP', 3, 10), block('R', 5, 15)] });
  expect(layout.count).toBe(105);
  expect(layout.indexOf.get('VIP-1-5')).toBe(4);
  expect(layout.indexOf.get('R-1-1')).toBe(30);
  expect(layout.sections[1]).toMatchObject({ start: 30, end: 105 });
  expect(layout.sections[1]!.rows[1]).toEqual({ row: '2', start: 45, end: 60 });
});

test('given coordinates are used as they are', () => {
  const layout = layOut({ planVersion: 1, sections: [block('A', 2, 2, (r, s) => [10 + s, 20 + r])] });
  expect([layout.x[3], layout.y[3]]).toEqual([11, 21]);
});

test('without coordinates no two seats share a place and a few sections stand behind each other', () => {
  const layout = layOut({ planVersion: 1, sections: [block('VIP', 3, 10), block('R', 5, 15), block('S', 8, 20)] });
  const places = new Set(Array.from(layout.x, (x, index) => `${x},${layout.y[index]}`));
  expect(places.size).toBe(layout.count);
  expect(layout.sections[1]!.bounds.top).toBeGreaterThan(layout.sections[0]!.bounds.bottom);
  expect(layout.x[0]! + layout.x[9]!).toBeCloseTo(0);
});

test('many sections without coordinates fill lines and do not overlap', () => {
  const layout = layOut({ planVersion: 1, sections: Array.from({ length: 20 }, (_, i) => block(`B${i}`, 10, 12)) });
  for (const a of layout.sections) {
    for (const b of layout.sections) {
      if (a === b) continue;
      const apart =
        a.bounds.right <= b.bounds.left || b.bounds.right <= a.bounds.left ||
        a.bounds.bottom <= b.bounds.top || b.bounds.bottom <= a.bounds.top;
      expect(apart).toBe(true);
    }
  }
  expect(layout.bounds.right - layout.bounds.left).toBeGreaterThan(40);
});

test('the stage is in front of everything and inside the bounds', () => {
  const layout = layOut({ planVersion: 1, sections: [block('A', 4, 8)] });
  expect(layout.stage.bottom).toBeLessThan(layout.sections[0]!.bounds.top);
  expect(layout.bounds.top).toBe(layout.stage.top);
});

test('tiers are ordered by price', () => {
  const layout = layOut({ planVersion: 1, sections: [block('S', 2, 2), block('VIP', 9, 2)] });
  expect(layout.tiers.map((tier) => tier.name)).toEqual(['VIP', 'S']);
});

test('a standing floor has a place but no seats', () => {
  const floor: SectionPlan = { name: 'F', priceTier: 'F', price: 1, rows: [], standing: { capacity: 500 } };
  const layout = layOut({ planVersion: 1, sections: [floor, block('A', 4, 8)] });
  expect(layout.count).toBe(32);
  expect(layout.sections[0]!.bounds.bottom).toBeLessThanOrEqual(layout.sections[1]!.bounds.top);
});

test('a standing floor goes into the hole of an arena', () => {
  const floor: SectionPlan = { name: 'F', priceTier: 'F', price: 1, rows: [], standing: { capacity: 500 } };
  const ring = block('A', 5, 100, (r, s) => [
    Math.cos((s / 100) * 2 * Math.PI) * (30 + r),
    Math.sin((s / 100) * 2 * Math.PI) * (30 + r),
  ]);
  const { bounds } = layOut({ planVersion: 1, sections: [floor, ring] }).sections[0]!;
  expect(Math.hypot(bounds.left, bounds.top)).toBeLessThan(30);
});

test('with seats on all sides the stage is the field in the middle', () => {
  const ring = block('A', 5, 100, (r, s) => [
    Math.cos((s / 100) * 2 * Math.PI) * (30 + r),
    Math.sin((s / 100) * 2 * Math.PI) * (30 + r),
  ]);
  const layout = layOut({ planVersion: 1, sections: [ring] });
  expect(layout.isStageInMiddle).toBe(true);
  expect(layout.stage.bottom).toBeLessThan(30);
});

test('in a half ring the floor lies before the stage', () => {
  const floor: SectionPlan = { name: 'F', priceTier: 'F', price: 1, rows: [], standing: { capacity: 500 } };
  const half = block('A', 5, 60, (r, s) => [
    -Math.cos((s / 59) * Math.PI) * (30 + r),
    Math.sin((s / 59) * Math.PI) * (30 + r),
  ]);
  const layout = layOut({ planVersion: 1, sections: [floor, half] });
  expect(layout.isStageInMiddle).toBe(false);
  expect(layout.sections[0]!.bounds.top).toBeGreaterThan(layout.stage.bottom);
  expect(layout.sections[0]!.bounds.bottom).toBeLessThan(30);
});

test('the outline holds all corners of a block', () => {
  const layout = layOut({ planVersion: 1, sections: [block('A', 3, 4, (r, s) => [s, r])] });
  expect(layout.sections[0]!.outline).toHaveLength(4);
});
