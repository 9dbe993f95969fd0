/** What a buyer asks to be held: these very seats, the best that are free, or places of a standing section. */
export type Wish =
  | { readonly kind: 'seats'; readonly labels: readonly string[]; readonly orNearest: boolean }
  | { readonly kind: 'best'; readonly count: number; readonly section?: string; readonly priceTier?: string; readonly isAccessible: boolean }
  | { readonly kind: 'standing'; readonly section: string; readonly count: number };

/** The wish as the server reads it; what is not asked for is left out. */
export function bodyOf(wish: Wish): Record<string, unknown> {
  switch (wish.kind) {
    case 'seats':
      return { seats: wish.labels, ...(wish.orNearest ? { acceptAlternative: true } : {}) };
    case 'best': {
      const { count, section, priceTier, isAccessible } = wish;
      return {
        bestAvailable: {
          count,
          ...(section === undefined ? {} : { section }),
          ...(priceTier === undefined ? {} : { priceTier }),
          ...(isAccessible ? { accessible: true } : {}),
        },
      };
    }
    case 'standing':
      return { standing: { section: wish.section, count: wish.count } };
  }
}

/** The same text for the same wish, in whatever order its seats were chosen: a repetition is known by it. */
export function subjectOf(wish: Wish): string {
  return JSON.stringify(bodyOf(wish.kind === 'seats' ? { ...wish, labels: [...wish.labels].sort() } : wish));
}
