import { APPEARANCES, type SeatAppearance } from './choice';
import type { Layout, Rect, SectionLayout } from './layout';
import type { Size, Viewport } from './viewport';

/*
 * Draws the seat map. Three levels, by pixels per seat:
 *   < BLOCKS_BELOW   sections as blocks, filled by how much is left
 *   < SPRITES_FROM   seats as plain squares, one colour after the other, with section names over them
 *   above            seats as little pictures, copied from an atlas that is drawn once per size
 * Only what is in the window is visited. No state is told by colour alone: held seats are hatched, sold ones are
 * small and flat, blocked ones are crosses, own ones are round, chosen ones are ticked.
 */
export const BLOCKS_BELOW = 3.2;
export const SPRITES_FROM = 6;
const ROW_NAMES_FROM = 12;
const NUMBERS_FROM = 24;
export const FLASH_MS = 700;

export interface Theme {
  readonly tiers: readonly string[];
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly held: string;
  readonly sold: string;
  readonly blocked: string;
  readonly mine: string;
  readonly stage: string;
  readonly font: string;
}

export interface Words {
  readonly stage: string;
  readonly field: string;
  readonly left: (available: number) => string;
  readonly standing: string;
}

export interface Scene {
  readonly layout: Layout;
  readonly appearance: Uint8Array;
  readonly available: Uint32Array;
  readonly view: Viewport;
  readonly size: Size;
  readonly ratio: number;
  readonly theme: Theme;
  readonly words: Words;
  readonly tier: string | null;
  readonly hovered: number | null;
  /** Seats that changed a moment ago, with when. */
  readonly flashes: ReadonlyMap<number, number>;
  readonly nowMs: number;
}

const NAME = Object.fromEntries(APPEARANCES.map((name, index) => [name, index])) as Record<SeatAppearance, number>;

/** Everything that stays as it is while the map is only moved. */
export function drawPlan(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view } = scene;
  prepare(context, scene);
  drawStage(context, scene);
  const visible = scene.layout.sections.filter((section) => isVisible(section, scene));
  for (const section of visible) if (section.standingCapacity !== null) drawBlock(context, scene, section);
  if (view.scale < BLOCKS_BELOW) {
    for (const section of visible) drawBlock(context, scene, section);
  } else if (view.scale < SPRITES_FROM) {
    drawSquares(context, scene, visible);
  } else {
    drawSprites(context, scene, visible);
  }
  if (view.scale >= ROW_NAMES_FROM) drawRowNames(context, scene, visible);
  const taken: Rect[] = [];
  for (const section of byWidth(visible)) drawSectionName(context, scene, section, taken);
}

/** What moves by itself, over the plan. */
export function drawMarks(context: CanvasRenderingContext2D, scene: Scene): void {
  context.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  drawFlashes(context, scene);
  if (scene.hovered !== null) drawHover(context, scene, scene.hovered);
}

function prepare(context: CanvasRenderingContext2D, { size, ratio }: Scene): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width * ratio, size.height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Wide sections are named first: where there is no room for all names, the small ones wait for the zoom. */
function byWidth(sections: readonly SectionLayout[]): SectionLayout[] {
  const width = ({ bounds }: SectionLayout) => bounds.right - bounds.left;
  return [...sections].sort((a, b) => width(b) - width(a));
}

function isFree(box: Rect, taken: readonly Rect[]): boolean {
  return taken.every((other) => box.right <= other.left || box.left >= other.right || box.bottom <= other.top || box.top >= other.bottom);
}

function isVisible({ bounds }: SectionLayout, { view, size }: Scene): boolean {
  return (
    bounds.right * view.scale + view.left > 0 && bounds.left * view.scale + view.left < size.width &&
    bounds.bottom * view.scale + view.top > 0 && bounds.top * view.scale + view.top < size.height
  );
}

function tierColour(scene: Scene, section: SectionLayout): string {
  const tier = scene.layout.tiers.findIndex(({ name }) => name === section.priceTier);
  return scene.theme.tiers[tier % scene.theme.tiers.length]!;
}

function isDimmed(scene: Scene, section: SectionLayout): boolean {
  return scene.tier !== null && scene.tier !== section.priceTier;
}

