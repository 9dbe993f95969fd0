import { useEffect, useState } from 'react';
import { Countdown } from '../catalog/Countdown';
import { useLanguage } from '../language/language';
import { useSession } from '../platform/hooks';
import { Failure, Loading } from '../platform/Notice';
import { SeatsPage } from '../seatmap/SeatsPage';
import { useWaitingRoom } from './useWaitingRoom';
import { WaitingPage } from './WaitingPage';

/** Leads to the seats: at once where no admission is asked for, else through the waiting room. */
export function WaitingGate({ id }: { id: string }) {
  const { messages } = useLanguage();
  const session = useSession();
  const isSignedIn = session.status === 'signed-in';
  const room = useWaitingRoom(id, isSignedIn);
  const [isIn, setIn] = useState(false);
  const state = room.status?.state;
  useEffect(() => {
    if (state === 'OPEN' || state === 'ADMITTED') setIn(true);
    else if (state !== undefined) setIn(false);
  }, [state]);

  if (session.status === 'starting') return <Loading />;
  // Strangers look at the seats; they are asked to sign in, and to wait, when they want one.
  if (!isSignedIn) return <SeatsPage id={id} />;
  if (room.status === null) return room.failure === null ? <Loading /> : <Failure failure={room.failure} onRetry={room.refresh} />;
  if (!isIn) return <WaitingPage id={id} accountId={session.account?.id ?? ''} room={room} />;
  return (
    <>
      {room.status.admissionExpiresAt !== undefined && (
        <p className="admission" role="status" data-testid="admission">
          {messages.waiting.admitted}
          {' · '}
          <Countdown untilMs={Date.parse(room.status.admissionExpiresAt)} label={messages.waiting.timeLeft} onOver={room.refresh} />
        </p>
      )}
      <SeatsPage id={id} />
    </>
  );
}
