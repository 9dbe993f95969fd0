import { type FormEvent, useEffect, useState } from 'react';
import { useLanguage } from '../language/language';
import { useSession, useTitle } from '../platform/hooks';
import { complaintFrom, ProblemError } from '../platform/problem';
import { Failure } from '../platform/Notice';
import { go, Link, safeReturn, usePlace } from '../platform/router';
import { session } from '../platform/session';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly autoComplete: string;
  readonly error: string | undefined;
  readonly hint?: string;
  readonly isOptional?: boolean;
}

function Field({ name, label, type, autoComplete, error, hint, isOptional = false }: FieldProps) {
  const describedBy = error !== undefined ? `${name}-error` : hint !== undefined ? `${name}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name} name={name} type={type} autoComplete={autoComplete} required={!isOptional} maxLength={254}
        data-testid={`field-${name}`} aria-invalid={error !== undefined} aria-describedby={describedBy}
      />
      {hint !== undefined && error === undefined && <p id={`${name}-hint`} className="small-print">{hint}</p>}
      {error !== undefined && <p id={`${name}-error`} className="field-error">{error}</p>}
    </div>
  );
}

/** Refusals that belong to one field although they are no field violations. */
const FIELD_OF: Readonly<Record<string, string>> = { 'weak-password': 'password', 'email-taken': 'email' };

type Values = Readonly<Record<string, string>>;

/** What the page can see by itself; everything else the server decides. */
function missing(values: Values, required: readonly string[], words: { required: string; badEmail: string }): Values {
  const errors: Record<string, string> = {};
  for (const name of required) if ((values[name] ?? '').trim() === '') errors[name] = words.required;
  if (errors['email'] === undefined && !/^\S+@\S+\.\S+$/.test(values['email'] ?? '')) errors['email'] = words.badEmail;
  return errors;
}

function useAccountForm(required: readonly string[], send: (values: Values) => Promise<void>) {
  const { messages } = useLanguage();
  const { query } = usePlace();
  const { status } = useSession();
  const [errors, setErrors] = useState<Values>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [isWorking, setWorking] = useState(false);
  const next = safeReturn(query.get('next'));
  useEffect(() => {
    if (status === 'signed-in') go(next, 'replace');
  }, [status, next]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const found = missing(values, required, messages.account);
    setErrors(found);
    setFailure(null);
    const first = Object.keys(found)[0];
    if (first !== undefined) {
      form.querySelector<HTMLInputElement>(`#${first}`)?.focus();
      return;
    }
    setWorking(true);
    try {
      await send(values);
    } catch (refused) {
      const complaint = complaintFrom(refused, messages.failures);
      const field = refused instanceof ProblemError ? FIELD_OF[refused.problem.slug] : undefined;
      const fields = field === undefined ? complaint.fields : { ...complaint.fields, [field]: complaint.title };
      setErrors(fields);
      // What stands beside a field need not be said again above the button.
      const isShown = Object.keys(fields).some((name) => form.elements.namedItem(name) !== null);
      if (isShown) form.querySelector<HTMLInputElement>(`#${Object.keys(fields)[0]}`)?.focus();
      setFailure(isShown ? null : refused);
    } finally {
      setWorking(false);
    }
  };
  const suffix = query.has('next') ? `?next=${encodeURIComponent(next)}` : '';
  return { errors, failure, isWorking, submit, suffix };
}

export function SignInPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.signIn} · ${messages.brand}`);
  const form = useAccountForm(['email', 'password'], (values) => session.signIn(values['email']!.trim(), values['password']!));
  const isWrong = form.failure instanceof ProblemError && form.failure.problem.status === 401;
  return (
    <div className="page narrow">
      <h1>{words.signIn}</h1>
      {form.suffix !== '' && <p className="quiet">{words.continue}</p>}
      <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="sign-in-form">
        <Field name="email" label={words.email} type="email" autoComplete="username" error={form.errors['email']} />
        <Field name="password" label={words.password} type="password" autoComplete="current-password" error={form.errors['password']} />
        {isWrong ? <p className="failure" role="alert" data-testid="failure">{words.wrong}</p> : <Failure failure={form.failure} />}
        <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="sign-in">
          {form.isWorking ? words.working : words.signIn}
        </button>
      </form>
      <p className="aside-line">{words.noAccount} <Link href={`/sign-up${form.suffix}`} data-testid="to-sign-up">{words.signUp}</Link></p>
    </div>
  );
}

export function SignUpPage() {
  const { messages } = useLanguage();
  const words = messages.account;
  useTitle(`${words.signUp} · ${messages.brand}`);
  const form = useAccountForm(['email', 'password', 'name'], (values) => {
    const phone = (values['phone'] ?? '').trim();
    return session.register({
      email: values['email']!.trim(), password: values['password']!, name: values['name']!.trim(), ...(phone === '' ? {} : { phone }),
    });
  });
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
