import type { Promised } from './verify';
import type { WaitingStatus } from './waitingRoom';

const STORED = 'tiketi.waiting.';

/** What was promised before the draw is kept here, where the server cannot change it. */
export function storedPromise(eventId: string): Promised {
  try {
    return JSON.parse(localStorage.getItem(STORED + eventId) ?? '{}') as Promised;
  } catch {
    return {};
  }
}

/** The first receipt of a place counts; another place starts over. */
export function keepPromise(eventId: string, status: WaitingStatus, seedHash: string | undefined): void {
  const known = storedPromise(eventId);
  const isSamePlace = known.receipt === undefined || status.draw === undefined || known.receipt.text.endsWith(status.draw.placeId);
  const kept: Promised = {
    ...(isSamePlace ? known : {}),
    ...(isSamePlace && known.receipt !== undefined ? {} : status.receipt === undefined ? {} : { receipt: status.receipt }),
    ...(isSamePlace && known.seedHash !== undefined ? {} : seedHash === undefined ? {} : { seedHash }),
  };
  localStorage.setItem(STORED + eventId, JSON.stringify(kept));
}
