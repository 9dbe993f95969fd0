import { expect, test } from 'vitest';
import { indexSeats, reachFor, seatAt, sectionAt, standingAt } from './hitTest';
import { layOut } from './layout';

function hall(rows: number, seats: number) {
  return layOut({
    planVersion: 1,
    sections: ['A', 'B'].map((name, s) => ({
      name,
      priceTier: name,
      price: 1,
      rows: Array.from({ length: rows }, (_, r) => ({
        row: String(r + 1),
        seats: Array.from({ length: seats }, (_, n) => ({
          label: `${name}-${r + 1}-${n + 1}`, number: n + 1, x: s * (seats + 3) + n, y: r,
        })),
      })),
    })),
  });
}

test('every seat is found at its own place', () => {
  const layout = hall(30, 40);
  const index = indexSeats(layout);
  for (let seat = 0; seat < layout.count; seat++) {
    expect(seatAt(layout, index, layout.x[seat]! + 0.3, layout.y[seat]! - 0.3, 0.5)).toBe(seat);
  }
});

test('the answer equals that of looking at every seat', () => {
  const layout = hall(12, 17);
  const index = indexSeats(layout);
  let random = 12_345;
  const next = () => (random = (random * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 500; round++) {
    const x = next() * 45 - 4;
    const y = next() * 20 - 4;
    const reach = 0.2 + next() * 2;
    let best: number | null = null;
    let shortest = reach * reach;
    for (let seat = 0; seat < layout.count; seat++) {
      const distance = (layout.x[seat]! - x) ** 2 + (layout.y[seat]! - y) ** 2;
      if (distance < shortest) [best, shortest] = [seat, distance];
    }
    const found = seatAt(layout, index, x, y, reach);
    if (best === null) expect(found).toBeNull();
    else expect((layout.x[found!]! - x) ** 2 + (layout.y[found!]! - y) ** 2).toBeCloseTo(shortest, 5);
  }
});

test('between seats and outside there is nothing', () => {
  const layout = hall(3, 3);
  const index = indexSeats(layout);
  expect(seatAt(layout, index, 4, 1, 0.5)).toBeNull();
  expect(seatAt(layout, index, 900, -900, 0.5)).toBeNull();
});

test('a section is found by its outline', () => {
  const layout = hall(3, 3);
  expect(sectionAt(layout, 1, 1)).toBe(0);
  expect(sectionAt(layout, 7, 1)).toBe(1);
  expect(sectionAt(layout, 4, 1)).toBeNull();
});

test('a finger reaches further than a mouse, but not for ever', () => {
  expect(reachFor(10, 'mouse')).toBe(0.5);
  expect(reachFor(24, 'touch')).toBe(0.75);
  expect(reachFor(4, 'touch')).toBe(1.5);
});

test('a standing section is found where its block is drawn', () => {
  const row = { row: '1', seats: [1, 2, 3].map((number) => ({ label: `A-1-${number}`, number })) };
  const layout = layOut({
    planVersion: 1,
    sections: [
      { name: 'A', priceTier: 'A', price: 1, rows: [row] },
      { name: 'Floor', priceTier: 'A', price: 1, rows: [], standing: { capacity: 9 } },
    ],
  });
  const { left, right, top, bottom } = layout.sections[1]!.bounds;
  expect(standingAt(layout, (left + right) / 2, (top + bottom) / 2)).toBe(1);
  expect(standingAt(layout, layout.x[1]!, layout.y[1]!)).toBeNull();
});
