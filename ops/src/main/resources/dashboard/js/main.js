// The page: one cluster, one feed, four views; where it is, is in the address.

import { Cluster } from '/js/cluster.js';
import { h } from '/js/dom.js';
import { LiveFeed } from '/js/feed/live.js';
import { synthetic } from '/js/feed/synthetic.js';
import { TraceFeed, parse } from '/js/feed/trace.js';
import { plural } from '/js/format.js';
import { Meter } from '/js/meter.js';
import { Theme } from '/js/theme.js';
import { TopologyView } from '/js/topology/view.js';
import { EventsView } from '/js/views/events.js';
import { ProcessesView } from '/js/views/processes.js';
import { TrafficView } from '/js/views/traffic.js';

const VIEWS = {
  topology: TopologyView,
  processes: ProcessesView,
  traffic: TrafficView,
  events: EventsView,
};

class App {
  cluster = new Cluster();
  meter = new Meter();
  theme = new Theme(document.getElementById('theme'));
  feed = null;
  #views = new Map();
  #current = null;
  #names = '';
  #looking = document.getElementById('look-from');

  async start() {
    this.feed = await feed(this.cluster);
    this.feed.addEventListener('state', ({ detail }) => this.#state(detail));
    this.cluster.addEventListener('change', ({ detail }) => this.#changed(detail));
    addEventListener('hashchange', () => this.#route());
    this.#looking.addEventListener('click', () => this.#looking.select());
    this.#looking.addEventListener('change', () => this.#lookFrom());
    this.#route();
    await this.feed.run();
  }

  /** The view that is shown. */
  get view() {
    return this.#current.view;
  }

  /** The address of a view, of these nodes. */
  link(view, ...names) {
    return `#${[view, ...names.filter((name) => name !== '').map(encodeURIComponent)].join('/')}`;
  }

  go(view, ...names) {
    location.hash = this.link(view, ...names);
  }

  /** The node that somebody means who types this: its name, or how it begins if only one does. */
  find(text) {
    const wanted = text.trim();
    const exact = this.cluster.named(wanted);
    const begun = [...this.cluster.nodes.values()].filter(({ name }) => name.startsWith(wanted));
    return exact ?? (wanted !== '' && begun.length === 1 ? begun[0] : null);
  }

  /** Shows which node is looked from. */
  look(name) {
    this.#looking.value = name ?? '';
  }

  #lookFrom() {
    const node = this.find(this.#looking.value);
    if (node === null) {
      this.look(this.cluster.about?.name);
    } else {
      this.go(this.#current.name === 'processes' ? 'processes' : 'topology', node.name);
    }
  }

  #route() {
    const [name, ...names] = location.hash.slice(1).split('/').map(decodeURIComponent);
    const view = VIEWS[name] === undefined ? 'topology' : name;
    if (this.#current?.name !== view) {
      if (!this.#views.has(view)) {
        this.#views.set(view, new VIEWS[view](this));
      }
      this.#current = { name: view, view: this.#views.get(view) };
      document.getElementById('view').replaceChildren(this.#current.view.element);
      document
        .querySelectorAll('nav a')
        .forEach((link) =>
          link.hash === `#${view}`
            ? link.setAttribute('aria-current', 'page')
            : link.removeAttribute('aria-current'),
        );
    }
    document.title = `${view[0].toUpperCase()}${view.slice(1)} · Tempelhof`;
    this.look(names[0] ?? this.cluster.about?.name);
    this.#current.view.open(names);
  }

  #changed(change) {
    document.getElementById('cluster-name').textContent = this.cluster.about?.cluster ?? '';
    const names = [...this.cluster.nodes.values()].map(({ name }) => name).sort();
    if (names.join() !== this.#names) {
      this.#names = names.join();
      document
        .getElementById('node-names')
        .replaceChildren(...names.map((value) => h('option', { value })));
    }
    if (this.#looking.value === '' && document.activeElement !== this.#looking) {
      this.look(this.cluster.about?.name);
    }
    this.#current.view.changed(change);
  }

  #state({ state, text }) {
    const quiet = state === 'live' || state === 'replay';
    document.documentElement.dataset.feed = state;
    const banner = document.getElementById('banner');
    banner.hidden = quiet;
    banner.textContent = state === 'refused' ? `Refused: ${text}` : text;
    const pulse = document.getElementById('pulse');
    if (pulse.textContent !== state) {
      pulse.textContent = state;
    }
    pulse.title = quiet ? `${text}; ${plural(this.cluster.nodes.size, 'node')}` : text;
  }
}

/** The node that serves this page, or with `?trace=FILE` or `?synthetic=NODES` a trace. */
async function feed(cluster) {
  const wanted = new URLSearchParams(location.search);
  if (wanted.has('synthetic')) {
    const nodes = Number(wanted.get('synthetic')) || 1000;
    return new TraceFeed(
      cluster,
      synthetic({ nodes, seed: Number(wanted.get('seed')) || 7 }),
      `a made-up trace of ${plural(nodes, 'node')}`,
    );
  }
  if (wanted.has('trace')) {
    const { name, text } = await trace(wanted.get('trace'));
    return new TraceFeed(cluster, parse(text), name);
  }
  return new LiveFeed(cluster);
}

/** A file of the server, or without a name one that is chosen. */
async function trace(name) {
  if (name !== '') {
    const response = await fetch(name);
    return { name, text: response.ok ? await response.text() : '' };
  }
  return new Promise((take) => {
    const chosen = ({ target }) =>
      target.files[0].text().then((text) => take({ name: target.files[0].name, text }));
    document
      .getElementById('view')
      .replaceChildren(
        h(
          'label.page',
          {},
          h('p', {}, 'Choose a trace to play: '),
          h('input', { id: 'trace', type: 'file', change: chosen }),
        ),
      );
  });
}

const app = new App();
// For the console, and for tests in a browser.
window.tempelhof = app;
await app.start();
