import type { Rect, SectionLayout } from './layout';
import { BLOCKS_BELOW, type Scene, SPRITES_FROM } from './renderer';

export function drawSectionNames(context: CanvasRenderingContext2D, scene: Scene, sections: readonly SectionLayout[]): void {
  const taken: Rect[] = [];
  for (const section of byWidth(sections)) drawSectionName(context, scene, section, taken);
}

/** Wide sections are named first: where there is no room for all names, the small ones wait for the zoom. */
function byWidth(sections: readonly SectionLayout[]): SectionLayout[] {
  const width = ({ bounds }: SectionLayout) => bounds.right - bounds.left;
  return [...sections].sort((a, b) => width(b) - width(a));
}

function isFree(box: Rect, taken: readonly Rect[]): boolean {
  return taken.every((other) => box.right <= other.left || box.left >= other.right || box.bottom <= other.top || box.top >= other.bottom);
}

export function drawRowNames(context: CanvasRenderingContext2D, { layout, view, theme }: Scene, sections: readonly SectionLayout[]): void {
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
  const wantsLeft = left !== '' && isRoomy && leftWidth + 12 < width && (bounds.bottom - bounds.top) * view.scale > fontSize * 3;
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
