import type { SeatMap, SectionPlan } from './plan';

/*
 * Where every seat is, in plan units (one unit is about one seat pitch). Seats are numbered in plan order and kept in
 * typed arrays, because a stadium has fifty thousand of them and the renderer walks them every frame.
 */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface RowLayout {
  readonly row: string;
  readonly start: number;
  readonly end: number;
}

export interface SectionLayout {
  readonly name: string;
  readonly priceTier: string;
  readonly price: number;
  /** Its seats are start (inclusive) to end (exclusive). */
  readonly start: number;
  readonly end: number;
  readonly rows: readonly RowLayout[];
  readonly bounds: Rect;
  /** Convex outline of the seats, for the overview. */
  readonly outline: readonly Point[];
  readonly standingCapacity: number | null;
}

export interface Layout {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly sectionOf: Uint16Array;
  readonly labels: readonly string[];
  readonly numbers: readonly string[];
  readonly accessible: Uint8Array;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly sections: readonly SectionLayout[];
  readonly tiers: readonly { readonly name: string; readonly price: number }[];
  readonly stage: Rect;
  /** Seats on all sides: what is in the middle is a field or a ring, not a stage at one end. */
  readonly isStageInMiddle: boolean;
  readonly bounds: Rect;
}

/** Half a seat pitch around the outermost seat centres. */
const MARGIN = 0.5;
/** Free space between two sections when we have to place them. */
const AISLE = 2;
const ROW_PITCH = 1;
/** Up to this many sections are stacked behind each other as in a hall; more are set side by side. */
const MAX_STACKED = 6;
/** An empty circle on the middle line this large (radius, of the shorter side) is a hole; an aisle is not. */
const HOLE_SHARE = 0.12;
const MIN_HOLE = 3;
/** How many places on the middle line are tried. */
const HOLE_STEPS = 48;

export function layOut(map: SeatMap): Layout {
  const count = map.sections.reduce((sum, section) => sum + seatCount(section), 0);
  const x = new Float32Array(count);
  const y = new Float32Array(count);
  const sectionOf = new Uint16Array(count);
  const accessible = new Uint8Array(count);
  const labels: string[] = [];
  const numbers: string[] = [];
  const indexOf = new Map<string, number>();

  const isPlaced = map.sections.every((section) =>
    section.rows.every((row) => row.seats.every((seat) => typeof seat.x === 'number' && typeof seat.y === 'number')),
  );
  const origins = isPlaced ? null : blockOrigins(map.sections);
  const drafts: Omit<SectionLayout, 'bounds' | 'outline'>[] = [];

  map.sections.forEach((section, sectionIndex) => {
    const start = labels.length;
    const rows: RowLayout[] = [];
    const width = widestRow(section);
    section.rows.forEach((row, rowIndex) => {
      const rowStart = labels.length;
      const indent = (width - row.seats.length) / 2;
      row.seats.forEach((seat, seatIndex) => {
        const index = labels.length;
        const origin = origins?.[sectionIndex];
        x[index] = origin === undefined ? (seat.x ?? 0) : origin.x + indent + seatIndex;
        y[index] = origin === undefined ? (seat.y ?? 0) : origin.y + rowIndex * ROW_PITCH;
        sectionOf[index] = sectionIndex;
        accessible[index] = seat.accessible === true ? 1 : 0;
        labels.push(seat.label);
        numbers.push(String(seat.number));
        indexOf.set(seat.label, index);
      });
      rows.push({ row: row.row, start: rowStart, end: labels.length });
    });
    drafts.push({
      name: section.name,
      priceTier: section.priceTier,
      price: section.price,
      start,
      end: labels.length,
      rows,
      standingCapacity: section.standing?.capacity ?? null,
    });
  });

  const seated = count === 0 ? { left: -10, top: 0, right: 10, bottom: 0 } : boundsOf(x, y, 0, count);
  const hole = count === 0 ? null : holeOf(seated, x, y);
  const floors = placeFloors(drafts.filter((draft) => draft.start === draft.end).length, seated, hole);
  let nextFloor = 0;
  const sections = drafts.map((draft): SectionLayout => {
    if (draft.start === draft.end) {
      const floor = floors[nextFloor++] ?? seated;
      return { ...draft, bounds: floor, outline: corners(floor) };
    }
    return { ...draft, bounds: boundsOf(x, y, draft.start, draft.end), outline: outlineOf(draft.rows, x, y) };
  });
  const content = sections.reduce((sum, section) => unite(sum, section.bounds), seated);
  const isStageInMiddle = hole !== null && hole.isClosed && floors.length === 0;
  const stage = isStageInMiddle ? inside(hole) : stageAbove(content);
  return {
    count, x, y, sectionOf, labels, numbers, accessible, indexOf, sections,
    tiers: tiersOf(map.sections), stage, isStageInMiddle, bounds: unite(content, stage),
  };
}

/** The price tiers of the plan, dearest first: this order also gives the colours. */
function tiersOf(sections: readonly SectionPlan[]): { name: string; price: number }[] {
  const prices = new Map(sections.map((section) => [section.priceTier, section.price]));
  return [...prices].map(([name, price]) => ({ name, price })).sort((a, b) => b.price - a.price);
}

function seatCount(section: SectionPlan): number {
  return section.rows.reduce((sum, row) => sum + row.seats.length, 0);
}

