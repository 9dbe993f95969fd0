import type { Scene } from './renderer';

/** Groups of seats that the map points at, numbered as in the list beside it. */
export interface Offers {
  readonly groups: readonly (readonly number[])[];
  /** The group that the buyer has in mind now. */
  readonly active: number | null;
  readonly isNumbered: boolean;
}

/** Seats pointed at are never smaller than this, so that they are found in the overview of a stadium. */
const SMALLEST_MARK_PX = 9;
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
  const { layout, view, theme, offers } = scene;
  const side = Math.max(SMALLEST_MARK_PX, view.scale * 1.04);
  const colour = isActive ? theme.mine : theme.ink;
  context.lineWidth = isActive ? 4 : 2;
  context.setLineDash(isActive ? [] : [4, 2]);
  let sumX = 0;
  let top = Infinity;
  for (const seat of group) {
    const x = layout.x[seat]! * view.scale + view.left;
    const y = layout.y[seat]! * view.scale + view.top;
    sumX += x;
    top = Math.min(top, y);
    context.beginPath();
    context.roundRect(x - side / 2, y - side / 2, side, side, side * 0.3);
    // Light under the dark line, so that it stands out from any seat.
    context.strokeStyle = theme.paper;
    context.lineWidth += 2;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth -= 2;
    context.stroke();
  }
  context.setLineDash([]);
  if (offers?.isNumbered !== true) return;
  const x = sumX / group.length;
  const y = top - side / 2 - TAG_RADIUS_PX + 2;
  context.beginPath();
  context.arc(x, y, TAG_RADIUS_PX + (isActive ? 2 : 0), 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = context.fillStyle = theme.paper;
  context.stroke();
  context.font = `700 12px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(index + 1), x, y + 0.5);
}
