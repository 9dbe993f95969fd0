/*
 * The mock's answer to "which seats?": the best available, nearest alternatives, standing places. Much simpler than the
 * real rules, but of the same shape.
 */

/** Free seats side by side in one row of the sections that fit, front to back; at most `most` groups. */
function groups(e, count, fits, most) {
  const found = [];
  for (const section of e.map.sections.filter(fits)) {
    for (const row of section.rows) {
      const run = [];
      for (const { label } of row.seats) {
        const seat = e.index.get(label);
        if (e.states[seat] === 0) run.push(seat);
        else run.length = 0;
        if (run.length === count) {
          found.push([...run]);
          if (found.length === most) return found;
          run.length = 0;
        }
      }
    }
  }
  return found;
}

/** Groups of the same tier, nearest first. */
export function alternativesTo(e, wished) {
  const { priceTier } = e.seats[wished[0]];
  const near = (group) => Math.abs(group[0] - wished[0]);
  return groups(e, wished.length, (section) => section.priceTier === priceTier, Infinity).sort((a, b) => near(a) - near(b)).slice(0, 5);
}

/** Indexes of the best seats, or null. */
export function bestSeats(e, { count, section, priceTier, accessible }) {
  const fits = (known) => (section === undefined || known.name === section) && (priceTier === undefined || known.priceTier === priceTier);
  const all = groups(e, count, fits, accessible ? Infinity : 1);
  return (accessible ? all.find((group) => group.some((seat) => e.seats[seat].accessible)) : all[0]) ?? null;
}

/** Places of a standing section: they have no index, their label is the section's name. */
export function standingPlaces(e, { section, count }) {
  const floor = e.map.sections.find(({ name, standing }) => name === section && standing);
  if (!floor || e.standing.get(section) < count) return null;
  e.standing.set(section, e.standing.get(section) - count);
  return Array.from({ length: count }, () => ({ label: section, section, priceTier: floor.priceTier, price: floor.price }));
}
