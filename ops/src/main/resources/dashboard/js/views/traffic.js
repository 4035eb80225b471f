// What goes on between nodes: the last 15 minutes in small plots, and what came to nothing, by
// reason.

import { h, show } from '/js/dom.js';
import { count, duration, figure, rate } from '/js/format.js';
import { Plot } from '/js/views/plot.js';

const perSecond = (value) => `${figure(value)}/s`;

const PLOTS = [
  {
    title: 'Messages',
    note: 'of programs, between nodes',
    format: perSecond,
    lines: [{ title: 'messages', colour: 'direct', of: (point) => point.messages_per_s }],
  },
  {
    title: 'Bytes',
    note: 'everything written to connections',
    format: rate,
    lines: [{ title: 'bytes', colour: 'direct', of: (point) => point.bytes_per_s }],
  },
  {
    title: 'Heartbeats',
    note: 'per node, and in a full mesh',
    format: perSecond,
    lines: [
      {
        title: 'here',
        colour: 'alive',
        of: (point) => point.heartbeats_per_s / Math.max(1, point.nodes),
      },
      {
        title: 'full mesh',
        colour: 'dead',
        of: (point) => point.mesh_heartbeats_per_s / Math.max(1, point.nodes),
      },
    ],
  },
  {
    title: 'Connections',
    note: 'per node, on average',
    format: figure,
    lines: [{ title: 'open', colour: 'alive', of: (point) => point.connections_mean }],
  },
  {
    title: 'Opened and collected',
    format: perSecond,
    lines: [
      { title: 'opened', colour: 'direct', of: (point) => point.opened_per_s },
      { title: 'collected', colour: 'watch', of: (point) => point.collected_per_s },
      { title: 'broken', colour: 'dead', of: (point) => point.broken_per_s },
    ],
  },
  {
    title: 'Lookups',
    format: perSecond,
    lines: [{ title: 'lookups', colour: 'watch', of: (point) => point.lookups_per_s }],
  },
  {
    title: 'Hops of a lookup',
    note: 'on average',
    format: figure,
    lines: [{ title: 'hops', colour: 'watch', of: (point) => point.hops_mean }],
  },
  {
    title: 'Other frames',
    note: 'no message, no heartbeat',
    format: perSecond,
    lines: [
      { title: 'overlay', colour: 'peer', of: (point) => point.overlay_per_s },
      { title: 'associations', colour: 'watch', of: (point) => point.association_per_s },
      { title: 'links and monitors', colour: 'direct', of: (point) => point.relations_per_s },
    ],
  },
  {
    title: 'Dropped',
    note: 'signals never sent or delivered',
    format: perSecond,
    lines: [{ title: 'dropped', colour: 'dead', of: (point) => point.dropped_per_s }],
  },
];

export class TrafficView {
  element;
  #cluster;
  #plots = PLOTS.map((plot) => new Plot(plot));
  #detection = new Plot({
    title: 'Detection',
    note: 'from first doubt to verdict',
    format: duration,
    lines: [{ title: 'took', colour: 'dead', dots: true, of: (death) => death.millis }],
  });
  #reasons = h('div.reasons', {});

  constructor(app) {
    this.#cluster = app.cluster;
    this.element = h(
      'section.page',
      {},
      h('h1', {}, 'Traffic of the whole cluster'),
      h(
        'div.plots',
        {},
        this.#plots.map(({ element }) => element),
        this.#detection.element,
      ),
      this.#reasons,
    );
  }

  open() {
    this.changed();
  }

  changed() {
    const { points, events, totals } = this.#cluster;
    const until = points.at(-1)?.at_ms ?? this.#cluster.now();
    const since = points[0]?.at_ms ?? until;
    this.#plots.forEach((plot) => plot.draw(points, since, until));
    this.#detection.draw(detections(events), since, until);
    show(
      this.#reasons,
      totals === null
        ? null
        : [
            reasons('Dropped, and why', totals.dropped, 'Nothing was dropped.'),
            reasons('Connections closed, and why', totals.closed, 'None was closed.'),
            reasons('Dials that failed, and why', totals.dial_failures, 'None failed.'),
          ],
    );
  }
}

/**
 * How long each death took to be known: from the first event that doubts the node to the one that
 * calls it dead.
 */
export function detections(events) {
  const doubted = new Map();
  const found = [];
  for (const { kind, node, at_ms, detected_millis } of events) {
    if (kind === 'suspected' || kind === 'silent') {
      doubted.set(node, doubted.get(node) ?? at_ms);
    } else if (kind === 'died') {
      const millis = detected_millis ?? (doubted.has(node) ? at_ms - doubted.get(node) : null);
      found.push({ at_ms, node, millis });
      doubted.delete(node);
    } else if (kind === 'refuted' || kind === 'returned' || kind === 'joined') {
      doubted.delete(node);
    }
  }
  return found.filter(({ millis }) => millis !== null);
}

function reasons(title, totals, none) {
  const sorted = Object.entries(totals)
    .filter(([, total]) => total > 0)
    .sort(([, a], [, b]) => b - a);
  const most = sorted[0]?.[1] ?? 1;
  return h(
    'section',
    {},
    h('h2', {}, title),
    sorted.length === 0
      ? h('p.quiet', {}, none)
      : h(
          'table',
          {},
          h(
            'tbody',
            {},
            sorted.map(([reason, total]) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, reason),
                h('td.number', {}, count(total)),
                h('td', {}, h('meter', { min: 0, max: most, value: total, 'aria-hidden': 'true' })),
              ),
            ),
          ),
        ),
  );
}
