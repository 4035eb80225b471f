// A trace: what `/api/stream` said, kept in a file (`curl -N -H 'Accept: text/event-stream'
// .../api/stream > FILE`) and played without a cluster. Questions are answered from the trace
// alone; what it does not hold is said to be missing.

import { EventReader } from '/js/feed/sse.js';
import { bits, closer, commonPrefix } from '/js/ids.js';

const HOPS_MAX = 16;

/** The events of a trace, parsed. */
export function parse(text) {
  const events = [];
  const reader = new EventReader(({ event, data }) => {
    if (event === 'snapshot' || event === 'difference') {
      events.push({ event, data: JSON.parse(data) });
    }
  });
  reader.read(`${text}\n\n`);
  return events;
}

/** Plays a trace in the time it was recorded in, over and over. */
export class TraceFeed extends EventTarget {
  recorded = true;
  #cluster;
  #events;
  #name;

  constructor(cluster, events, name) {
    super();
    this.#cluster = cluster;
    this.#events = events;
    this.#name = name;
  }

  async run() {
    if (this.#events[0]?.event !== 'snapshot') {
      this.#say('refused', `${this.#name} is no trace: it has to begin with a snapshot`);
      return;
    }
    const { nodes, now_ms } = this.#events[0].data;
    this.#cluster.about = {
      name: nodes[0]?.name ?? null,
      cluster: this.#name,
      control: false,
      started_ms: now_ms,
      round_millis: 2000,
    };
    this.#say('replay', `Replaying ${this.#name}`);
    for (;;) {
      await this.#play();
    }
  }

  async #play() {
    for (const [i, { event, data }] of this.#events.entries()) {
      this.#cluster[event](structuredClone(data));
      const next = this.#events[i + 1]?.data.now_ms ?? data.now_ms + 2000;
      await new Promise((wake) => setTimeout(wake, next - data.now_ms));
    }
  }

  async ask(path) {
    const url = new URL(path, location.href);
    const asked = (name) =>
      this.#cluster.named(url.searchParams.get(name) ?? this.#cluster.about.name);
    switch (url.pathname) {
      case '/api/node':
        return node(this.#cluster, asked('node'));
      case '/api/lookup':
        return lookup(this.#cluster, asked('from'), asked('to'));
      default:
        throw new Error('A trace holds the topology, traffic and events, nothing else.');
    }
  }

  #say(state, text) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, text } }));
  }
}

/** `/api/node`, as far as rows and connections tell. */
function node(cluster, row) {
  const connections = [...cluster.edgesOf(row)].map((edge) => {
    const other = cluster.otherEnd(edge, row);
    const bucket = row.id === null || other.id === null ? null : commonPrefix(row.id, other.id);
    const idle = edge.used === null ? null : Math.max(0, cluster.now() - edge.used);
    return {
      node: other.name,
      kind: edge.kind,
      age_millis: null,
      idle_millis: idle,
      rtt_micros: null,
      queued_bytes: null,
      bucket,
      idle_left_millis: edge.limit === null ? null : Math.max(0, edge.limit - idle),
      why: [edge.kind === 'peer' ? `peer: bucket ${bucket}` : edge.kind],
    };
  });
  return {
    ...row,
    uptime_seconds: null,
    connections,
    buckets: buckets(row, connections),
    watchers: [],
    watching: [],
  };
}

function buckets(row, connections) {
  const peers = connections.filter(({ kind, bucket }) => bucket !== null && kind !== 'direct');
  const depth = Math.max(-1, ...peers.map(({ bucket }) => bucket));
  return Array.from({ length: depth + 1 }, (_, bucket) => ({
    bucket,
    prefix: bits(row.id, bucket) + (bits(row.id, bucket + 1).endsWith('0') ? '1' : '0'),
    contacts: null,
    peers: peers.filter((peer) => peer.bucket === bucket).map((peer) => peer.node),
  }));
}

/** The greedy walk over recorded connections, always to the end closest to the target. */
function lookup(cluster, from, to) {
  const path = [from];
  while (path.at(-1) !== to && path.length <= HOPS_MAX) {
    const here = path.at(-1);
    const next = [...cluster.edgesOf(here)]
      .map((edge) => cluster.otherEnd(edge, here))
      .filter((other) => other.kind === 'node' && cluster.inReach(other))
      .reduce((best, other) => (closer(other.id, best.id, to.id) ? other : best), here);
    if (next === here) {
      break;
    }
    path.push(next);
  }
  const found = path.at(-1) === to;
  return {
    from: from.name,
    to: to.name,
    found,
    hops: path.length - 1,
    path: path.map(({ name }) => name),
    reason: found ? null : 'no recorded connection leads closer',
  };
}
