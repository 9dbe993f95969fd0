import { indexSeats, reachFor, seatAt, sectionAt, standingAt, type SeatIndex } from './hitTest';
import type { Layout } from './layout';
import type { Offers } from './offerMarks';
import { PlanLayer } from './planLayer';
import { drawMarks, FLASH_MS, type Scene, type Theme, type Words } from './renderer';
import { around, between, fit, isInSight, keepInSight, MAX_SCALE, pan, type Size, toPlan, type Viewport, zoomAt } from './viewport';

/*
 * The moving part of the seat map: pointer, wheel and keys in, frames out. Draws at most once per frame and only when
 * something changed.
 */
export interface MapEvents {
  seatPressed(seat: number): void;
  /** A standing section was meant, named by its place in the layout. */
  standingPressed(section: number): void;
  hovered(seat: number | null, x: number, y: number): void;
  scaled(scale: number): void;
}

/** A press that moves less than this is a click. */
const CLICK_SLOP_PX = 6;
/** Below this a seat is too small to be meant; a press zooms in instead. */
const PRESSABLE_FROM = { mouse: 5, touch: 9 } as const;
/** From here on marks and numbers on single seats can be told apart. */
const LEGIBLE_FROM = 16;
const COMFORTABLE_SCALE = 20;
const GLIDE_MS = 320;
const KEY_STEP_PX = 60;

interface Finger {
  x: number;
  y: number;
}

export class MapView {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly layout: Layout;
  private readonly index: SeatIndex;
  private readonly events: MapEvents;
  private readonly isCalm: boolean;
  private appearance: Uint8Array;
  private available: Uint32Array;
  private theme: Theme;
  private words: Words;
  private tier: string | null = null;
  private hovered: number | null = null;
  private offers: Offers | null = null;
  private size: Size = { width: 0, height: 0 };
  private ratio = 1;
  private view: Viewport = { scale: 1, left: 0, top: 0 };
  private minScale = 1;
  /** What the window follows when its size changes: the whole plan, some seats, or nothing once the buyer moved it. */
  private aim: 'all' | readonly number[] | null = 'all';
  private frame = 0;
  private glide: { from: Viewport; to: Viewport; startMs: number } | null = null;
  private readonly layer = new PlanLayer();
  private readonly flashes = new Map<number, number>();
  private readonly fingers = new Map<number, Finger>();
  private pressed: { x: number; y: number } | null = null;
  private readonly ending = new AbortController();

