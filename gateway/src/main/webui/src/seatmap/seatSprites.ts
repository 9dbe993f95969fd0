import { APPEARANCES, LOOK } from './choice';
import type { Scene } from './renderer';

/* Seats as little pictures, drawn once per size and theme and then copied: a copy costs a fraction of a path. */
export interface Atlas {
  readonly key: string;
  readonly cell: number;
  readonly image: HTMLCanvasElement;
}

let atlas: Atlas | null = null;

/** Cells: available per tier, available but filtered out per tier, then held, sold, blocked, mine, chosen. */
export function atlasFor(scene: Scene): Atlas {
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
  at(first + LOOK.held, (side) => {
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
  at(first + LOOK.sold, (side) => {
    context.fillStyle = theme.sold;
    square(side * 0.74);
    context.fill();
  });
  at(first + LOOK.blocked, (side) => {
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
  at(first + LOOK.mine, (side) => {
    context.fillStyle = theme.mine;
    context.beginPath();
    context.arc(0, 0, side * 0.56, 0, Math.PI * 2);
    context.fill();
    context.fillStyle = theme.paper;
    context.beginPath();
    context.arc(0, 0, side * 0.2, 0, Math.PI * 2);
    context.fill();
  });
  at(first + LOOK.chosen, (side) => {
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
