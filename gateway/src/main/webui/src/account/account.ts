import { call } from '../platform/api';

/** A sign-in of one's own on some device. */
export interface OwnSession {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly current: boolean;
}

/** The newest first, but the one that asks before all others. */
export async function loadSessions(signal?: AbortSignal): Promise<readonly OwnSession[]> {
  const { body } = await call<{ items: readonly OwnSession[] }>('/api/auth/sessions', {
    identity: 'required',
    ...(signal === undefined ? {} : { signal }),
  });
  return [...body.items].sort((one, other) => Number(other.current) - Number(one.current));
}

export async function endSession(id: string): Promise<void> {
  await call(`/api/auth/sessions/${encodeURIComponent(id)}`, { method: 'DELETE', identity: 'required' });
}

export async function endOtherSessions(): Promise<void> {
  await call('/api/auth/sessions?keepCurrent=true', { method: 'DELETE', identity: 'required' });
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('/api/auth/me/password', { method: 'PUT', body: { currentPassword, newPassword }, identity: 'required' });
}

/** Answers alike whether or not the address has an account. */
export async function askForReset(email: string): Promise<void> {
  await call('/api/auth/password-reset', { method: 'POST', body: { email } });
}

export async function resetPassword(token: string, newPassword: string): Promise<void> {
  await call('/api/auth/password-reset', { method: 'PUT', body: { token, newPassword } });
}

export async function askForVerification(): Promise<void> {
  await call('/api/auth/email-verification', { method: 'POST', identity: 'required' });
}

export async function verifyEmail(token: string): Promise<void> {
  await call('/api/auth/email-verification', { method: 'PUT', body: { token } });
}

/** The token of a mailed link; it stands in the fragment, which no server sees. Null when there is none. */
export function linkToken(hash: string): string | null {
  return /^#([A-Za-z0-9_-]{20,128})$/.exec(hash)?.[1] ?? null;
}