function drawStage(context: CanvasRenderingContext2D, { layout, view, theme, words }: Scene): void {
  const word = layout.isStageInMiddle ? words.field : words.stage;
  const { stage } = layout;
  const left = stage.left * view.scale + view.left;
  const top = stage.top * view.scale + view.top;
  const width = (stage.right - stage.left) * view.scale;
  const height = (stage.bottom - stage.top) * view.scale;
  context.fillStyle = theme.stage;
  context.beginPath();
  context.roundRect(left, top, width, height, layout.isStageInMiddle ? height * 0.12 : [height * 0.2, height * 0.2, height * 0.7, height * 0.7]);
  context.fill();
  if (height < 12) return;
  context.fillStyle = theme.paper;
  context.font = `700 ${Math.min(15, height * 0.42)}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.letterSpacing = '0.3em';
  context.fillText(word, left + width / 2, top + height / 2);
  context.letterSpacing = '0px';
}

function traceOutline(context: CanvasRenderingContext2D, { outline }: SectionLayout, view: Viewport): void {
  context.beginPath();
  outline.forEach((point, index) => {
    const x = point.x * view.scale + view.left;
    const y = point.y * view.scale + view.top;
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
}

/** A section as one piece: the fuller the colour, the more is left. */
function drawBlock(context: CanvasRenderingContext2D, scene: Scene, section: SectionLayout): void {
  const colour = tierColour(scene, section);
  const total = section.standingCapacity ?? section.end - section.start;
  const share = total === 0 ? 0 : (scene.available[scene.layout.sections.indexOf(section)] ?? 0) / total;
  traceOutline(context, section, scene.view);
  context.lineJoin = 'round';
  context.lineWidth = scene.view.scale;
  for (const [paint, alpha] of [[scene.theme.sold, 1], [colour, share === 0 ? 0 : 0.25 + share * 0.75]] as const) {
    context.globalAlpha = isDimmed(scene, section) ? alpha * 0.25 : alpha;
    context.fillStyle = context.strokeStyle = paint;
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Visits each seat of the sections that lies in the window. */
function eachSeat(scene: Scene, sections: readonly SectionLayout[], visit: (seat: number, x: number, y: number, section: SectionLayout) => void): void {
  const { layout, view, size } = scene;
  const edge = view.scale;
  for (const section of sections) {
    for (let seat = section.start; seat < section.end; seat++) {
      const x = layout.x[seat]! * view.scale + view.left;
      const y = layout.y[seat]! * view.scale + view.top;
      if (x > -edge && x < size.width + edge && y > -edge && y < size.height + edge) visit(seat, x, y, section);
    }
  }
}

function drawSquares(context: CanvasRenderingContext2D, scene: Scene, sections: readonly SectionLayout[]): void {
  const { theme } = scene;
  const side = scene.view.scale * 0.76;
  const half = side / 2;
  const byColour = new Map<string, number[]>();
  const add = (colour: string, x: number, y: number) => {
    const list = byColour.get(colour);
    if (list === undefined) byColour.set(colour, [x, y]);
    else list.push(x, y);
  };
  const fixed = { [NAME.held]: theme.held, [NAME.sold]: theme.sold, [NAME.blocked]: theme.sold, [NAME.mine]: theme.mine, [NAME.chosen]: theme.ink } as Record<number, string>;
  for (const section of sections) {
    const colour = isDimmed(scene, section) ? theme.sold : tierColour(scene, section);
    eachSeat(scene, [section], (seat, x, y) => add(fixed[scene.appearance[seat]!] ?? colour, x, y));
  }
  for (const [colour, points] of byColour) {
    context.fillStyle = colour;
    for (let at = 0; at < points.length; at += 2) context.fillRect(points[at]! - half, points[at + 1]! - half, side, side);
  }
}

interface Atlas {
  readonly key: string;
  readonly cell: number;
  readonly image: HTMLCanvasElement;
}

let atlas: Atlas | null = null;

/** Cells: available per tier, available but filtered out per tier, then held, sold, blocked, mine, chosen. */
function atlasFor(scene: Scene): Atlas {
  const { theme } = scene;
  const pitch = scene.view.scale * scene.ratio;
  const cell = Math.ceil(pitch * 1.15) + 2;
  const key = `${pitch.toFixed(2)} ${theme.paper} ${theme.tiers.join()}`;
  if (atlas?.key === key) return atlas;
  const image = atlas?.image ?? document.createElement('canvas');
  const tiers = theme.tiers.length;
  image.width = cell * (tiers * 2 + APPEARANCES.length - 1);
  image.height = cell;
  const context = image.getContext('2d')!;
  const at = (index: number, paint: (side: number) => void) => {
    context.setTransform(1, 0, 0, 1, index * cell + cell / 2, cell / 2);
    paint(pitch * 0.8);
  };
  const square = (side: number, radius = 0.26) => {
    context.beginPath();
    context.roundRect(-side / 2, -side / 2, side, side, side * radius);
  };
  theme.tiers.forEach((colour, tier) => {
    at(tier, (side) => {
      context.fillStyle = colour;
      square(side);
      context.fill();
    });
    at(tiers + tier, (side) => {
      context.globalAlpha = 0.22;
      context.fillStyle = colour;
      square(side);
      context.fill();
      context.globalAlpha = 1;
    });
  });
  const first = tiers * 2 - 1;
  at(first + NAME.held, (side) => {
    context.save();
    square(side);
    context.clip();
    context.strokeStyle = theme.held;
    context.lineWidth = Math.max(1, side * 0.14);
    context.beginPath();
    for (let stripe = -1; stripe <= 1; stripe++) {
      context.moveTo(stripe * side * 0.5 - side * 0.5, side * 0.5);
      context.lineTo(stripe * side * 0.5 + side * 0.5, -side * 0.5);
    }
    context.stroke();
    context.restore();
    context.strokeStyle = theme.held;
    context.lineWidth = Math.max(1, side * 0.09);
    square(side * 0.93);
    context.stroke();
  });
  at(first + NAME.sold, (side) => {
    context.fillStyle = theme.sold;
    square(side * 0.74);
    context.fill();
  });
  at(first + NAME.blocked, (side) => {
    context.strokeStyle = theme.blocked;
    context.lineWidth = Math.max(1, side * 0.1);
    const reach = side * 0.22;
    context.beginPath();
    context.moveTo(-reach, -reach);
    context.lineTo(reach, reach);
    context.moveTo(reach, -reach);
    context.lineTo(-reach, reach);
    context.stroke();
  });
  at(first + NAME.mine, (side) => {
    context.fillStyle = theme.mine;
    context.beginPath();
    context.arc(0, 0, side * 0.56, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = theme.paper;
    context.beginPath();
    context.arc(0, 0, side * 0.2, 0, Math.PI * 2);
    context.fill();
  });
  at(first + NAME.chosen, (side) => {
    context.fillStyle = theme.ink;
    square(side * 1.18);
    context.fill();
    context.strokeStyle = theme.paper;
    context.lineWidth = Math.max(1.2, side * 0.15);
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(-side * 0.28, side * 0.02);
    context.lineTo(-side * 0.06, side * 0.25);
    context.lineTo(side * 0.3, -side * 0.22);
    context.stroke();
  });
  atlas = { key, cell, image };
  return atlas;
}

function drawSprites(context: CanvasRenderingContext2D, scene: Scene, sections: readonly SectionLayout[]): void {
  const { ratio, theme, layout, appearance } = scene;
  const { image, cell } = atlasFor(scene);
  const tiers = theme.tiers.length;
  const hasNumbers = scene.view.scale >= NUMBERS_FROM;
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const section of sections) {
    const tier = layout.tiers.findIndex(({ name }) => name === section.priceTier) % tiers;
    const free = isDimmed(scene, section) ? tiers + tier : tier;
    eachSeat(scene, [section], (seat, x, y) => {
      const look = appearance[seat]!;
      const index = look === NAME.available ? free : tiers * 2 - 1 + look;
      context.drawImage(image, index * cell, 0, cell, cell, Math.round(x * ratio - cell / 2), Math.round(y * ratio - cell / 2), cell, cell);
    });
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (!hasNumbers) return;
  context.fillStyle = theme.paper;
  context.font = `600 ${scene.view.scale * 0.34}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  eachSeat(scene, sections, (seat, x, y, section) => {
    if (appearance[seat] === NAME.available && !isDimmed(scene, section)) context.fillText(layout.numbers[seat]!, x, y + 0.5);
  });
}

