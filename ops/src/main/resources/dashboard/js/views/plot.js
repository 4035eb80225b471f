// A small plot over the last 15 minutes: lines, what they are now, and under the pointer what
// they were.

import { h, svg } from '/js/dom.js';
import { clock, duration } from '/js/format.js';

const WIDTH = 320;
const HEIGHT = 96;
/** As far back as there are points, within these limits. */
const WINDOW_MIN_MILLIS = 2 * 60_000;
const WINDOW_MAX_MILLIS = 15 * 60_000;
/** Points further apart than this have a gap between them: nobody looked. */
const GAP_MILLIS = 15_000;

/** `lines`: `{title, colour, of(point)}`; `format`: a figure with its unit. */
export class Plot {
  element;
  #lines;
  #format;
  #picture;
  #now;
  #points = [];
  #until = 0;
  #window = WINDOW_MIN_MILLIS;
  #since = h('span', {});

  constructor({ title, note, lines, format }) {
    this.#lines = lines;
    this.#format = format;
    this.#now = h('p.now', {});
    this.#picture = svg('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': title,
      pointermove: (event) => this.#tell(event),
      pointerleave: () => this.#present(),
    });
    this.element = h(
      'figure.plot',
      {},
      h('figcaption', {}, h('b', {}, title), note ? h('span.quiet', {}, note) : null),
      this.#now,
      this.#picture,
      h('div.axis.quiet', {}, this.#since, h('span', {}, 'now')),
    );
  }

  /** `since`: when the plots beside it begin. */
  draw(points, since, until) {
    this.#window = Math.min(WINDOW_MAX_MILLIS, Math.max(WINDOW_MIN_MILLIS, until - since));
    this.#until = until;
    this.#points = points.filter(({ at_ms }) => at_ms >= until - this.#window);
    this.#since.textContent = `${duration(this.#window)} ago`;
    const highest = Math.max(
      0,
      ...this.#lines.flatMap(({ of }) => this.#points.map((point) => of(point) ?? 0)),
    );
    const top = nice(highest);
    const x = (ms) => WIDTH * (1 - (until - ms) / this.#window);
    const y = (value) => HEIGHT - 4 - (HEIGHT - 12) * (value / top);
    this.#picture.replaceChildren(
      svg('line.base', { x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }),
      svg('line.base', { x1: 0, x2: WIDTH, y1: y(top), y2: y(top) }),
      ...this.#lines.map((line) =>
        svg(line.dots ? 'path.dots' : 'path', {
          class: `series ${line.colour}${line.dots ? ' dots' : ''}`,
          d: line.dots ? dots(this.#points, line.of, x, y) : path(this.#points, line.of, x, y),
        }),
      ),
    );
    this.element.dataset.top = highest > 0 ? `to ${this.#format(top)}` : '';
    this.#present();
  }

  #present() {
    this.#say(this.#points.at(-1) ?? null, null);
  }

  #tell(event) {
    const share = event.offsetX / this.#picture.clientWidth;
    const ms = this.#until - this.#window * (1 - share);
    const nearest = this.#points.reduce(
      (best, point) =>
        best === null || Math.abs(point.at_ms - ms) < Math.abs(best.at_ms - ms) ? point : best,
      null,
    );
    this.#say(nearest, nearest === null ? null : clock(nearest.at_ms));
  }

  #say(point, when) {
    this.#now.replaceChildren(
      ...this.#lines.map(({ title, colour, of }) =>
        h(
          'span',
          {},
          h(`i.swatch.${colour}`, { 'aria-hidden': 'true' }),
          `${title} `,
          h('b', {}, point === null ? '–' : this.#format(of(point))),
        ),
      ),
      ...(when === null ? [] : [h('time.quiet', {}, when)]),
    );
  }
}

/** The next figure above that reads well: 1, 2 or 5 times a power of ten. */
function nice(value) {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((step) => step * power >= value);
}

function path(points, of, x, y) {
  let text = '';
  let last = -Infinity;
  for (const point of points) {
    const value = of(point);
    if (value !== null && value !== undefined) {
      const step = point.at_ms - last > GAP_MILLIS ? 'M' : 'L';
      text += `${step}${x(point.at_ms).toFixed(1)} ${y(value).toFixed(1)}`;
      last = point.at_ms;
    }
  }
  return text;
}

function dots(points, of, x, y) {
  return points
    .filter((point) => of(point) !== null)
    .map((point) => `M${x(point.at_ms).toFixed(1)} ${y(of(point)).toFixed(1)}h0`)
    .join('');
}