function widestRow(section: SectionPlan): number {
  return section.rows.reduce((widest, row) => Math.max(widest, row.seats.length), 0);
}

/** Top left seat of each section: few sections stand behind each other, many are set in centred lines. */
function blockOrigins(sections: readonly SectionPlan[]): Point[] {
  const sizes = sections.map((section) => ({ width: widestRow(section), height: section.rows.length * ROW_PITCH }));
  const area = sizes.reduce((sum, size) => sum + (size.width + AISLE) * (size.height + AISLE), 0);
  const target = sections.length <= MAX_STACKED ? 0 : Math.sqrt(area * 1.7);
  const origins: Point[] = [];
  let top = 0;
  for (let first = 0; first < sizes.length; ) {
    let end = first;
    let width = -AISLE;
    let height = 0;
    do {
      const size = sizes[end]!;
      width += size.width + AISLE;
      height = Math.max(height, size.height);
      end++;
    } while (end < sizes.length && width + sizes[end]!.width + AISLE <= target);
    let left = -width / 2;
    for (let index = first; index < end; index++) {
      origins.push({ x: left + 0.5, y: top });
      left += sizes[index]!.width + AISLE;
    }
    if (height > 0) top += height + AISLE;
    first = end;
  }
  return origins;
}

function boundsOf(x: Float32Array, y: Float32Array, start: number, end: number): Rect {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let index = start; index < end; index++) {
    left = Math.min(left, x[index]!);
    right = Math.max(right, x[index]!);
    top = Math.min(top, y[index]!);
    bottom = Math.max(bottom, y[index]!);
  }
  return { left: left - MARGIN, top: top - MARGIN, right: right + MARGIN, bottom: bottom + MARGIN };
}

/** The smallest rectangle around both. */
export function unite(a: Rect, b: Rect): Rect {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

interface Hole extends Point {
  readonly radius: number;
  readonly isClosed: boolean;
}

/** The largest circle on the middle line, inside the plan, that holds no seat; null when it is no more than an aisle. */
function holeOf(seated: Rect, x: Float32Array, y: Float32Array): Hole | null {
  const width = seated.right - seated.left;
  const height = seated.bottom - seated.top;
  const middle = (seated.left + seated.right) / 2;
  let best = { x: middle, y: 0, radius: 0 };
  for (let step = 1; step < HOLE_STEPS; step++) {
    const at = seated.top + (height * step) / HOLE_STEPS;
    let nearest = Math.min(at - seated.top, seated.bottom - at);
    for (let seat = 0; seat < x.length; seat++) {
      nearest = Math.min(nearest, Math.hypot(x[seat]! - middle, y[seat]! - at));
    }
    if (nearest > best.radius) best = { x: middle, y: at, radius: nearest };
  }
  if (best.radius < Math.max(MIN_HOLE, Math.min(width, height) * HOLE_SHARE)) return null;
  const isClosed = x.some((seatX, seat) => Math.abs(seatX - middle) < best.radius && y[seat]! < best.y);
  return { ...best, isClosed };
}

function inside({ x, y, radius }: Hole): Rect {
  return { left: x - radius * 0.78, right: x + radius * 0.78, top: y - radius * 0.55, bottom: y + radius * 0.55 };
}

/** Standing floors have no seats to be placed by: they go into the hole of an arena, else between stage and seats. */
function placeFloors(floors: number, seated: Rect, hole: Hole | null): Rect[] {
  if (floors === 0) return [];
  const width = Math.max((seated.right - seated.left) * 0.6, 12);
  const depth = Math.max(4, (seated.bottom - seated.top) * 0.14);
  const middle = (seated.left + seated.right) / 2;
  const above = { left: middle - width / 2, right: middle + width / 2, top: seated.top - depth - AISLE, bottom: seated.top - AISLE };
  const area = hole === null ? above : inside(hole);
  const each = (area.right - area.left - (floors - 1)) / floors;
  return Array.from({ length: floors }, (_, index) => {
    const left = area.left + index * (each + 1);
    return { left, top: area.top, right: left + each, bottom: area.bottom };
  });
}

function stageAbove(content: Rect): Rect {
  const width = content.right - content.left;
  const middle = (content.left + content.right) / 2;
  const half = Math.max(4, width * 0.22);
  const depth = Math.max(1.6, width * 0.035);
  const bottom = content.top - Math.max(1.4, width * 0.03);
  return { left: middle - half, right: middle + half, top: bottom - depth, bottom };
}

function corners(rect: Rect): Point[] {
  return [
    { x: rect.left, y: rect.top },
    { x: rect.right, y: rect.top },
    { x: rect.right, y: rect.bottom },
    { x: rect.left, y: rect.bottom },
  ];
}

/** Convex hull (Andrew's monotone chain) over a few seats of each row: the ends and, for curves, points between. */
function outlineOf(rows: readonly RowLayout[], x: Float32Array, y: Float32Array): Point[] {
  const points = rows
    .filter((row) => row.end > row.start)
    .flatMap((row) =>
      [0, 0.25, 0.5, 0.75, 1].map((share) => {
        const index = Math.round(row.start + (row.end - 1 - row.start) * share);
        return { x: x[index]!, y: y[index]! };
      }),
    )
    .sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain[chain.length - 2]!, chain[chain.length - 1]!, point) <= 0) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  const hull = [...half(points), ...half([...points].reverse())];
  return hull.length === 0 ? points.slice(0, 1) : hull;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
