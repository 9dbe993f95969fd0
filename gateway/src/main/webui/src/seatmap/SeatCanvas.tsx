import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useLanguage } from '../language/language';
import { formatCount, formatPrice } from '../language/format';
import { APPEARANCES } from './choice';
import type { Layout } from './layout';
import { MapView } from './mapView';
import type { Offers } from './offerMarks';
import type { Words } from './renderer';
import { themeOf } from './theme';

export interface SeatCanvasHandle {
  readonly fitAll: () => void;
  readonly zoomBy: (factor: number) => void;
  readonly reveal: (seats: readonly number[]) => void;
}

interface SeatCanvasProps {
  readonly layout: Layout;
  readonly appearance: Uint8Array;
  readonly available: Uint32Array;
  readonly tier: string | null;
  readonly offers: Offers | null;
  readonly onSeat: (seat: number) => void;
  readonly onStanding: (section: string) => void;
  readonly ref: Ref<SeatCanvasHandle>;
}

export function SeatCanvas({ layout, appearance, available, tier, offers, onSeat, onStanding, ref }: SeatCanvasProps) {
  const { messages } = useLanguage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView | null>(null);
  const shown = useRef<Uint8Array | null>(null);
  const press = useRef(onSeat);
  press.current = onSeat;
  const stand = useRef(onStanding);
  stand.current = onStanding;
  const [hover, setHover] = useState<{ seat: number; x: number; y: number } | null>(null);
  const words: Words = {
    stage: messages.seats.stage,
    field: messages.seats.field,
    standing: messages.seats.standing,
    left: (count) => messages.seats.left(formatCount(count, messages.locale)),
  };
  const latestWords = useRef(words);
  latestWords.current = words;

  useEffect(() => {
    const element = canvas.current!;
    const created = new MapView(element, layout, themeOf(element), latestWords.current, {
      seatPressed: (seat) => press.current(seat),
      standingPressed: (section) => stand.current(layout.sections[section]!.name),
      hovered: (seat, x, y) => setHover(seat === null ? null : { seat, x, y }),
      scaled: (scale) => {
        element.dataset['scale'] = scale.toFixed(1);
      },
    });
    view.current = created;
    shown.current = null;
    return () => created.destroy();
  }, [layout]);

  useEffect(() => {
    const before = shown.current;
    const changed: number[] = [];
    if (before !== null) for (let seat = 0; seat < appearance.length; seat++) if (before[seat] !== appearance[seat]) changed.push(seat);
    shown.current = appearance;
    // After a snapshot everything may differ; flashes are for single seats.
    view.current?.show(appearance, available, changed.length < 200 ? changed : []);
  }, [layout, appearance, available]);

  useEffect(() => {
    const restyle = () => view.current?.restyle(themeOf(canvas.current!), latestWords.current, tier);
    restyle();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', restyle);
    return () => dark.removeEventListener('change', restyle);
  }, [layout, tier, messages]);

  useEffect(() => view.current?.point(offers), [layout, offers]);

  useImperativeHandle(ref, () => ({
    fitAll: () => view.current?.fitAll(),
    zoomBy: (factor) => view.current?.zoomBy(factor),
    reveal: (seats) => view.current?.reveal(seats),
  }), []);

  return (
    <>
      <canvas ref={canvas} className="seat-canvas" tabIndex={0} role="img" aria-label={messages.seats.mapLabel} data-testid="seat-map" />
      {hover !== null && <Tooltip layout={layout} seat={hover.seat} look={appearance[hover.seat] ?? 3} x={hover.x} y={hover.y} />}
    </>
  );
}

function Tooltip({ layout, seat, look, x, y }: { layout: Layout; seat: number; look: number; x: number; y: number }) {
  const { messages } = useLanguage();
  const section = layout.sections[layout.sectionOf[seat]!]!;
  const row = section.rows.find(({ start, end }) => start <= seat && seat < end)!;
  return (
    <div className="seat-tip" aria-hidden="true" style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}>
      <b>{messages.seats.place(section.name, row.row, layout.numbers[seat]!)}</b>
      <span>{section.priceTier} · {formatPrice(section.price, messages.locale)}</span>
      <span>{messages.seats.states[APPEARANCES[look]!]}{layout.accessible[seat] === 1 && ` · ${messages.seats.accessible}`}</span>
    </div>
  );
}
