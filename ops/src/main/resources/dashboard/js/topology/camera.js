// What part of the stage is seen: zoomed by wheel, pinch, keys or buttons, moved by dragging.

const ZOOM_MAX = 12;
/** A press that moves less than this, in pixels, is a click. */
const CLICK_PIXELS = 5;

/**
 * Fires `move` when the view changes, `click` and `hover` with `{x, y}` in pixels of the element.
 */
export class Camera extends EventTarget {
  view = { k: 1, x: 0, y: 0 };
  #element;
  #pressed = new Map();
  #moved = 0;

  constructor(element) {
    super();
    this.#element = element;
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#up(event));
    element.addEventListener('pointercancel', (event) => this.#pressed.delete(event.pointerId));
    element.addEventListener('pointerleave', () => this.#fire('hover', null));
  }

  /** From places of the layout to pixels. */
  screen = ({ x, y }) => ({ x: x * this.view.k + this.view.x, y: y * this.view.k + this.view.y });

  reset() {
    this.view = { k: 1, x: 0, y: 0 };
    this.#fire('move', this.view);
  }

  /** Zooms around a point of the element; its middle if none is given. */
  zoom(factor, point = { x: this.#element.clientWidth / 2, y: this.#element.clientHeight / 2 }) {
    const k = Math.max(1, Math.min(ZOOM_MAX, this.view.k * factor));
    const by = k / this.view.k;
    this.#set({
      k,
      x: point.x - by * (point.x - this.view.x),
      y: point.y - by * (point.y - this.view.y),
    });
  }

  #set({ k, x, y }) {
    const within = (offset, size) => Math.min(0, Math.max(size * (1 - k), offset));
    this.view = {
      k,
      x: within(x, this.#element.clientWidth),
      y: within(y, this.#element.clientHeight),
    };
    this.#fire('move', this.view);
  }

  #wheel(event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * 0.0015), point(event));
  }

  #down(event) {
    this.#element.setPointerCapture(event.pointerId);
    this.#pressed.set(event.pointerId, point(event));
    this.#moved = this.#pressed.size > 1 ? CLICK_PIXELS : 0;
  }

  #move(event) {
    const here = point(event);
    const before = this.#pressed.get(event.pointerId);
    if (before === undefined) {
      this.#fire('hover', here);
      return;
    }
    const other = [...this.#pressed].find(([id]) => id !== event.pointerId)?.[1];
    this.#pressed.set(event.pointerId, here);
    this.#moved += Math.hypot(here.x - before.x, here.y - before.y);
    if (other !== undefined) {
      this.zoom(distance(here, other) / Math.max(1, distance(before, other)), other);
    } else if (this.#moved >= CLICK_PIXELS) {
      const { k, x, y } = this.view;
      this.#set({ k, x: x + here.x - before.x, y: y + here.y - before.y });
    }
  }

  #up(event) {
    if (this.#pressed.delete(event.pointerId) && this.#moved < CLICK_PIXELS) {
      this.#fire('click', point(event));
    }
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function point(event) {
  return { x: event.offsetX, y: event.offsetY };
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
