import { useCallback, useMemo, useRef, useState } from 'react';
import { useSession } from '../platform/hooks';
import { attempt, isUndecided } from '../platform/intent';
import { IntentBook } from '../platform/intentBook';
import { type Problem, ProblemError, SignInRequired } from '../platform/problem';
import { go, signInAddress } from '../platform/router';
import { tellNotAdmitted } from '../reservation/admission';
import { rememberInstead } from '../reservation/instead';
import { reserve } from '../reservation/reservation';
import { subjectOf, type Wish } from '../reservation/wish';
import { storeChoice } from './storedChoice';
import { rememberReserved } from './told';

const NOT_ADMITTED = new Set(['admission-required', 'admission-expired']);
const STORED_INTENTS = 'tiketi.intents.';

export interface Reserving {
  readonly isReserving: boolean;
  readonly failure: unknown;
  /** A request is under way, or its answer was lost: whether it had its effect is not known. */
  readonly isOpen: boolean;
  readonly submit: (wish: Wish) => void;
  /** The last wish once more, with the same key while its outcome is open. */
  readonly retry: () => void;
  readonly clear: () => void;
}

/** Sends a wish and leads on to the pay step; lost races go to the caller, with the position they were decided at. */
export function useReserve(eventId: string, onTaken: (problem: Problem, position: string | null, wish: Wish) => void): Reserving {
  const isSignedIn = useSession().status === 'signed-in';
  const [isReserving, setReserving] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const intents = useMemo(() => new IntentBook(STORED_INTENTS + eventId, sessionStorage), [eventId]);
  const last = useRef<Wish | null>(null);
  const taken = useRef(onTaken);
  taken.current = onTaken;
  const isBusy = useRef(false);

  const send = useCallback(async (wish: Wish) => {
    const subject = subjectOf(wish);
    const key = intents.keyFor(subject);
    try {
      const { reservation, position } = await attempt(() => reserve(eventId, wish, key));
      intents.settle(subject);
      rememberReserved(eventId, reservation.seats, position);
      if (wish.kind === 'seats') rememberInstead(reservation.id, wish.labels, reservation.seats.map(({ label }) => label));
      storeChoice(eventId, []);
      go(`/reservations/${reservation.id}`);
    } catch (refused) {
      if (!isUndecided(refused)) intents.settle(subject);
      if (refused instanceof SignInRequired) go(signInAddress());
      else if (refused instanceof ProblemError && refused.problem.slug === 'seats-taken') {
        taken.current(refused.problem, refused.position, wish);
      } else {
        if (refused instanceof ProblemError && NOT_ADMITTED.has(refused.problem.slug)) tellNotAdmitted(eventId);
        setFailure(refused);
      }
    }
  }, [eventId, intents]);

  const submit = useCallback((wish: Wish) => {
    if (!isSignedIn) {
      go(signInAddress());
      return;
    }
    // Two quick presses come before the button is drawn as disabled.
    if (isBusy.current) return;
    isBusy.current = true;
    last.current = wish;
    setReserving(true);
    setFailure(null);
    void send(wish).finally(() => {
      isBusy.current = false;
      setReserving(false);
    });
  }, [isSignedIn, send]);

  const retry = useCallback(() => {
    if (last.current !== null) submit(last.current);
  }, [submit]);
  const clear = useCallback(() => setFailure(null), []);
  return { isReserving, failure, isOpen: isReserving || isUndecided(failure), submit, retry, clear };
}
