import { NetworkError, ProblemError } from './problem';

/**
 * One thing the buyer wants to happen at most once. Its key goes with every attempt, so a repetition after a lost
 * answer cannot take seats or money twice. A definite answer ends the intent; the next try is a new one.
 */
export interface Intent {
  readonly key: string;
  /** What is wanted, in words that change when the request would: the same key with another body is refused. */
  readonly subject: string;
}

/** `crypto.randomUUID` exists on https and localhost only; a phone on the local network has neither. */
export function randomKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function intentFor(subject: string, open: Intent | null, newKey: () => string = randomKey): Intent {
  return open !== null && open.subject === subject ? open : { key: newKey(), subject };
}

/** True when the outcome is unknown: no answer, or an answer that does not say whether there was an effect. */
export function isUndecided(failure: unknown): boolean {
  if (failure instanceof NetworkError) return true;
  if (!(failure instanceof ProblemError)) return false;
  const { status, slug } = failure.problem;
  return status >= 500 || status === 429 || slug === 'request-in-flight' || slug === 'in-flight';
}

/** Waits before repeating; the first repetitions are quick because seats are held while the buyer waits. */
const RETRY_DELAYS_MS = [400, 1_500];

/** Tries an intent again by itself while its outcome is unknown, then hands the failure to the buyer. */
export async function attempt<T>(
  send: () => Promise<T>,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<T> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await send();
    } catch (failure) {
      if (!isUndecided(failure)) throw failure;
      const askedFor = failure instanceof ProblemError ? (failure.problem.retryAfterSeconds ?? 0) * 1_000 : 0;
      if (askedFor > 5_000) throw failure;
      await wait(Math.max(delayMs * (0.75 + Math.random() / 2), askedFor));
    }
  }
  return send();
}
