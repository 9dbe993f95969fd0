import { randomKey } from './intent';

/*
 * Intents whose outcome is not known yet, kept in this tab also over a reload: the buyer whose answer was lost on the
 * way is as likely to reload the page as to press again. The same wish then goes out with the same key.
 */
interface Entry {
  readonly subject: string;
  readonly key: string;
  readonly sinceMs: number;
}

/** As long as seats are held unpaid; the answer to an older key could only name what has expired meanwhile. */
const OPEN_MS = 300_000;
/** Wishes with a lost answer; more than these nobody has open at once. */
const MOST = 8;

export class IntentBook {
  private readonly name: string;
  private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  private readonly nowMs: () => number;
  private readonly newKey: () => string;

  constructor(name: string, storage: IntentBook['storage'], nowMs: () => number = Date.now, newKey: () => string = randomKey) {
    this.name = name;
    this.storage = storage;
    this.nowMs = nowMs;
    this.newKey = newKey;
  }

  /** The key of an open intent, or a new one. */
  keyFor(subject: string): string {
    const open = this.open();
    const known = open.find((entry) => entry.subject === subject);
    if (known !== undefined) return known.key;
    const key = this.newKey();
    this.keep([...open, { subject, key, sinceMs: this.nowMs() }].slice(-MOST));
    return key;
  }

  /** A definite answer came; the next wish of the same kind is a new one. */
  settle(subject: string): void {
    this.keep(this.open().filter((entry) => entry.subject !== subject));
  }

  private open(): Entry[] {
    const known = read(this.storage.getItem(this.name));
    return known.filter(({ sinceMs }) => Math.abs(this.nowMs() - sinceMs) < OPEN_MS);
  }

  private keep(entries: readonly Entry[]): void {
    if (entries.length === 0) this.storage.removeItem(this.name);
    else this.storage.setItem(this.name, JSON.stringify(entries));
  }
}

function read(text: string | null): Entry[] {
  try {
    const entries: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  const { subject, key, sinceMs } = (value ?? {}) as Record<string, unknown>;
  return typeof subject === 'string' && typeof key === 'string' && typeof sinceMs === 'number';
}
