import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language';
import { useSession, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { go, Link } from '../platform/router';
import { session } from '../platform/session';
import { askForReset, linkToken, resetPassword, verifyEmail } from './account';
import { Field, useForm } from './form';

/** The token of the address, which is then taken out of it: neither history nor a shared screen should keep it. */
function useLinkToken(): string | null {
  const [token] = useState(() => linkToken(location.hash));
  useEffect(() => history.replaceState(null, '', location.pathname), []);
  return token;
}

export function ForgotPasswordPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.forgotTitle} · ${messages.brand}`);
  const [isSent, setSent] = useState(false);
  const form = useForm(['email'], async (values) => {
    await askForReset(values['email']!.trim());
    setSent(true);
  });
  return (
    <div className="page narrow">
      <h1>{words.forgotTitle}</h1>
      {isSent ? (
        <p role="status" data-testid="reset-sent">{words.resetSent}</p>
      ) : (
        <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="forgot-form">
          <Field name="email" label={words.email} type="email" autoComplete="username" error={form.errors['email']} hint={words.forgotHint} />
          <Failure failure={form.failure} />
          <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="ask-reset">
            {form.isWorking ? words.working : words.sendLink}
          </button>
        </form>
      )}
    </div>
  );
}

export function ResetPasswordPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.resetTitle} · ${messages.brand}`);
  const token = useLinkToken();
  const [isDone, setDone] = useState(false);
  const form = useForm(['newPassword'], async (values) => {
    await resetPassword(token!, values['newPassword']!);
    setDone(true);
  });
  return (
    <div className="page narrow">
      <h1>{words.resetTitle}</h1>
      {token === null && <p role="alert">{words.badLink} <Link href="/forgot-password">{words.sendLink}</Link></p>}
      {isDone && <p role="status" data-testid="reset-done">{words.resetDone} <Link href="/sign-in">{words.signIn}</Link></p>}
      {token !== null && !isDone && (
        <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="reset-form">
          <Field name="newPassword" label={words.newPassword} type="password" autoComplete="new-password" error={form.errors['newPassword']} hint={words.passwordHint} />
          <Failure failure={form.failure} />
          <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="reset-password">
            {form.isWorking ? words.working : words.changePassword}
          </button>
        </form>
      )}
    </div>
  );
}

/** Finishing what signing up began: the link was mailed, the password was chosen before. */
export function FinishSignUpPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.finishTitle} · ${messages.brand}`);
  const token = useLinkToken();
  const { status } = useSession();
  const form = useForm(['password'], (values) => session.finishRegistration(token!, values['password']!));
  useEffect(() => {
    if (status === 'signed-in') go('/', 'replace');
  }, [status]);
  return (
    <div className="page narrow">
      <h1>{words.finishTitle}</h1>
      {token === null ? (
        <p role="alert">{words.badLink} <Link href="/sign-up">{words.signUp}</Link></p>
      ) : (
        <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="finish-form">
          <Field name="password" label={words.password} type="password" autoComplete="current-password" error={form.errors['password']} hint={words.finishHint} />
          <Failure failure={form.failure} />
          <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="finish-sign-up">
            {form.isWorking ? words.working : words.finish}
          </button>
        </form>
      )}
    </div>
  );
}

export function VerifyEmailPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.verifyTitle} · ${messages.brand}`);
  const token = useLinkToken();
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (token !== null) verifyEmail(token).then(() => setDone(true), setFailure);
  }, [token]);
  return (
    <div className="page narrow">
      <h1>{words.verifyTitle}</h1>
      {token === null && <p role="alert">{words.badLink}</p>}
      {token !== null && !isDone && failure === null && <Loading />}
      <Failure failure={failure} />
      {isDone && <p role="status" data-testid="verified">{words.verified}</p>}
    </div>
  );
}
