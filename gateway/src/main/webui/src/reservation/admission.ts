/** The tokens of admissions, in memory only: after a reload the server tells them again. */
const tokens = new Map<string, string>();
const watchers = new Set<(eventId: string) => void>();

export function rememberAdmission(eventId: string, token: string | undefined): void {
  if (token === undefined) tokens.delete(eventId);
  else tokens.set(eventId, token);
}

export function admissionOf(eventId: string): string | undefined {
  return tokens.get(eventId);
}

/** A reservation was refused for want of a live admission: who leads through the waiting room has to know. */
export function tellNotAdmitted(eventId: string): void {
  tokens.delete(eventId);
  watchers.forEach((watcher) => watcher(eventId));
}

export function watchNotAdmitted(watcher: (eventId: string) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
