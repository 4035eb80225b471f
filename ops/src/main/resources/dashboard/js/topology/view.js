// The topology: the picture, what is selected in it, and the words beside it. The selection is in
// the address (`#topology/A` or `#topology/A/B`), so it can be linked to and taken back.

import { announce, h, show } from '/js/dom.js';
import { plural } from '/js/format.js';
import { palette } from '/js/theme.js';
import { details } from '/js/topology/details.js';
import { alone, summary } from '/js/topology/inspector.js';
import { lookup } from '/js/topology/lookup.js';
import { Route } from '/js/topology/route.js';
import { Stage } from '/js/topology/stage.js';

export class TopologyView {
  element;
  #app;
  #stage;
  #canvas;
  #beside;
  #names = [];
  #whole = null;
  #answer = null;
  #problem = null;
  #route = null;
  #asked = 0;

  constructor(app) {
    this.#app = app;
    this.#canvas = h('canvas', {
      tabindex: '0',
      role: 'application',
      keydown: (event) => this.#key(event),
    });
    this.#beside = h('aside', { 'aria-label': 'Details', tabindex: '-1' });
    this.#stage = new Stage(this.#canvas, app.cluster, palette(), app.meter);
    this.#stage.addEventListener('pick', ({ detail }) => this.#pick(detail));
    app.theme.addEventListener('change', () => this.#stage.restyle(palette()));
    this.element = h(
      'div.topology',
      {},
      h('div.stage', {}, this.#canvas, this.#tools()),
      this.#beside,
    );
  }

  /** For tests and other views: where a node is drawn. */
  pixel(name) {
    return this.#stage.pixel(this.#app.cluster.named(name));
  }

  /** The lookup that is shown; null if none is. */
  get route() {
    return this.#route;
  }

  #tools() {
    const { camera } = this.#stage;
    const button = (text, label, click) =>
      h('button', { type: 'button', 'aria-label': label, title: label, click }, text);
    return h(
      'div.zoom',
      {},
      h('input', {
        type: 'search',
        list: 'node-names',
        placeholder: 'Find a node',
        'aria-label': 'Find a node',
        spellcheck: 'false',
        change: (event) => this.#find(event.target),
      }),
      button('+', 'Zoom in', () => camera.zoom(1.5)),
      button('−', 'Zoom out', () => camera.zoom(1 / 1.5)),
      button('⟲', 'Whole ring', () => camera.reset()),
    );
  }

  #find(input) {
    const node = this.#app.find(input.value);
    if (node !== null) {
      input.value = '';
      this.#pick(node);
    }
  }

  open(names) {
    const same = names.join() === this.#names.join();
    this.#names = names.slice(0, 2);
    if (!same) {
      this.#whole = this.#answer = this.#problem = this.#route = null;
      this.#ask();
    }
    this.#render();
  }

  changed(change) {
    this.#stage.changed(change);
    if (this.#names.length === 1) {
      this.#ask();
    }
    this.#render();
  }

  /**
   * A node has been chosen: the first is looked at, a second one looked up, a third begins anew.
   */
  #pick(node) {
    if (node === null) {
      this.#app.go('topology');
    } else if (this.#names.length === 1 && this.#names[0] !== node.name && node.id !== null) {
      this.#app.go('topology', this.#names[0], node.name);
    } else {
      this.#app.go('topology', node.name);
    }
  }

  /** Asks the node for what is selected; an answer that comes too late is of no use. */
  async #ask() {
    const [from, to] = this.#names;
    const asked = ++this.#asked;
    if (from === undefined) {
      return;
    }
    const path =
      to === undefined
        ? `/api/node?${new URLSearchParams({ node: from })}`
        : `/api/lookup?${new URLSearchParams({ from, to })}`;
    try {
      const answer = await this.#app.feed.ask(path);
      if (asked === this.#asked) {
        this.#problem = null;
        this.#take(answer, to !== undefined);
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#problem = problem.message;
      }
    }
    this.#render();
  }

  #take(answer, isLookup) {
    if (!isLookup) {
      this.#whole = answer;
      return;
    }
    const { cluster } = this.#app;
    this.#answer = answer;
    const nodes = answer.path.map((name) => cluster.named(name)).filter((node) => node !== null);
    this.#route = new Route(nodes, cluster.named(answer.to));
    announce(
      [answer.found ? 'found' : 'not found', plural(answer.hops, 'hop'), ...answer.path].join(', '),
    );
  }

  #render() {
    const { cluster } = this.#app;
    const nodes = this.#names.map((name) => cluster.named(name)).filter((node) => node !== null);
    this.#stage.select(nodes, this.#route);
    this.#canvas.setAttribute(
      'aria-label',
      [
        `${plural(cluster.members().length, 'node')} in ${plural(this.#stage.islands, 'island')}.`,
        'Arrow keys go from node to node, Enter selects.',
      ].join(' '),
    );
    show(this.#beside, this.#words(nodes));
  }

  #words(nodes) {
    const { cluster } = this.#app;
    const links = {
      node: (name) => this.#app.link('topology', name),
      processes: (name) => this.#app.link('processes', name),
    };
    if (nodes.length < this.#names.length && cluster.version !== null) {
      return h(
        'p.problem',
        {},
        this.#names.find((name) => cluster.named(name) === null),
        ' is not in this cluster (any more).',
      );
    }
    if (nodes.length === 2) {
      return lookup(cluster, ...nodes, this.#answer, this.#problem, links, () => this.#again());
    }
    if (nodes.length === 1) {
      return details(cluster, nodes[0], this.#whole, this.#problem, links);
    }
    return [
      summary(cluster, this.#stage.shown, (kind) => this.#toggle(kind), links),
      cluster.nodes.size === 1 ? alone(cluster) : null,
    ];
  }

  #again() {
    this.#route.again();
    this.#stage.repaint();
  }

  #toggle(kind) {
    const { shown } = this.#stage;
    if (!shown.delete(kind)) {
      shown.add(kind);
    }
    this.#stage.repaint();
    this.#render();
  }

  #key(event) {
    const { camera } = this.#stage;
    const act = {
      ArrowRight: () => this.#step(1),
      ArrowDown: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#focused !== null && this.#pick(this.#focused),
      ' ': () => this.#focused !== null && this.#pick(this.#focused),
      Escape: () => this.#pick(null),
      '+': () => camera.zoom(1.5),
      '-': () => camera.zoom(1 / 1.5),
      0: () => camera.reset(),
    }[event.key];
    if (act !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  }

  #focused = null;

  #step(by) {
    const ring = this.#stage.ring();
    if (ring.length === 0) {
      return;
    }
    const now = ring.indexOf(this.#focused ?? this.#app.cluster.named(this.#names.at(-1) ?? ''));
    this.#focused = ring[(now + by + ring.length) % ring.length];
    this.#stage.focus(this.#focused);
    announce(
      [
        this.#focused.name,
        this.#focused.state,
        plural(this.#app.cluster.edgesOf(this.#focused).size, 'connection'),
      ].join(', '),
    );
  }
}
