/** So near to the front a connection is worth it: who is let in should know within two seconds. */
const NEAR = 200;
/** Between a connection that was lost and the next one; asking goes on meanwhile. */
const RETRY_MS = 3_000;

export interface QueueSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Whether somebody who stands there should hold a connection. */
export function isNear(status: { readonly state: string; readonly joined: boolean; readonly ahead?: number } | null): boolean {
  return status !== null && status.joined && status.state === 'WAITING' && (status.ahead ?? NEAR + 1) <= NEAR;
}

/**
 * Holds a connection and calls for each word about the viewer's place, or with `reservation` about the viewer's
 * reservations; returns what ends it. Without a connection nothing is lost but time: asking goes on.
 */
export function followQueue(
  open: () => QueueSocketLike,
  token: () => Promise<string | null>,
  moved: () => void,
  random: () => number = Math.random,
  kind: 'queue' | 'reservation' = 'queue',
): () => void {
  let socket: QueueSocketLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const signIn = (opened: QueueSocketLike) => {
    void token().then((known) => {
      if (known !== null && socket === opened) opened.send(JSON.stringify({ type: 'auth', token: known }));
    });
  };
  const connect = () => {
    const opened = open();
    socket = opened;
    opened.onopen = () => signIn(opened);
    opened.onmessage = (event) => {
      const type = typeOf(event.data);
      if (type === kind) moved();
      if (type === 'renew') signIn(opened);
    };
    opened.onclose = () => {
      socket = null;
      if (!ended) timer = setTimeout(connect, RETRY_MS * (1 + random()));
    };
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
    socket = null;
  };
}

function typeOf(data: unknown): string | null {
  if (typeof data !== 'string') return null;
  try {
    return (JSON.parse(data) as { type?: string }).type ?? null;
  } catch {
    return null;
  }
}
