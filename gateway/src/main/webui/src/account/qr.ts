/*
 * QR codes (ISO/IEC 18004, model 2) of our own: byte mode, level L, versions 1 to 10, up to 271 bytes. All that an
 * authenticator's address needs, and no dependency sees its secret.
 */

/** Codewords in all, those for correction in each block, and blocks, by version from 1. */
const TOTAL = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];

type Grid = (boolean | null)[][];

/** The dark modules, row by row; null when the text is too long. */
export function qr(text: string, forcedMask?: number): readonly (readonly boolean[])[] | null {
  const bytes = [...new TextEncoder().encode(text)];
  const version = TOTAL.findIndex((total, index) => bytes.length <= total - CORRECTION[index]! * BLOCKS[index]! - (index < 9 ? 2 : 3)) + 1;
  if (version === 0) return null;
  const words = interleaved(data(bytes, version), version);
  const masks = forcedMask === undefined ? [0, 1, 2, 3, 4, 5, 6, 7] : [forcedMask];
  const drawn = masks.map((mask) => draw(words, version, mask));
  return drawn.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

function data(bytes: readonly number[], version: number): number[] {
  const length = TOTAL[version - 1]! - CORRECTION[version - 1]! * BLOCKS[version - 1]!;
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, length * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((word, bit) => word * 2 + bit, 0));
  for (let pad = 0xec; words.length < length; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

function interleaved(words: readonly number[], version: number): number[] {
  const count = BLOCKS[version - 1]!;
  const correction = CORRECTION[version - 1]!;
  const short = Math.floor(words.length / count);
  const longFrom = count - (words.length % count);
  const divisor = generator(correction);
  const blocks: number[][] = [];
  for (let i = 0, at = 0; i < count; i += 1) {
    const size = short + (i < longFrom ? 0 : 1);
    blocks.push(words.slice(at, at + size));
    at += size;
  }
  const remainders = blocks.map((block) => remainder(block, divisor));
  const all: number[] = [];
  for (let i = 0; i <= short; i += 1) for (const block of blocks) if (i < block.length) all.push(block[i]!);
  for (let i = 0; i < correction; i += 1) for (const rest of remainders) all.push(rest[i]!);
  return all;
}

/** Multiplies in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(one: number, other: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((other >> i) & 1) * one;
  }
  return product;
}

function generator(degree: number): number[] {
  const result: number[] = Array.from({ length: degree }, (_, index) => (index === degree - 1 ? 1 : 0));
  for (let i = 0, root = 1; i < degree; i += 1, root = times(root, 2)) {
    for (let j = 0; j < degree; j += 1) result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0);
  }
  return result;
}

function remainder(words: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const word of words) {
    const factor = word ^ rest.shift()!;
    rest.push(0);
    divisor.forEach((coefficient, index) => {
      rest[index] = rest[index]! ^ times(coefficient, factor);
    });
  }
  return rest;
}

function draw(words: readonly number[], version: number, mask: number): boolean[][] {
  const size = version * 4 + 17;
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  const set = (row: number, column: number, dark: boolean) => {
    if (row >= 0 && row < size && column >= 0 && column < size) grid[row]![column] = dark;
  };
  patterns(set, size, version);
  format(set, size, mask);
  // Two columns at a time from the right, up and down in turn, past the vertical timing line.
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (const column of [right, right - 1]) {
        const row = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (grid[row]![column] !== null) continue;
        const dark = ((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
        grid[row]![column] = (dark === 1) !== isMasked(mask, row, column);
        bit += 1;
      }
    }
  }
  return grid as boolean[][];
}

type Set = (row: number, column: number, dark: boolean) => void;

function patterns(set: Set, size: number, version: number): void {
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) {
    for (let y = -4; y <= 4; y += 1) for (let x = -4; x <= 4; x += 1) {
      const distance = Math.max(Math.abs(x), Math.abs(y));
      set(row + y, column + x, distance !== 2 && distance !== 4);
    }
  }
  const centres = version === 1 ? [] : version < 7 ? [6, size - 7] : [6, (size - 1) / 2, size - 7];
  for (const row of centres) for (const column of centres) {
    const isFinder = (row === 6 && (column === 6 || column === size - 7)) || (row === size - 7 && column === 6);
    if (isFinder) continue;
    for (let y = -2; y <= 2; y += 1) for (let x = -2; x <= 2; x += 1) set(row + y, column + x, Math.max(Math.abs(x), Math.abs(y)) !== 1);
  }
  if (version < 7) return;
  let rest = version;
  for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i += 1) {
    const dark = ((bits >> i) & 1) === 1;
    set(Math.floor(i / 3), size - 11 + (i % 3), dark);
    set(size - 11 + (i % 3), Math.floor(i / 3), dark);
  }
}

/** Level L and the mask, twice. */
function format(set: Set, size: number, mask: number): void {
  const word = (1 << 3) | mask;
  let rest = word;
  for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((word << 10) | rest) ^ 0x5412;
  const dark = (i: number) => ((bits >> i) & 1) === 1;
  for (let i = 0; i <= 5; i += 1) set(i, 8, dark(i));
  set(7, 8, dark(6));
  set(8, 8, dark(7));
  set(8, 7, dark(8));
  for (let i = 9; i < 15; i += 1) set(8, 14 - i, dark(i));
  for (let i = 0; i < 8; i += 1) set(8, size - 1 - i, dark(i));
  for (let i = 8; i < 15; i += 1) set(size - 15 + i, 8, dark(i));
  set(size - 8, 8, true);
}

function isMasked(mask: number, row: number, column: number): boolean {
  switch (mask) {
    case 0: return (row + column) % 2 === 0;
    case 1: return row % 2 === 0;
    case 2: return column % 3 === 0;
    case 3: return (row + column) % 3 === 0;
    case 4: return (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0;
    case 5: return ((row * column) % 2) + ((row * column) % 3) === 0;
    case 6: return (((row * column) % 2) + ((row * column) % 3)) % 2 === 0;
    default: return (((row + column) % 2) + ((row * column) % 3)) % 2 === 0;
  }
}

/** How hard it is to read: long runs and plain squares. */
function penalty(grid: readonly (readonly boolean[])[]): number {
  const size = grid.length;
  let sum = 0;
  for (const isRow of [true, false]) {
    for (let i = 0; i < size; i += 1) {
      for (let j = 1, run = 1; j <= size; j += 1) {
        const at = (k: number) => (isRow ? grid[i]?.[k] : grid[k]?.[i]);
        if (at(j) === at(j - 1)) run += 1;
        else {
          if (run >= 5) sum += run - 2;
          run = 1;
        }
      }
    }
  }
  for (let y = 1; y < size; y += 1) for (let x = 1; x < size; x += 1) {
    const dark = grid[y]![x];
    if (dark === grid[y - 1]![x] && dark === grid[y]![x - 1] && dark === grid[y - 1]![x - 1]) sum += 3;
  }
  return sum;
}