  constructor(canvas: HTMLCanvasElement, layout: Layout, theme: Theme, words: Words, events: MapEvents) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d')!;
    this.layout = layout;
    this.index = indexSeats(layout);
    this.theme = theme;
    this.words = words;
    this.events = events;
    this.appearance = new Uint8Array(layout.count).fill(3);
    this.available = new Uint32Array(layout.sections.length);
    this.isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.listen();
    this.resize();
  }

  destroy(): void {
    this.ending.abort();
    cancelAnimationFrame(this.frame);
  }

  show(appearance: Uint8Array, available: Uint32Array, changed: readonly number[]): void {
    this.appearance = appearance;
    this.available = available;
    if (!this.isCalm) for (const seat of changed) this.flashes.set(seat, performance.now());
    this.redraw();
  }

  restyle(theme: Theme, words: Words, tier: string | null): void {
    this.theme = theme;
    this.words = words;
    this.tier = tier;
    this.redraw();
  }

  point(offers: Offers | null): void {
    this.offers = offers;
    this.redraw();
  }

  /** Moves to where all these seats are in sight. */
  reveal(seats: readonly number[]): void {
    if (seats.length === 0) return;
    this.aim = seats;
    this.glideTo(this.aimed());
  }

  /** The viewport that the aim asks for; one that shows it already is left as it is. */
  private aimed(): Viewport {
    if (this.aim === null) return this.view;
    if (this.aim === 'all') return fit(this.layout.bounds, this.size, 32);
    const { x, y } = this.layout;
    const places = this.aim.map((seat) => ({ x: x[seat]!, y: y[seat]! }));
    return this.view.scale >= LEGIBLE_FROM && isInSight(places, this.view, this.size) ? this.view : around(places, this.size, COMFORTABLE_SCALE);
  }

  resize(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    this.size = { width, height };
    this.ratio = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.minScale = fit(this.layout.bounds, this.size, 32).scale * 0.85;
    this.glide = null;
    this.move(this.aimed());
    // Setting the size cleared the picture; draw in this frame to avoid a blink.
    this.paint();
  }

  fitAll(): void {
    this.aim = 'all';
    this.glideTo(this.aimed());
  }

  zoomBy(factor: number): void {
    this.aim = null;
    this.glideTo(zoomAt(this.glide?.to ?? this.view, factor, this.size.width / 2, this.size.height / 2, this.minScale));
  }

  private move(view: Viewport): void {
    const kept = keepInSight(view, this.layout.bounds, this.size);
    if (kept.scale !== this.view.scale) this.events.scaled(kept.scale);
    this.view = kept;
    this.redraw();
  }

  private glideTo(to: Viewport): void {
    const target = keepInSight(to, this.layout.bounds, this.size);
    if (this.isCalm) {
      this.move(target);
      return;
    }
    this.glide = { from: this.view, to: target, startMs: performance.now() };
    this.redraw();
  }

  private redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const nowMs = performance.now();
    if (this.glide !== null) {
      const progress = Math.min(1, (nowMs - this.glide.startMs) / GLIDE_MS);
      const { from, to } = this.glide;
      if (progress === 1) this.glide = null;
      this.move(progress === 1 ? to : between(from, to, Math.max(0, progress), this.size));
    }
    for (const [seat, sinceMs] of this.flashes) if (nowMs - sinceMs > FLASH_MS) this.flashes.delete(seat);
    const scene: Scene = {
      layout: this.layout, appearance: this.appearance, available: this.available, view: this.view, size: this.size,
      ratio: this.ratio, theme: this.theme, words: this.words, tier: this.tier, hovered: this.hovered,
      offers: this.offers,
      flashes: this.flashes, nowMs,
    };
    this.layer.paint(this.context, scene);
    drawMarks(this.context, scene);
    if (this.glide !== null || this.flashes.size > 0) this.redraw();
  }

  private listen(): void {
    const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void) =>
      this.canvas.addEventListener(type, act, { signal: this.ending.signal, passive: false });
    on('pointerdown', (event) => this.press(event));
    on('pointermove', (event) => this.drag(event));
    on('pointerup', (event) => this.lift(event, true));
    on('pointercancel', (event) => this.lift(event, false));
    on('pointerleave', () => this.hover(null, 0, 0));
    on('wheel', (event) => this.wheel(event));
    on('keydown', (event) => this.key(event));
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.canvas);
    this.ending.signal.addEventListener('abort', () => observer.disconnect());
  }

  private place(event: MouseEvent): Finger {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    const place = this.place(event);
    this.fingers.set(event.pointerId, place);
    this.pressed = this.fingers.size === 1 ? place : null;
    this.glide = null;
  }

  private drag(event: PointerEvent): void {
    const place = this.place(event);
    const before = this.fingers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== 'mouse') return;
      this.hover(this.seatUnder(place, 'mouse'), place.x, place.y);
      if (this.hovered === null) this.canvas.style.cursor = this.standingUnder(place) === null ? '' : 'pointer';
      return;
    }
    if (this.pressed !== null && Math.hypot(place.x - this.pressed.x, place.y - this.pressed.y) < CLICK_SLOP_PX) return;
    this.pressed = null;
    this.aim = null;
    this.hover(null, 0, 0);
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      this.move(pan(this.view, place.x - before.x, place.y - before.y));
    } else {
      const apart = Math.hypot(before.x - other.x, before.y - other.y) || 1;
      const factor = Math.hypot(place.x - other.x, place.y - other.y) / apart;
      const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
      const shifted = pan(this.view, (place.x - before.x) / 2, (place.y - before.y) / 2);
      this.move(zoomAt(shifted, factor, middle.x, middle.y, this.minScale));
    }
    this.fingers.set(event.pointerId, place);
  }

  private lift(event: PointerEvent, isClick: boolean): void {
    this.fingers.delete(event.pointerId);
    const pressed = this.pressed;
    this.pressed = null;
    if (!isClick || pressed === null) return;
    const kind = event.pointerType === 'mouse' ? 'mouse' : 'touch';
    const standing = this.standingUnder(pressed);
    if (standing !== null) {
      this.events.standingPressed(standing);
      return;
    }
    if (this.view.scale < PRESSABLE_FROM[kind]) {
      this.closeIn(pressed);
      return;
    }
    const seat = this.seatUnder(pressed, kind);
    if (seat !== null) this.events.seatPressed(seat);
  }

  /** From the overview a press leads to where single seats can be pressed, around the section that was meant. */
  private closeIn(place: Finger): void {
    const { x, y } = toPlan(this.view, place.x, place.y);
    const section = sectionAt(this.layout, x, y);
    const whole = section === null ? null : fit(this.layout.sections[section]!.bounds, this.size, COMFORTABLE_SCALE);
    this.aim = null;
    if (whole !== null && whole.scale >= PRESSABLE_FROM.touch) this.glideTo(whole);
    else this.glideTo(zoomAt(this.view, Math.min(MAX_SCALE, COMFORTABLE_SCALE * 0.7) / this.view.scale, place.x, place.y, this.minScale));
  }

  private seatUnder(place: Finger, pointerType: string): number | null {
    if (this.view.scale < PRESSABLE_FROM.mouse) return null;
    const { x, y } = toPlan(this.view, place.x, place.y);
    return seatAt(this.layout, this.index, x, y, reachFor(this.view.scale, pointerType));
  }

  private standingUnder(place: Finger): number | null {
    const { x, y } = toPlan(this.view, place.x, place.y);
    return standingAt(this.layout, x, y);
  }

  private hover(seat: number | null, x: number, y: number): void {
    if (seat === null && this.hovered === null) return;
    if (seat !== this.hovered) this.redraw();
    this.hovered = seat;
    this.canvas.style.cursor = seat === null ? '' : 'pointer';
    this.events.hovered(seat, x, y);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = this.place(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touch pad arrives as a wheel with Ctrl and small steps.
    const speed = event.ctrlKey ? 0.012 : 0.0022;
    this.glide = null;
    this.aim = null;
    this.hover(null, 0, 0);
    this.move(zoomAt(this.view, Math.exp(-event.deltaY * lines * speed), x, y, this.minScale));
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => this.move(pan(this.view, KEY_STEP_PX, 0)),
      ArrowRight: () => this.move(pan(this.view, -KEY_STEP_PX, 0)),
      ArrowUp: () => this.move(pan(this.view, 0, KEY_STEP_PX)),
      ArrowDown: () => this.move(pan(this.view, 0, -KEY_STEP_PX)),
      '+': () => this.zoomBy(1.5),
      '=': () => this.zoomBy(1.5),
      '-': () => this.zoomBy(1 / 1.5),
      '0': () => this.fitAll(),
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.aim = null;
    step();
  }
}
