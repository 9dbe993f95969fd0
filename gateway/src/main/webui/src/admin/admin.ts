import { call } from '../platform/api';

export const ROLES = ['user', 'organizer', 'gate', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** An account as administrators see it. */
export interface ListedAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly emailVerified: boolean;
  readonly secondFactor: boolean;
  readonly createdAt: string;
}

/** What was done to an account. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actorId?: string;
  readonly accountId?: string;
  readonly detail?: string;
  readonly network?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly size: number;
  readonly total: number;
}

async function list<T>(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<Page<T>> {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const { body } = await call<Page<T>>(`${path}?${new URLSearchParams(given)}`, { identity: 'required', ...(signal === undefined ? {} : { signal }) });
  return body;
}

export async function findAccounts(text: string, role: string, page: number, signal?: AbortSignal): Promise<Page<ListedAccount>> {
  return list('/api/admin/accounts', { q: text.trim(), role, page: String(page) }, signal);
}

export async function giveRole(id: string, role: Role): Promise<void> {
  await call(`/api/admin/accounts/${encodeURIComponent(id)}/role`, { method: 'PUT', body: { role }, identity: 'required' });
}

export async function findEntries(account: string, page: number, signal?: AbortSignal): Promise<Page<AuditEntry>> {
  return list('/api/admin/audit', { account, page: String(page) }, signal);
}
