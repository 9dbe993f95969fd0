import { call } from '../platform/api';

/** How the signed-in person's second factor stands. */
export interface FactorState {
  readonly on: boolean;
  /** Whether one can be had here. */
  readonly available: boolean;
  /** Whether the account has all its rights only with one. */
  readonly needed: boolean;
  readonly recoveryCodesLeft: number;
}

/** What an authenticator app needs; shown once. */
export interface FactorSecret {
  readonly secret: string;
  readonly uri: string;
}

const PATH = '/api/auth/me/second-factor';

export async function loadFactor(signal?: AbortSignal): Promise<FactorState> {
  return (await call<FactorState>(PATH, { identity: 'required', ...(signal === undefined ? {} : { signal }) })).body;
}

export async function beginFactor(password: string): Promise<FactorSecret> {
  return (await call<FactorSecret>(PATH, { method: 'POST', body: { password }, identity: 'required' })).body;
}

/** Switches it on; the codes for whoever loses the authenticator are told this once. */
export async function confirmFactor(code: string): Promise<readonly string[]> {
  const { body } = await call<{ recoveryCodes: readonly string[] }>(PATH, { method: 'PUT', body: { code }, identity: 'required' });
  return body.recoveryCodes;
}

export async function removeFactor(password: string, code: string): Promise<void> {
  await call(PATH, { method: 'DELETE', body: { password, code }, identity: 'required' });
}

/** A secret in groups of four, as it is read off a screen. */
export function grouped(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
