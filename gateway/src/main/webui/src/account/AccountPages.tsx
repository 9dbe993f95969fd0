import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language';
import { useSession, useTitle } from '../platform/hooks';
import { ProblemError } from '../platform/problem';
import { Failure } from '../platform/Notice';
import { go, Link, safeReturn, usePlace } from '../platform/router';
import { session } from '../platform/session';
import { Field, useForm, type Values } from './form';
import { GoogleButton } from './GooglePages';

/** A form that signs in, and leads back to where the person came from. */
function useAccountForm(required: readonly string[], send: (values: Values) => Promise<void>) {
  const { query } = usePlace();
  const { status } = useSession();
  const form = useForm(required, send);
  const next = safeReturn(query.get('next'));
  useEffect(() => {
    if (status === 'signed-in') go(next, 'replace');
  }, [status, next]);
  return { ...form, next, suffix: query.has('next') ? `?next=${encodeURIComponent(next)}` : '' };
}

export function SignInPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.signIn} · ${messages.brand}`);
  const [challenge, setChallenge] = useState<string | null>(null);
  return (
    <div className="page narrow">
      <h1>{words.signIn}</h1>
      {challenge === null ? <PasswordStep onChallenge={setChallenge} /> : <CodeStep challenge={challenge} onBack={() => setChallenge(null)} />}
    </div>
  );
}

function PasswordStep({ onChallenge }: { onChallenge: (challenge: string | null) => void }) {
  const { messages } = useLanguage();
  const words = messages.account;
  const form = useAccountForm(['email', 'password'], async (values) =>
    onChallenge(await session.signIn(values['email']!.trim(), values['password']!)));
  const isWrong = form.failure instanceof ProblemError && form.failure.problem.status === 401;
  return (
    <>
      {form.suffix !== '' && <p className="quiet">{words.continue}</p>}
      <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="sign-in-form">
        <Field name="email" label={words.email} type="email" autoComplete="username" error={form.errors['email']} />
        <Field name="password" label={words.password} type="password" autoComplete="current-password" error={form.errors['password']} />
        {isWrong ? <p className="failure" role="alert" data-testid="failure">{words.wrong}</p> : <Failure failure={form.failure} />}
        <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="sign-in">
          {form.isWorking ? words.working : words.signIn}
        </button>
      </form>
      <GoogleButton next={form.next} />
      <p className="aside-line">{words.noAccount} <Link href={`/sign-up${form.suffix}`} data-testid="to-sign-up">{words.signUp}</Link></p>
      <p className="aside-line"><Link href="/forgot-password" data-testid="to-forgot-password">{words.forgot}</Link></p>
    </>
  );
}

export function CodeStep({ challenge, onBack }: { challenge: string; onBack: () => void }) {
  const { messages } = useLanguage();
  const words = messages.factor;
  const form = useAccountForm(['code'], (values) => session.giveCode(challenge, values['code']!.trim()));
  const isOver = form.failure instanceof ProblemError && form.failure.problem.slug === 'challenge-ended';
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="code-form">
      <Field name="code" label={words.code} type="text" autoComplete="one-time-code" error={form.errors['code']} hint={words.codeHint} />
      <Failure failure={form.failure} />
      {!isOver && (
        <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="give-code">
          {form.isWorking ? messages.account.working : messages.account.signIn}
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={onBack} data-testid="code-back">{words.back}</button>
    </form>
  );
}

export function SignUpPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.signUp} · ${messages.brand}`);
  const [isMailed, setMailed] = useState(false);
  const form = useAccountForm(['email', 'password', 'name'], async (values) => {
    const phone = (values['phone'] ?? '').trim();
    const isSignedIn = await session.register({
      email: values['email']!.trim(), password: values['password']!, name: values['name']!.trim(), ...(phone === '' ? {} : { phone }),
    });
    setMailed(!isSignedIn);
  });
  if (isMailed) {
    return (
      <div className="page narrow">
        <h1>{words.signUp}</h1>
        <p role="status" data-testid="sign-up-mailed">{words.mailed}</p>
      </div>
    );
  }
  return (
    <div className="page narrow">
      <h1>{words.signUp}</h1>
      <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="sign-up-form">
        <Field name="email" label={words.email} type="email" autoComplete="username" error={form.errors['email']} />
        <Field name="password" label={words.password} type="password" autoComplete="new-password" error={form.errors['password']} hint={words.passwordHint} />
        <Field name="name" label={words.name} type="text" autoComplete="name" error={form.errors['name']} />
        <Field name="phone" label={words.phone} type="tel" autoComplete="tel" error={form.errors['phone']} isOptional />
        <Failure failure={form.failure} />
        <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="sign-up">
          {form.isWorking ? words.working : words.signUp}
        </button>
      </form>
      <p className="aside-line">{words.hasAccount} <Link href={`/sign-in${form.suffix}`}>{words.signIn}</Link></p>
    </div>
  );
}
