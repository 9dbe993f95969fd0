import { useEffect, useState } from 'react';
import { useLanguage } from '../language/language';
import { formatDateTime } from '../language/format';
import { useLoaded, useTitle } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { go, Link, usePlace } from '../platform/router';
import { Countdown } from './Countdown';
import { CATEGORIES, loadEvents, STATUSES } from './event';
import { EventCard } from './EventCard';
import { type Filters, isFiltered, listAddress, listQuery, PAGE_SIZE, pageNumbers, readFilters } from './filters';
import { Poster } from './Poster';

/** Long enough to type a Korean syllable or two before the list moves. */
const TYPING_PAUSE_MS = 250;
/** Remaining seats on the cards are a hint; the seat map is live. */
const REFRESH_MS = 15_000;

export function EventsPage() {
  const { messages } = useLanguage();
  const filters = readFilters(usePlace().query);
  const query = listQuery(filters);
  const list = useLoaded(query, (signal) => loadEvents(query, signal), REFRESH_MS);
  useTitle(`${messages.events.title} · ${messages.brand}`);
  const change = (some: Partial<Filters>) => go(listAddress({ ...filters, page: 1, ...some }));
  const pages = list.value === null ? 1 : Math.max(1, Math.ceil(list.value.total / PAGE_SIZE));

  return (
    <div className="page">
      <h1 className="lead-title">{messages.events.lead}</h1>
      <div className="filters" role="search">
        <SearchBox value={filters.q} onChange={(q) => go(listAddress({ ...filters, q, page: 1 }), 'replace')} />
        <select
          className="select"
          aria-label={messages.events.statuses}
          data-testid="status-filter"
          value={filters.status ?? ''}
          onChange={(event) => change({ status: STATUSES.find((known) => known === event.target.value) ?? null })}
        >
          <option value="">{messages.status.all}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>{messages.status[status]}</option>
          ))}
        </select>
        <div className="chips" role="group" aria-label={messages.events.categories}>
          {[null, ...CATEGORIES].map((category) => (
            <button
              key={category ?? 'all'}
              type="button"
              className="chip"
              data-testid={`category-${category ?? 'all'}`}
              aria-pressed={filters.category === category}
              onClick={() => change({ category })}
            >
              {messages.category[category ?? 'all']}
            </button>
          ))}
        </div>
      </div>

      {!isFiltered(filters) && filters.page === 1 && <Openings />}

      <section aria-label={messages.events.title} aria-busy={list.isLoading}>
        <div className="list-head">
          <h2>{messages.events.title}</h2>
          <p className="quiet" role="status">{list.value !== null && messages.events.count(list.value.total)}</p>
        </div>
        <Failure failure={list.failure} onRetry={list.reload} />
        {list.value === null && list.isLoading && <Loading />}
        {list.value !== null && list.value.items.length === 0 && (
          <div className="empty">
            <p>{messages.events.empty}</p>
            <button type="button" className="button button-quiet" onClick={() => go('/')}>{messages.events.clear}</button>
          </div>
        )}
        <ul className="cards">
          {list.value?.items.map((event) => <EventCard key={event.id} event={event} onOpened={list.reload} />)}
        </ul>
        {pages > 1 && (
          <nav className="pages" aria-label={messages.events.pages}>
            {pageNumbers(filters.page, pages).map((page, index) =>
              page === null ? (
                <span key={`gap-${index}`} aria-hidden="true">…</span>
              ) : (
                <Link key={page} href={listAddress({ ...filters, page })} aria-label={messages.events.page(page)} aria-current={page === filters.page ? 'page' : undefined}>
                  {page}
                </Link>
              ),
            )}
          </nav>
        )}
      </section>
    </div>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { messages } = useLanguage();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value.trim()) return;
    const timer = setTimeout(() => onChange(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
    // Restarted by typing only.
  }, [text]);
  return (
    <form
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text);
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5" /><path d="M15.5 15.5 L21 21" /></svg>
      <input
        type="search"
        data-testid="search"
        aria-label={messages.events.searchLabel}
        placeholder={messages.events.search}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}

/** The next sales to open, with their countdowns: what most people come for. */
function Openings() {
  const { messages, say } = useLanguage();
  const query = 'status=upcoming&sort=saleOpensAt&page=1&size=4';
  const openings = useLoaded(query, (signal) => loadEvents(query, signal));
  if (openings.value === null || openings.value.items.length === 0) return null;
  return (
    <section className="openings" aria-labelledby="openings-title">
      <h2 id="openings-title">{messages.events.opening}</h2>
      <ol>
        {openings.value.items.map((event) => (
          <li key={event.id}>
            <Link href={`/events/${event.id}`} className="opening">
              <Poster event={event} hasName={false} />
              <span className="opening-text">
                <Countdown untilMs={Date.parse(event.saleOpensAt)} onOver={openings.reload} label={messages.events.opensIn} />
                <strong>{say(event.title)}</strong>
                <span className="quiet">{messages.event.opensAt(formatDateTime(event.saleOpensAt, messages.locale))}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
