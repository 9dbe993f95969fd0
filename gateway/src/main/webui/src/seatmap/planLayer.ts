import { drawPlan, type Scene } from './renderer';

/** How far around the window the plan is drawn ahead, as a share of the window. */
const AHEAD = 0.25;

/**
 * The drawn plan, a little larger than the window. While it is only moved the picture is copied, not drawn: with
 * thousands of seats in sight that is what keeps a drag smooth.
 */
export class PlanLayer {
  private readonly canvas = document.createElement('canvas');
  private drawn: Scene | null = null;

  paint(target: CanvasRenderingContext2D, scene: Scene): void {
    if (this.drawn === null || !isCovered(this.drawn, scene)) this.draw(scene);
    const drawn = this.drawn!;
    const { width, height } = target.canvas;
    target.setTransform(1, 0, 0, 1, 0, 0);
    target.clearRect(0, 0, width, height);
    const left = Math.round((scene.view.left - drawn.view.left) * scene.ratio);
    const top = Math.round((scene.view.top - drawn.view.top) * scene.ratio);
    target.drawImage(this.canvas, -left, -top, width, height, 0, 0, width, height);
  }

  private draw(scene: Scene): void {
    const { size, view, ratio } = scene;
    const ahead = { x: Math.round(size.width * AHEAD), y: Math.round(size.height * AHEAD) };
    const drawn: Scene = {
      ...scene,
      size: { width: size.width + ahead.x * 2, height: size.height + ahead.y * 2 },
      view: { scale: view.scale, left: view.left + ahead.x, top: view.top + ahead.y },
    };
    const width = Math.round(drawn.size.width * ratio);
    const height = Math.round(drawn.size.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    drawPlan(this.canvas.getContext('2d')!, drawn);
    this.drawn = drawn;
  }
}

/** True when the drawn picture shows the same things at the same size and reaches to all edges of the window. */
function isCovered(drawn: Scene, scene: Scene): boolean {
  const isSame =
    drawn.appearance === scene.appearance && drawn.available === scene.available && drawn.view.scale === scene.view.scale &&
    drawn.theme === scene.theme && drawn.words === scene.words && drawn.tier === scene.tier && drawn.ratio === scene.ratio;
  const left = scene.view.left - drawn.view.left;
  const top = scene.view.top - drawn.view.top;
  return (
    isSame && left <= 0 && top <= 0 &&
    scene.size.width - left <= drawn.size.width && scene.size.height - top <= drawn.size.height
  );
}
