// A lookup, hop by hop: each hop is drawn in turn, and with each the sub-tree in which the target
// must be gets smaller.

import { arc, bits, commonPrefix } from '/js/ids.js';
import { bend, between } from '/js/topology/curves.js';
import { angle } from '/js/topology/layout.js';
import { drawHalo } from '/js/topology/marks.js';

const HOP_MILLIS = 900;
const REST_MILLIS = 350;

export class Route {
  #started = performance.now();
  #still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  /** `nodes`: those on the path, the asking one first; `target`: the node looked for. */
  constructor(nodes, target) {
    this.nodes = nodes;
    this.target = target;
    this.hops = nodes
      .slice(1)
      .map((node, i) => ({ from: nodes[i], to: node, shared: shared(node, target) }));
  }

  again() {
    this.#started = performance.now();
  }

  /** How many hops have been made, the present one as a fraction. */
  progress(now = performance.now()) {
    if (this.#still) {
      return this.hops.length;
    }
    const whole = Math.floor((now - this.#started) / (HOP_MILLIS + REST_MILLIS));
    const part = Math.min(1, ((now - this.#started) % (HOP_MILLIS + REST_MILLIS)) / HOP_MILLIS);
    return Math.max(0, Math.min(this.hops.length, whole + ease(part)));
  }

  get running() {
    return this.progress() < this.hops.length;
  }

  draw(context, places, screen, zoom, palette) {
    const done = this.progress();
    const target = places.get(this.target.n);
    if (target === undefined) {
      return;
    }
    this.nodes
      .slice(0, Math.floor(done) + 1)
      .forEach((node) =>
        drawSubTree(context, target, shared(node, this.target), screen, zoom, palette),
      );
    this.hops.forEach((hop, i) => {
      if (done > i && places.has(hop.from.n) && places.has(hop.to.n)) {
        drawHop(
          context,
          places.get(hop.from.n),
          places.get(hop.to.n),
          Math.min(1, done - i),
          screen,
          palette,
        );
      }
    });
    drawHalo(context, screen(target), 13, palette.accent, 1.5);
    this.nodes.slice(0, Math.floor(done) + 1).forEach((node, i) => {
      if (places.has(node.n)) {
        drawBadge(context, screen(places.get(node.n)), String(i), palette);
      }
    });
  }
}

/** The wedge of all ids that share this many bits with the target's. */
function drawSubTree(context, target, depth, screen, zoom, palette) {
  if (depth === null || depth === 0 || depth === 128) {
    return;
  }
  const { from, to } = arc(bits(target.node.id, Math.min(depth, 30)));
  const { island } = target;
  const middle = screen(island);
  context.globalAlpha = 0.13;
  context.fillStyle = palette.accent;
  context.beginPath();
  context.arc(
    middle.x,
    middle.y,
    (island.radius + 12 + 5 * island.levels) * zoom,
    angle(from),
    angle(to),
  );
  context.arc(middle.x, middle.y, island.radius * 0.2 * zoom, angle(to), angle(from), true);
  context.fill();
  context.globalAlpha = 1;
}

function shared(node, target) {
  return node.id === null || target.id === null ? null : commonPrefix(node.id, target.id);
}

function ease(part) {
  return part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) ** 2;
}

function drawHop(context, from, to, part, screen, palette) {
  // The part of a cubic curve up to `part` is one again (de Casteljau).
  const [start, near, far, end] = [from, ...bend(from, to), to].map(screen);
  const first = between(start, near, part);
  const middle = between(near, far, part);
  const second = between(first, middle, part);
  const tip = between(second, between(middle, between(far, end, part), part), part);
  context.strokeStyle = palette.accent;
  context.lineWidth = 3;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.bezierCurveTo(first.x, first.y, second.x, second.y, tip.x, tip.y);
  context.stroke();
  if (part < 1) {
    context.fillStyle = palette.accent;
    context.beginPath();
    context.arc(tip.x, tip.y, 5, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawBadge(context, { x, y }, text, palette) {
  context.fillStyle = palette.accent;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = palette.onAccent;
  context.font = `700 11px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + 0.5);
}
