// How long drawing takes. With `?measure` in the address the topology is drawn in every frame and
// the figures are shown; each frame then ends by reading a pixel back, so that rasterising is in
// the figure and not put off.

/** The figures are of so many frames. */
const FRAMES = 600;
const SHOW_EVERY = 60;

const ADDRESS = new URLSearchParams(location.search);

export class Meter {
  always = ADDRESS.has('measure');
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
      this.#report();
    }
  }

  /** The worker has painted all connections. */
  ground(millis) {
    keep(this.#grounds, millis);
  }

  /** With `&report=PATH` the figures are also sent there, for a program that measures. */
  #report() {
    if (ADDRESS.has('report')) {
      const figures = {
        drawn: this.#drawn,
        drawing: parts(this.#frames),
        between: parts(this.#intervals),
        connections: parts(this.#grounds),
      };
      fetch(ADDRESS.get('report'), { method: 'POST', body: JSON.stringify(figures) });
    }
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

function parts(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const part = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { count: sorted.length, p50: part(0.5), p95: part(0.95), max: part(1) };
}

function line(what, values) {
  const { count, p50, p95, max } = parts(values);
  const shown = [p50, p95, max].map((millis) => (millis ?? NaN).toFixed(1));
  return `${what}: p50 ${shown[0]}, p95 ${shown[1]}, max ${shown[2]} (${count})`;
}
