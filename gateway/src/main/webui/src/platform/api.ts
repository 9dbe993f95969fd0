import { sampleFromAnswer, serverClock } from './clock';
import { NetworkError, ProblemError, problemFrom, SignInRequired } from './problem';
import { session } from './session';

/** Longer than any upstream time-out of the gateway, so that its answer is normally the one that is shown. */
const REQUEST_TIMEOUT_MS = 20_000;

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** The token of the waiting room's admission, where one is needed. */
  readonly admission?: string;
  /** `required`: without a session the call fails with {@link SignInRequired} before anything is sent. */
  readonly identity?: 'none' | 'required';
  readonly signal?: AbortSignal;
  /** What never changes may come out of the browser's cache. */
  readonly isStatic?: boolean;
}

export interface ApiAnswer<T> {
  readonly body: T;
  /** `Tiketi-Position` of the answer: no seat state older than this may be shown any more. */
  readonly position: string | null;
}

let language = 'ko';

/** Problem titles come in the language of the page. */
export function speak(chosen: string): void {
  language = chosen;
}

export function requestHeaders(request: ApiRequest, accessToken: string | null): Headers {
  const headers = new Headers({ Accept: 'application/json, application/problem+json', 'Accept-Language': language });
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  if (request.idempotencyKey !== undefined) headers.set('Idempotency-Key', request.idempotencyKey);
  if (request.admission !== undefined) headers.set('Tiketi-Admission', request.admission);
  if (accessToken !== null) headers.set('Authorization', `Bearer ${accessToken}`);
  return headers;
}

function observeTime(response: Response, body: unknown, sentMs: number, receivedMs: number): void {
  // An answer out of a cache carries the date of when it was made, which says nothing about now.
  if (response.headers.has('Age')) return;
  const named = (body as { serverTime?: unknown } | null)?.serverTime;
  const sample = sampleFromAnswer(named, response.headers.get('Date'), sentMs, receivedMs);
  if (sample !== null) serverClock.observe(sample);
}

/** One exchange with the server: an answer, a {@link ProblemError} or a {@link NetworkError}. Knows no session. */
export async function exchange<T>(path: string, request: ApiRequest, headers: Headers): Promise<ApiAnswer<T>> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  const sentMs = Date.now();
  let response: Response;
  let body: unknown;
  let receivedMs: number;
  try {
    response = await fetch(path, {
      method: request.method ?? 'GET',
      headers,
      signal,
      credentials: 'same-origin',
      // Revalidation is cheap (304), and it renews the Date header that the clock is set by.
      cache: request.isStatic === true ? 'default' : 'no-cache',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    receivedMs = Date.now();
    const raw = await response.text();
    body = parse(raw);
  } catch (failure) {
    if (request.signal?.aborted === true) throw failure;
    throw new NetworkError(String(failure));
  }
  if (request.isStatic !== true) observeTime(response, body, sentMs, receivedMs);
  const position = response.headers.get('Tiketi-Position');
  if (!response.ok) throw new ProblemError(problemFrom(response.status, body, response.headers), position);
  return { body: body as T, position };
}

function parse(raw: string): unknown {
  if (raw === '') return null;
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/** Calls the API with the session's token; an expired one is refreshed once before the caller sees a refusal. */
export async function call<T>(path: string, request: ApiRequest = {}): Promise<ApiAnswer<T>> {
  if (request.identity !== 'required') return exchange<T>(path, request, requestHeaders(request, null));
  const token = await session.token();
  if (token === null) throw new SignInRequired();
  try {
    return await exchange<T>(path, request, requestHeaders(request, token));
  } catch (failure) {
    if (!(failure instanceof ProblemError) || failure.problem.status !== 401) throw failure;
    const renewed = await session.renew(token);
    if (renewed === null) throw new SignInRequired();
    return exchange<T>(path, request, requestHeaders(request, renewed));
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call<T>(path, signal === undefined ? {} : { signal })).body;
}
