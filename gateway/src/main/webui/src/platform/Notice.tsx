import { useLanguage } from '../language/language';
import { complaintFrom } from './problem';

/** Tells what went wrong, in the buyer's words, with a way on. */
export function Failure({ failure, onRetry }: { failure: unknown; onRetry?: () => void }) {
  const { messages } = useLanguage();
  if (failure === null || failure === undefined) return null;
  const { title, requestId } = complaintFrom(failure, messages.failures);
  return (
    <div className="failure" role="alert" data-testid="failure">
      <p>{title}</p>
      {requestId !== undefined && (
        <p className="small-print">
          {messages.requestId} <code>{requestId}</code>
        </p>
      )}
      {onRetry !== undefined && (
        <button type="button" className="button button-quiet" onClick={onRetry}>
          {messages.retry}
        </button>
      )}
    </div>
  );
}

export function Loading() {
  const { messages } = useLanguage();
  return (
    <p className="loading" role="status">
      <span aria-hidden="true" />
      {messages.loading}
    </p>
  );
}
