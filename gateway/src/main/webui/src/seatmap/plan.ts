import { call } from '../platform/api';

/** One event's seating plan as the server tells it. The order of its seats is the order of the live states. */
export interface SeatMap {
  readonly planVersion: number;
  readonly sections: readonly SectionPlan[];
}

export interface SectionPlan {
  readonly name: string;
  readonly priceTier: string;
  readonly price: number;
  readonly rows: readonly RowPlan[];
  readonly standing?: { readonly capacity: number } | null;
}

export interface RowPlan {
  readonly row: string;
  readonly seats: readonly SeatPlan[];
}

export interface SeatPlan {
  readonly label: string;
  readonly number: string | number;
  readonly x?: number | null;
  readonly y?: number | null;
  readonly accessible?: boolean | null;
}

export async function loadSeatMap(eventId: string, signal: AbortSignal): Promise<SeatMap> {
  return (await call<SeatMap>(`/api/events/${encodeURIComponent(eventId)}/seat-map`, { signal, isStatic: true })).body;
}
