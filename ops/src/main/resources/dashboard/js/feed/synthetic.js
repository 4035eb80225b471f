// A trace that no cluster made: N nodes with the peers Kademlia would give them, talk, faults and
// departures. From a seed: equal parameters give the equal trace. It is what the drawing is
// measured with.

import { commonPrefix, fraction } from '/js/ids.js';

const ROUND_MILLIS = 2000;
const IDLE_MILLIS = 60_000;
const PER_BUCKET = 3;
const NEIGHBOURS = 5;
const WATCHERS = 5;
const START_MS = Date.UTC(2026, 0, 1);

/** Mulberry32: small, seeded, good enough for a picture. */
function randomness(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The events of `rounds` rounds. */
export function synthetic({ nodes = 1000, seed = 7, rounds = 60 } = {}) {
  const world = new World(nodes, randomness(seed));
  const events = [{ event: 'snapshot', data: world.snapshot() }];
  for (let round = 1; round <= rounds; round++) {
    events.push({ event: 'difference', data: world.round() });
  }
  return events;
}

class World {
  #random;
  #rows;
  #edges = new Map();
  #version = 1;
  #sequence = 0;
  #events = [];

  constructor(nodes, random) {
    this.#random = random;
    this.#rows = Array.from({ length: nodes }, (_, n) => this.#row(n));
    this.#standing();
    for (let i = 0; i < nodes; i++) {
      this.#talk(START_MS - Math.floor(random() * IDLE_MILLIS));
    }
  }

  #row(n) {
    const id = Array.from({ length: 32 }, () => Math.floor(this.#random() * 16).toString(16)).join(
      '',
    );
    return {
      n,
      id,
      name: `node-${n + 1}@10.0.${n >> 8}.${n & 255}`,
      kind: 'node',
      state: 'alive',
      creation: n + 1,
      version: '0.1.0',
      address: `10.0.${n >> 8}.${n & 255}:9000`,
      started_ms: START_MS - 3_600_000,
      peers: null,
      direct: null,
      domain: { jvm: '', host: '', rack: '', zone: '' },
      contacts: null,
      processes: null,
      mailbox: null,
      queued_bytes: null,
      messages_per_s: null,
      suspected_by: [],
    };
  }

  /** Peers in every bucket and neighbourhood, watch connections to some of the neighbours. */
  #standing() {
    const sorted = [...this.#rows].sort((a, b) => fraction(a.id) - fraction(b.id));
    for (const row of sorted) {
      const buckets = new Map();
      for (const other of sorted.filter((each) => each !== row)) {
        const bucket = commonPrefix(row.id, other.id);
        if (!buckets.has(bucket)) {
          buckets.set(bucket, []);
        }
        buckets.get(bucket).push(other);
      }
      const near = [...buckets.keys()]
        .sort((a, b) => b - a)
        .flatMap((bucket) => buckets.get(bucket));
      near.slice(0, NEIGHBOURS).forEach((other) => this.#open(row, other, 'peer'));
      near.slice(0, WATCHERS).forEach((other, i) => i % 2 === 0 && this.#open(row, other, 'watch'));
      for (const bucket of buckets.values()) {
        this.#fillBucket(row, bucket);
      }
    }
  }

  #fillBucket(row, bucket) {
    let peers = bucket.filter((other) => this.#edges.has(pair(row, other))).length;
    while (peers < Math.min(PER_BUCKET, bucket.length)) {
      const other = this.#pick(bucket);
      if (!this.#edges.has(pair(row, other))) {
        this.#open(row, other, 'peer');
        peers++;
      }
    }
  }

  #pick(list) {
    return list[Math.floor(this.#random() * list.length)];
  }

  #open(one, two, kind, used = null) {
    const [a, b] = one.n < two.n ? [one, two] : [two, one];
    const edge = kind === 'direct' ? [a.n, b.n, kind, used, IDLE_MILLIS] : [a.n, b.n, kind];
    this.#edges.set(pair(a, b), edge);
    return edge;
  }

  /** Two nodes have something to say. */
  #talk(at) {
    const [one, two] = [this.#pick(this.#rows), this.#pick(this.#rows)];
    const standing = this.#edges.get(pair(one, two));
    if (
      one === two ||
      one.state !== 'alive' ||
      two.state !== 'alive' ||
      (standing && standing[2] !== 'direct')
    ) {
      return null;
    }
    return this.#open(one, two, 'direct', at);
  }

  snapshot() {
    return this.#data(START_MS, {
      nodes: this.#rows.map((row) => ({ ...row })),
      edges: [...this.#edges.values()],
    });
  }

  round() {
    const at = START_MS + this.#version * ROUND_MILLIS;
    const since = this.#version++;
    this.#events = [];
    const closed = [...this.#edges.values()].filter(
      ([, , kind, used]) => kind === 'direct' && at - used > IDLE_MILLIS,
    );
    closed.forEach(([a, b]) => this.#edges.delete(pair(this.#rows[a], this.#rows[b])));
    const edges = Array.from({ length: Math.ceil(this.#rows.length / 25) }, () =>
      this.#talk(at),
    ).filter(Boolean);
    const nodes = this.#fates(at, closed);
    return this.#data(at, {
      since,
      nodes,
      edges,
      closed: closed.map(([a, b]) => [a, b]),
      gone: [],
    });
  }

  /**
   * Now and then one is suspected; the round after that it is dead or has refuted it, now and
   * then a dead one is started again.
   */
  #fates(at, closed) {
    const changed = [];
    for (const row of this.#rows) {
      const next = this.#fate(row);
      if (next === null) {
        continue;
      }
      [row.state] = next;
      changed.push({ ...row });
      this.#events.push({
        sequence: ++this.#sequence,
        at_ms: at,
        kind: next[1],
        node: row.name,
        by: null,
        text: `${row.name} ${next[1]}`,
      });
      if (row.state === 'dead') {
        for (const edge of [...this.#edges.values()].filter(
          ([a, b]) => a === row.n || b === row.n,
        )) {
          closed.push(edge);
          this.#edges.delete(pair(this.#rows[edge[0]], this.#rows[edge[1]]));
        }
      }
    }
    return changed;
  }

  #fate(row) {
    const chance = this.#random();
    switch (row.state) {
      case 'alive':
        return chance < 0.25 / this.#rows.length ? ['suspected', 'suspected'] : null;
      case 'suspected':
        return chance < 0.4 ? ['alive', 'refuted'] : ['dead', 'died'];
      default: // dead: somebody starts it again
        return chance < 0.05 ? ['alive', 'returned'] : null;
    }
  }

  #data(at, changes) {
    const alive = this.#rows.filter((row) => row.state === 'alive').length;
    const mean = (2 * this.#edges.size) / this.#rows.length;
    const standing = new Array(this.#rows.length).fill(0);
    for (const [a, b] of [...this.#edges.values()].filter(([, , kind]) => kind !== 'direct')) {
      standing[a]++;
      standing[b]++;
    }
    const peersMean = standing.reduce((sum, peers) => sum + peers, 0) / standing.length;
    const wave = 1 + 0.4 * Math.sin(this.#version / 5) + 0.2 * this.#random();
    return {
      version: this.#version,
      round: this.#version,
      now_ms: at,
      missing: [],
      events: this.#events,
      ...changes,
      totals: {
        nodes: this.#rows.length,
        alive,
        connections: this.#edges.size,
        connections_mean: mean,
        peers_mean: peersMean,
        peers_max: Math.max(...standing),
        direct_mean: mean - peersMean,
        mesh_connections: this.#rows.length - 1,
        processes: null,
        queued_bytes: null,
        dropped: {},
        closed: {},
        dial_failures: {},
        round_millis_taken: 180,
        reports: alive,
      },
      point: {
        at_ms: at,
        nodes: alive,
        messages_per_s: Math.round(4 * alive * wave),
        bytes_per_s: Math.round(900 * alive * wave),
        heartbeats_per_s: 7 * alive,
        mesh_heartbeats_per_s: alive * (alive - 1),
        overlay_per_s: 2 * alive,
        relations_per_s: 0,
        association_per_s: 0,
        lookups_per_s: Math.round(alive * 0.02 * wave),
        hops_mean: 2.2 + 0.3 * wave,
        opened_per_s: alive / 50,
        collected_per_s: (alive / 50) * wave,
        broken_per_s: 0,
        dropped_per_s: 0,
        connections_mean: mean,
      },
    };
  }
}

function pair(one, two) {
  return one.n < two.n ? one.n * 2 ** 24 + two.n : two.n * 2 ** 24 + one.n;
}
