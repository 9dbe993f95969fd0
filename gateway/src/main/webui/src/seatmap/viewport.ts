import type { Point, Rect } from './layout';

/** Screen position = plan position × scale + offset. Scale is in CSS pixels per seat pitch. */
export interface Viewport {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Big enough to hit with a thumb, with the number readable. */
export const MAX_SCALE = 44;
const PADDING_PX = 20;
/** Seat pitches shown around places that the map points at. */
const AROUND = 3;

export function fit(bounds: Rect, size: Size, maxScale = MAX_SCALE): Viewport {
  const width = bounds.right - bounds.left;
  const height = bounds.bottom - bounds.top;
  const free = { width: Math.max(40, size.width - PADDING_PX * 2), height: Math.max(40, size.height - PADDING_PX * 2) };
  const scale = Math.min(free.width / width, free.height / height, maxScale);
  return {
    scale,
    left: size.width / 2 - ((bounds.left + bounds.right) / 2) * scale,
    top: size.height / 2 - ((bounds.top + bounds.bottom) / 2) * scale,
  };
}

export function toPlan(view: Viewport, x: number, y: number): Point {
  return { x: (x - view.left) / view.scale, y: (y - view.top) / view.scale };
}

/** Zooms so that the plan point under (x, y) stays there. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number, minScale: number): Viewport {
  const scale = Math.min(MAX_SCALE, Math.max(minScale, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, left: x - (x - view.left) * ratio, top: y - (y - view.top) * ratio };
}

/** Keeps the middle of the window over the plan, so that it cannot be lost. */
export function keepInSight(view: Viewport, bounds: Rect, size: Size): Viewport {
  const middle = toPlan(view, size.width / 2, size.height / 2);
  const x = Math.min(bounds.right, Math.max(bounds.left, middle.x));
  const y = Math.min(bounds.bottom, Math.max(bounds.top, middle.y));
  if (x === middle.x && y === middle.y) return view;
  return { scale: view.scale, left: size.width / 2 - x * view.scale, top: size.height / 2 - y * view.scale };
}

export function pan(view: Viewport, dx: number, dy: number): Viewport {
  return { scale: view.scale, left: view.left + dx, top: view.top + dy };
}

/** Between two viewports; t from 0 to 1. The scale moves by ratio, which looks even. */
export function between(from: Viewport, to: Viewport, t: number, size: Size): Viewport {
  const ease = 1 - (1 - t) ** 3;
  const scale = from.scale * (to.scale / from.scale) ** ease;
  const a = toPlan(from, size.width / 2, size.height / 2);
  const b = toPlan(to, size.width / 2, size.height / 2);
  const x = a.x + (b.x - a.x) * ease;
  const y = a.y + (b.y - a.y) * ease;
  return { scale, left: size.width / 2 - x * scale, top: size.height / 2 - y * scale };
}

/** Around some places of the plan, with enough of their neighbourhood to know where they are. */
export function around(places: readonly Point[], size: Size, maxScale: number): Viewport {
  const x = places.map((place) => place.x);
  const y = places.map((place) => place.y);
  const bounds = {
    left: Math.min(...x) - AROUND, right: Math.max(...x) + AROUND, top: Math.min(...y) - AROUND, bottom: Math.max(...y) + AROUND,
  };
  return fit(bounds, size, maxScale);
}

/** True when all places are in the window, not just at its edge. */
export function isInSight(places: readonly Point[], view: Viewport, size: Size): boolean {
  return places.every((place) => {
    const x = place.x * view.scale + view.left;
    const y = place.y * view.scale + view.top;
    return x > PADDING_PX && y > PADDING_PX && x < size.width - PADDING_PX && y < size.height - PADDING_PX;
  });
}
