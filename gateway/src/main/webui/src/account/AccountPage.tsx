import { useState } from 'react';
import { formatDateTime } from '../language/format';
import { useLanguage } from '../language/language';
import { useLoaded, useSession, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { SignInRequired } from '../platform/problem';
import { Link } from '../platform/router';
import { useSignInWhenNeeded } from '../reservation/ReservationsPage';
import { askForVerification, changePassword, endOtherSessions, endSession, loadSessions } from './account';
import { DeleteAccount } from './DeleteAccount';
import { Field, useForm } from './form';
import { SecondFactor } from './SecondFactor';

/** One's own account: address, password, and where one is signed in. */
export function AccountPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  const { account } = useSession();
  useTitle(`${words.mine} · ${messages.brand}`);
  return (
    <div className="page narrow">
      <h1>{words.mine}</h1>
      {account !== null && (
        <>
          <p className="quiet">{account.email}</p>
          {account.emailVerified === false && <Unverified />}
          {account.roles.includes('admin') && <p><Link href="/admin" data-testid="to-admin">{messages.admin.title}</Link></p>}
        </>
      )}
      <PasswordForm />
      <SecondFactor />
      <Sessions />
      {account !== null && <DeleteAccount hasSecondFactor={account.secondFactor === true} />}
    </div>
  );
}

function Unverified() {
  const { messages } = useLanguage();
  const words = messages.account;
  const [isSent, setSent] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const send = () => askForVerification().then(() => setSent(true), setFailure);
  return (
    <div>
      <p>{isSent ? words.verifySent : words.unverified}</p>
      <Failure failure={failure} />
      {!isSent && <button type="button" className="button button-quiet" onClick={() => void send()} data-testid="verify-again">{words.verifyAgain}</button>}
    </div>
  );
}

function PasswordForm() {
  const { messages } = useLanguage();
  const words = messages.account;
  const [isDone, setDone] = useState(false);
  const form = useForm(['currentPassword', 'newPassword'], async (values) => {
    await changePassword(values['currentPassword']!, values['newPassword']!);
    setDone(true);
  });
  useSignInWhenNeeded(form.failure);
  return (
    <section>
      <h2>{words.changePassword}</h2>
      {isDone ? (
        <p role="status" data-testid="password-changed">{words.passwordChanged}</p>
      ) : (
        <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="password-form">
          <Field name="currentPassword" label={words.currentPassword} type="password" autoComplete="current-password" error={form.errors['currentPassword']} />
          <Field name="newPassword" label={words.newPassword} type="password" autoComplete="new-password" error={form.errors['newPassword']} hint={words.passwordHint} />
          <Failure failure={form.failure} />
          <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="change-password">
            {form.isWorking ? words.working : words.changePassword}
          </button>
        </form>
      )}
    </section>
  );
}

function Sessions() {
  const { messages } = useLanguage();
  const words = messages.account;
  const list = useLoaded('sessions', loadSessions);
  const [failure, setFailure] = useState<unknown>(null);
  useSignInWhenNeeded(list.failure);
  const end = (work: Promise<void>) => void work.then(list.reload, setFailure);
  if (list.failure instanceof SignInRequired) return null;
  return (
    <section>
      <h2>{words.sessions}</h2>
      <Failure failure={failure ?? list.failure} onRetry={list.reload} />
      {list.value === null && list.isLoading && <Loading />}
      <ul data-testid="sessions">
        {list.value?.map((one) => (
          <li key={one.id} className="field">
            <span>
              {one.current && <b>{words.thisDevice} · </b>}
              {words.signedInAt(formatDateTime(one.createdAt, messages.locale))}
            </span>
            <span className="small-print">{words.lastUsedAt(formatDateTime(one.lastUsedAt, messages.locale))}</span>
            {!one.current && (
              <button type="button" className="button button-quiet" onClick={() => end(endSession(one.id))} data-testid="end-session">{words.endSession}</button>
            )}
          </li>
        ))}
      </ul>
      {(list.value?.length ?? 0) > 1 && (
        <button type="button" className="button button-quiet" onClick={() => end(endOtherSessions())} data-testid="end-others">{words.endOthers}</button>
      )}
    </section>
  );
}
