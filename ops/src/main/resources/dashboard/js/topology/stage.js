// The canvas: layout, ground and marks put together, drawn when something has changed and not
// otherwise.

import { Camera } from '/js/topology/camera.js';
import { Ground } from '/js/topology/ground.js';
import { layout } from '/js/topology/layout.js';
import {
  dot,
  drawConnection,
  drawHalo,
  drawNames,
  drawNodes,
  drawPlate,
  shortName,
} from '/js/topology/marks.js';
import { scene } from '/js/topology/scene.js';

const REACH_PIXELS = 14;
const CHANGE_MILLIS = 1600;
const MOVE_MILLIS = 700;
/** More openings or closings at once than this are not shown one by one. */
const CHANGES_MAX = 400;

/** Fires `pick` with the node that was clicked, or null. */
export class Stage extends EventTarget {
  canvas;
  shown = new Set(['peer', 'watch', 'direct', 'client', 'erlang']);
  #cluster;
  #palette;
  #meter;
  #camera;
  #ground;
  #context;
  #size = { width: 0, height: 0, ratio: 1 };
  #layout = { islands: [], places: new Map() };
  #oneHost = false;
  #moving = null;
  #changes = [];
  #focus = null;
  #selected = [];
  #route = null;
  #frame = 0;

  constructor(canvas, cluster, palette, meter) {
    super();
    this.canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#cluster = cluster;
    this.#palette = palette;
    this.#meter = meter;
    this.#ground = new Ground((millis) => {
      meter.ground(millis);
      this.#soon();
    });
    this.#camera = new Camera(canvas);
    this.#camera.addEventListener('move', () => this.repaint());
    this.#camera.addEventListener('hover', ({ detail }) => this.#hover(detail));
    this.#camera.addEventListener('click', ({ detail }) => this.#pick(detail));
    new ResizeObserver(() => this.#resize()).observe(canvas);
  }

  get camera() {
    return this.#camera;
  }

  /** Members in the order in which they stand on the ring, for the keyboard. */
  ring() {
    return [...this.#layout.places.values()]
      .sort((a, b) => a.theta - b.theta)
      .map(({ node }) => node);
  }

  /** How many separate parts there are. */
  get islands() {
    return this.#layout.islands.length;
  }

  /** The cluster has changed. */
  changed({ opened, closed }) {
    const at = performance.now();
    const list = [
      ...opened.map((edge) => ({ edge, at, open: true })),
      ...closed.map((edge) => ({ edge, at, open: false })),
    ].filter(({ edge }) => edge.kind === 'direct');
    this.#changes = list.length > CHANGES_MAX ? [] : [...this.#changes, ...list];
    this.#arrange();
  }

  /** What is selected, none to two nodes, and the lookup between them. */
  select(nodes, route) {
    this.#selected = nodes;
    this.#route = route;
    this.#soon();
  }

  focus(node) {
    if (this.#focus !== node) {
      this.#focus = node;
      this.#soon();
    }
  }

  restyle(palette) {
    this.#palette = palette;
    this.repaint();
  }

  /** Where a node is drawn, in pixels of the canvas; null if it is not. */
  pixel(node) {
    const place = this.#layout.places.get(node.n);
    return place === undefined ? null : this.#camera.screen(place);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) {
      return;
    }
    this.#size = { width, height, ratio: Math.min(2, devicePixelRatio) };
    this.canvas.width = width * this.#size.ratio;
    this.canvas.height = height * this.#size.ratio;
    this.#arrange();
    this.#draw();
  }

  #arrange() {
    const { width, height } = this.#size;
    if (width === 0) {
      return;
    }
    const old = this.#layout;
    const hosts = [...this.#cluster.nodes.values()].map(({ name }) =>
      name.slice(name.indexOf('@')),
    );
    this.#oneHost = new Set(hosts).size === 1;
    this.#layout = layout(this.#cluster, width, height);
    if (old.islands.length > 0 && old.islands.length !== this.#layout.islands.length) {
      this.#moving = { from: old.places, start: performance.now() };
    }
    this.repaint();
  }

  /** Paints the connections again: something about them is to look different. */
  repaint() {
    if (this.#size.width > 0) {
      this.#ground.paint(() => this.#scene());
    }
    this.#soon();
  }

  #scene() {
    return scene(this.#cluster, this.#layout, this.#palette, this.shown, {
      ...this.#size,
      view: this.#camera.view,
    });
  }

  #soon() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  #draw() {
    const started = performance.now();
    const { width, height, ratio } = this.#size;
    const context = this.#context;
    const centre = this.#focus ?? this.#selected[0] ?? null;
    const dimmed = centre !== null;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width * ratio, height * ratio);
    const places = this.#settled(started);
    this.#ground.draw(
      context,
      ratio,
      this.#camera.view,
      this.#moving !== null ? 0.1 : dimmed ? 0.3 : 1,
    );
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#drawChanges(started, places, centre);
    const near = centre === null ? null : this.#near(centre);
    if (centre !== null && this.#route === null) {
      this.#drawConnections(centre, places);
    }
    this.#drawNodes(places, near);
    this.#route?.draw(context, places, this.#camera.screen, this.#camera.view.k, this.#palette);
    this.#drawSelection(places);
    this.#meter.frame(context, started);
    if (
      this.#moving !== null ||
      this.#changes.length > 0 ||
      this.#route?.running ||
      this.#meter.always
    ) {
      this.#soon();
    }
  }

  /** The places now: those of the layout, or on the way there when islands have parted or met. */
  #settled(now) {
    if (this.#moving === null) {
      return this.#layout.places;
    }
    const part = Math.min(1, (now - this.#moving.start) / MOVE_MILLIS);
    const eased = part * part * (3 - 2 * part);
    const { from } = this.#moving;
    if (part === 1) {
      this.#moving = null;
    }
    return new Map(
      [...this.#layout.places].map(([n, place]) => {
        const { x, y } = from.get(n) ?? place;
        return [n, { ...place, x: x + (place.x - x) * eased, y: y + (place.y - y) * eased }];
      }),
    );
  }

  /** Connections that have just been opened flash; collected ones are let go. */
  #drawChanges(now, places, centre) {
    this.#changes = this.#changes.filter(({ at }) => now - at < CHANGE_MILLIS);
    const seen = ({ edge }) =>
      places.has(edge.a) &&
      places.has(edge.b) &&
      this.shown.has(edge.kind) &&
      (centre === null || edge.a === centre.n || edge.b === centre.n);
    for (const { edge, at, open } of this.#changes.filter(seen)) {
      const left = 1 - (now - at) / CHANGE_MILLIS;
      drawConnection(this.#context, places.get(edge.a), places.get(edge.b), this.#camera.screen, {
        colour: this.#palette.direct,
        alpha: (open ? 0.75 : 0.5) * left,
        width: open ? 1 + left : 1,
        dash: open ? [] : [3, 4],
      });
    }
  }

  /** Who is not dimmed: a node and those it is connected with, or all on the path of a lookup. */
  #near(node) {
    const others =
      this.#route?.nodes ??
      [...this.#cluster.edgesOf(node)].map((edge) => this.#cluster.otherEnd(edge, node));
    return new Set([node, ...this.#selected, ...others].map((one) => one?.n));
  }

  /** The connections of one node, by kind. */
  #drawConnections(node, places) {
    const here = places.get(node.n);
    const now = this.#cluster.now();
    for (const edge of this.#cluster.edgesOf(node)) {
      const there = places.get(edge.a === node.n ? edge.b : edge.a);
      if (here !== undefined && there !== undefined && this.shown.has(edge.kind)) {
        const alpha = edge.kind === 'direct' ? 1 - 0.75 * this.#cluster.faded(edge, now) : 0.75;
        drawConnection(this.#context, here, there, this.#camera.screen, {
          colour: this.#palette[edge.kind],
          alpha,
          width: 1.7,
        });
      }
    }
  }

  #drawNodes(places, near) {
    const { screen } = this.#camera;
    const dimmed = near !== null;
    const isLit = (node) => near === null || near.has(node.n);
    const points = [];
    for (const place of places.values()) {
      const { x, y } = screen(place);
      points.push({ x, y, node: place.node, lit: isLit(place.node) });
    }
    drawNodes(this.#context, points, this.#dot(), this.#palette, dimmed);
    const named = [...places.values()]
      .filter(({ name }) => name !== undefined)
      .map((place) => ({ ...place, lit: isLit(place.node) }));
    drawNames(this.#context, named, screen, this.#palette, this.#oneHost, dimmed);
  }

  #dot() {
    return dot(this.#layout.places.size, this.#layout.islands[0]?.radius ?? 1, this.#camera.view.k);
  }

  #drawSelection(places) {
    const size = this.#dot();
    const halo = (node, colour, width) => {
      const place = places.get(node?.n);
      if (place !== undefined) {
        drawHalo(this.#context, this.#camera.screen(place), size + 5, colour, width);
      }
      return place;
    };
    this.#selected.forEach((node) => halo(node, this.#palette.accent, 2.5));
    for (const node of new Set([...this.#selected, this.#focus].filter((one) => one !== null))) {
      const place = node === this.#focus ? halo(node, this.#palette.text, 1.5) : places.get(node.n);
      if (place !== undefined && (place.name === undefined || node === this.#focus)) {
        const name = shortName(node.name, this.#oneHost);
        drawPlate(
          this.#context,
          this.#camera.screen(place),
          place.theta,
          node.state === 'alive' ? name : `${name}: ${node.state}`,
          this.#palette,
          size + 12,
          this.#size.width,
        );
      }
    }
  }

  #hover(point) {
    const node = point === null ? null : this.#nodeAt(point);
    this.canvas.classList.toggle('over', node !== null);
    this.focus(node);
  }

  #nodeAt(point) {
    let best = null;
    let distance = REACH_PIXELS;
    for (const place of this.#layout.places.values()) {
      const { x, y } = this.#camera.screen(place);
      const here = Math.hypot(x - point.x, y - point.y);
      if (here < distance) {
        [best, distance] = [place.node, here];
      }
    }
    return best;
  }

  #pick(point) {
    this.dispatchEvent(new CustomEvent('pick', { detail: this.#nodeAt(point) }));
  }
}
