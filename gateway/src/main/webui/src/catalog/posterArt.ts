import type { Category } from './event';

/*
 * Drawn posters: no event needs a picture to look like something. All choices come from a hash of the event's id, so
 * a poster is the same on every page and every visit.
 */
export interface Palette {
  readonly ground: string;
  readonly deep: string;
  readonly accent: string;
  readonly light: string;
}

const PALETTES: Record<Category, readonly Palette[]> = {
  concert: [
    { ground: '#1c2a5c', deep: '#0d1433', accent: '#ff6b4a', light: '#ffd9a8' },
    { ground: '#43204f', deep: '#1d0d26', accent: '#ff5d8f', light: '#ffd1c2' },
    { ground: '#0f4450', deep: '#06222b', accent: '#f5b82e', light: '#d6f3e8' },
  ],
  theatre: [
    { ground: '#7d2019', deep: '#3d0d0b', accent: '#e8a33d', light: '#f6dfc0' },
    { ground: '#2e3b33', deep: '#141c18', accent: '#d9774b', light: '#e9e0cd' },
  ],
  musical: [
    { ground: '#153b6b', deep: '#081c38', accent: '#f2c14e', light: '#fdf0d0' },
    { ground: '#5a1f47', deep: '#2a0d22', accent: '#f29f6b', light: '#fbe3d6' },
    { ground: '#0c5149', deep: '#052825', accent: '#f0bd4f', light: '#e2f2dc' },
  ],
  sport: [
    { ground: '#0e5b3f', deep: '#06301f', accent: '#f5d547', light: '#e6f6dd' },
    { ground: '#16407f', deep: '#0a1f44', accent: '#ff7a3d', light: '#e1ecff' },
  ],
  classic: [
    { ground: '#2f2a26', deep: '#171412', accent: '#c8a165', light: '#efe5d3' },
    { ground: '#2a3344', deep: '#121722', accent: '#b9a06c', light: '#e6e9ee' },
  ],
  festival: [
    { ground: '#d1532b', deep: '#7c2412', accent: '#ffd166', light: '#fff1d6' },
    { ground: '#1c7a6d', deep: '#0b3f3b', accent: '#ffb648', light: '#e6fbe9' },
    { ground: '#3d4aa3', deep: '#1d2357', accent: '#ff8fa3', light: '#e8ecff' },
  ],
};

/** FNV-1a, 32 bit. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** A repeatable row of numbers from 0 to 1 (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function paletteFor(id: string, category: Category): Palette {
  const palettes = PALETTES[category] ?? PALETTES.concert;
  return palettes[hash(id) % palettes.length]!;
}
