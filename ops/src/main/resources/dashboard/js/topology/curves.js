// How connections run: out of the smallest sub-tree that holds one end, through the inside of the
// ring, into that of the other (after Holten's hierarchical edge bundling, 2006). What runs
// between the same sub-trees runs together, so a thousand nodes are no hairball, and the bundles
// of every bucket look alike, at their own size.

import { commonPrefix, fraction } from '/js/ids.js';
import { angle, at } from '/js/topology/layout.js';

/** How strongly connections keep together: 0 straight, 1 all through one point. */
const BUNDLING = 0.95;
/**
 * Connections between the same parts of two sibling sub-trees keep together; the parts are this
 * many levels below.
 */
const PART_LEVELS = 1;
const DEPTH = 0.3;
/** Numbers per curve: start, two control points, end. */
export const FLOATS = 8;
/** In how many steps an idle connection fades. */
export const FADE_STEPS = 8;

/** The control points of the cubic curve between two places. */
export function bend(from, to) {
  if (from.island !== to.island || from.node.id === null || to.node.id === null) {
    return [between(from, to, 1 / 3), between(from, to, 2 / 3)];
  }
  const shared = commonPrefix(from.node.id, to.node.id);
  return [pulled(from, to, 1 / 3, shared), pulled(from, to, 2 / 3, shared)];
}

/**
 * The point of the straight line at `share`, pulled to the inside of the part that the nearer end
 * is in.
 */
function pulled(from, to, share, shared) {
  const straight = between(from, to, share);
  const { island, node } = share < 0.5 ? from : to;
  const size = 2 ** -Math.min(shared + 1 + PART_LEVELS, 40);
  const middle = (Math.floor(fraction(node.id) / size) + 0.5) * size;
  const radius = island.radius * (1 - (1 - DEPTH) * 2 ** -shared);
  return between(straight, at(island, angle(middle), radius), BUNDLING);
}

/** The point at `share` of the way. */
export function between(a, b, share) {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Kind and fading of a connection, as one number: which stroke it is drawn with. */
export function strokeOf(edge, cluster, now) {
  return edge.kind === 'direct'
    ? Math.min(FADE_STEPS - 1, Math.floor(cluster.faded(edge, now) * FADE_STEPS))
    : edge.kind;
}

/**
 * The curves of all connections that are shown, ordered by stroke: `{curves, strokes}`; a stroke
 * says which curves are its own.
 */
export function curves(cluster, places, shown) {
  const now = cluster.now();
  const groups = new Map();
  for (const edge of cluster.edges.values()) {
    if (!shown.has(edge.kind) || !places.has(edge.a) || !places.has(edge.b)) {
      continue;
    }
    const stroke = strokeOf(edge, cluster, now);
    if (!groups.has(stroke)) {
      groups.set(stroke, []);
    }
    groups.get(stroke).push(edge);
  }
  const total = [...groups.values()].reduce((sum, edges) => sum + edges.length, 0);
  const curves = new Float32Array(total * FLOATS);
  const strokes = [];
  let next = 0;
  for (const [stroke, edges] of [...groups].sort(([a], [b]) => rank(a) - rank(b))) {
    strokes.push({ stroke, from: next, to: next + edges.length });
    for (const edge of edges) {
      write(curves, next++, places.get(edge.a), places.get(edge.b));
    }
  }
  return { curves, strokes };
}

function write(curves, index, from, to) {
  const [near, far] = bend(from, to);
  curves.set([from.x, from.y, near.x, near.y, far.x, far.y, to.x, to.y], index * FLOATS);
}

/** Peers lie at the bottom, then watch connections, then the most faded of the direct ones. */
function rank(stroke) {
  return typeof stroke === 'number'
    ? 20 - stroke
    : ['peer', 'watch', 'client', 'erlang'].indexOf(stroke);
}
