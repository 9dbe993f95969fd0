import type { Messages } from '../language/messages.ko';
import type { WaitingStatus } from './waitingRoom';

const MINUTE = 60;

/** The wait in words: a range in whole minutes, and nothing where nothing honest can be said. */
export function waitText({ estimate, paused }: Pick<WaitingStatus, 'estimate' | 'paused'>, words: Messages['waiting']): string {
  if (paused === true) return words.paused;
  if (estimate === undefined) return words.unknown;
  const low = Math.floor(estimate.low / MINUTE);
  const high = Math.max(1, Math.ceil(estimate.high / MINUTE));
  if (high <= 1) return words.soon;
  return low < 1 ? words.upTo(high) : words.between(low, high);
}
