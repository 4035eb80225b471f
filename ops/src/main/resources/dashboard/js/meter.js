// How long drawing takes. With `?measure` in the address the topology is drawn in every frame and
// the figures are shown; each frame then ends by reading a pixel back, so that rasterising is in
// the figure and not put off.

/** The figures are of so many frames. */
const FRAMES = 600;
const SHOW_EVERY = 60;

export class Meter {
  always = new URLSearchParams(location.search).has('measure');
  #drawn = 0;
  #frames = [];
  #intervals = [];
  #grounds = [];
  #last = null;
  #output = null;

  /** A frame has been drawn. */
  frame(context, started) {
    if (!this.always) {
      return;
    }
    context.getImageData(0, 0, 1, 1);
    keep(this.#frames, performance.now() - started);
    if (this.#last !== null) {
      keep(this.#intervals, started - this.#last);
    }
    this.#last = started;
    if (++this.#drawn % SHOW_EVERY === 0) {
      this.#show();
    }
  }

  /** The worker has painted all connections. */
  ground(millis) {
    keep(this.#grounds, millis);
  }

  #show() {
    this.#output ??= document.body.appendChild(
      Object.assign(document.createElement('output'), { id: 'measured' }),
    );
    this.#output.textContent = [
      line('drawing, ms per frame', this.#frames),
      line('from frame to frame, ms', this.#intervals),
      line('all connections, in the worker, ms', this.#grounds),
    ].join('\n');
  }
}

function keep(list, value) {
  list.push(value);
  if (list.length > FRAMES) {
    list.shift();
  }
}

function line(what, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const part = (share) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
  return `${what}: p50 ${part(0.5)}, p95 ${part(0.95)}, max ${part(1)} (${values.length})`;
}
