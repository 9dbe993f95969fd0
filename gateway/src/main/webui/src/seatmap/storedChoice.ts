import type { Layout } from './layout';

const STORED_CHOICE = 'tiketi.choice.';
const STORED_OR_NEAREST = 'tiketi.orNearest';

/** A choice survives the way to the sign-in and back, in this tab only. */
export function storedChoice(eventId: string, layout: Layout): readonly number[] {
  const labels = sessionStorage.getItem(STORED_CHOICE + eventId)?.split(',') ?? [];
  return labels.flatMap((label) => layout.indexOf.get(label) ?? []);
}

export function storeChoice(eventId: string, labels: readonly string[]): void {
  if (labels.length === 0) sessionStorage.removeItem(STORED_CHOICE + eventId);
  else sessionStorage.setItem(STORED_CHOICE + eventId, labels.join(','));
}

/** "Take the nearest seats if mine are gone": a habit of the person, so it stays in this browser. */
export function storedOrNearest(): boolean {
  return localStorage.getItem(STORED_OR_NEAREST) === 'yes';
}

export function storeOrNearest(isWanted: boolean): void {
  if (isWanted) localStorage.setItem(STORED_OR_NEAREST, 'yes');
  else localStorage.removeItem(STORED_OR_NEAREST);
}
