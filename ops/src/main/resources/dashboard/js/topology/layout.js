// Where everything stands. A node's angle is a pure function of its id, so the picture never
// wanders: what moves on the screen is what changed in the cluster.

import { arc } from '/js/ids.js';

const TURN = 2 * Math.PI;
/**
 * From this many nodes on they stand in three lanes, by the last digit of their id: a single line
 * would be solid.
 */
const LANES_FROM = 150;
const LANE = 6;
/** Up to this many nodes all names are written. */
const NAMES_TO = 40;
const NAME_HEIGHT = 15;
/** Beside the ring, with what lies between. */
const NAME_WIDTH = 150;
const ARC_GAP = 4;
/**
 * A silent part becomes an island of its own from this many nodes on: one silent node is no
 * partition.
 */
const ISLAND_FROM = 2;

/** The angle of a place on the ring: 0 at the top, clockwise. */
export function angle(place) {
  return place * TURN - TURN / 4;
}

/** A point at that angle and distance from the middle of an island. */
export function at(island, theta, radius) {
  return { x: island.x + radius * Math.cos(theta), y: island.y + radius * Math.sin(theta) };
}

/**
 * Islands with their rings, and the place of every node: `{islands, places}`, `places` by `n`.
 * Lengths are pixels of a stage of `width` by `height`, before zooming.
 */
export function layout(cluster, width, height) {
  const groups = islandsOf(cluster);
  const islands = groups.map((group, i) => island(group, i, groups, width, height));
  const places = new Map();
  for (const one of islands) {
    one.nodes.forEach((node) => places.set(node.n, placeOf(node, one)));
    if (one.named) {
      spreadNames(one, places);
    }
  }
  guests(cluster, places, islands[0]);
  return { islands, places };
}

/**
 * Groups of members that are connected among themselves, the largest first. Nodes that report
 * count as one land, those that have fallen silent as another; who has no connection at all stays
 * with the largest.
 */
export function islandsOf(cluster) {
  const members = cluster.members();
  const roots = new Map(members.map((node) => [node.n, node.n]));
  const find = (n) => {
    while (roots.get(n) !== n) {
      roots.set(n, roots.get(roots.get(n)));
      n = roots.get(n);
    }
    return n;
  };
  const silent = (n) => cluster.nodes.get(n).state === 'silent';
  for (const { a, b } of cluster.edges.values()) {
    if (roots.has(a) && roots.has(b) && silent(a) === silent(b)) {
      roots.set(find(a), find(b));
    }
  }
  const groups = Map.groupBy(members, (node) => find(node.n));
  const [main = [], ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  const islands = others.filter(
    (group) =>
      group.length >= ISLAND_FROM &&
      group.some((node) => cluster.inReach(node) || node.state === 'silent'),
  );
  const strays = others.filter((group) => !islands.includes(group)).flat();
  return [main.concat(strays), ...islands];
}

function island(nodes, index, groups, width, height) {
  const alone = groups.length === 1;
  const tall = height > width;
  const weights = groups.map((group) => Math.max(0.35, Math.sqrt(group.length / groups[0].length)));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const before = weights.slice(0, index).reduce((sum, weight) => sum + weight, 0);
  const share = alone ? 1 : weights[index] / all;
  const [w, h] = tall ? [width, height * share] : [width * share, height];
  const roomy = Math.min(w, h) > 400;
  const named = groups[0].length <= NAMES_TO && w > 560;
  const depth = Math.floor(Math.log2(Math.max(2, nodes.length))) - 2;
  const levels = Math.max(1, Math.min(roomy ? 6 : 3, depth));
  const margin = Math.min(34 + 5 * levels + (alone ? 0 : 14), Math.min(w, h) / 4);
  const radius = Math.max(40, Math.min(w / 2 - (named ? NAME_WIDTH : margin), h / 2 - margin));
  const middle = alone ? 0.5 : (before + weights[index] / 2) / all;
  return {
    nodes,
    named,
    levels,
    x: tall ? width / 2 : width * middle,
    y: tall ? height * middle : height / 2,
    radius,
    lane: nodes.length >= LANES_FROM ? Math.min(LANE, radius / 45) : 0,
  };
}

function placeOf(node, island) {
  const theta = angle(node.place);
  const radius = island.radius - island.lane * (Number.parseInt(node.id.at(-1), 16) % 3);
  return { ...at(island, theta, radius), theta, island, node };
}

/**
 * Names may need more room than their nodes: on either side of the ring they are pushed apart, up
 * and down.
 */
function spreadNames(island, places) {
  const all = island.nodes.map((node) => places.get(node.n));
  all.forEach(
    (place) => (place.name = at(island, place.theta, island.radius + nameDistance(island))),
  );
  for (const side of [all.filter(onTheRight), all.filter((place) => !onTheRight(place))]) {
    side.sort((a, b) => a.name.y - b.name.y);
    for (let pass = 0; pass < 60; pass++) {
      side.slice(1).forEach((below, i) => {
        const lacking = NAME_HEIGHT - (below.name.y - side[i].name.y);
        if (lacking > 0) {
          side[i].name.y -= lacking / 2;
          below.name.y += lacking / 2;
        }
      });
    }
  }
}

/** On which side of the ring a node stands, and its name beside it. */
export function onTheRight({ theta }) {
  return Math.cos(theta) >= 0;
}

/** How far outside the ring names begin. */
export function nameDistance(island) {
  return 20 + 5 * island.levels;
}

/**
 * Clients and genuine Erlang nodes have no bucket: they stand outside, beside the node they are
 * connected with.
 */
function guests(cluster, places, main) {
  for (const node of cluster.nodes.values()) {
    if (node.kind === 'node') {
      continue;
    }
    const hosts = [...cluster.edgesOf(node)]
      .map((edge) => places.get(cluster.otherEnd(edge, node)?.n))
      .filter(Boolean);
    const island = hosts[0]?.island ?? main;
    const crowd = [...places.values()].filter(
      (place) => place.guestOf === (hosts[0] ?? null),
    ).length;
    const theta = (hosts[0]?.theta ?? 0) + (crowd + 1) * (12 / island.radius);
    places.set(node.n, {
      ...at(island, theta, island.radius + 14),
      theta,
      island,
      node,
      guestOf: hosts[0] ?? null,
    });
  }
}

/** The arcs of the prefix tree outside a ring: `{prefix, from, to, radius, level}`, angles. */
export function arcs(island) {
  const all = [];
  for (let level = 1; level <= island.levels; level++) {
    for (let i = 0; i < 2 ** level; i++) {
      const prefix = i.toString(2).padStart(level, '0');
      const { from, to } = arc(prefix);
      const radius = island.radius + 9 + 5 * (island.levels - level + 1);
      const gap = ARC_GAP / 2 / radius;
      all.push({ prefix, level, radius, from: angle(from) + gap, to: angle(to) - gap });
    }
  }
  return all;
}
