import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type EventDetail, loadEvent, saleState } from '../catalog/event';
import { useLanguage } from '../language/language';
import { formatDateTime, formatPrice } from '../language/format';
import { useLoaded, useNow, useSession, useTitle } from '../platform/hooks';
import { attempt, type Intent, intentFor, isUndecided } from '../platform/intent';
import { Failure, Loading } from '../platform/Notice';
import { ProblemError, SignInRequired } from '../platform/problem';
import { go, Link, signInAddress } from '../platform/router';
import { liveSeats, loadReservations, reserve } from '../reservation/reservation';
import { appearances, type Correction, corrected, sift, stillNeeded, toggle } from './choice';
import { type Layout, layOut } from './layout';
import { type LiveSeats } from './live';
import { loadSeatMap } from './plan';
import { parsePosition } from './position';
import { SeatCanvas, type SeatCanvasHandle } from './SeatCanvas';
import { SeatList } from './SeatList';
import { availableBySection, HELD } from './states';
import { correctionsFor, rememberReserved } from './told';
import { useLiveSeats } from './useLiveSeats';

/** My seats of one event: more reservations than this nobody has open at once. */
const MY_RESERVATIONS = 50;
const STORED_CHOICE = 'tiketi.choice.';

export function SeatsPage({ id }: { id: string }) {
  const { messages, say } = useLanguage();
  const event = useLoaded(id, (signal) => loadEvent(id, signal));
  const map = useLoaded(id, (signal) => loadSeatMap(id, signal));
  const layout = useMemo(() => (map.value === null ? null : layOut(map.value)), [map.value]);
  const { seats, status } = useLiveSeats(id, layout);
  useTitle(event.value === null ? null : `${messages.seats.title} · ${say(event.value.title)}`);
  const failure = event.failure ?? map.failure;
  if (event.value === null || layout === null || seats === null) {
    return (
      <div className="page">
        {failure === null ? <Loading /> : <Failure failure={failure} onRetry={() => { event.reload(); map.reload(); }} />}
      </div>
    );
  }
  return <SeatChoice event={event.value} layout={layout} seats={seats} status={status} />;
}

interface SeatChoiceProps {
  readonly event: EventDetail;
  readonly layout: Layout;
  readonly seats: LiveSeats;
  readonly status: 'connecting' | 'live' | 'polling';
}

