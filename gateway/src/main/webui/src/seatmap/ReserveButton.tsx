import { type EventDetail, saleState } from '../catalog/event';
import { useLanguage } from '../language/language';
import { useNow } from '../platform/hooks';

interface ReserveButtonProps {
  readonly event: EventDetail;
  /** What the button does when everything is ready. */
  readonly text: string;
  /** There is something to reserve. */
  readonly isReady: boolean;
  readonly isReserving: boolean;
  readonly isSignedIn: boolean;
  readonly onReserve: () => void;
}

export function ReserveButton({ event, text, isReady, isReserving, isSignedIn, onReserve }: ReserveButtonProps) {
  const { messages } = useLanguage();
  const state = saleState(event, useNow());
  const canReserve = isReady && !isReserving && (state === 'open' || state === 'sold-out');
  const words = () => {
    if (isReserving) return messages.seats.reserving;
    switch (state) {
      case 'not-yet':
        return messages.event.notYet;
      case 'closed':
        return messages.event.closed;
      case 'stopped':
        return messages.event.stopped;
      case 'cancelled':
        return messages.event.cancelled;
      case 'open':
      case 'sold-out':
        return isReady && !isSignedIn ? messages.seats.signInToReserve : text;
    }
  };
  return <button type="button" className="button button-main" disabled={!canReserve} onClick={onReserve} data-testid="reserve">{words()}</button>;
}
