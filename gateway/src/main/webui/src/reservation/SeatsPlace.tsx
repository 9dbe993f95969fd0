import { useEffect, useMemo, useRef } from 'react';
import { useLanguage } from '../language/language';
import { useLoaded } from '../platform/hooks';
import { MINE } from '../seatmap/choice';
import { layOut } from '../seatmap/layout';
import { MapView } from '../seatmap/mapView';
import { loadSeatMap } from '../seatmap/plan';
import { themeOf } from '../seatmap/theme';
import { type Reservation, seatLines } from './reservation';

/** A tier that no section has: everything but one's own seats is drawn faintly. */
const NO_TIER = '';
const NOBODY = { seatPressed: () => undefined, standingPressed: () => undefined, hovered: () => undefined, scaled: () => undefined };

/**
 * Where in the hall the seats are: who left the choice to us sees it here for the first time. A picture only; it does
 * not take the finger from scrolling, and a reservation without it is complete.
 */
export function SeatsPlace({ reservation }: { reservation: Reservation }) {
  const { messages } = useLanguage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useLoaded(reservation.event.id, (signal) => loadSeatMap(reservation.event.id, signal));
  const layout = useMemo(() => (map.value === null ? null : layOut(map.value)), [map.value]);
  const labels = seatLines(reservation.seats).map(({ seat }) => seat.label).join(', ');
  const seats = useMemo(
    () => (layout === null ? [] : reservation.seats.flatMap(({ label }) => layout.indexOf.get(label) ?? [])),
    [layout, reservation.seats],
  );

  useEffect(() => {
    const element = canvas.current;
    if (element === null || layout === null || seats.length === 0) return;
    const words = { stage: messages.seats.stage, field: messages.seats.field, standing: messages.seats.standing, left: () => '' };
    const view = new MapView(element, layout, themeOf(element), words, NOBODY);
    const looks = new Uint8Array(layout.count);
    for (const seat of seats) looks[seat] = MINE;
    view.show(looks, new Uint32Array(layout.sections.length), []);
    view.point({ groups: [seats], active: 0, isNumbered: false });
    const restyle = () => view.restyle(themeOf(element), words, NO_TIER);
    restyle();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', restyle);
    return () => {
      dark.removeEventListener('change', restyle);
      view.destroy();
    };
  }, [layout, seats, messages]);

  if (map.failure !== null || (layout !== null && seats.length === 0)) return null;
  return <canvas ref={canvas} className="seats-place" role="img" aria-label={messages.reservation.where(labels)} data-testid="seats-place" />;
}
