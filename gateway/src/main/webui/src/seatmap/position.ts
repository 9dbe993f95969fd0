/** A point in the history of one event's seats: epochs replace each other, versions count within one. */
export interface Position {
  readonly epoch: number;
  readonly version: number;
}

export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.version - b.version;
}

export function parsePosition(header: string | null): Position | null {
  const parts = /^(\d+):(\d+)$/.exec(header ?? '');
  return parts === null ? null : { epoch: Number(parts[1]), version: Number(parts[2]) };
}

export function formatPosition({ epoch, version }: Position): string {
  return `${epoch}:${version}`;
}
