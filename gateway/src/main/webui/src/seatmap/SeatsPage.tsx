import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type EventDetail, loadEvent } from '../catalog/event';
import { formatDateTime, formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import { useLoaded, useSession, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import type { Problem } from '../platform/problem';
import { Link } from '../platform/router';
import type { Wish } from '../reservation/wish';
import { appearances, type Correction, corrected, sift, stillNeeded, toggle } from './choice';
import { ChoicePanel, type Told } from './ChoicePanel';
import type { ConnectionStatus } from './connection';
import { type Layout, layOut } from './layout';
import { Legend } from './Legend';
import { type LiveSeats } from './live';
import { type Offer, offerFrom, stillOffered } from './offer';
import { loadSeatMap } from './plan';
import { parsePosition } from './position';
import { SeatCanvas, type SeatCanvasHandle } from './SeatCanvas';
import { SeatList } from './SeatList';
import { availableBySection, BLOCKED, HELD } from './states';
import { storeChoice, storedChoice, storedOrNearest, storeOrNearest } from './storedChoice';
import { correctionsFor } from './told';
import { useLiveSeats } from './useLiveSeats';
import { useMine } from './useMine';
import { useReserve } from './useReserve';
import { useWays } from './useWays';

export function SeatsPage({ id }: { id: string }) {
  const { messages, say } = useLanguage();
  const event = useLoaded(id, (signal) => loadEvent(id, signal));
  const map = useLoaded(id, (signal) => loadSeatMap(id, signal));
  const layout = useMemo(() => (map.value === null ? null : layOut(map.value)), [map.value]);
  const { seats, status, ownNews } = useLiveSeats(id, layout);
  useTitle(event.value === null ? null : `${messages.seats.title} · ${say(event.value.title)}`);
  const failure = event.failure ?? map.failure;
  if (event.value === null || layout === null || seats === null) {
    return (
      <div className="page">
        {failure === null ? <Loading /> : <Failure failure={failure} onRetry={() => { event.reload(); map.reload(); }} />}
      </div>
    );
  }
  return <SeatChoice event={event.value} layout={layout} seats={seats} status={status} ownNews={ownNews} />;
}

interface SeatChoiceProps {
  readonly event: EventDetail;
  readonly layout: Layout;
  readonly seats: LiveSeats;
  readonly status: ConnectionStatus;
  readonly ownNews: number;
}

function SeatChoice({ event, layout, seats, status, ownNews }: SeatChoiceProps) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  const words = messages.seats;
  const isSignedIn = useSession().status === 'signed-in';
  const [view, setView] = useState<'map' | 'list'>('map');
  const [tier, setTier] = useState<string | null>(null);
  const [corrections, setCorrections] = useState<readonly Correction[]>(() => correctionsFor(event.id, layout));
  const [choice, setChoice] = useState<readonly number[]>(() => storedChoice(event.id, layout));
  const [message, setMessage] = useState<Told | null>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [isOrNearest, setOrNearest] = useState(storedOrNearest);
  const canvas = useRef<SeatCanvasHandle>(null);
  const limit = event.maxSeatsPerPerson;
  const { mine, pending } = useMine(event.id, layout, isSignedIn, ownNews);

  const needed = stillNeeded(corrections, seats.position);
  const states = useMemo(() => corrected(seats.states, needed), [seats.states, needed]);
  const looks = useMemo(() => appearances(states, mine, choice), [states, mine, choice]);
  const available = useMemo(() => countAvailable(states, layout, seats), [states, layout, seats]);
  const ways = useWays(layout, available, limit);
  const offered = offer === null ? null : stillOffered(offer, states, seats.position);
  const offers = useMemo(
    () => (offered === null || offered.length === 0 ? null : { groups: offered, active: pointed, isNumbered: true }),
    [offered, pointed],
  );

  /** Shows which seats are gone, at once and until the live feed knows it too; keeps the rest chosen. */
  const takenByOthers = (problem: Problem, position: string | null, wish: Wish) => {
    const taken = problem.taken.flatMap((label) => layout.indexOf.get(label) ?? []);
    const until = parsePosition(position) ?? { ...seats.position, version: seats.position.version + 1 };
    setCorrections([...needed, { until, seats: taken, state: HELD }]);
    const wished = wish.kind === 'seats' ? wish.labels.flatMap((label) => layout.indexOf.get(label) ?? []) : [];
    const kept = wished.filter((seat) => !taken.includes(seat));
    setChoice(kept);
    setMessage({ text: `${words.lost(problem.taken.join(', '))}${kept.length > 0 ? ` ${words.kept}` : ''}`, lost: wished.length });
    const next = offerFrom(problem.alternatives, layout, until);
    setOffer(next);
    setPointed(null);
    if (next !== null) canvas.current?.reveal([...next.groups.flat(), ...taken]);
  };
  const { isReserving, failure, isOpen, submit, retry, clear } = useReserve(event.id, takenByOthers);

  // While a reservation is under way, or its answer was lost, its own hold must not look like somebody else's.
  useEffect(() => {
    if (isOpen) return;
    const { kept, lost } = sift(choice, states);
    if (lost.length === 0) return;
    setChoice(kept);
    const named = (found: readonly number[]) => found.map((seat) => layout.labels[seat]).join(', ');
    const withdrawn = lost.filter((seat) => states[seat] === BLOCKED);
    const others = lost.filter((seat) => !mine.includes(seat) && !withdrawn.includes(seat));
    if (others.length > 0) setMessage({ text: words.lost(named(others)), lost: choice.length });
    else if (withdrawn.length > 0) setMessage({ text: words.withdrawn(named(withdrawn)), lost: choice.length });
  }, [states, choice, isOpen, mine, layout, words]);

  useEffect(() => storeChoice(event.id, choice.map((seat) => layout.labels[seat]!)), [event.id, choice, layout]);

  const { change: changeWay } = ways;
  const press = useCallback((seat: number) => {
    const outcome = toggle(choice, seat, states[seat]!, limit);
    clear();
    changeWay('pick');
    if (outcome.kind === 'limit') setMessage({ text: words.limitReached(limit), lost: 0 });
    else if (outcome.kind === 'not-available') {
      setMessage({ text: mine.includes(seat) ? words.mineHere : states[seat] === BLOCKED ? words.notForSale : words.notAvailable, lost: 0 });
    } else {
      setMessage(null);
      setOffer(null);
      setChoice(outcome.choice);
    }
  }, [choice, states, limit, words, mine, clear, changeWay]);

  const send = (wish: Wish) => {
    setMessage(null);
    setOffer(null);
    submit(wish);
  };
  const sendSeats = (chosen: readonly number[], orNearest: boolean) =>
    send({ kind: 'seats', labels: chosen.map((seat) => layout.labels[seat]!), orNearest });
  const take = (group: readonly number[]) => {
    setChoice(group);
    sendSeats(group, false);
  };
  const openStanding = (section: string) => {
    clear();
    ways.stand(section);
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
            <SeatCanvas ref={canvas} layout={layout} appearance={looks} available={available} tier={tier} offers={offers} onSeat={press} onStanding={openStanding} />
            <div className="map-buttons">
              <button type="button" aria-label={words.zoomIn} onClick={() => canvas.current?.zoomBy(1.6)}>+</button>
              <button type="button" aria-label={words.zoomOut} onClick={() => canvas.current?.zoomBy(1 / 1.6)}>−</button>
              <button type="button" aria-label={words.fit} onClick={() => canvas.current?.fitAll()}>⤢</button>
            </div>
          </div>
        ) : (
          <SeatList layout={layout} appearance={looks} available={available} tier={tier} onSeat={press} onStanding={openStanding} />
        )}
        <Legend />
      </div>

      <ChoicePanel
        event={event}
        layout={layout}
        available={available}
        ways={ways}
        choice={choice}
        isOrNearest={isOrNearest}
        message={message}
        pending={pending}
        failure={failure}
        offered={offered}
        isReserving={isReserving}
        isSignedIn={isSignedIn}
        onDrop={press}
        onOrNearest={(isWanted) => {
          storeOrNearest(isWanted);
          setOrNearest(isWanted);
        }}
        onPoint={setPointed}
        onTake={take}
        onWay={(way) => {
          clear();
          setMessage(null);
          changeWay(way);
        }}
        onReserve={() => (ways.wish === null ? sendSeats(choice, isOrNearest) : send(ways.wish))}
        onRetry={retry}
      />
    </div>
  );
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