function drawRowNames(context: CanvasRenderingContext2D, { layout, view, theme }: Scene, sections: readonly SectionLayout[]): void {
  context.fillStyle = theme.quiet;
  context.font = `500 ${Math.min(13, view.scale * 0.5)}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const section of sections) {
    for (const row of section.rows) {
      if (row.end - row.start < 1) continue;
      // One step further along the row's own direction, so that it also fits curves.
      const next = Math.min(row.start + 1, row.end - 1);
      const dx = next === row.start ? 1 : layout.x[next]! - layout.x[row.start]!;
      const dy = next === row.start ? 0 : layout.y[next]! - layout.y[row.start]!;
      const x = (layout.x[row.start]! - dx) * view.scale + view.left;
      const y = (layout.y[row.start]! - dy) * view.scale + view.top;
      context.fillText(row.row, x, y);
    }
  }
}

/** Below SPRITES_FROM the name is a label over the section with what is left; above it stands over the first row. */
function drawSectionName(context: CanvasRenderingContext2D, scene: Scene, section: SectionLayout, taken: Rect[]): void {
  const { view, theme, words, available, layout } = scene;
  const { bounds } = section;
  const width = (bounds.right - bounds.left) * view.scale;
  const x = ((bounds.left + bounds.right) / 2) * view.scale + view.left;
  const left = words.left(available[layout.sections.indexOf(section)] ?? 0);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (view.scale >= SPRITES_FROM && section.standingCapacity === null) {
    context.fillStyle = theme.ink;
    context.font = `700 ${Math.max(11, Math.min(15, view.scale * 0.72))}px ${theme.font}`;
    const above = bounds.top * view.scale + view.top - view.scale * 0.55;
    context.strokeStyle = theme.paper;
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeText(section.name, x, above);
    context.fillText(section.name, x, above);
    return;
  }
  const y = ((bounds.top + bounds.bottom) / 2) * view.scale + view.top;
  const name = section.standingCapacity === null ? section.name : `${section.name} ${words.standing}`;
  const isBlock = view.scale < BLOCKS_BELOW || section.standingCapacity !== null;
  const fontSize = Math.max(9.5, Math.min(isBlock || width > 150 ? 14 : 11.5, width / 6));
  context.font = `700 ${fontSize}px ${theme.font}`;
  const nameWidth = context.measureText(name).width;
  if (nameWidth > width * 1.05) return;
  context.font = `500 ${fontSize * 0.86}px ${theme.font}`;
  const leftWidth = context.measureText(left).width;
  // A label must not hide the seats that it names.
  const isRoomy = section.standingCapacity !== null || view.scale < BLOCKS_BELOW || width > 150;
  const wantsLeft = isRoomy && leftWidth + 12 < width && (bounds.bottom - bounds.top) * view.scale > fontSize * 3;
  const boxOf = (isTall: boolean): Rect => {
    const boxWidth = Math.max(nameWidth, isTall ? leftWidth : 0) + 14;
    const boxHeight = fontSize * (isTall ? 2.5 : 1.35) + 4;
    return { left: x - boxWidth / 2, top: y - boxHeight / 2, right: x + boxWidth / 2, bottom: y + boxHeight / 2 };
  };
  const hasLeft = wantsLeft && isFree(boxOf(true), taken);
  const box = boxOf(hasLeft);
  if (!isFree(box, taken)) return;
  taken.push(box);
  context.globalAlpha = 0.9;
  context.fillStyle = theme.paper;
  context.beginPath();
  context.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 6);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = theme.ink;
  if (hasLeft) context.fillText(left, x, y + fontSize * 0.62);
  context.font = `700 ${fontSize}px ${theme.font}`;
  context.fillText(name, x, hasLeft ? y - fontSize * 0.55 : y + 0.5);
}

function drawFlashes(context: CanvasRenderingContext2D, { flashes, layout, view, theme, nowMs, size }: Scene): void {
  if (view.scale < BLOCKS_BELOW) return;
  context.strokeStyle = theme.ink;
  for (const [seat, sinceMs] of flashes) {
    const progress = (nowMs - sinceMs) / FLASH_MS;
    const x = layout.x[seat]! * view.scale + view.left;
    const y = layout.y[seat]! * view.scale + view.top;
    if (progress < 0 || progress > 1 || x < 0 || y < 0 || x > size.width || y > size.height) continue;
    context.globalAlpha = (1 - progress) * 0.7;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x, y, view.scale * (0.5 + progress * 0.9) + 2, 0, Math.PI * 2);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawHover(context: CanvasRenderingContext2D, { layout, view, theme }: Scene, seat: number): void {
  const side = view.scale * 1.02;
  context.strokeStyle = theme.ink;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(layout.x[seat]! * view.scale + view.left - side / 2, layout.y[seat]! * view.scale + view.top - side / 2, side, side, side * 0.3);
  context.stroke();
}
