/** What the server refuses with (RFC 9457 problem details), and what the page makes of it. */
export interface Violation {
  readonly field: string;
  readonly message: string;
}

export interface Problem {
  readonly status: number;
  /** The last part of the problem's type, such as `seats-taken`. */
  readonly slug: string;
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly violations: readonly Violation[];
  readonly retryAfterSeconds?: number;
  /** A word that tells the cases of one problem apart. */
  readonly reason?: string;
  /** What the code that is asked for must be given to; only with `second-factor-required`. */
  readonly challenge?: string;
  /** Seats that others were faster to take, only with `seats-taken`. */
  readonly taken: readonly string[];
  /** Groups of seats that may be had instead, the nearest first; only with `seats-taken`. */
  readonly alternatives: readonly (readonly string[])[];
}

export class ProblemError extends Error {
  readonly problem: Problem;
  /** The seat position that the refusal was decided on, when the answer named one. */
  readonly position: string | null;

  constructor(problem: Problem, position: string | null = null) {
    super(problem.title);
    this.problem = problem;
    this.position = position;
  }
}

/** The request got no answer: it may or may not have had its effect, so only an idempotent one may be repeated. */
export class NetworkError extends Error {}

/** There is no session any more; the page has to ask for a sign-in. */
export class SignInRequired extends Error {}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

function violations(value: unknown): Violation[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { field, message } = (entry ?? {}) as Record<string, unknown>;
    return typeof field === 'string' && typeof message === 'string' ? [{ field, message }] : [];
  });
}

export function problemFrom(status: number, body: unknown, headers: Headers): Problem {
  const members = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const detail = text(members['detail']);
  const reason = text(members['reason']);
  const challenge = text(members['challenge']);
  const requestId = text(members['requestId']) ?? headers.get('X-Request-Id') ?? undefined;
  const retryAfter = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  const alternatives = members['alternatives'];
  return {
    status,
    slug: text(members['type'])?.split('/').pop() ?? `http-${status}`,
    title: text(members['title']) ?? '',
    violations: violations(members['violations']),
    taken: texts(members['taken']),
    alternatives: Array.isArray(alternatives) ? alternatives.map(texts).filter((group) => group.length > 0) : [],
    ...(detail === undefined ? {} : { detail }),
    ...(reason === undefined ? {} : { reason }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(Number.isNaN(retryAfter) ? {} : { retryAfterSeconds: retryAfter }),
  };
}

/** What to tell the buyer; the request id only where support would need it. */
export interface Complaint {
  readonly title: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ComplaintTexts {
  readonly network: string;
  readonly unexpected: string;
  readonly busy: string;
  readonly bySlug: Readonly<Record<string, string>>;
}

export function complaintFrom(failure: unknown, texts: ComplaintTexts): Complaint {
  if (failure instanceof NetworkError) return { title: texts.network, fields: {} };
  if (!(failure instanceof ProblemError)) return { title: texts.unexpected, fields: {} };
  const { problem } = failure;
  const fields = Object.fromEntries(problem.violations.map(({ field, message }) => [field, message]));
  const isUnexpected = problem.status >= 500;
  const own = texts.bySlug[`${problem.slug}:${problem.reason ?? ''}`] ?? texts.bySlug[problem.slug];
  const fallback = problem.status === 429 || problem.status === 503 ? texts.busy : texts.unexpected;
  return {
    title: own ?? (problem.title === '' ? fallback : problem.title),
    fields,
    ...(isUnexpected && problem.requestId !== undefined ? { requestId: problem.requestId } : {}),
  };
}
