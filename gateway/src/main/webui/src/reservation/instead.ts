/*
 * Which seats were wanted where others were reserved instead. Only for the way from the map to the pay step, so that
 * the buyer is told there; later the reservation speaks for itself.
 */
const wanted = new Map<string, readonly string[]>();

/** Notes the difference between what was wished and what was reserved, if there is one. */
export function rememberInstead(reservationId: string, wished: readonly string[], reserved: readonly string[]): void {
  const gone = wished.filter((label) => !reserved.includes(label));
  if (gone.length > 0) wanted.set(reservationId, gone);
}

/** The wished seats that the reservation does not have. */
export function goneFrom(reservationId: string): readonly string[] {
  return wanted.get(reservationId) ?? [];
}
