import { useRef, useState } from 'react';
import { Countdown } from '../catalog/Countdown';
import { useLanguage } from '../language/language';
import { formatDateTime, formatPrice } from '../language/format';
import { useLoaded, useNow, useTitle } from '../platform/hooks';
import { attempt, type Intent, intentFor, isUndecided } from '../platform/intent';
import { Failure, Loading } from '../platform/Notice';
import { SignInRequired } from '../platform/problem';
import { go, Link, signInAddress } from '../platform/router';
import { rememberCancelled } from '../seatmap/told';
import { acceptOffer } from '../waitlist/waitlist';
import { goneFrom } from './instead';
import { cancel, isStanding, loadReservation, pay, PAYMENT_METHODS, type PaymentMethod, type Reservation, seatLines } from './reservation';
import { ReservationStatusBadge, useSignInWhenNeeded } from './ReservationsPage';
import { SeatsPlace } from './SeatsPlace';

/** While money is on its way the answer may come from elsewhere; look this often. */
const PAYING_REFRESH_MS = 2_000;

export function ReservationPage({ id }: { id: string }) {
  const { messages, say } = useLanguage();
  const [isSettling, setSettling] = useState(false);
  const loaded = useLoaded(id, (signal) => loadReservation(id, signal), isSettling ? PAYING_REFRESH_MS : undefined);
  const [failure, setFailure] = useState<unknown>(null);
  const [work, setWork] = useState<'accept' | 'pay' | 'cancel' | null>(null);
  const [wasPaidHere, setPaidHere] = useState(false);
  const intent = useRef<Intent | null>(null);
  const reservation = loaded.value;
  const gone = goneFrom(id);
  const shouldSettle = reservation?.status === 'PAYING';
  if (shouldSettle !== isSettling) setSettling(shouldSettle);
  useSignInWhenNeeded(loaded.failure);
  useTitle(reservation === null ? null : `${say(reservation.event.title)} · ${messages.brand}`);

  const act = async (kind: 'accept' | 'pay' | 'cancel', subject: string, send: (key: string) => Promise<unknown>) => {
    if (work !== null) return;
    intent.current = intentFor(`${id} ${subject}`, intent.current);
    const { key } = intent.current;
    setWork(kind);
    setFailure(null);
    try {
      await attempt(() => send(key));
      intent.current = null;
      if (kind === 'pay') setPaidHere(true);
    } catch (refused) {
      if (refused instanceof SignInRequired) go(signInAddress());
      if (!isUndecided(refused)) intent.current = null;
      setFailure(refused);
    } finally {
      setWork(null);
      loaded.reload();
    }
  };

  const cancelAndTell = async (key: string) => {
    const decided = await cancel(id, key);
    rememberCancelled(decided.reservation.event.id, decided.reservation.seats, decided.position);
  };

  if (reservation === null) {
    if (loaded.failure instanceof SignInRequired) return null;
    return <div className="page middle">{loaded.isLoading ? <Loading /> : <Failure failure={loaded.failure} onRetry={loaded.reload} />}</div>;
  }
  return (
    <div className="page middle">
      {reservation.status === 'CONFIRMED' && wasPaidHere && (
        <div className="done" role="status" data-testid="confirmation">
          <svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" /><path d="M14 25 L21 32 L35 17" /></svg>
          <h1>{messages.reservation.done}</h1>
          <p>{messages.reservation.doneLead}</p>
        </div>
      )}
      {gone.length > 0 && reservation.status === 'PENDING' && (
        <p className="told" role="status" data-testid="instead">{messages.reservation.instead(gone.join(', '))}</p>
      )}
      <Ticket reservation={reservation} isHeading={!(reservation.status === 'CONFIRMED' && wasPaidHere)} />
      <Failure failure={failure} />
      {reservation.status === 'OFFERED' && (
        <Offer
          reservation={reservation}
          isAccepting={work === 'accept'}
          onAccept={() => void act('accept', 'accept', () => acceptOffer(id))}
          onOver={loaded.reload}
        />
      )}
      {reservation.status === 'PENDING' && (
        <Payment
          reservation={reservation}
          isPaying={work === 'pay'}
          onPay={(method) => void act('pay', `pay ${method}`, (key) => pay(id, method, key))}
          onOver={loaded.reload}
        />
      )}
      {reservation.status === 'PAYING' && <Loading />}
      {reservation.status === 'EXPIRED' && (
        <p className="hint">
          {messages.reservation.expired}{' '}
          <Link href={`/events/${reservation.event.id}/seats`}>{messages.reservation.again}</Link>
        </p>
      )}
      {reservation.timeline !== undefined && <Timeline steps={reservation.timeline} />}
      {(reservation.status === 'OFFERED' || reservation.status === 'PENDING' || reservation.status === 'CONFIRMED') && (
        <Cancel isWorking={work === 'cancel'} onCancel={() => void act('cancel', 'cancel', cancelAndTell)} />
      )}
    </div>
  );
}

