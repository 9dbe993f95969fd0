import { useRef } from 'react';
import { useLanguage } from '../language/language';
import { Failure } from '../platform/Notice';
import { go } from '../platform/router';
import { session } from '../platform/session';
import { Field, useForm } from './form';

/** Deleting one's account, after a warning and with everything that signing in takes. */
export function DeleteAccount({ hasSecondFactor }: { hasSecondFactor: boolean }) {
  const { messages } = useLanguage();
  const words = messages.account;
  const dialog = useRef<HTMLDialogElement>(null);
  const required = hasSecondFactor ? ['deletePassword', 'deleteCode'] : ['deletePassword'];
  const form = useForm(required, async (values) => {
    await session.deleteAccount(values['deletePassword']!, (values['deleteCode'] ?? '').trim());
    go('/');
  });
  return (
    <section>
      <h2>{words.deleteTitle}</h2>
      <button type="button" className="button button-text" onClick={() => dialog.current?.showModal()} data-testid="delete-account">{words.deleteAccount}</button>
      <dialog ref={dialog} className="dialog" aria-labelledby="delete-title">
        <h2 id="delete-title">{words.deleteTitle}</h2>
        <p>{words.deleteText}</p>
        <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="delete-form">
          <Field name="deletePassword" label={words.currentPassword} type="password" autoComplete="current-password" error={form.errors['deletePassword']} />
          {hasSecondFactor && <Field name="deleteCode" label={messages.factor.code} type="text" autoComplete="one-time-code" error={form.errors['deleteCode']} />}
          <Failure failure={form.failure} />
          <div className="dialog-buttons">
            <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()}>{words.deleteNo}</button>
            <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="delete-yes">{words.deleteYes}</button>
          </div>
        </form>
      </dialog>
    </section>
  );
}
