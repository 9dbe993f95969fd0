import { call } from '../platform/api';
import { safeReturn } from '../platform/router';

/** What is kept in this tab while the person is on Google's page: only who left may come back. */
interface Departure {
  readonly binding: string;
  readonly next: string;
}

const KEPT = 'tiketi.google';

/** Whether signing in with Google is open here; closed while nobody can tell. */
export async function isGoogleOpen(signal?: AbortSignal): Promise<boolean> {
  const { body } = await call<{ google: boolean }>('/api/auth/ways', signal === undefined ? {} : { signal });
  return body.google;
}

/** Leaves for Google's page. */
export async function leaveForGoogle(next: string): Promise<void> {
  const { body } = await call<{ url: string; binding: string }>('/api/auth/google/start', { method: 'POST' });
  const departure: Departure = { binding: body.binding, next };
  sessionStorage.setItem(KEPT, JSON.stringify(departure));
  location.assign(body.url);
}

/** What was kept, once; null in another tab. */
export function takeDeparture(): Departure | null {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (kept === null) return null;
  const { binding, next } = JSON.parse(kept) as Departure;
  return { binding, next: safeReturn(next) };
}
