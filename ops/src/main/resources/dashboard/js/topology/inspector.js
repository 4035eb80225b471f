// What stands beside the picture when nothing is selected: how the cluster is, and what the marks
// mean.

import { h } from '/js/dom.js';
import { clock, count, figure, plural } from '/js/format.js';

/** Of these so many are named. */
const LATEST = 5;
const GAPS = 4;

export const STATES = {
  alive: 'alive',
  suspected: 'suspected',
  dead: 'dead',
  leaving: 'leaving',
  silent: 'silent',
};

export const KINDS = {
  peer: 'peers',
  watch: 'watch connections',
  direct: 'direct connections',
  client: 'clients',
  erlang: 'Erlang nodes',
};

/** `shown`: the kinds that are drawn; `toggle(kind)` is called to change that. */
export function summary(cluster, shown, toggle, links) {
  return [
    counter(cluster),
    h('h2', {}, 'Nodes'),
    h(
      'ul.legend',
      {},
      Object.entries(STATES).map(([state, text]) => stateLine(cluster, state, text)),
    ),
    h('h2', {}, 'Connections'),
    h(
      'ul.legend',
      {},
      kinds(cluster).map(([kind, total]) => kindLine(kind, total, shown.has(kind), toggle)),
    ),
    h(
      'p.quiet.hint',
      {},
      'A direct connection fades while nothing is said, and is collected when it has faded.',
    ),
    gaps(cluster),
    latest(cluster, links),
    h('h2', {}, 'How to read it'),
    h(
      'p.quiet.hint',
      {},
      'Each node stands where its id is, and stays there. ',
      'An arc outside is a sub-tree: the nodes under it share the leading bits of their ids.',
    ),
    h(
      'p.quiet.hint',
      {},
      'Select a node to see its connections and why each is open; ',
      'then a second one to look it up from the first.',
    ),
  ];
}

/** The promise in figures: few connections, where a full mesh has all. */
export function counter(cluster) {
  const { totals } = cluster;
  if (totals === null) {
    return null;
  }
  return h(
    'p.counter',
    {},
    h('strong', {}, figure(Math.round(totals.connections_mean * 10) / 10)),
    ' connections ',
    h('span', {}, 'instead of ', h('b', {}, count(cluster.mesh()))),
    h(
      'small.quiet',
      {},
      `per node on average; ${count(totals.connections)} in the cluster, `,
      `at most ${count(totals.peers_max)} peers`,
    ),
  );
}

function stateLine(cluster, state, text) {
  const total = cluster.members().filter((node) => node.state === state).length;
  return h(
    'li',
    { class: total === 0 ? 'none' : null },
    mark(state),
    h('span', {}, text),
    h('b', {}, count(total)),
  );
}

/** The sign of a state, as it is drawn. */
export function mark(state) {
  return h(`i.mark.${state}`, { 'aria-hidden': 'true' });
}

function kinds(cluster) {
  const totals = new Map(Object.keys(KINDS).map((kind) => [kind, 0]));
  for (const { kind } of cluster.edges.values()) {
    totals.set(kind, (totals.get(kind) ?? 0) + 1);
  }
  return [...totals].filter(([kind, total]) => total > 0 || kind === 'peer' || kind === 'direct');
}

function kindLine(kind, total, checked, toggle) {
  return h(
    'li',
    {},
    h(
      'label',
      {},
      h('input', {
        type: 'checkbox',
        'data-key': `kind-${kind}`,
        checked,
        change: () => toggle(kind),
      }),
      h(`i.stroke.${kind}`, { 'aria-hidden': 'true' }),
      h('span', {}, KINDS[kind] ?? kind),
      h('b', {}, count(total)),
    ),
  );
}

function gaps(cluster) {
  if (cluster.missing.length === 0) {
    return null;
  }
  return h(
    'section.gaps',
    {},
    h('h2', {}, 'Out of sight'),
    h(
      'ul',
      {},
      cluster.missing
        .slice(0, GAPS)
        .map(({ prefix, by, why }) =>
          h(
            'li',
            {},
            'ids ',
            h('code', {}, `${prefix}…`),
            `: ${why}`,
            by === null ? null : h('span.quiet', {}, ` (asked by ${by})`),
          ),
        ),
      cluster.missing.length > GAPS
        ? h('li', {}, `and ${plural(cluster.missing.length - GAPS, 'more sub-tree')}`)
        : null,
    ),
  );
}

function latest(cluster, links) {
  const few = cluster.events
    .filter(({ kind }) => kind !== 'opened' && kind !== 'closed')
    .slice(-LATEST)
    .reverse();
  if (few.length === 0) {
    return null;
  }
  return [
    h(
      'h2',
      {},
      'Latest ',
      h('a.more', { href: '#events', 'data-key': 'all-events' }, 'all events'),
    ),
    h(
      'ol.latest',
      {},
      few.map(({ at_ms, kind, node, text }) =>
        h(
          'li',
          {},
          h('time.quiet', {}, clock(at_ms)),
          node === null
            ? h('span', {}, text)
            : [h('a', { href: links.node(node) }, node), h('span.quiet', {}, kind)],
        ),
      ),
    ),
  ];
}

/** What a new cluster of one sees. */
export function alone(cluster) {
  const [only] = cluster.members();
  return h(
    'section.alone',
    {},
    h('h2', {}, 'This node is alone'),
    h('p', {}, 'It has nobody to be connected with yet. Start another one:'),
    h(
      'pre',
      { tabindex: '0' },
      `./tempelhof node --name n2@127.0.0.1 --join ${only?.name ?? 'NAME@HOST'}`,
    ),
    h('p.quiet', {}, `It appears here within two rounds (${plural(4, 'second')}).`),
  );
}
