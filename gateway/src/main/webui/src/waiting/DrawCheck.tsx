import { useState } from 'react';
import { useLanguage } from '../language/language';
import { complaintFrom } from '../platform/problem';
import { storedPromise } from './stored';
import { isMine, type Verdict, verifyDraw } from './verify';
import { type DrawPart, loadDraw, loadLog } from './waitingRoom';

interface Result {
  readonly verdict: Verdict;
  readonly mine: boolean;
  readonly trusted: boolean;
}

/** Computes the draw again in this browser, from what was promised before and what is published now. */
export function DrawCheck({ eventId, accountId, part }: { eventId: string; accountId: string; part: DrawPart }) {
  const { messages } = useLanguage();
  const words = messages.waiting;
  const [result, setResult] = useState<Result | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const check = async () => {
    const draw = await loadDraw(eventId, part.generation);
    const log = draw.seed === undefined ? [] : await loadLog(eventId, part.generation);
    const verdict = await verifyDraw(draw, log, part, storedPromise(eventId));
    setResult({ verdict, mine: await isMine(part, accountId), trusted: draw.beaconSource?.startsWith('none') === true });
  };
  return (
    <details className="waiting-check">
      <summary>{words.check}</summary>
      <p className="quiet">{words.checkLead}</p>
      <dl>
        <div><dt>{words.placeId}</dt><dd><code>{part.placeId}</code></dd></div>
        <div><dt>{words.number}</dt><dd>{part.number}</dd></div>
      </dl>
      <button
        type="button" className="button button-quiet" disabled={isBusy} data-testid="check-draw"
        onClick={() => {
          setBusy(true);
          setFailure(null);
          check().catch(setFailure).finally(() => setBusy(false));
        }}
      >
        {isBusy ? words.checkingDraw : words.checkNow}
      </button>
      {failure !== null && <p role="alert">{complaintFrom(failure, messages.failures).title}</p>}
      {result !== null && (
        <ul className="waiting-verdict" role="status" data-testid="verdict">
          <li data-check={result.mine ? 'right' : 'wrong'}>{words.checks.mine}: {words.verdict[result.mine ? 'right' : 'wrong']}</li>
          {(['receipt', 'seed', 'places', 'rank'] as const).map((name) => (
            <li key={name} data-check={result.verdict[name]}>{words.checks[name]}: {words.verdict[result.verdict[name]]}</li>
          ))}
          {result.trusted && <li>{words.trusted}</li>}
        </ul>
      )}
    </details>
  );
}
