import { useState } from 'react';
import { formatDateTime } from '../language/format';
import { useLanguage } from '../language/language';
import { useLoaded, useSession, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { useSignInWhenNeeded } from '../reservation/ReservationsPage';
import { findAccounts, findEntries, giveRole, type ListedAccount, type Page, ROLES, type Role } from './admin';

/** Everybody's accounts and what was done to them; the server decides who may see it. */
export function AdminPage() {
  const { messages } = useLanguage();
  const words = messages.admin;
  useTitle(`${words.title} · ${messages.brand}`);
  const [account, setAccount] = useState('');
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <Accounts onPick={setAccount} />
      <Entries key={account} account={account} onAll={() => setAccount('')} />
    </div>
  );
}

function Accounts({ onPick }: { onPick: (account: string) => void }) {
  const { messages } = useLanguage();
  const words = messages.admin;
  const { account: own } = useSession();
  const [text, setText] = useState('');
  const [role, setRole] = useState('');
  const [page, setPage] = useState(1);
  const [failure, setFailure] = useState<unknown>(null);
  const found = useLoaded(`accounts ${text} ${role} ${page}`, (signal) => findAccounts(text, role, page, signal));
  useSignInWhenNeeded(found.failure);
  const give = (account: ListedAccount, next: Role) => {
    setFailure(null);
    if (window.confirm(words.confirmRole(account.name, words.roles[next]))) void giveRole(account.id, next).then(found.reload, setFailure);
  };
  return (
    <section>
      <h2>{words.accounts}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setText(String(new FormData(event.currentTarget).get('q') ?? ''));
          setPage(1);
        }}
      >
        <div className="field">
          <label htmlFor="q">{words.search}</label>
          <input id="q" name="q" type="search" maxLength={100} data-testid="admin-search" />
        </div>
        <div className="field">
          <label htmlFor="role">{words.role}</label>
          <select id="role" value={role} onChange={(event) => { setRole(event.target.value); setPage(1); }} data-testid="admin-role-filter">
            <option value="">{words.everyRole}</option>
            {ROLES.map((one) => <option key={one} value={one}>{words.roles[one]}</option>)}
          </select>
        </div>
        <button type="submit" className="button button-quiet">{words.find}</button>
      </form>
      <Failure failure={failure ?? found.failure} onRetry={found.reload} />
      {found.value === null && found.isLoading && <Loading />}
      <ul data-testid="admin-accounts">
        {found.value?.items.map((one) => (
          <li key={one.id} className="field">
            <span><b>{one.name}</b> {one.email}</span>
            <span className="small-print">
              {formatDateTime(one.createdAt, messages.locale)}
              {!one.emailVerified && ` · ${words.unverified}`}
              {one.secondFactor && ` · ${messages.factor.title}`}
            </span>
            <select
              aria-label={words.roleOf(one.name)} value={one.role} disabled={one.id === own?.id}
              onChange={(event) => give(one, event.target.value as Role)} data-testid="admin-role"
            >
              {ROLES.map((role) => <option key={role} value={role}>{words.roles[role]}</option>)}
            </select>
            <button type="button" className="link-button" onClick={() => onPick(one.id)} data-testid="admin-entries-of">{words.entriesOf}</button>
          </li>
        ))}
      </ul>
      <Pages of={found.value} onPage={setPage} />
    </section>
  );
}

function Entries({ account, onAll }: { account: string; onAll: () => void }) {
  const { messages } = useLanguage();
  const words = messages.admin;
  const [page, setPage] = useState(1);
  const found = useLoaded(`entries ${account} ${page}`, (signal) => findEntries(account, page, signal));
  return (
    <section>
      <h2>{words.entries}</h2>
      {account !== '' && <p>{account} <button type="button" className="link-button" onClick={onAll}>{words.allEntries}</button></p>}
      <Failure failure={found.failure} onRetry={found.reload} />
      <ul data-testid="admin-entries">
        {found.value?.items.map((one) => (
          <li key={one.id} className="field">
            <span>{formatDateTime(one.at, messages.locale)} <b>{words.actions[one.action] ?? one.action}</b> {one.detail}</span>
            <span className="small-print">{[one.accountId, one.actorId !== one.accountId && one.actorId !== undefined ? words.by(one.actorId) : null, one.network].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      <Pages of={found.value} onPage={setPage} />
    </section>
  );
}

function Pages({ of, onPage }: { of: Page<unknown> | null; onPage: (page: number) => void }) {
  const { messages } = useLanguage();
  if (of === null || of.total <= of.size) return null;
  const last = Math.ceil(of.total / of.size);
  return (
    <nav aria-label={messages.events.pages}>
      <button type="button" className="button button-quiet" disabled={of.page <= 1} onClick={() => onPage(of.page - 1)}>{messages.events.previous}</button>
      <span> {of.page} / {last} </span>
      <button type="button" className="button button-quiet" disabled={of.page >= last} onClick={() => onPage(of.page + 1)}>{messages.events.next}</button>
    </nav>
  );
}
