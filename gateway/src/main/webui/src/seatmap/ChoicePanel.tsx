import type { EventDetail } from '../catalog/event';
import { formatPrice } from '../language/format';
import { useLanguage } from '../language/language';
import { isUndecided } from '../platform/intent';
import { Failure } from '../platform/Notice';
import { Link } from '../platform/router';
import { BestSeats } from './BestSeats';
import { priceRange } from './best';
import { ChosenSeats } from './ChosenSeats';
import type { Layout } from './layout';
import { priceOf } from './offer';
import { OfferList } from './OfferList';
import { ReserveButton } from './ReserveButton';
import { StandingPlaces } from './StandingPlaces';
import type { Way, Ways } from './useWays';

/** What the buyer is told about the choice. */
export interface Told {
  readonly text: string;
  /** How many seats were wanted when some of them were lost; 0 when it tells of something else. */
  readonly lost: number;
}

interface ChoicePanelProps {
  readonly event: EventDetail;
  readonly layout: Layout;
  readonly available: Uint32Array;
  readonly ways: Ways;
  readonly choice: readonly number[];
  readonly isOrNearest: boolean;
  readonly message: Told | null;
  /** My reservation that waits for payment. */
  readonly pending: string | null;
  readonly failure: unknown;
  /** What may be had instead of lost seats; null when no race was lost. */
  readonly offered: readonly (readonly number[])[] | null;
  readonly isReserving: boolean;
  readonly isSignedIn: boolean;
  readonly onDrop: (seat: number) => void;
  readonly onOrNearest: (isWanted: boolean) => void;
  readonly onPoint: (index: number | null) => void;
  readonly onTake: (group: readonly number[]) => void;
  readonly onWay: (way: Way) => void;
  readonly onReserve: () => void;
  readonly onRetry: () => void;
}

/** Beside the map: how to come to seats, what was chosen, what it costs, and the button. */
export function ChoicePanel(props: ChoicePanelProps) {
  const { event, layout, available, ways, choice, message, pending, failure, offered, isReserving } = props;
  const { messages } = useLanguage();
  const words = messages.seats;
  const { way } = ways;
  const limit = event.maxSeatsPerPerson;
  const hasOffers = offered !== null && offered.length > 0 && way === 'pick';
  const hasLostAll = message !== null && message.lost > 0 && choice.length === 0 && !hasOffers && way === 'pick';
  const count = way === 'pick' ? choice.length : way === 'best' ? ways.best.count : ways.standing.count;
  const text = { pick: words.reserve, best: words.reserveBest, standing: words.reserveStanding }[way](count);
  return (
    <aside className="choice" aria-label={words.ways} data-way={way}>
      {ways.known.length > 1 && (
        <div className="segmented ways" role="group" aria-label={words.ways}>
          {ways.known.map((known) => (
            <button key={known} type="button" aria-pressed={way === known} onClick={() => props.onWay(known)} data-testid={`way-${known}`}>{words.way[known]}</button>
          ))}
        </div>
      )}
      {pending !== null && (
        <p className="hint">{words.mineHere} <Link href={`/reservations/${pending}`}>{words.toMine}</Link></p>
      )}
      <p className={message === null ? 'choice-message' : 'choice-message is-shown'} role="status" aria-live="polite" data-testid="choice-message">{message?.text}</p>
      <Failure failure={failure} {...(isUndecided(failure) ? { onRetry: props.onRetry } : {})} />
      {hasOffers && <OfferList layout={layout} groups={offered} isReserving={isReserving} onPoint={props.onPoint} onTake={props.onTake} />}
      {hasLostAll && (
        <button
          type="button" className="button button-quiet" data-testid="suggest-best"
          onClick={() => {
            ways.changeBest({ ...ways.best, count: message.lost });
            props.onWay('best');
          }}
        >
          {words.suggestBest}
        </button>
      )}
      {way === 'pick' && !(hasOffers && choice.length === 0) && (
        <ChosenSeats layout={layout} choice={choice} limit={limit} isOrNearest={props.isOrNearest} onDrop={props.onDrop} onOrNearest={props.onOrNearest} />
      )}
      {way === 'best' && <BestSeats layout={layout} available={available} limit={limit} wish={ways.best} onChange={ways.changeBest} />}
      {way === 'standing' && <StandingPlaces layout={layout} available={available} limit={limit} wish={ways.standing} onChange={ways.changeStanding} />}
      {!(hasOffers && choice.length === 0) && (
        <div className="choice-foot">
          <p className="choice-total"><span>{words.total}</span><Total {...props} /></p>
          <ReserveButton
            event={event} text={text} isReady={way === 'pick' ? choice.length > 0 : ways.left > 0}
            isReserving={isReserving} isSignedIn={props.isSignedIn} onReserve={props.onReserve}
          />
        </div>
      )}
    </aside>
  );
}

/** The amount; from lowest to highest where the seats are not known yet. */
function Total({ ways, choice, layout, available }: Pick<ChoicePanelProps, 'ways' | 'choice' | 'layout' | 'available'>) {
  const { locale } = useLanguage().messages;
  const { way, best, standing } = ways;
  const floor = layout.sections.find(({ name }) => name === standing.section);
  const range = {
    pick: () => priceRangeOf(priceOf(choice, layout)),
    best: () => priceRange(layout, available, best.area),
    standing: () => priceRangeOf(floor?.price ?? 0),
  }[way]();
  const times = way === 'pick' ? 1 : way === 'best' ? best.count : standing.count;
  if (range === null) return <b data-testid="total">–</b>;
  const isOne = range.from === range.to;
  const from = formatPrice(range.from * times, locale);
  return <b className={isOne ? '' : 'is-range'} data-testid="total">{isOne ? from : `${from} ~ ${formatPrice(range.to * times, locale)}`}</b>;
}

function priceRangeOf(price: number): { readonly from: number; readonly to: number } {
  return { from: price, to: price };
}
