import type { Layout, SectionLayout } from './layout';

/* "Best seats for me": where they may be, how many are left there and what they cost. Standing sections have no seats. */
export type Area =
  | { readonly kind: 'any' }
  | { readonly kind: 'tier'; readonly name: string }
  | { readonly kind: 'section'; readonly name: string };

export interface BestWish {
  readonly count: number;
  readonly area: Area;
  readonly isAccessible: boolean;
}

/** An area as the value of a select box; names may hold any character, so the kind goes first. */
export function areaValue(area: Area): string {
  return area.kind === 'any' ? '' : `${area.kind}:${area.name}`;
}

export function areaFrom(value: string): Area {
  const split = value.indexOf(':');
  const kind = value.slice(0, split);
  return kind === 'tier' || kind === 'section' ? { kind, name: value.slice(split + 1) } : { kind: 'any' };
}

function isIn(area: Area, section: SectionLayout): boolean {
  if (section.standingCapacity !== null) return false;
  return area.kind === 'any' || (area.kind === 'tier' ? section.priceTier : section.name) === area.name;
}

export function seatsLeft(layout: Layout, available: Uint32Array, area: Area): number {
  return layout.sections.reduce((sum, section, index) => sum + (isIn(area, section) ? available[index]! : 0), 0);
}

/** The lowest and highest price of one seat among what is left; null where nothing is. */
export function priceRange(layout: Layout, available: Uint32Array, area: Area): { readonly from: number; readonly to: number } | null {
  const prices = layout.sections.filter((section, index) => isIn(area, section) && available[index]! > 0).map(({ price }) => price);
  return prices.length === 0 ? null : { from: Math.min(...prices), to: Math.max(...prices) };
}

/** A count that may be asked for: 1 and up, within the limit of a person and what is left. */
export function withinLimit(count: number, limit: number, left: number): number {
  return Math.max(1, Math.min(count, limit, left));
}
