import { useMemo, useState } from 'react';
import { useLanguage } from '../language/language';
import { useLoaded } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { SignInRequired } from '../platform/problem';
import { session } from '../platform/session';
import { Field, useForm } from './form';
import { qr } from './qr';
import { beginFactor, confirmFactor, type FactorSecret, grouped, loadFactor, removeFactor } from './secondFactor';

/** Switching the second factor of one's account on and off. */
export function SecondFactor() {
  const { messages } = useLanguage();
  const words = messages.factor;
  const state = useLoaded('second-factor', loadFactor);
  const [secret, setSecret] = useState<FactorSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (state.failure instanceof SignInRequired) return null;
  const finished = () => {
    setSecret(null);
    setCodes(null);
    state.reload();
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <Failure failure={state.failure} onRetry={state.reload} />
      {state.value === null && state.isLoading && <Loading />}
      {state.value !== null && codes === null && (
        <p className="quiet" data-testid="factor-state">
          {state.value.on ? words.on(state.value.recoveryCodesLeft) : words.off}
          {state.value.needed && !state.value.on && <> <b>{words.needed}</b></>}
        </p>
      )}
      {state.value?.available === false && !state.value.on && <p>{words.unavailable}</p>}
      {state.value?.available === true && !state.value.on && codes === null && (
        secret === null
          ? <Begin onSecret={setSecret} />
          : <Confirm secret={secret} onCodes={setCodes} onCancel={() => setSecret(null)} />
      )}
      {codes !== null && <RecoveryCodes codes={codes} onDone={finished} />}
      {state.value?.on === true && codes === null && <Remove onDone={finished} />}
    </section>
  );
}

function Begin({ onSecret }: { onSecret: (secret: FactorSecret) => void }) {
  const { messages } = useLanguage();
  const words = messages.factor;
  const form = useForm(['factorPassword'], async (values) => onSecret(await beginFactor(values['factorPassword']!)));
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="factor-begin-form">
      <Field name="factorPassword" label={messages.account.currentPassword} type="password" autoComplete="current-password" error={form.errors['factorPassword']} />
      <Failure failure={form.failure} />
      <button type="submit" className="button button-quiet" disabled={form.isWorking} data-testid="factor-begin">{words.begin}</button>
    </form>
  );
}

function Confirm({ secret, onCodes, onCancel }: { secret: FactorSecret; onCodes: (codes: readonly string[]) => void; onCancel: () => void }) {
  const { messages } = useLanguage();
  const words = messages.factor;
  const form = useForm(['code'], async (values) => {
    const codes = await confirmFactor(values['code']!.trim());
    onCodes(codes);
    // The session has more rights now; the next token says so.
    await session.renewNow().catch(() => undefined);
  });
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="factor-confirm-form">
      <p>{words.scan}</p>
      <QrCode text={secret.uri} label={words.qr} />
      <p><a href={secret.uri} className="button button-quiet" data-testid="factor-uri">{words.open}</a></p>
      <p>{words.type} <code className="secret" data-testid="factor-secret">{grouped(secret.secret)}</code></p>
      <Field name="code" label={words.code} type="text" autoComplete="one-time-code" error={form.errors['code']} />
      <Failure failure={form.failure} />
      <div className="dialog-buttons">
        <button type="button" className="button button-quiet" onClick={onCancel}>{words.notNow}</button>
        <button type="submit" className="button button-main" disabled={form.isWorking} data-testid="factor-confirm">{words.turnOn}</button>
      </div>
    </form>
  );
}

/** Dark on light in any theme. */
function QrCode({ text, label }: { text: string; label: string }) {
  const rows = useMemo(() => qr(text), [text]);
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  const size = rows.length;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" data-testid="factor-qr">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { messages } = useLanguage();
  const words = messages.factor;
  return (
    <div data-testid="recovery-codes">
      <p role="status">{words.codes}</p>
      <ul className="secret">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <button type="button" className="button button-main" onClick={onDone} data-testid="recovery-done">{words.kept}</button>
    </div>
  );
}

function Remove({ onDone }: { onDone: () => void }) {
  const { messages } = useLanguage();
  const words = messages.factor;
  const form = useForm(['factorPassword', 'code'], async (values) => {
    await removeFactor(values['factorPassword']!, values['code']!.trim());
    onDone();
  });
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)} data-testid="factor-remove-form">
      <Field name="factorPassword" label={messages.account.currentPassword} type="password" autoComplete="current-password" error={form.errors['factorPassword']} />
      <Field name="code" label={words.code} type="text" autoComplete="one-time-code" error={form.errors['code']} hint={words.codeHint} />
      <Failure failure={form.failure} />
      <button type="submit" className="button button-quiet" disabled={form.isWorking} data-testid="factor-remove">{words.turnOff}</button>
    </form>
  );
}
