import { useState } from 'react';
import { useLanguage } from '../language/language';
import { formatCount, formatDateTime, formatPrice } from '../language/format';
import { useLoaded, useNow, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { Link } from '../platform/router';
import { WaitlistPanel } from '../waitlist/WaitlistPanel';
import { Countdown } from './Countdown';
import { type EventDetail, loadEvent, nextOpening, saleState } from './event';
import { StatusBadge } from './EventCard';
import { Poster } from './Poster';

/** Often enough for "remaining" to feel live, rare enough to be served by a cache. */
const REFRESH_MS = 5_000;

export function EventPage({ id }: { id: string }) {
  const { messages, say } = useLanguage();
  const event = useLoaded(id, (signal) => loadEvent(id, signal), REFRESH_MS);
  useTitle(event.value === null ? null : `${say(event.value.title)} · ${messages.brand}`);
  if (event.value === null) {
    return <div className="page">{event.isLoading ? <Loading /> : <Failure failure={event.failure} onRetry={event.reload} />}</div>;
  }
  return <EventView event={event.value} />;
}

function EventView({ event }: { event: EventDetail }) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  const facts = [
    [messages.event.when, formatDateTime(event.startsAt, locale)],
    [messages.event.where, `${say(event.venue.name)} · ${say(event.venue.city)}`],
    [messages.event.running, messages.event.minutes(event.runningMinutes)],
    [messages.event.age, messages.event.ageLimit(event.ageLimit)],
    [messages.event.limit, messages.event.limitSeats(event.maxSeatsPerPerson)],
  ] as const;
  return (
    <article className="page event">
      <div className="event-poster"><Poster event={event} /></div>
      <div className="event-title">
        <p className="event-kind"><StatusBadge status={event.status} /> {messages.category[event.category]}</p>
        <h1>{say(event.title)}</h1>
        <p className="event-artist">{say(event.artist)}</p>
      </div>
      <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
          ))}
          <div>
            <dt>{messages.event.sale}</dt>
            <dd>
              {event.saleWindows.map((window) => (
                <span key={window.opensAt + window.name.en} className="sale-window">
                  {say(window.name)} {formatDateTime(window.opensAt, locale)} – {formatDateTime(window.closesAt, locale)}
                </span>
              ))}
            </dd>
          </div>
      </dl>
      <aside className="event-buy" aria-label={messages.event.choose}>
        <BuyBox event={event} />
        <h2>{messages.event.prices}</h2>
        <ul className="tiers">
          {event.priceTiers.map((tier) => (
            <li key={tier.name} data-testid="price-tier" data-tier={tier.name}>
              <span className="tier-name">{tier.name}</span>
              <span className="tier-price">{formatPrice(tier.price, locale)}</span>
              <span className={tier.remaining === 0 ? 'tier-left tier-none' : 'tier-left'}>
                {tier.remaining === 0 ? messages.event.soldOut : messages.events.remaining(formatCount(tier.remaining, locale))}
              </span>
              <meter min={0} max={Math.max(1, tier.total)} value={tier.remaining} aria-hidden="true" />
            </li>
          ))}
        </ul>
        <Waitlist event={event} />
      </aside>
      <section className="event-about">
        <h2>{messages.event.about}</h2>
        {say(event.description).split('\n').map((line) => <p key={line}>{line}</p>)}
      </section>
    </article>
  );
}

/** Nobody can wait for what is not sold. */
function Waitlist({ event }: { event: EventDetail }) {
  const state = saleState(event, useNow());
  return state === 'open' || state === 'sold-out' ? <WaitlistPanel event={event} /> : null;
}

/** The button to the seats. It opens by the server's clock at the second of the opening, without a reload. */
function BuyBox({ event }: { event: EventDetail }) {
  const { messages } = useLanguage();
  const now = useNow();
  const state = saleState(event, now);
  const opening = nextOpening(event, now);
  const [sawClosed, setSawClosed] = useState(state === 'not-yet');
  if (state === 'not-yet' && !sawClosed) setSawClosed(true);
  if (state === 'open') {
    return (
      <>
        {sawClosed && <p className="just-opened" role="status">{messages.event.justOpened}</p>}
        <Link href={`/events/${event.id}/seats`} className="button button-main" data-testid="to-seats">{messages.event.choose}</Link>
      </>
    );
  }
  const words = {
    'not-yet': messages.event.notYet,
    stopped: messages.event.stopped,
    'sold-out': messages.event.soldOutLong,
    closed: messages.event.closed,
    cancelled: messages.event.cancelled,
  }[state];
  return (
    <>
      {state === 'not-yet' && opening !== null && (
        <div className="opening-soon">
          <p>{messages.event.opensIn}</p>
          <Countdown untilMs={opening} isLarge label={messages.event.opensIn} />
          <p className="quiet">{messages.event.opensAt(formatDateTime(new Date(opening).toISOString(), messages.locale))} · {messages.event.serverTime}</p>
        </div>
      )}
      <button type="button" className="button button-main" disabled data-testid="to-seats">{words}</button>
    </>
  );
}
