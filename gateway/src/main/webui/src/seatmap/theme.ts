import type { Theme } from './renderer';

/** The canvas uses the colours of the style sheet, so light and dark are decided in one place. */
export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    tiers: [1, 2, 3, 4, 5, 6].map((tier) => colour(`--tier-${tier}`)),
    paper: colour('--card'),
    ink: colour('--ink'),
    quiet: colour('--quiet'),
    held: colour('--seat-held'),
    sold: colour('--seat-sold'),
    blocked: colour('--seat-blocked'),
    mine: colour('--brand'),
    stage: colour('--stage'),
    font: style.fontFamily,
  };
}
