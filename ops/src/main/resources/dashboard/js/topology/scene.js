// What the ground shows: with which pen each connection is drawn, the arcs of the prefix tree,
// what is written beside them.

import { plural } from '/js/format.js';
import { FADE_STEPS, curves } from '/js/topology/curves.js';
import { arcs, at } from '/js/topology/layout.js';

/** Up to this level of the tree prefixes are written out. */
const LABELS_TO = 3;
/** How much ink the connections of a kind get together, in units of one. */
const STRENGTH = { peer: 10, watch: 12, direct: 9, client: 20, erlang: 20 };

/** The radius of a ring, in pixels, that has room for full ink. */
const ROOMY = 330;

/** The scene that paintGround (paint-ground.js) paints; `frame`: its size and view. */
export function scene(cluster, { islands, places }, palette, shown, frame) {
  const { curves: all, strokes } = curves(cluster, places, shown);
  const room = Math.min(1, (islands[0].radius / ROOMY) ** 1.5);
  const totals = new Map();
  for (const { stroke, from, to } of strokes) {
    totals.set(kind(stroke), (totals.get(kind(stroke)) ?? 0) + to - from);
  }
  const ink = ({ stroke }) => room / Math.sqrt(totals.get(kind(stroke)));
  return {
    ...frame,
    curves: all,
    strokes: strokes.map((stroke) => ({ ...stroke, ...pen(stroke, palette, ink(stroke)) })),
    arcs: islands.flatMap((island) => tree(island, palette)),
    labels: islands.flatMap((island) => labels(island, palette, islands.length > 1)),
    font: `11px ${palette.mono}`,
  };
}

/** Strokes of a number are direct connections, more or less faded. */
function kind(stroke) {
  return typeof stroke === 'number' ? 'direct' : stroke;
}

/**
 * How a connection is drawn. The more there are of a kind the fainter each, so that a thousand
 * nodes are no darker than twenty: `ink` is what one of them gets.
 */
function pen({ stroke }, palette, ink) {
  if (typeof stroke === 'number') {
    const fresh = (1 - stroke / FADE_STEPS) ** 1.5;
    return {
      colour: palette.direct,
      alpha: Math.min(0.95, STRENGTH.direct * ink) * (0.12 + 0.88 * fresh),
      width: 1 + 0.6 * fresh * Math.min(1, 20 * ink),
    };
  }
  const most = stroke === 'peer' ? 0.5 : 0.8;
  return { colour: palette[stroke], alpha: Math.min(most, STRENGTH[stroke] * ink), width: 1 };
}

function tree(island, palette) {
  return arcs(island).map(({ radius, from, to, level }) => ({
    x: island.x,
    y: island.y,
    radius,
    from,
    to,
    width: 3,
    colour: palette.tree[level - 1],
  }));
}

function labels(island, palette, several) {
  const radius = island.radius + 24 + 5 * island.levels;
  const level = island.named ? 0 : Math.min(LABELS_TO, island.levels);
  const prefixes = arcs(island)
    .filter((arc) => arc.level === level)
    .map(({ prefix, from, to }) => ({
      ...at(island, (from + to) / 2, radius),
      text: prefix,
      colour: palette.quiet,
    }));
  return several ? [...prefixes, caption(island, radius, palette)] : prefixes;
}

/** What a part is, where there is more than one. */
function caption(island, radius, palette) {
  const silent = island.nodes.every(({ state }) => state === 'silent');
  const text = plural(island.nodes.length, 'node') + (silent ? ', silent' : '');
  return { x: island.x, y: island.y - radius - 14, text, colour: palette.text };
}
