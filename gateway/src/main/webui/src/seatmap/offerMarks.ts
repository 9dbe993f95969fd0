import { type Rect, unite } from './layout';
import type { Scene } from './renderer';

/** Groups of seats that the map points at, numbered as in the list beside it. */
export interface Offers {
  readonly groups: readonly (readonly number[])[];
  /** The group that the buyer has in mind now. */
  readonly active: number | null;
  readonly isNumbered: boolean;
}

/** What is pointed at is never smaller than this, so that it is found in the overview of a stadium. */
const SMALLEST_MARK_PX = 16;
const TAG_RADIUS_PX = 9;

export function drawOffers(context: CanvasRenderingContext2D, scene: Scene): void {
  const { offers } = scene;
  if (offers === null) return;
  offers.groups.forEach((group, index) => {
    if (index !== offers.active) drawGroup(context, scene, group, index, false);
  });
  // Last, so that no other lies over it.
  const active = offers.active === null ? undefined : offers.groups[offers.active];
  if (active !== undefined) drawGroup(context, scene, active, offers.active!, true);
}

function drawGroup(context: CanvasRenderingContext2D, scene: Scene, group: readonly number[], index: number, isActive: boolean): void {
  const { theme, offers } = scene;
  const colour = isActive ? theme.mine : theme.ink;
  const boxes = together(group, scene);
  for (const box of boxes) {
    context.beginPath();
    context.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, Math.min(8, (box.bottom - box.top) * 0.3));
    // Light under the dark line, so that it stands out from any seat.
    for (const [paint, width] of [[theme.paper, isActive ? 6.5 : 4.5], [colour, isActive ? 3.5 : 2]] as const) {
      context.strokeStyle = paint;
      context.lineWidth = width;
      context.stroke();
    }
  }
  if (offers?.isNumbered === true) drawTag(context, scene, boxes[0]!, index, colour);
}

function drawTag(context: CanvasRenderingContext2D, { theme }: Scene, box: Rect, index: number, colour: string): void {
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  context.beginPath();
  context.arc(x, y, TAG_RADIUS_PX, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
  context.fillStyle = theme.paper;
  context.font = `700 12px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(index + 1), x, y + 0.5);
}

/** Frames around seats that stand side by side: one each, on the screen. */
function together(group: readonly number[], { layout, view }: Scene): Rect[] {
  const half = Math.max(SMALLEST_MARK_PX, view.scale * 1.04) / 2;
  const boxes: Rect[] = [];
  let before = -2;
  for (const seat of [...group].sort((a, b) => a - b)) {
    const x = layout.x[seat]! * view.scale + view.left;
    const y = layout.y[seat]! * view.scale + view.top;
    const box = { left: x - half, right: x + half, top: y - half, bottom: y + half };
    const last = boxes[boxes.length - 1];
    if (last !== undefined && (seat === before + 1 || half * 2 === SMALLEST_MARK_PX) && isNear(last, box)) boxes[boxes.length - 1] = unite(last, box);
    else boxes.push(box);
    before = seat;
  }
  return boxes;
}

function isNear(a: Rect, b: Rect): boolean {
  return a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom && b.top < a.bottom;
}
