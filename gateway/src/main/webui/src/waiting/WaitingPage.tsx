import { loadEvent } from '../catalog/event';
import { Countdown } from '../catalog/Countdown';
import { formatCount, formatDateTime } from '../language/format';
import { useLanguage } from '../language/language';
import { useLoaded, useTitle } from '../platform/hooks';
import { Failure } from '../platform/Notice';
import { DrawCheck } from './DrawCheck';
import type { WaitingRoom } from './useWaitingRoom';
import { waitText } from './waitText';

/** The place in line, or the lobby before it; nothing here has to be reloaded to be kept. */
export function WaitingPage({ id, accountId, room }: { id: string; accountId: string; room: WaitingRoom }) {
  const { messages, say } = useLanguage();
  const words = messages.waiting;
  const event = useLoaded(id, (signal) => loadEvent(id, signal));
  const { status } = room;
  useTitle(event.value === null ? words.title : `${words.title} · ${say(event.value.title)}`);
  if (status === null) return null;
  const isLobby = status.state === 'LOBBY';
  return (
    <div className="page narrow waiting" data-testid="waiting" data-state={status.state} data-joined={status.joined}>
      <header>
        <p className="waiting-kicker">{isLobby ? words.lobby : words.title}</p>
        <h1>{event.value === null ? words.title : say(event.value.title)}</h1>
        {event.value !== null && (
          <p className="quiet">{formatDateTime(event.value.startsAt, messages.locale)} · {say(event.value.venue.name)}</p>
        )}
      </header>
      <section className="waiting-card">
        {isLobby ? <Lobby room={room} /> : <Line room={room} />}
        {room.failure !== null && <Failure failure={room.failure} onRetry={room.refresh} />}
        {!status.joined && <Entrance room={room} />}
      </section>
      {status.joined && (
        <div className="waiting-end">
          <p className="quiet">{words.keep}</p>
          <button type="button" className="link-button" onClick={room.quit} data-testid="waiting-leave">{words.leave}</button>
        </div>
      )}
      {status.joined && status.draw !== undefined && <DrawCheck eventId={id} accountId={accountId} part={status.draw} />}
    </div>
  );
}

function Lobby({ room }: { room: WaitingRoom }) {
  const { messages } = useLanguage();
  const words = messages.waiting;
  const { status } = room;
  if (status === null) return null;
  const isNotOpen = status.lobbyOpensAt !== undefined && Date.parse(status.lobbyOpensAt) > Date.parse(status.serverTime);
  const until = isNotOpen ? status.lobbyOpensAt : status.opensAt;
  return (
    <>
      {until !== undefined && (
        <>
          <p className="waiting-label">{isNotOpen ? words.lobbyOpensIn : words.drawIn}</p>
          <Countdown untilMs={Date.parse(until)} isLarge label={isNotOpen ? words.lobbyOpensIn : words.drawIn} onOver={room.refreshSoon} />
        </>
      )}
      <p role="status">{status.joined ? words.inLobby : words.lobbyLead}</p>
    </>
  );
}

function Line({ room }: { room: WaitingRoom }) {
  const { messages } = useLanguage();
  const words = messages.waiting;
  const { status } = room;
  if (status === null) return null;
  if (!status.joined) return <p role="status">{words.lineLead}</p>;
  return (
    <>
      <p className="waiting-label">{words.ahead}</p>
      <p className="waiting-number" data-testid="ahead">{formatCount(status.ahead ?? 0, messages.locale)}<small>{words.people}</small></p>
      <dl className="waiting-facts">
        <div><dt>{words.place}</dt><dd data-testid="place">{formatCount(status.place ?? 0, messages.locale)}</dd></div>
        <div><dt>{words.estimate}</dt><dd data-testid="estimate">{waitText(status, words)}</dd></div>
      </dl>
      <p className="unseen" role="status">{status.ahead === 0 ? words.next : ''}</p>
    </>
  );
}

function Entrance({ room }: { room: WaitingRoom }) {
  const { messages } = useLanguage();
  const words = messages.waiting;
  const { status, joining } = room;
  if (status === null) return null;
  const isNotOpen = status.lobbyOpensAt !== undefined && Date.parse(status.lobbyOpensAt) > Date.parse(status.serverTime);
  return (
    <div className="waiting-entrance">
      <button type="button" className="button button-main" disabled={isNotOpen || joining !== 'no'} onClick={() => room.enter()} data-testid="waiting-join">
        {joining === 'no' ? words.join : joining === 'working' ? words.checking : words.patience}
      </button>
      {status.challenge === 'PROOF_OF_WORK' && joining !== 'waiting' && (
        <button type="button" className="link-button" disabled={isNotOpen} onClick={() => room.enter(true)}>{words.patiently}</button>
      )}
    </div>
  );
}
