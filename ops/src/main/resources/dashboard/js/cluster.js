// The cluster as this page knows it: filled by a snapshot, kept by differences (docs/api.md),
// drawn by the views.

import { fraction } from '/js/ids.js';

const POINTS_MAX = 450;
const EVENTS_MAX = 2000;
const PAIR = 2 ** 24;

/** States in which a node may still be talked to. */
const IN_REACH = new Set(['alive', 'suspected', 'leaving']);

/** What a node or connection looks like is up to the views; here is what is known of them. */
export class Cluster extends EventTarget {
  about = null;
  nodes = new Map();
  edges = new Map();
  totals = null;
  missing = [];
  points = [];
  events = [];
  version = null;

  #byName = new Map();
  #edgesOf = new Map();
  #now = { server: Date.now(), at: performance.now() };

  /** Milliseconds since 1970 by the clock of the serving node. */
  now() {
    return this.#now.server + (performance.now() - this.#now.at);
  }

  named(name) {
    return this.#byName.get(name) ?? null;
  }

  /** The connections of a node. */
  edgesOf(node) {
    return this.#edgesOf.get(node.n) ?? new Set();
  }

  otherEnd(edge, node) {
    return this.nodes.get(edge.a === node.n ? edge.b : edge.a);
  }

  inReach(node) {
    return IN_REACH.has(node.state);
  }

  /** Nodes of the cluster proper: no clients, no genuine Erlang nodes. */
  members() {
    return [...this.nodes.values()].filter((node) => node.kind === 'node');
  }

  /** How many connections each node would hold if all that are not dead were connected. */
  mesh() {
    return Math.max(0, this.members().filter(({ state }) => state !== 'dead').length - 1);
  }

  /** Forgets everything and begins with this. */
  snapshot(data) {
    this.nodes.clear();
    this.edges.clear();
    this.#byName.clear();
    this.#edgesOf.clear();
    this.events = [];
    this.#take(data, { whole: true });
  }

  /** Changes what is held. Whoever holds another version than it speaks of must begin again. */
  difference(data) {
    if (data.since !== this.version) {
      throw new RangeError(`a difference to version ${data.since}, but held is ${this.version}`);
    }
    this.#take(data, { whole: false });
  }

  /** Older points than the stream tells of. */
  history(points) {
    const first = this.points[0]?.at_ms ?? Infinity;
    this.points = [...points.filter((point) => point.at_ms < first), ...this.points].slice(
      -POINTS_MAX,
    );
    this.#tell({ whole: false, opened: [], closed: [], events: [] });
  }

  #take(data, { whole }) {
    this.version = data.version;
    this.#now = { server: data.now_ms, at: performance.now() };
    this.totals = data.totals;
    this.missing = data.missing;
    data.nodes.forEach((row) => this.#node(row));
    const opened = data.edges.map((row) => this.#edge(row)).filter((edge) => edge !== null);
    const closed = (data.closed ?? [])
      .map(([a, b]) => this.#close(a, b))
      .filter((edge) => edge !== null);
    (data.gone ?? []).forEach((n) => this.#gone(n, closed));
    if (data.point !== null && data.point.at_ms !== this.points.at(-1)?.at_ms) {
      this.points = [...this.points, data.point].slice(-POINTS_MAX);
    }
    this.events = latest([...this.events, ...(data.events ?? [])]);
    this.#tell({ whole, opened: whole ? [] : opened, closed, events: data.events ?? [] });
  }

  #node(row) {
    const place = row.id === null ? null : fraction(row.id);
    const node = Object.assign(this.nodes.get(row.n) ?? {}, row, { place });
    this.nodes.set(row.n, node);
    this.#byName.set(row.name, node);
  }

  /** Takes a connection in; returns it if it is new. */
  #edge([a, b, kind, used = null, limit = null]) {
    const key = a * PAIR + b;
    const known = this.edges.get(key);
    const edge = Object.assign(known ?? {}, { key, a, b, kind, used, limit });
    if (known !== undefined) {
      return null;
    }
    this.edges.set(key, edge);
    this.#of(a).add(edge);
    this.#of(b).add(edge);
    return edge;
  }

  #of(n) {
    if (!this.#edgesOf.has(n)) {
      this.#edgesOf.set(n, new Set());
    }
    return this.#edgesOf.get(n);
  }

  #close(a, b) {
    const edge = this.edges.get(a * PAIR + b);
    if (edge === undefined) {
      return null;
    }
    this.edges.delete(edge.key);
    this.#of(a).delete(edge);
    this.#of(b).delete(edge);
    return edge;
  }

  #gone(n, closed) {
    for (const edge of [...this.#of(n)]) {
      closed.push(this.#close(edge.a, edge.b));
    }
    const node = this.nodes.get(n);
    this.nodes.delete(n);
    this.#edgesOf.delete(n);
    if (node !== undefined && this.#byName.get(node.name) === node) {
      this.#byName.delete(node.name);
    }
  }

  #tell(detail) {
    this.dispatchEvent(new CustomEvent('change', { detail }));
  }

  /**
   * How far a connection has faded: 0 just used or not to be collected, 1 about to be collected.
   */
  faded(edge, now = this.now()) {
    return edge.limit === null || edge.used === null
      ? 0
      : Math.min(1, Math.max(0, (now - edge.used) / edge.limit));
  }
}

/** As many events as are held. Those of connections are many, and go first. */
function latest(events) {
  let excess = events.length - EVENTS_MAX;
  const isMinor = ({ kind }) => kind === 'opened' || kind === 'closed';
  return events.filter((event) => !(isMinor(event) && excess-- > 0)).slice(-EVENTS_MAX);
}
