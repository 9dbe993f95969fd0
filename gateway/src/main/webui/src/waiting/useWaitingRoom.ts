import { useCallback, useEffect, useRef, useState } from 'react';
import { NetworkError, ProblemError } from '../platform/problem';
import { rememberAdmission, watchNotAdmitted } from '../reservation/admission';
import { session } from '../platform/session';
import { solve } from './challenge';
import { followQueue, isNear, type QueueSocketLike } from './queueSocket';
import { keepPromise } from './stored';
import { join, leave, loadChallenge, loadDraw, loadStatus, type WaitingStatus } from './waitingRoom';

/** Between two attempts while the server does not answer. */
const RETRY_MS = 5_000;
/** So that those who came in the same second do not all ask in the same second. */
const SPREAD = 0.2;

export type Joining = 'no' | 'working' | 'waiting';

export interface WaitingRoom {
  readonly status: WaitingStatus | null;
  readonly failure: unknown;
  readonly joining: Joining;
  /** Joins; `patiently` waits instead of computing. */
  readonly enter: (patiently?: boolean) => void;
  readonly quit: () => void;
  readonly refresh: () => void;
  /** Asks at a random moment before the next question is due: what everybody waits for must not make all ask at once. */
  readonly refreshSoon: () => void;
}

/** When to ask again: as the server says, a little earlier or later. */
export function pollDelayMs(pollAfterSeconds: number, random: number): number {
  return pollAfterSeconds * 1_000 * (1 - SPREAD * random);
}

/** Follows the viewer's place by asking as often as the server says; asking keeps the place. */
export function useWaitingRoom(eventId: string, isSignedIn: boolean): WaitingRoom {
  const [status, setStatus] = useState<WaitingStatus | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [joining, setJoining] = useState<Joining>('no');
  const [round, setRound] = useState(0);
  const entering = useRef<AbortController | null>(null);

  const take = useCallback((now: WaitingStatus) => {
    rememberAdmission(eventId, now.admissionToken);
    setStatus(now);
    setFailure(null);
  }, [eventId]);

  useEffect(() => {
    if (!isSignedIn) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = () => {
      loadStatus(eventId, abort.signal).then(
        (now) => {
          take(now);
          timer = setTimeout(ask, pollDelayMs(now.pollAfterSeconds, Math.random()));
        },
        (refused: unknown) => {
          if (abort.signal.aborted) return;
          setFailure(refused);
          const isPassing = refused instanceof NetworkError || (refused instanceof ProblemError && refused.problem.status >= 429);
          if (isPassing) timer = setTimeout(ask, RETRY_MS);
        },
      );
    };
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [eventId, isSignedIn, take, round]);

  useEffect(() => () => entering.current?.abort(), []);
  useEffect(() => watchNotAdmitted((refused) => {
    if (refused === eventId) setRound((last) => last + 1);
  }), [eventId]);

  const refresh = useCallback(() => setRound((last) => last + 1), []);
  const holdsConnection = isSignedIn && isNear(status);
  useEffect(() => {
    if (!holdsConnection) return;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const address = `${scheme}://${location.host}/ws/events/${eventId}`;
    return followQueue(() => new WebSocket(address) as QueueSocketLike, () => session.token(), refresh);
  }, [eventId, holdsConnection, refresh]);
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);
  const spreadMs = (status?.pollAfterSeconds ?? 5) * 1_000;
  const refreshSoon = useCallback(() => {
    clearTimeout(soon.current);
    soon.current = setTimeout(refresh, Math.random() * spreadMs);
  }, [refresh, spreadMs]);
  useEffect(() => () => clearTimeout(soon.current), []);
  const enter = useCallback((patiently = false) => {
    entering.current?.abort();
    const abort = new AbortController();
    entering.current = abort;
    setFailure(null);
    setJoining(patiently ? 'waiting' : 'working');
    answered(eventId, status?.challenge, patiently, abort.signal)
      .then((answer) => join(eventId, answer))
      .then(async (now) => {
        take(now);
        const draw = now.draw === undefined || now.state !== 'LOBBY' ? undefined : await loadDraw(eventId, now.draw.generation).catch(() => undefined);
        keepPromise(eventId, now, draw?.seedHash);
        refresh();
      })
      .catch((refused: unknown) => {
        if (!abort.signal.aborted) setFailure(refused);
      })
      .finally(() => {
        if (entering.current === abort) setJoining('no');
      });
  }, [eventId, status?.challenge, take, refresh]);
  const quit = useCallback(() => {
    void leave(eventId).then(refresh, setFailure);
  }, [eventId, refresh]);
  return { status, failure, joining, enter, quit, refresh, refreshSoon };
}

async function answered(eventId: string, wanted: WaitingStatus['challenge'], patiently: boolean, signal: AbortSignal) {
  if (wanted !== 'PROOF_OF_WORK') return {};
  const asked = await loadChallenge(eventId, patiently ? 'wait' : 'proof-of-work', signal);
  if (asked.kind === 'wait') {
    await pause(asked.difficulty * 1_000 + 500, signal);
    return { challenge: asked.challenge };
  }
  return { challenge: asked.challenge, solution: await solve(asked.challenge, asked.difficulty, signal) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