function SeatChoice({ event, layout, seats, status }: SeatChoiceProps) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  const words = messages.seats;
  const { status: sessionStatus } = useSession();
  const [view, setView] = useState<'map' | 'list'>('map');
  const [tier, setTier] = useState<string | null>(null);
  const [corrections, setCorrections] = useState<readonly Correction[]>(() => correctionsFor(event.id, layout));
  const [choice, setChoice] = useState<readonly number[]>(() => storedChoice(event.id, layout));
  const [message, setMessage] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isReserving, setReserving] = useState(false);
  const canvas = useRef<SeatCanvasHandle>(null);
  const intent = useRef<Intent | null>(null);
  const limit = event.maxSeatsPerPerson;
  const { mine, pending } = useMine(event.id, layout, sessionStatus === 'signed-in');

  const needed = stillNeeded(corrections, seats.position);
  const states = useMemo(() => corrected(seats.states, needed), [seats.states, needed]);
  const looks = useMemo(() => appearances(states, mine, choice), [states, mine, choice]);
  const available = useMemo(() => countAvailable(states, layout, seats), [states, layout, seats]);

  // While a reservation is under way, or its answer was lost, its own hold must not look like somebody else's.
  const isOpen = isReserving || isUndecided(failure);
  useEffect(() => {
    if (isOpen) return;
    const { kept, lost } = sift(choice, states);
    if (lost.length === 0) return;
    setChoice(kept);
    const isOthers = lost.filter((seat) => !mine.includes(seat));
    if (isOthers.length > 0) setMessage(words.lost(isOthers.map((seat) => layout.labels[seat]).join(', ')));
  }, [states, choice, isOpen, mine, layout, words]);

  useEffect(() => storeChoice(event.id, choice.map((seat) => layout.labels[seat]!)), [event.id, choice, layout]);

  const press = useCallback((seat: number) => {
    const outcome = toggle(choice, seat, states[seat]!, limit);
    setFailure(null);
    if (outcome.kind === 'limit') setMessage(words.limitReached(limit));
    else if (outcome.kind === 'not-available') setMessage(mine.includes(seat) ? words.mineHere : words.notAvailable);
    else {
      setMessage(null);
      setChoice(outcome.choice);
    }
  }, [choice, states, limit, words, mine]);

  const submit = async () => {
    if (sessionStatus !== 'signed-in') {
      go(signInAddress());
      return;
    }
    const labels = choice.map((seat) => layout.labels[seat]!);
    intent.current = intentFor(labels.join(), intent.current);
    const { key } = intent.current;
    setReserving(true);
    setFailure(null);
    setMessage(null);
    try {
      const { reservation, position } = await attempt(() => reserve(event.id, labels, key));
      rememberReserved(event.id, reservation.seats, position);
      intent.current = null;
      storeChoice(event.id, []);
      go(`/reservations/${reservation.id}`);
    } catch (refused) {
      if (!isUndecided(refused)) intent.current = null;
      if (refused instanceof SignInRequired) {
        go(signInAddress());
        return;
      }
      takenByOthers(refused);
      setReserving(false);
    }
  };

  /** Shows which seats are gone, at once and until the live feed knows it too; keeps the rest chosen. */
  const takenByOthers = (refused: unknown) => {
    if (!(refused instanceof ProblemError) || refused.problem.slug !== 'seats-taken') {
      setFailure(refused);
      return;
    }
    const taken = refused.problem.taken.flatMap((label) => layout.indexOf.get(label) ?? []);
    const told = parsePosition(refused.position);
    const until = told ?? { ...seats.position, version: seats.position.version + 1 };
    setCorrections([...needed, { until, seats: taken, state: HELD }]);
    const kept = choice.filter((seat) => !taken.includes(seat));
    setChoice(kept);
    setMessage(`${words.lost(refused.problem.taken.join(', '))}${kept.length > 0 ? ` ${words.kept}` : ''}`);
  };

  return (
    <div className="seats-page">
      <header className="seats-head">
        <Link href={`/events/${event.id}`} className="back" aria-label={say(event.title)}>←</Link>
        <div>
          <h1>{say(event.title)}</h1>
          <p className="quiet">{formatDateTime(event.startsAt, locale)} · {say(event.venue.name)}</p>
        </div>
        <span className={`live live-${status}`} role="status" data-testid="live-status" data-status={status}>{words[status]}</span>
      </header>

      <div className="seats-main">
        <div className="seats-tools">
          <div className="segmented" role="group" aria-label={words.view}>
            {(['map', 'list'] as const).map((known) => (
              <button key={known} type="button" aria-pressed={view === known} onClick={() => setView(known)} data-testid={`view-${known}`}>{words[known]}</button>
            ))}
          </div>
          <div className="tier-filter" role="group" aria-label={words.tiers}>
            {layout.tiers.map(({ name, price }, index) => (
              <button key={name} type="button" className="tier-chip" aria-pressed={tier === name} onClick={() => setTier(tier === name ? null : name)}>
                <i className={`swatch tier-${(index % 6) + 1}`} aria-hidden="true" />
                {name} <span>{formatPrice(price, locale)}</span>
              </button>
            ))}
          </div>
        </div>
        {view === 'map' ? (
          <div className="map-frame">
            <SeatCanvas ref={canvas} layout={layout} appearance={looks} available={available} tier={tier} onSeat={press} />
            <div className="map-buttons">
              <button type="button" aria-label={words.zoomIn} onClick={() => canvas.current?.zoomBy(1.6)}>+</button>
              <button type="button" aria-label={words.zoomOut} onClick={() => canvas.current?.zoomBy(1 / 1.6)}>−</button>
              <button type="button" aria-label={words.fit} onClick={() => canvas.current?.fitAll()}>⤢</button>
            </div>
          </div>
        ) : (
          <SeatList layout={layout} appearance={looks} available={available} tier={tier} onSeat={press} />
        )}
        <Legend />
      </div>

      <aside className="choice" aria-label={words.chosen}>
        <h2>{words.chosen} <small>{choice.length} / {words.limit(limit)}</small></h2>
        {pending !== null && (
          <p className="hint">{words.mineHere} <Link href={`/reservations/${pending}`}>{words.toMine}</Link></p>
        )}
        <p className={message === null ? 'choice-message' : 'choice-message is-shown'} role="status" aria-live="polite" data-testid="choice-message">{message}</p>
        <Failure failure={failure} onRetry={() => void submit()} />
        {choice.length === 0 ? (
          <p className="quiet choice-empty">{words.none}</p>
        ) : (
          <ul className="chosen" data-testid="chosen-seats">
            {choice.map((seat) => <ChosenSeat key={seat} layout={layout} seat={seat} onDrop={() => press(seat)} />)}
          </ul>
        )}
        <div className="choice-foot">
          <p className="choice-total"><span>{words.total}</span><b data-testid="total">{formatPrice(priceOf(choice, layout), locale)}</b></p>
          <ReserveButton event={event} count={choice.length} isReserving={isReserving} isSignedIn={sessionStatus === 'signed-in'} onReserve={() => void submit()} />
        </div>
      </aside>
    </div>
  );
}

