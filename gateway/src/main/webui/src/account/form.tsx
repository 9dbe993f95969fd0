import { type FormEvent, useState } from 'react';
import { useLanguage } from '../language/language';
import { complaintFrom, ProblemError } from '../platform/problem';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly autoComplete: string;
  readonly error: string | undefined;
  readonly hint?: string;
  readonly isOptional?: boolean;
}

export function Field({ name, label, type, autoComplete, error, hint, isOptional = false }: FieldProps) {
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
const FIELD_OF: Readonly<Record<string, readonly string[]>> = {
  'weak-password': ['newPassword', 'password'],
  'email-taken': ['email'],
  'wrong-password': ['currentPassword', 'factorPassword', 'deletePassword', 'password'],
  'wrong-code': ['code', 'deleteCode'],
};

export type Values = Readonly<Record<string, string>>;

/** What the page can see by itself; everything else the server decides. */
export function missing(values: Values, required: readonly string[], words: { required: string; badEmail: string }): Values {
  const errors: Record<string, string> = {};
  for (const name of required) if ((values[name] ?? '').trim() === '') errors[name] = words.required;
  if (required.includes('email') && errors['email'] === undefined && !/^\S+@\S+\.\S+$/.test(values['email'] ?? '')) errors['email'] = words.badEmail;
  return errors;
}

/** A form whose refusals stand beside their fields. */
export function useForm(required: readonly string[], send: (values: Values) => Promise<void>) {
  const { messages } = useLanguage();
  const [errors, setErrors] = useState<Values>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [isWorking, setWorking] = useState(false);
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
      const named = refused instanceof ProblemError ? FIELD_OF[refused.problem.slug] ?? [] : [];
      const field = named.find((name) => form.elements.namedItem(name) !== null);
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
  return { errors, failure, isWorking, submit };
}
