/**
 * Server time in the browser. Buyers race to the second, and their own clocks are often wrong, so every countdown
 * uses the server's clock: the offset is taken from answers, best (shortest round trip, most precise) sample wins.
 */
export interface ClockSample {
  readonly offsetMs: number;
  /** How far the offset may be off: half the round trip, plus the source's own grain. */
  readonly errorMs: number;
}

/** A `Date` header only has whole seconds: its middle is the best guess. */
const DATE_HEADER_GRAIN_MS = 500;

export function sampleFromInstant(serverMs: number, sentMs: number, receivedMs: number): ClockSample {
  const middle = (sentMs + receivedMs) / 2;
  return { offsetMs: serverMs - middle, errorMs: (receivedMs - sentMs) / 2 };
}

export function sampleFromDateHeader(header: string, sentMs: number, receivedMs: number): ClockSample | null {
  const serverMs = Date.parse(header);
  if (Number.isNaN(serverMs)) return null;
  const sample = sampleFromInstant(serverMs + DATE_HEADER_GRAIN_MS, sentMs, receivedMs);
  return { ...sample, errorMs: sample.errorMs + DATE_HEADER_GRAIN_MS };
}

/**
 * The sample that an answer gives. A body's own time is preferred where it agrees with the `Date` header; where it does
 * not, the body was kept somewhere for a while and only the header is fresh. Whole seconds count as cut off.
 */
export function sampleFromAnswer(bodyTime: unknown, header: string | null, sentMs: number, receivedMs: number): ClockSample | null {
  const byHeader = header === null ? null : sampleFromDateHeader(header, sentMs, receivedMs);
  const serverMs = typeof bodyTime === 'string' ? Date.parse(bodyTime) : Number.NaN;
  if (Number.isNaN(serverMs) || serverMs % 1_000 === 0) return byHeader;
  const byBody = sampleFromInstant(serverMs, sentMs, receivedMs);
  const isKept = byHeader !== null && Math.abs(byBody.offsetMs - byHeader.offsetMs) > byHeader.errorMs + KEPT_AFTER_MS;
  return isKept ? byHeader : byBody;
}

/** Two clocks of one system may differ by this much without anything having been kept. */
const KEPT_AFTER_MS = 1_000;

/** Samples lose trust with age (clocks drift, laptops sleep): one millisecond of error per this many. */
const DRIFT_DIVISOR = 2_000;

export class ServerClock {
  private best: ClockSample | null = null;
  private takenMs = 0;
  private readonly localNow: () => number;

  constructor(localNow: () => number = Date.now) {
    this.localNow = localNow;
  }

  observe(sample: ClockSample): void {
    const now = this.localNow();
    const aged = this.best === null ? Infinity : this.best.errorMs + Math.abs(now - this.takenMs) / DRIFT_DIVISOR;
    if (sample.errorMs <= aged) {
      this.best = sample;
      this.takenMs = now;
    }
  }

  now(): number {
    return this.localNow() + (this.best?.offsetMs ?? 0);
  }
}

export const serverClock = new ServerClock();
