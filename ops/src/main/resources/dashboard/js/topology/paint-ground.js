// Paints what seldom changes: the prefix tree and all connections. Runs in a worker, so that
// however many there are, the page stays quick; see ground.js.

const FLOATS = 8;
/**
 * Curves of one path do not add up where they cross; those of several do, which shows where many
 * run together.
 */
const CURVES_PER_PATH = 32;

/**
 * @param scene `{width, height, ratio, view: {k, x, y}, curves, strokes: [{from, to, colour,
 * alpha, width}],   arcs: [{x, y, radius, from, to, colour, width}], labels: [{x, y, text,
 * colour}], font}`
 */
export function paintGround(context, scene) {
  const { ratio, view } = scene;
  context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  context.lineCap = 'butt';
  scene.arcs.forEach((arc) => paintArc(context, arc, view.k));
  scene.strokes.forEach((stroke) => paintCurves(context, scene.curves, stroke, view.k));
  context.globalAlpha = 1;
  context.font = scene.font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { x, y, text, colour } of scene.labels) {
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
}

function paintArc(context, { x, y, radius, from, to, colour, width }, zoom) {
  context.beginPath();
  context.arc(x, y, radius, from, to);
  context.strokeStyle = colour;
  context.lineWidth = width / Math.sqrt(zoom);
  context.stroke();
}

function paintCurves(context, curves, { from, to, colour, alpha, width }, zoom) {
  context.strokeStyle = colour;
  context.globalAlpha = alpha;
  context.lineWidth = width / zoom;
  for (let first = from; first < to; first += CURVES_PER_PATH) {
    context.beginPath();
    for (let i = first; i < Math.min(to, first + CURVES_PER_PATH); i++) {
      const at = i * FLOATS;
      context.moveTo(curves[at], curves[at + 1]);
      context.bezierCurveTo(
        curves[at + 2],
        curves[at + 3],
        curves[at + 4],
        curves[at + 5],
        curves[at + 6],
        curves[at + 7],
      );
    }
    context.stroke();
  }
}
