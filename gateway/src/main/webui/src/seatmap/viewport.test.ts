import { expect, test } from 'vitest';
import { around, between, fit, isInSight, keepInSight, toPlan, zoomAt } from './viewport';

const bounds = { left: 0, top: 0, right: 100, bottom: 50 };
const size = { width: 1_040, height: 640 };

test('fitting shows the whole plan in the middle', () => {
  const view = fit(bounds, size);
  expect(view.scale).toBe(10);
  expect(toPlan(view, 520, 320)).toEqual({ x: 50, y: 25 });
});

test('a tiny plan is not blown up without limit', () => {
  expect(fit({ left: 0, top: 0, right: 1, bottom: 1 }, size).scale).toBe(44);
});

test('zooming keeps the point under the pointer', () => {
  const view = fit(bounds, size);
  const before = toPlan(view, 200, 100);
  const after = toPlan(zoomAt(view, 2.5, 200, 100, 1), 200, 100);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
});

test('zooming stops at its limits', () => {
  const view = fit(bounds, size);
  expect(zoomAt(view, 1_000, 0, 0, 10).scale).toBe(44);
  expect(zoomAt(view, 0.001, 0, 0, 10).scale).toBe(10);
});

test('the plan cannot be pushed out of sight', () => {
  const lost = { scale: 10, left: 5_000, top: 0 };
  expect(toPlan(keepInSight(lost, bounds, size), 520, 320).x).toBeCloseTo(0);
  const fine = fit(bounds, size);
  expect(keepInSight(fine, bounds, size)).toBe(fine);
});

test('an animation begins and ends where it should', () => {
  const from = fit(bounds, size);
  const to = { scale: 30, left: -10, top: -20 };
  expect(between(from, to, 0, size).scale).toBeCloseTo(from.scale);
  expect(between(from, to, 1, size).left).toBeCloseTo(to.left);
});

test('places pointed at are all in sight, with some neighbours around them', () => {
  const view = around([{ x: 10, y: 10 }, { x: 40, y: 12 }], size, 20);
  expect(toPlan(view, 520, 320)).toEqual({ x: 25, y: 11 });
  expect(toPlan(view, 0, 0).x).toBeLessThan(8);
  expect(toPlan(view, 1_040, 0).x).toBeGreaterThan(42);
  expect(around([{ x: 10, y: 10 }], size, 20).scale).toBe(20);
});

test('in sight is what lies in the window and not at its edge', () => {
  const view = { scale: 10, left: 0, top: 0 };
  expect(isInSight([{ x: 50, y: 30 }, { x: 3, y: 3 }], view, size)).toBe(true);
  expect(isInSight([{ x: 50, y: 30 }, { x: 1, y: 30 }], view, size)).toBe(false);
  expect(isInSight([{ x: 50, y: 70 }], view, size)).toBe(false);
});
