// One node, whole: what it is, its buckets, its connections and why each is open.

import { h } from '/js/dom.js';
import { bytes, count, duration, plural, roundTrip } from '/js/format.js';
import { KINDS, STATES, mark } from '/js/topology/inspector.js';

const BUCKET_CONTACTS_MAX = 20;
const KIND_ORDER = ['direct', 'watch', 'peer', 'client', 'erlang'];

/**
 * `row`: its row of the cluster; `whole`: what `/api/node` says, null until it has; `problem`:
 * why it does not.
 */
export function details(cluster, row, whole, problem, links) {
  return [
    h(
      'header',
      {},
      h('h2', {}, mark(row.kind === 'node' ? row.state : row.kind), h('span', {}, row.name)),
      h('a.close', { href: '#topology', 'aria-label': 'Close', 'data-key': 'close' }, '×'),
    ),
    h(
      'p.state',
      {},
      h('b', { class: row.state }, STATES[row.state] ?? row.state),
      row.suspected_by.length > 0 ? ` by ${row.suspected_by.join(', ')}` : null,
      row.processes === null
        ? null
        : [
            ' · ',
            h(
              'a',
              { href: links.processes(row.name), 'data-key': 'processes' },
              `${count(row.processes)} ${row.processes === 1 ? 'process' : 'processes'}`,
            ),
          ],
    ),
    own(cluster, row, whole),
    problem === null ? null : h('p.problem', {}, problem),
    whole === null
      ? null
      : [
          h('h3', {}, 'Connections'),
          connections(whole, links),
          whole.buckets.length === 0 ? null : [h('h3', {}, 'Buckets'), buckets(whole, links)],
          watching(whole, links),
        ],
    h('h3', {}, 'Facts'),
    facts(cluster, row, whole),
    h('p.quiet.hint', {}, 'Select a second node to look it up from here.'),
  ];
}

function own(cluster, row, whole) {
  const total = whole?.connections.length ?? cluster.edgesOf(row).size;
  return h(
    'p.counter.small',
    {},
    h('strong', {}, count(total)),
    total === 1 ? ' connection ' : ' connections ',
    h('span', {}, 'instead of ', h('b', {}, count(cluster.mesh()))),
  );
}

function connections({ connections }, links) {
  if (connections.length === 0) {
    return h('p.quiet', {}, 'none');
  }
  const sorted = [...connections].sort(
    (a, b) =>
      KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
      (b.bucket ?? 0) - (a.bucket ?? 0) ||
      a.node.localeCompare(b.node),
  );
  return h(
    'ul.connections',
    {},
    sorted.map((connection) => line(connection, links)),
  );
}

function line(connection, links) {
  const {
    node,
    kind,
    age_millis,
    idle_left_millis,
    idle_millis,
    rtt_micros,
    queued_bytes,
    senders_waiting,
    why,
  } = connection;
  return h(
    'li',
    { 'data-node': node },
    h(`i.stroke.${kind}`, { title: KINDS[kind] ?? kind }),
    h('a', { href: links.node(node), 'data-key': `to-${node}` }, node),
    h('span.rtt', { title: 'round-trip time' }, rtt_micros === null ? null : roundTrip(rtt_micros)),
    h('span.why', {}, why.join(', ')),
    h(
      'span.quiet',
      {},
      [
        age_millis === null ? null : `open ${duration(age_millis)}`,
        queued_bytes ? `${bytes(queued_bytes)} queued` : null,
        senders_waiting ? `${plural(senders_waiting, 'sender')} waiting` : null,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    idle_left_millis === null ? null : left(idle_left_millis, idle_millis),
  );
}

/** How long it stays if nobody says anything. */
function left(idleLeft, idle) {
  const share = Math.round((100 * idleLeft) / Math.max(1, idleLeft + (idle ?? 0)));
  return h(
    'span.left',
    {},
    h('meter', { min: 0, max: 100, value: share, 'aria-label': 'idle time left' }),
    `collected in ${duration(idleLeft)}`,
  );
}

function buckets({ buckets }, links) {
  return h(
    'table.buckets',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['', 'ids', 'peers', 'contacts'].map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      buckets.map(({ bucket, prefix, contacts, peers }) =>
        h(
          'tr',
          { class: peers.length === 0 ? 'none' : null },
          h('td', {}, String(bucket)),
          h(
            'td',
            {},
            h('code', { title: prefix }, prefix.length > 9 ? `…${prefix.slice(-8)}` : prefix),
          ),
          h(
            'td',
            {},
            peers.map((peer) =>
              h('a.dot', { href: links.node(peer), title: peer, 'aria-label': peer }, '●'),
            ),
          ),
          h(
            'td',
            {},
            contacts === null
              ? '–'
              : [
                  h('meter', { min: 0, max: BUCKET_CONTACTS_MAX, value: contacts }),
                  count(contacts),
                ],
          ),
        ),
      ),
    ),
  );
}

function watching({ watchers, watching }, links) {
  const list = (title, names) =>
    names.length === 0
      ? null
      : [
          h('h3', {}, title),
          h(
            'ul.names',
            {},
            names.map((name) => h('li', {}, h('a', { href: links.node(name) }, name))),
          ),
        ];
  return [list('Watched by', watchers), list('Watches', watching)];
}

function facts(cluster, row, whole) {
  const domain = Object.entries(row.domain ?? {})
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key} ${value}`);
  const lines = {
    id: row.id === null ? null : h('code', { title: row.id }, `${row.id.slice(0, 16)}…`),
    address: row.address,
    'up since': row.started_ms === null ? null : duration(cluster.now() - row.started_ms),
    creation: row.creation === null ? null : String(row.creation),
    version: row.version,
    domain: domain.join(', ') || null,
    contacts: row.contacts === null ? null : count(row.contacts),
    'messages/s': row.messages_per_s === null ? null : count(row.messages_per_s),
    queued: row.queued_bytes === null ? null : bytes(row.queued_bytes),
    'heap (JVM)': whole?.heap_bytes ? bytes(whole.heap_bytes) : null,
    'CPU (JVM)': whole?.cpu_seconds ? `${count(Math.round(whole.cpu_seconds))} s` : null,
    threads: whole?.threads ? count(whole.threads) : null,
  };
  return h(
    'dl',
    {},
    Object.entries(lines)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [h('dt', {}, key), h('dd', {}, value)]),
  );
}
