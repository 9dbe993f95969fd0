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
  readonly bounds: Rect;
}

/** Half a seat pitch around the outermost seat centres. */
const MARGIN = 0.5;
/** Free space between two sections when we have to place them. */
const AISLE = 2;
/** Up to this many sections are stacked behind each other as in a hall; more are set side by side. */
const MAX_STACKED = 6;
/** A hole in the middle of the plan this large (of the shorter side) is where the standing floor goes. */
const HOLE_SHARE = 0.12;
/** An aisle through the middle is no hole. */
const MIN_HOLE = 3;

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
        y[index] = origin === undefined ? (seat.y ?? 0) : origin.y + rowIndex * 1.15;
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
  const floors = placeFloors(drafts.filter((draft) => draft.standingCapacity !== null && draft.start === draft.end).length, seated, x, y);
  let nextFloor = 0;
  const sections = drafts.map((draft): SectionLayout => {
    if (draft.start === draft.end) {
      const floor = floors[nextFloor++] ?? seated;
      return { ...draft, bounds: floor, outline: corners(floor) };
    }
    return { ...draft, bounds: boundsOf(x, y, draft.start, draft.end), outline: outlineOf(draft.rows, x, y) };
  });
  const content = sections.reduce((sum, section) => unite(sum, section.bounds), seated);
  const stage = stageAbove(content);
  return {
    count, x, y, sectionOf, labels, numbers, accessible, indexOf, sections,
    tiers: tiersOf(map.sections), stage, bounds: unite(content, stage),
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
  const sizes = sections.map((section) => ({ width: widestRow(section), height: section.rows.length * 1.15 }));
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
    if (height > 0) top += height + AISLE - 0.5;
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

function unite(a: Rect, b: Rect): Rect {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** Standing floors have no seats to be placed by: they go into the hole of an arena, else between stage and seats. */
function placeFloors(floors: number, seated: Rect, x: Float32Array, y: Float32Array): Rect[] {
  if (floors === 0) return [];
  const width = seated.right - seated.left;
  const height = seated.bottom - seated.top;
  const middle = { x: (seated.left + seated.right) / 2, y: (seated.top + seated.bottom) / 2 };
  let hole = Infinity;
  for (let index = 0; index < x.length; index++) {
    hole = Math.min(hole, Math.hypot(x[index]! - middle.x, y[index]! - middle.y));
  }
  const isInHole = Number.isFinite(hole) && hole > Math.max(MIN_HOLE, Math.min(width, height) * HOLE_SHARE);
  const span = isInHole ? hole * 1.2 : Math.max(width * 0.6, 12);
  const depth = isInHole ? hole * 0.9 : Math.max(4, height * 0.14);
  const top = isInHole ? middle.y - depth / 2 : seated.top - depth - AISLE;
  const each = (span - (floors - 1)) / floors;
  return Array.from({ length: floors }, (_, index) => {
    const left = middle.x - span / 2 + index * (each + 1);
    return { left, top, right: left + each, bottom: top + depth };
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