function ReserveButton({ event, count, isReserving, isSignedIn, onReserve }: { event: EventDetail; count: number; isReserving: boolean; isSignedIn: boolean; onReserve: () => void }) {
  const { messages } = useLanguage();
  const state = saleState(event, useNow());
  const canReserve = count > 0 && !isReserving && (state === 'open' || state === 'sold-out');
  const text = isReserving
    ? messages.seats.reserving
    : state === 'not-yet'
      ? messages.event.notYet
      : state === 'closed'
        ? messages.event.closed
        : state === 'stopped'
          ? messages.event.stopped
          : state === 'cancelled'
            ? messages.event.cancelled
            : count > 0 && !isSignedIn
              ? messages.seats.signInToReserve
              : messages.seats.reserve(count);
  return <button type="button" className="button button-main" disabled={!canReserve} onClick={onReserve} data-testid="reserve">{text}</button>;
}

function ChosenSeat({ layout, seat, onDrop }: { layout: Layout; seat: number; onDrop: () => void }) {
  const { messages } = useLanguage();
  const section = layout.sections[layout.sectionOf[seat]!]!;
  const row = section.rows.find(({ start, end }) => start <= seat && seat < end)!;
  const place = messages.seats.place(section.name, row.row, layout.numbers[seat]!);
  const tier = layout.tiers.findIndex(({ name }) => name === section.priceTier);
  return (
    <li data-testid="chosen-seat" data-seat={layout.labels[seat]}>
      <i className={`swatch tier-${(tier % 6) + 1}`} aria-hidden="true" />
      <span><b>{place}</b><small>{section.priceTier} · {formatPrice(section.price, messages.locale)}</small></span>
      <button type="button" aria-label={messages.seats.drop(place)} onClick={onDrop}>×</button>
    </li>
  );
}

function Legend() {
  const { messages } = useLanguage();
  return (
    <ul className="legend" aria-label={messages.seats.legend}>
      {(['available', 'chosen', 'mine', 'held', 'sold', 'blocked'] as const).map((state) => (
        <li key={state}><i className={`mark mark-${state}`} aria-hidden="true" />{messages.seats.states[state]}</li>
      ))}
    </ul>
  );
}

function priceOf(choice: readonly number[], layout: Layout): number {
  return choice.reduce((sum, seat) => sum + layout.sections[layout.sectionOf[seat]!]!.price, 0);
}

/** Seats by section, standing floors by their count. */
function countAvailable(states: Uint8Array, layout: Layout, { counts }: LiveSeats): Uint32Array {
  const available = availableBySection(states, layout.sectionOf, layout.sections.length);
  layout.sections.forEach((section, index) => {
    if (section.standingCapacity === null) return;
    available[index] = counts.standing?.find((floor) => floor.section === section.name)?.available ?? 0;
  });
  return available;
}

/** My seats of this event as indexes, and the reservation that waits for payment, if any. */
function useMine(eventId: string, layout: Layout, isSignedIn: boolean): { mine: readonly number[]; pending: string | null } {
  const loaded = useLoaded(`${eventId} ${isSignedIn}`, async (signal) =>
    isSignedIn ? (await loadReservations(1, MY_RESERVATIONS, signal)).items : [],
  );
  return useMemo(() => {
    const reservations = loaded.value ?? [];
    const mine = liveSeats(reservations, eventId).flatMap((label) => layout.indexOf.get(label) ?? []);
    const pending = reservations.find(({ event, status }) => event.id === eventId && status === 'PENDING')?.id ?? null;
    return { mine, pending };
  }, [loaded.value, eventId, layout]);
}

/** A choice survives the way to the sign-in and back, in this tab only. */
function storedChoice(eventId: string, layout: Layout): readonly number[] {
  const labels = sessionStorage.getItem(STORED_CHOICE + eventId)?.split(',') ?? [];
  return labels.flatMap((label) => layout.indexOf.get(label) ?? []);
}

function storeChoice(eventId: string, labels: readonly string[]): void {
  if (labels.length === 0) sessionStorage.removeItem(STORED_CHOICE + eventId);
  else sessionStorage.setItem(STORED_CHOICE + eventId, labels.join(','));
}
