import { LOOK } from './choice';
import type { Layout, SectionLayout } from './layout';
import { drawRowNames, drawSectionNames } from './mapLabels';
import { drawOffers, type Offers } from './offerMarks';
import { atlasFor } from './seatSprites';
import type { Size, Viewport } from './viewport';

/*
 * Draws the seat map. Three levels, by pixels per seat:
 *   < BLOCKS_BELOW   sections as blocks, filled by how much is left
 *   < SPRITES_FROM   seats as plain squares, one colour after the other, with section names over them
 *   above            seats as little pictures, copied from an atlas that is drawn once per size
 * Only what is in the window is visited. No state is told by colour alone: held seats are hatched, sold ones are
 * small and flat, blocked ones are crosses (bars when tiny), own ones are round, chosen ones are ticked.
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
  readonly offers: Offers | null;
  /** Seats that changed a moment ago, with when. */
  readonly flashes: ReadonlyMap<number, number>;
  readonly nowMs: number;
}

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
  drawSectionNames(context, scene, visible);
}

/** What moves by itself, over the plan. */
export function drawMarks(context: CanvasRenderingContext2D, scene: Scene): void {
  context.setTransform(scene.ratio, 0, 0, scene.ratio, 0, 0);
  drawFlashes(context, scene);
  drawOffers(context, scene);
  if (scene.hovered !== null) drawHover(context, scene, scene.hovered);
}

function prepare(context: CanvasRenderingContext2D, { size, ratio }: Scene): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width * ratio, size.height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
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
  // Too small for a cross: what is not for sale is a bar, so that it differs from sold seats by its shape.
  const bar = Math.max(1, side / 4);
  const byColour = new Map<string, number[]>();
  const add = (colour: string, x: number, y: number) => {
    const list = byColour.get(colour);
    if (list === undefined) byColour.set(colour, [x, y]);
    else list.push(x, y);
  };
  const fixed = { [LOOK.held]: theme.held, [LOOK.sold]: theme.sold, [LOOK.mine]: theme.mine, [LOOK.chosen]: theme.ink } as Record<number, string>;
  for (const section of sections) {
    const colour = isDimmed(scene, section) ? theme.sold : tierColour(scene, section);
    eachSeat(scene, [section], (seat, x, y) => {
      const look = scene.appearance[seat]!;
      if (look === LOOK.blocked) {
        context.fillStyle = theme.blocked;
        context.fillRect(x - half, y - bar / 2, side, bar);
      } else {
        add(fixed[look] ?? colour, x, y);
      }
    });
  }
  for (const [colour, points] of byColour) {
    context.fillStyle = colour;
    for (let at = 0; at < points.length; at += 2) context.fillRect(points[at]! - half, points[at + 1]! - half, side, side);
  }
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
      const index = look === LOOK.available ? free : tiers * 2 - 1 + look;
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
    if (appearance[seat] === LOOK.available && !isDimmed(scene, section)) context.fillText(layout.numbers[seat]!, x, y + 0.5);
  });
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
