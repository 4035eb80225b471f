// The picture of all connections, painted by a worker and laid under everything else. While a new
// one is painted the old one is shown, moved and scaled to the present view.

/** Holds one painted ground; asks for the next one as soon as the worker is free. */
export class Ground {
  #worker = new Worker('/js/topology/ground-worker.js', { type: 'module' });
  #painted = null;
  #busy = false;
  #wanted = null;
  #onPainted;

  /** `onPainted` is called with the milliseconds that painting took, in the worker. */
  constructor(onPainted) {
    this.#onPainted = onPainted;
    this.#worker.addEventListener('message', ({ data }) => this.#take(data));
    this.#worker.addEventListener('error', (event) => {
      throw new Error(`painting connections failed: ${event.message ?? 'the worker did not load'}`);
    });
  }

  /** Has `scene()` painted: now, or when the worker is free; of several that wait only the last. */
  paint(scene) {
    if (this.#busy) {
      this.#wanted = scene;
      return;
    }
    this.#busy = true;
    const made = scene();
    this.#worker.postMessage(made, [made.curves.buffer]);
  }

  #take({ bitmap, view, millis }) {
    this.#painted?.bitmap.close();
    this.#painted = { bitmap, view };
    this.#busy = false;
    const next = this.#wanted;
    this.#wanted = null;
    if (next !== null) {
      this.paint(next);
    }
    this.#onPainted(millis);
  }

  /** Lays it onto a canvas with this view; `alpha` dims it. */
  draw(context, ratio, view, alpha) {
    if (this.#painted === null) {
      return;
    }
    const { bitmap, view: old } = this.#painted;
    const scale = view.k / old.k;
    context.save();
    context.setTransform(
      scale,
      0,
      0,
      scale,
      ratio * (view.x - old.x * scale),
      ratio * (view.y - old.y * scale),
    );
    context.globalAlpha = alpha;
    context.drawImage(bitmap, 0, 0);
    context.restore();
  }
}