function Ticket({ reservation, isHeading }: { reservation: Reservation; isHeading: boolean }) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  const Title = isHeading ? 'h1' : 'h2';
  return (
    <section className="ticket">
      <div className="ticket-main">
        <ReservationStatusBadge status={reservation.status} />
        <Title className="ticket-title">{say(reservation.event.title)}</Title>
        <p className="quiet">{formatDateTime(reservation.event.startsAt, locale)}<br />{say(reservation.event.venue)}</p>
        <ul className="ticket-seats" aria-label={messages.reservation.seats}>
          {seatLines(reservation.seats).map(({ seat, places }) => (
            <li key={seat.label} data-testid="reserved-seat" data-seat={seat.label}>
              <b>{isStanding(seat) ? messages.reservation.standing(seat.section, places) : seat.label}</b><span>{seat.priceTier}</span><span>{formatPrice(seat.price * places, locale)}</span>
            </li>
          ))}
        </ul>
        {(reservation.status === 'OFFERED' || reservation.status === 'PENDING' || reservation.status === 'CONFIRMED') && <SeatsPlace reservation={reservation} />}
      </div>
      <dl className="ticket-tear">
        <div><dt>{messages.reservation.number}</dt><dd data-testid="reservation-number">{reservation.number}</dd></div>
        <div><dt>{messages.reservation.created}</dt><dd>{formatDateTime(reservation.createdAt, locale)}</dd></div>
        <div className="ticket-amount"><dt>{messages.reservation.amount}</dt><dd>{formatPrice(reservation.amount, locale)}</dd></div>
      </dl>
    </section>
  );
}

interface PaymentProps {
  readonly reservation: Reservation;
  readonly isPaying: boolean;
  readonly onPay: (method: PaymentMethod) => void;
  readonly onOver: () => void;
}

function Payment({ reservation, isPaying, onPay, onOver }: PaymentProps) {
  const { messages } = useLanguage();
  const [method, setMethod] = useState<PaymentMethod>('card');
  const until = Date.parse(reservation.expiresAt);
  const isUrgent = until - useNow() < 60_000;
  return (
    <form
      className="payment"
      onSubmit={(event) => {
        event.preventDefault();
        onPay(method);
      }}
    >
      <p className={isUrgent ? 'pay-within urgent' : 'pay-within'}>
        {messages.reservation.payWithin}
        <Countdown untilMs={until} onOver={onOver} label={messages.reservation.payWithin} />
      </p>
      <fieldset className="methods">
        <legend>{messages.reservation.method}</legend>
        {PAYMENT_METHODS.map((known) => (
          <label key={known} className={`method method-${known}`}>
            <input type="radio" name="method" value={known} checked={method === known} onChange={() => setMethod(known)} data-testid={`method-${known}`} />
            <span>{messages.reservation.methods[known]}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" className="button button-main" disabled={isPaying} data-testid="pay">
        {isPaying ? messages.reservation.paying : messages.reservation.pay(formatPrice(reservation.amount, messages.locale))}
      </button>
      <p className="small-print">{messages.reservation.simulated}</p>
    </form>
  );
}

interface OfferProps {
  readonly reservation: Reservation;
  readonly isAccepting: boolean;
  readonly onAccept: () => void;
  readonly onOver: () => void;
}

/** Seats of the waitlist, held for a while; accepting leads on to paying. */
function Offer({ reservation, isAccepting, onAccept, onOver }: OfferProps) {
  const { messages } = useLanguage();
  const words = messages.waitlist;
  return (
    <div className="payment">
      <p className="pay-within">
        {words.acceptWithin}
        <Countdown untilMs={Date.parse(reservation.expiresAt)} onOver={onOver} label={words.acceptWithin} />
      </p>
      <button type="button" className="button button-main" disabled={isAccepting} onClick={onAccept} data-testid="accept-offer">
        {isAccepting ? words.accepting : words.accept}
      </button>
    </div>
  );
}

function Timeline({ steps }: { steps: NonNullable<Reservation['timeline']> }) {
  const { messages } = useLanguage();
  return (
    <section className="timeline">
      <h2>{messages.reservation.timeline}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step.at + step.kind} data-kind={step.kind}>
            <span>{messages.reservation.kinds[step.kind.toLowerCase().replaceAll('-', '_')] ?? messages.reservation.status[step.kind] ?? step.kind}</span>
            <time dateTime={step.at}>{formatDateTime(step.at, messages.locale)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Cancel({ isWorking, onCancel }: { isWorking: boolean; onCancel: () => void }) {
  const { messages } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" className="button button-text" disabled={isWorking} onClick={() => dialog.current?.showModal()} data-testid="cancel">
        {messages.reservation.cancel}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="cancel-title">
        <h2 id="cancel-title">{messages.reservation.cancelTitle}</h2>
        <p>{messages.reservation.cancelText}</p>
        <div className="dialog-buttons">
          <button type="button" className="button button-quiet" onClick={() => dialog.current?.close()} data-testid="cancel-keep">{messages.reservation.cancelNo}</button>
          <button
            type="button" className="button button-danger" data-testid="cancel-confirm"
            onClick={() => {
              dialog.current?.close();
              onCancel();
            }}
          >
            {messages.reservation.cancelYes}
          </button>
        </div>
      </dialog>
    </>
  );
}
