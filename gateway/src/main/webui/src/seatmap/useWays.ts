import { useCallback, useMemo, useState } from 'react';
import type { Wish } from '../reservation/wish';
import { type BestWish, seatsLeft, withinLimit } from './best';
import type { Layout } from './layout';
import type { StandingWish } from './StandingPlaces';

/** How a buyer comes to seats: choosing them, leaving the choice to us, or standing. */
export type Way = 'pick' | 'best' | 'standing';

export interface Ways {
  readonly way: Way;
  /** The ways that this event has. */
  readonly known: readonly Way[];
  readonly best: BestWish;
  readonly standing: StandingWish;
  /** What the way asks for, or null where the chosen seats are meant. */
  readonly wish: Wish | null;
  /** How many seats or places are left of what is asked for. */
  readonly left: number;
  readonly change: (way: Way) => void;
  readonly changeBest: (wish: BestWish) => void;
  readonly changeStanding: (wish: StandingWish) => void;
  /** Opens standing places at a section. */
  readonly stand: (section: string) => void;
}

const FIRST_COUNT = 2;

/** Counts shrink by themselves to what is left, and grow back: what the buyer asked for is not forgotten. */
export function useWays(layout: Layout, available: Uint32Array, limit: number): Ways {
  const floors = useMemo(() => layout.sections.filter((section) => section.standingCapacity !== null), [layout]);
  const [way, change] = useState<Way>(layout.count > 0 ? 'pick' : 'standing');
  const [bestWish, changeBest] = useState<BestWish>({ count: FIRST_COUNT, area: { kind: 'any' }, isAccessible: false });
  const [standingWish, changeStanding] = useState<StandingWish>({ section: floors[0]?.name ?? '', count: FIRST_COUNT });
  const stand = useCallback((section: string) => {
    changeStanding((wish) => ({ ...wish, section }));
    change('standing');
  }, []);

  const bestLeft = seatsLeft(layout, available, bestWish.area);
  const standingLeft = available[layout.sections.findIndex(({ name }) => name === standingWish.section)] ?? 0;
  const best = { ...bestWish, count: withinLimit(bestWish.count, limit, bestLeft) };
  const standing = { ...standingWish, count: withinLimit(standingWish.count, limit, standingLeft) };
  const known = [...(layout.count > 0 ? (['pick', 'best'] as const) : []), ...(floors.length > 0 ? (['standing'] as const) : [])];
  const left = way === 'best' ? bestLeft : standingLeft;
  return { way, known, best, standing, wish: wishOf(way, best, standing), left, change, changeBest, changeStanding, stand };
}

/** What a way asks for; choosing seats oneself asks for nothing else. */
export function wishOf(way: Way, { count, area, isAccessible }: BestWish, standing: StandingWish): Wish | null {
  switch (way) {
    case 'pick':
      return null;
    case 'best':
      return {
        kind: 'best', count, isAccessible,
        ...(area.kind === 'section' ? { section: area.name } : {}),
        ...(area.kind === 'tier' ? { priceTier: area.name } : {}),
      };
    case 'standing':
      return { kind: 'standing', ...standing };
  }
}
