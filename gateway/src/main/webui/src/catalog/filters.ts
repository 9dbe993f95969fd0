import { CATEGORIES, type Category, type EventStatus, STATUSES } from './event';

/** The state of the list. It lives in the address, so that a list can be shared and the back button works. */
export interface Filters {
  readonly q: string;
  readonly category: Category | null;
  readonly status: EventStatus | null;
  readonly page: number;
}

export const PAGE_SIZE = 12;
const CURRENT: readonly EventStatus[] = ['upcoming', 'on_sale', 'sold_out'];
/** Longer than any title; the server refuses endless queries anyway. */
const MAX_QUERY = 100;

export function readFilters(query: URLSearchParams): Filters {
  const category = query.get('category');
  const status = query.get('status');
  const page = Number.parseInt(query.get('page') ?? '1', 10);
  return {
    q: (query.get('q') ?? '').slice(0, MAX_QUERY),
    category: CATEGORIES.find((known) => known === category) ?? null,
    status: STATUSES.find((known) => known === status) ?? null,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The address of a list; what is at its default is left out. */
export function listAddress({ q, category, status, page }: Filters): string {
  const query = new URLSearchParams();
  if (q.trim() !== '') query.set('q', q.trim());
  if (category !== null) query.set('category', category);
  if (status !== null) query.set('status', status);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

export function listQuery({ q, category, status, page }: Filters): string {
  const query = new URLSearchParams({ page: String(page), size: String(PAGE_SIZE), sort: 'startsAt' });
  if (q.trim() !== '') query.set('q', q.trim());
  if (category !== null) query.set('category', category);
  // Without a wish for a status the list shows what can be bought or waited for, not what is over.
  for (const wanted of status === null ? CURRENT : [status]) query.append('status', wanted);
  return query.toString();
}

export function isFiltered({ q, category, status }: Filters): boolean {
  return q.trim() !== '' || category !== null || status !== null;
}

/** Page numbers to offer: first, last and those around the current one; null is a gap. */
export function pageNumbers(current: number, last: number): (number | null)[] {
  const wanted = new Set([1, last, current - 1, current, current + 1].filter((page) => page >= 1 && page <= last));
  const sorted = [...wanted].sort((a, b) => a - b);
  return sorted.flatMap((page, index) => (index > 0 && page - sorted[index - 1]! > 1 ? [null, page] : [page]));
}
