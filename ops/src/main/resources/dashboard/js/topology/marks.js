// What is drawn anew in every frame: nodes by their state, names, the connections of the node in
// focus.

import { bend } from '/js/topology/curves.js';
import { at, nameDistance, onTheRight } from '/js/topology/layout.js';

const TURN = 2 * Math.PI;
/** How high a plate with a name is. */
const PLATE = 22;

/** How large a node is drawn, in pixels, when `total` stand on a ring of that radius. */
export function dot(total, radius, zoom) {
  const room = (TURN * radius) / Math.max(1, total);
  return Math.max(1.8, Math.min(6.5, 1.25 * Math.sqrt(room))) * Math.min(2.5, Math.sqrt(zoom));
}

/** One path for all nodes of a state: a thousand nodes are a handful of calls. */
export function drawNodes(context, points, size, palette, dimmed) {
  const groups = Map.groupBy(
    points,
    ({ node, lit }) => `${node.kind === 'node' ? node.state : node.kind} ${lit}`,
  );
  for (const [group, members] of groups) {
    const [look, lit] = group.split(' ');
    context.globalAlpha = dimmed && lit === 'false' ? 0.35 : 1;
    MARKS[look](context, members, size, palette);
  }
  context.globalAlpha = 1;
}

/** Every state has a shape of its own: colour alone says nothing to many. */
const MARKS = {
  alive(context, points, size, palette) {
    context.fillStyle = palette.alive;
    fill(context, points, ({ x, y }) => circle(context, x, y, size));
  },
  suspected(context, points, size, palette) {
    context.fillStyle = palette.suspected;
    const r = Math.max(6, size + 2.5);
    fill(context, points, ({ x, y }) =>
      polygon(context, [
        [x, y - r],
        [x + r * 0.95, y + r * 0.75],
        [x - r * 0.95, y + r * 0.75],
      ]),
    );
  },
  dead(context, points, size, palette) {
    const r = Math.max(4, size);
    stroke(context, points, palette.dead, 2.2, ({ x, y }) => {
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
    });
  },
  leaving(context, points, size, palette) {
    stroke(context, points, palette.leaving, 1.8, ({ x, y }) =>
      circle(context, x, y, Math.max(3, size)),
    );
  },
  silent(context, points, size, palette) {
    stroke(context, points, palette.silent, 1.4, ({ x, y }) => {
      circle(context, x, y, Math.max(3, size));
      context.moveTo(x - 1.5, y);
      context.lineTo(x + 1.5, y);
    });
  },
  client(context, points, size, palette) {
    context.fillStyle = palette.client;
    fill(context, points, ({ x, y }) => square(context, x, y, Math.max(3.5, size * 0.8)));
  },
  erlang(context, points, size, palette) {
    context.fillStyle = palette.erlang;
    fill(context, points, ({ x, y }) => square(context, x, y, Math.max(4, size)));
  },
};

function fill(context, points, trace) {
  context.beginPath();
  points.forEach(trace);
  context.fill();
}

function stroke(context, points, colour, width, trace) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  points.forEach(trace);
  context.stroke();
}

function circle(context, x, y, r) {
  context.moveTo(x + r, y);
  context.arc(x, y, r, 0, TURN);
}

function square(context, x, y, r) {
  context.rect(x - r, y - r, 2 * r, 2 * r);
}

function polygon(context, corners) {
  corners.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

/** A ring around a node. */
export function drawHalo(context, { x, y }, radius, colour, width = 2) {
  stroke(context, [{ x, y }], colour, width, () => circle(context, x, y, radius));
}

/** One connection as it runs in the ground, in the coordinates of `screen`. */
export function drawConnection(context, from, to, screen, { colour, alpha, width, dash = [] }) {
  const [start, near, far, end] = [from, ...bend(from, to), to].map(screen);
  context.save();
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(start.x, start.y);
  context.bezierCurveTo(near.x, near.y, far.x, far.y, end.x, end.y);
  context.stroke();
  context.restore();
}

/** The part of a name that tells nodes apart: all of it, unless every node is on one host. */
export function shortName(name, oneHost) {
  return oneHost ? name.slice(0, name.indexOf('@')) : name;
}

/** The names of a small cluster, outside its ring. */
export function drawNames(context, places, screen, palette, oneHost, dimmed) {
  context.font = `12px ${palette.font}`;
  context.textBaseline = 'middle';
  for (const place of places) {
    const { island, node } = place;
    const elbow = screen(at(island, place.theta, island.radius + nameDistance(island) - 8));
    const start = screen(place.name);
    const right = onTheRight(place);
    context.globalAlpha = dimmed && !place.lit ? 0.45 : 1;
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(elbow.x, elbow.y);
    context.lineTo(start.x, start.y);
    context.stroke();
    context.textAlign = right ? 'left' : 'right';
    context.fillStyle = node.state === 'alive' ? palette.text : palette[node.state];
    context.fillText(clipped(shortName(node.name, oneHost)), start.x + (right ? 4 : -4), start.y);
  }
  context.globalAlpha = 1;
}

function clipped(text) {
  return text.length > 17 ? `${text.slice(0, 16)}…` : text;
}

/** A name on a plate, outside the ring beside a node at `theta`; within that width. */
export function drawPlate(context, { x, y }, theta, text, palette, distance, width) {
  context.font = `600 12px ${palette.font}`;
  const w = context.measureText(text).width + 14;
  const outside = x + Math.cos(theta) * (distance + w / 2) - w / 2;
  const left = Math.max(4, Math.min(width - w - 4, outside));
  const away = left === outside ? Math.sin(theta) : Math.sign(Math.sin(theta) || 1);
  const top = y + away * (distance + PLATE / 2) - PLATE / 2;
  context.globalAlpha = 0.92;
  context.fillStyle = palette.plate;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, top, w, PLATE, 5);
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  context.fillStyle = palette.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, left + 7, top + PLATE / 2 + 0.5);
}
