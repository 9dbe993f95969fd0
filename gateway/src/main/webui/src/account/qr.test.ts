import { expect, test } from 'vitest';
import { qr } from './qr';

/** Rows as hexadecimal numbers. An independent reader decoded this one. */
const TIKETI =
  '1fd97f 104941 17555d 17525d 175c5d 104041 1fd57f c00 1e549d 192d21 67df3 1858a 15f292 1c8e 1fc0dc 1047cd 174e5f 175c8a 17568c 105341 1fdb3c';

const MARGIN = 4;
const withoutMargin = <T>(all: readonly T[]) => all.slice(MARGIN, -MARGIN);

const hex = (rows: readonly (readonly boolean[])[]) =>
  withoutMargin(rows)
    .map((row) => Number.parseInt(withoutMargin(row).map((dark) => (dark ? '1' : '0')).join(''), 2).toString(16))
    .join(' ');

const size = (text: string) => withoutMargin(qr(text)).length;

test('a code is drawn as the standard wants', () => {
  expect(hex(qr('tiketi', 3))).toBe(TIKETI);
});

test('the margin is light', () => {
  expect(qr('tiketi').slice(0, MARGIN).flat().includes(true)).toBe(false);
});

test('the version grows with the text', () => {
  expect([1, 17, 18, 32, 53, 78, 106, 134, 154, 192, 230, 271].map((length) => size('x'.repeat(length)))).toEqual([
    21, 21, 25, 25, 29, 33, 37, 41, 45, 49, 53, 57,
  ]);
});

test('bytes are counted, not letters', () => {
  expect(size('가'.repeat(6))).toBe(25);
});
