import { expect, test } from 'vitest';
import { isStanding, type ReservedSeat, seatLines } from './reservation';

const seat = (label: string, section: string): ReservedSeat => ({ label, section, priceTier: 'R', price: 10 });

test('places of a standing section share a line, seats have one each', () => {
  const lines = seatLines([seat('A-1-1', 'A'), seat('F', 'F'), seat('F', 'F'), seat('A-1-2', 'A')]);
  expect(lines.map(({ seat: { label }, places }) => [label, places])).toEqual([['A-1-1', 1], ['F', 2], ['A-1-2', 1]]);
  expect(lines.map((line) => isStanding(line.seat))).toEqual([false, true, false]);
});
