import { expect, test } from 'vitest';
import { qr } from './qr';

/** Rows as hexadecimal numbers. An independent reader decoded this one, and one of every length from 1 to 271. */
const TIKETI =
  '1fd97f 104941 17555d 17525d 175c5d 104041 1fd57f c00 1e549d 192d21 67df3 1858a 15f292 1c8e 1fc0dc 1047cd 174e5f 175c8a 17568c 105341 1fdb3c';

const hex = (rows: readonly (readonly boolean[])[]) =>
  rows.map((row) => Number.parseInt(row.map((dark) => (dark ? '1' : '0')).join(''), 2).toString(16)).join(' ');

test('a code is drawn as the standard wants', () => {
  expect(hex(qr('tiketi', 3)!)).toBe(TIKETI);
});

test('the version grows with the text', () => {
  const size = (length: number) => qr('x'.repeat(length))?.length;
  expect([1, 17, 18, 32, 53, 78, 106, 134, 154, 192, 230, 271].map(size)).toEqual([21, 21, 25, 25, 29, 33, 37, 41, 45, 49, 53, 57]);
  expect(qr('x'.repeat(272))).toBeNull();
});

test('bytes are counted, not letters', () => {
  expect(qr('가'.repeat(6))!.length).toBe(25);
});
