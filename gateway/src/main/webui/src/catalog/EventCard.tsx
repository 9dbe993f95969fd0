import { useLanguage } from '../language/language';
import { formatCount, formatDate, formatPrice } from '../language/format';
import { Link } from '../platform/router';
import { Countdown } from './Countdown';
import type { EventItem, EventStatus } from './event';
import { Poster } from './Poster';

export function StatusBadge({ status }: { status: EventStatus }) {
  const { messages } = useLanguage();
  return <span className={`badge badge-${status}`}>{messages.status[status]}</span>;
}

export function EventCard({ event, onOpened }: { event: EventItem; onOpened: () => void }) {
  const { messages, say } = useLanguage();
  const { locale } = messages;
  const isOver = event.status === 'ended' || event.status === 'cancelled';
  return (
    <li className={`card${isOver ? ' card-over' : ''}`} data-testid="event-card" data-event-id={event.id} data-status={event.status}>
      <Link href={`/events/${event.id}`} className="card-link">
        <Poster event={event} />
        <div className="card-text">
          <div className="card-state">
            <StatusBadge status={event.status} />
            {event.status === 'upcoming' && (
              <Countdown untilMs={Date.parse(event.saleOpensAt)} onOver={onOpened} label={messages.events.opensIn} />
            )}
            {event.status === 'on_sale' && (
              <span className="card-left">{messages.events.remaining(formatCount(event.remaining, locale))}</span>
            )}
          </div>
          <h3>{say(event.title)}</h3>
          <p className="quiet">
            {formatDate(event.startsAt, locale)}
            <br />
            {say(event.venue.name)} · {say(event.venue.city)}
          </p>
          <p className="card-price">{messages.events.from(formatPrice(event.priceFrom, locale))}</p>
        </div>
      </Link>
    </li>
  );
}
