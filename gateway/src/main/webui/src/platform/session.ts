import { exchange, requestHeaders } from './api';
import { ProblemError } from './problem';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  readonly roles: readonly string[];
  /** Whether a link mailed to the address was opened; old answers do not say. */
  readonly emailVerified?: boolean;
  /** Whether signing in asks for a code besides the password. */
  readonly secondFactor?: boolean;
}

interface SignedIn {
  readonly user: Account;
  readonly accessToken: string;
  readonly expiresIn: number;
}

export interface SessionState {
  readonly status: 'starting' | 'anonymous' | 'signed-in';
  readonly account: Account | null;
}

/** Renew this long before the end, so that a request under way does not meet an expired token. */
const RENEW_BEFORE_END_MS = 45_000;
/** Remembers only that somebody signed in here, to spare strangers a refused refresh. Holds no secret. */
const MARKER = 'tiketi.signed-in';

/**
 * The signed-in account. The access token lives in this object only; the refresh token lives in an HttpOnly cookie
 * that no script can read. Refreshes are single-flight, over all tabs where the browser offers locks, because a
 * refresh token is good for one use.
 */
export class Session {
  private state: SessionState = { status: 'starting', account: null };
  private accessToken: string | null = null;
  private renewal: Promise<string | null> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly snapshot = (): SessionState => this.state;

  async start(): Promise<void> {
    if (localStorage.getItem(MARKER) === null) {
      this.become(null);
      return;
    }
    await this.renew(null).catch(() => this.become(null));
  }

  /** The token to call with; waits for the start-up refresh and for one that is under way. */
  async token(): Promise<string | null> {
    if (this.renewal !== null) return this.renewal;
    if (this.accessToken === null && localStorage.getItem(MARKER) !== null) return this.renew(null);
    return this.accessToken;
  }

  /** A newer token than the refused one, or null when the session is over. Never two refreshes at once. */
  async renew(refused: string | null): Promise<string | null> {
    if (this.accessToken !== null && this.accessToken !== refused) return this.accessToken;
    this.renewal ??= exclusively(() => this.refresh()).finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  /** Signs in, or tells the challenge that a code must be given to. */
  async signIn(email: string, password: string): Promise<string | null> {
    return this.enter('login', { email, password });
  }

  /** The same with what Google's page sent back. */
  async signInWithGoogle(code: string, state: string, binding: string): Promise<string | null> {
    return this.enter('google', { code, state, binding });
  }

  private async enter(action: string, body: unknown): Promise<string | null> {
    try {
      this.accept(await this.send<SignedIn>('POST', action, body));
      return null;
    } catch (failure) {
      const challenge = failure instanceof ProblemError ? failure.problem.challenge : undefined;
      if (challenge === undefined) throw failure;
      return challenge;
    }
  }

  async giveCode(challenge: string, code: string): Promise<void> {
    this.accept(await this.send<SignedIn>('POST', 'login/second-factor', { challenge, code }));
  }

  /** False: a mail says what comes next, whatever it is. */
  async register(fields: { email: string; password: string; name: string; phone?: string }): Promise<boolean> {
    const signedIn = await this.send<SignedIn | null>('POST', 'register', fields);
    if (signedIn === null) return false;
    this.accept(signedIn);
    return true;
  }

  /** With the token of the mailed link. */
  async finishRegistration(token: string, password: string): Promise<void> {
    this.accept(await this.send<SignedIn>('PUT', 'register', { token, password }));
  }

  /** Deletes the account for good; the code only where it has a second factor. */
  async deleteAccount(password: string, code: string): Promise<void> {
    const token = await this.token();
    const body = code === '' ? { password } : { password, code };
    await exchange('/api/auth/me', { method: 'DELETE', body }, requestHeaders({ body }, token));
    localStorage.removeItem(MARKER);
    this.become(null);
  }

  /** A new token for what changed about the account. */
  async renewNow(): Promise<void> {
    await this.renew(this.accessToken);
  }

  async signOut(): Promise<void> {
    const token = this.accessToken;
    localStorage.removeItem(MARKER);
    this.become(null);
    const headers = requestHeaders({ body: {} }, token);
    headers.set('Tiketi-Client', 'web');
    await exchange('/api/auth/logout', { method: 'POST', body: {} }, headers).catch(() => undefined);
  }

  private async refresh(): Promise<string | null> {
    try {
      this.accept(await this.send<SignedIn>('POST', 'refresh', {}));
      return this.accessToken;
    } catch (failure) {
      if (!(failure instanceof ProblemError) || failure.problem.status >= 500) throw failure;
      localStorage.removeItem(MARKER);
      this.become(null);
      return null;
    }
  }

  private async send<T>(method: 'POST' | 'PUT', action: string, body: unknown): Promise<T> {
    const headers = requestHeaders({ body }, null);
    headers.set('Tiketi-Client', 'web');
    return (await exchange<T>(`/api/auth/${action}`, { method, body }, headers)).body;
  }

  private accept(signedIn: SignedIn): void {
    localStorage.setItem(MARKER, '1');
    this.become(signedIn.user, signedIn.accessToken);
    const lifetimeMs = signedIn.expiresIn * 1_000;
    const delayMs = Math.max(lifetimeMs - RENEW_BEFORE_END_MS, lifetimeMs / 2);
    this.timer = setTimeout(() => void this.renew(this.accessToken).catch(() => undefined), delayMs);
  }

  private become(account: Account | null, accessToken: string | null = null): void {
    clearTimeout(this.timer);
    this.accessToken = accessToken;
    this.state = { status: account === null ? 'anonymous' : 'signed-in', account };
    for (const watcher of this.watchers) watcher();
  }
}

async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks === undefined) return work();
  return locks.request('tiketi-refresh', work) as Promise<T>;
}

export const session = new Session();
