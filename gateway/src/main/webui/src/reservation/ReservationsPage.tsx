import { useEffect } from 'react';
import { Countdown } from '../catalog/Countdown';
import { useLanguage } from '../language/language';
import { formatDateTime, formatPrice } from '../language/format';
import { useLoaded, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { SignInRequired } from '../platform/problem';
import { go, Link, signInAddress, usePlace } from '../platform/router';
import { isStanding, loadReservations, type Reservation, seatLines } from './reservation';

const PAGE_SIZE = 20;

/** Leads to the sign-in and back when a page needs an account. */
export function useSignInWhenNeeded(failure: unknown): void {
  useEffect(() => {
    if (failure instanceof SignInRequired) go(signInAddress(), 'replace');
  }, [failure]);
}

export function ReservationStatusBadge({ status }: { status: string }) {
  const { messages } = useLanguage();
  return (
    <span className={`badge badge-r-${status.toLowerCase()}`} data-testid="reservation-status" data-status={status}>
      {messages.reservation.status[status] ?? status}
    </span>
  );
}

export function ReservationsPage() {
  const { messages } = useLanguage();
  const page = Math.max(1, Number.parseInt(usePlace().query.get('page') ?? '1', 10) || 1);
  const list = useLoaded(`page-${page}`, (signal) => loadReservations(page, PAGE_SIZE, signal));
  useSignInWhenNeeded(list.failure);
  useTitle(`${messages.reservation.list} · ${messages.brand}`);
  if (list.failure instanceof SignInRequired) return null;
  const pages = list.value === null ? 1 : Math.ceil(list.value.total / PAGE_SIZE);
  return (
    <div className="page middle">
      <h1>{messages.reservation.list}</h1>
      <p><Link href="/account" data-testid="to-account">{messages.account.mine}</Link></p>
      <Failure failure={list.failure} onRetry={list.reload} />
      {list.value === null && list.isLoading && <Loading />}
      {list.value?.items.length === 0 && (
        <div className="empty">
          <p>{messages.reservation.empty}</p>
          <Link href="/" className="button button-quiet">{messages.reservation.browse}</Link>
        </div>
      )}
      <ul className="stubs">
        {list.value?.items.map((reservation) => <Stub key={reservation.id} reservation={reservation} onOver={list.reload} />)}
      </ul>
      {pages > 1 && (
        <nav className="pages" aria-label={messages.events.pages}>
          {Array.from({ length: pages }, (_, index) => index + 1).map((number) => (
            <Link key={number} href={`/reservations?page=${number}`} aria-label={messages.events.page(number)} aria-current={number === page ? 'page' : undefined}>{number}</Link>
          ))}
        </nav>
      )}
    </div>
  );
}

function Stub({ reservation, onOver }: { reservation: Reservation; onOver: () => void }) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  return (
    <li data-testid="reservation" data-reservation-id={reservation.id}>
      <Link href={`/reservations/${reservation.id}`} className={`stub stub-${reservation.status.toLowerCase()}`}>
        <span className="stub-main">
          <ReservationStatusBadge status={reservation.status} />
          <strong>{say(reservation.event.title)}</strong>
          <span className="quiet">{formatDateTime(reservation.event.startsAt, locale)} · {say(reservation.event.venue)}</span>
          <span className="stub-seats">{seatLines(reservation.seats).map(({ seat, places }) => (isStanding(seat) ? messages.reservation.standing(seat.section, places) : seat.label)).join(', ')}</span>
        </span>
        <span className="stub-tear">
          {(reservation.status === 'OFFERED' || reservation.status === 'PENDING') && (
            <Countdown untilMs={Date.parse(reservation.expiresAt)} onOver={onOver} label={messages.reservation.payWithin} />
          )}
          <span>{messages.reservation.count(reservation.seats.length)}</span>
          <b>{formatPrice(reservation.amount, locale)}</b>
        </span>
      </Link>
    </li>
  );
}
