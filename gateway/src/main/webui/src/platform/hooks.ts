import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { serverClock } from './clock';
import { session, type SessionState } from './session';

export function useSession(): SessionState {
  return useSyncExternalStore(session.watch, session.snapshot);
}

/** Server time, fresh at each full second of it, so that all countdowns on the page turn together. */
export function useNow(isRunning = true): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    if (!isRunning) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const time = serverClock.now();
      setNow(time);
      // A little past the second, because a timer may fire early.
      timer = setTimeout(tick, 1_000 - (time % 1_000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [isRunning]);
  return now;
}

export interface Loaded<T> {
  readonly value: T | null;
  readonly failure: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Loads when the key changes or on reload(); keeps the last value meanwhile, drops answers that came too late. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>, refreshMs?: number): Loaded<T> {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{ value: T | null; failure: unknown; key: string }>({
    value: null,
    failure: null,
    key: '',
  });
  const [isLoading, setLoading] = useState(true);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => {
    const abort = new AbortController();
    setLoading(true);
    loader.current(abort.signal).then(
      (value) => {
        if (abort.signal.aborted) return;
        setResult({ value, failure: null, key });
        setLoading(false);
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return;
        setResult((last) => ({ value: last.key === key ? last.value : null, failure, key }));
        setLoading(false);
      },
    );
    return () => abort.abort();
  }, [key, round]);
  useEffect(() => {
    if (refreshMs === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setRound((last) => last + 1);
    }, refreshMs);
    return () => clearInterval(timer);
  }, [refreshMs, key]);
  return { ...result, isLoading, reload: () => setRound((last) => last + 1) };
}

/** Sets the document's title while the calling page is shown. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
