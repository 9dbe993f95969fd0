import { useState } from 'react';
import { Countdown } from '../catalog/Countdown';
import type { EventDetail } from '../catalog/event';
import { formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import { useSession } from '../platform/hooks';
import { Failure } from '../platform/Notice';
import { go, Link, signInAddress } from '../platform/router';
import { Stepper } from '../seatmap/Stepper';
import { isLive, tiersToWaitFor, toShow, type WaitlistEntry } from './waitlist';
import { useWaitlist, type Waitlist } from './useWaitlist';

/** Under the prices: waiting for seats of a tier that is sold out, and what became of it. */
export function WaitlistPanel({ event }: { event: EventDetail }) {
  const { messages } = useLanguage();
  const words = messages.waitlist;
  const isSignedIn = useSession().status === 'signed-in';
  const waitlist = useWaitlist(event.id, isSignedIn);
  const entries = waitlist.entries ?? [];
  const shown = toShow(entries);
  const tiers = tiersToWaitFor(event, entries);
  if (tiers.length === 0 && shown.length === 0) return null;
  return (
    <section className="waitlist" aria-label={words.title} data-testid="waitlist">
      <h2>{words.title}</h2>
      <Failure failure={waitlist.failure} />
      {shown.map((entry) => (
        <Entry key={entry.priceTier} entry={entry} waitlist={waitlist} />
      ))}
      {tiers.length > 0 && <JoinForm event={event} tiers={tiers} isSignedIn={isSignedIn} waitlist={waitlist} isOpen={!shown.some(isLive)} />}
    </section>
  );
}

function Entry({ entry, waitlist }: { entry: WaitlistEntry; waitlist: Waitlist }) {
  const { messages } = useLanguage();
  const words = messages.waitlist;
  const { offer } = entry;
  const wish = words.wish(entry.priceTier, entry.groupSize, entry.adjacent);
  if (entry.state === 'OFFERED' && offer !== undefined) {
    return (
      <div className="waitlist-entry waitlist-offer" data-testid="waitlist-entry" data-state={entry.state} data-tier={entry.priceTier}>
        <div role="status"><h3>{words.offered}</h3></div>
        <p><b>{offer.seats.join(', ')}</b><br />{wish} · {formatPrice(offer.amount, messages.locale)}</p>
        <p className="pay-within">
          {words.acceptWithin}
          <Countdown untilMs={Date.parse(offer.expiresAt)} onOver={waitlist.refresh} label={words.acceptWithin} />
        </p>
        <div className="waitlist-buttons">
          <button
            type="button" className="button button-main" disabled={waitlist.work !== null} data-testid="waitlist-accept"
            onClick={() => waitlist.accept(offer.reservationId, (id) => go(`/reservations/${id}`))}
          >
            {waitlist.work === 'accept' ? words.accepting : words.accept}
          </button>
          <button type="button" className="button button-text" disabled={waitlist.work !== null} onClick={() => waitlist.leave(entry.priceTier)} data-testid="waitlist-decline">
            {words.decline}
          </button>
        </div>
      </div>
    );
  }
  if (entry.state === 'WAITING') {
    return (
      <div className="waitlist-entry" data-testid="waitlist-entry" data-state={entry.state} data-tier={entry.priceTier}>
        <p className="waitlist-wish">{wish}</p>
        <dl className="waitlist-facts">
          <div><dt>{words.place}</dt><dd data-testid="waitlist-place">{entry.place}</dd></div>
          <div><dt>{words.ahead}</dt><dd data-testid="waitlist-ahead">{words.people(entry.ahead ?? 0)}</dd></div>
        </dl>
        <button type="button" className="button button-text" disabled={waitlist.work !== null} onClick={() => waitlist.leave(entry.priceTier)} data-testid="waitlist-leave">
          {words.leave}
        </button>
      </div>
    );
  }
  return (
    <p className="hint" data-testid="waitlist-entry" data-state={entry.state} data-tier={entry.priceTier}>
      {wish}: {words.ended[entry.state]}
      {entry.state === 'ACCEPTED' && offer !== undefined && <> <Link href={`/reservations/${offer.reservationId}`}>{words.toReservation}</Link></>}
    </p>
  );
}

interface JoinFormProps {
  readonly event: EventDetail;
  readonly tiers: readonly string[];
  readonly isSignedIn: boolean;
  readonly waitlist: Waitlist;
  readonly isOpen: boolean;
}

function JoinForm({ event, tiers, isSignedIn, waitlist, isOpen }: JoinFormProps) {
  const { messages } = useLanguage();
  const words = messages.waitlist;
  const [chosen, setChosen] = useState<string | null>(null);
  const [count, setCount] = useState(1);
  const [isAdjacent, setAdjacent] = useState(true);
  const tier = chosen !== null && tiers.includes(chosen) ? chosen : tiers[0]!;
  return (
    <details className="waitlist-join" open={isOpen}>
      <summary>{isOpen ? words.lead : words.more}</summary>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (isSignedIn) waitlist.join({ priceTier: tier, groupSize: count, adjacent: isAdjacent && count > 1 });
          else go(signInAddress());
        }}
      >
        <div className="way-fields">
          <Stepper count={count} most={event.maxSeatsPerPerson} onChange={setCount} />
          <select className="select" aria-label={words.tier} value={tier} onChange={(changed) => setChosen(changed.target.value)} data-testid="waitlist-tier">
            {tiers.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </div>
        {count > 1 && (
          <label className="check">
            <input type="checkbox" checked={isAdjacent} onChange={(changed) => setAdjacent(changed.target.checked)} data-testid="waitlist-adjacent" />
            <span>{words.adjacent}</span>
          </label>
        )}
        <button type="submit" className="button button-main" disabled={waitlist.work !== null} data-testid="waitlist-join">
          {waitlist.work === 'join' ? words.joining : isSignedIn ? words.join : words.signInToJoin}
        </button>
        <p className="small-print">{words.rules}</p>
      </form>
    </details>
  );
}
