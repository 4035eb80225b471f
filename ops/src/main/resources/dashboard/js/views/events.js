// What happened, the latest first: joins, deaths, suspicions, refutations, partitions; filtered
// by kind and text.

import { h, show } from '/js/dom.js';
import { clock, count } from '/js/format.js';

const SHOWN_MAX = 300;

/** Groups of kinds that are switched together, and whether they are shown from the start. */
const GROUPS = [
  { title: 'Joins', kinds: ['joined', 'returned'], on: true },
  { title: 'Departures', kinds: ['left', 'restarted'], on: true },
  { title: 'Deaths', kinds: ['died'], on: true },
  { title: 'Suspicions', kinds: ['suspected', 'silent'], on: true },
  { title: 'Refutations', kinds: ['refuted'], on: true },
  { title: 'Partitions', kinds: ['parted', 'healed'], on: true },
  { title: 'Connections', kinds: ['opened', 'closed'], on: false },
];

export class EventsView {
  element;
  #app;
  #on = new Set(GROUPS.filter(({ on }) => on).map(({ title }) => title));
  #text = '';
  #older = [];
  #groups = h('div.chips', { role: 'group', 'aria-label': 'Kinds of events' });
  #list = h('div', {});

  constructor(app) {
    this.#app = app;
    const filter = h('input', {
      type: 'search',
      placeholder: 'Filter by node or text',
      'aria-label': 'Filter events',
      input: (event) => {
        this.#text = event.target.value.toLowerCase();
        this.changed();
      },
    });
    this.element = h(
      'section.page',
      {},
      h('div.bar', {}, h('h1', {}, 'Events'), this.#groups, filter),
      this.#list,
    );
  }

  open() {
    this.changed();
    this.#app.feed.ask('/api/events').then(
      ({ events }) => {
        this.#older = events;
        this.changed();
      },
      () => {},
    ); // those of the stream are shown
  }

  changed() {
    const all = this.#all();
    show(
      this.#groups,
      GROUPS.map((group) => this.#chip(group, all)),
    );
    const kinds = new Set(
      GROUPS.filter(({ title }) => this.#on.has(title)).flatMap((group) => group.kinds),
    );
    const fitting = all
      .filter(
        ({ kind, text }) =>
          (kinds.has(kind) || !KNOWN.has(kind)) && text.toLowerCase().includes(this.#text),
      )
      .reverse();
    show(
      this.#list,
      fitting.length === 0
        ? h(
            'p.quiet',
            {},
            all.length === 0
              ? 'Nothing has happened since somebody looked.'
              : 'No event fits the filter.',
          )
        : [
            h(
              'ol.events',
              {},
              fitting.slice(0, SHOWN_MAX).map((event) => this.#line(event)),
            ),
            fitting.length > SHOWN_MAX
              ? h(
                  'p.quiet',
                  {},
                  `${count(fitting.length - SHOWN_MAX)} earlier ones are not shown: filter.`,
                )
              : null,
          ],
    );
  }

  #all() {
    const { events } = this.#app.cluster;
    const first = events[0]?.sequence ?? Infinity;
    return [...this.#older.filter(({ sequence }) => sequence < first), ...events];
  }

  #chip({ title, kinds }, all) {
    const total = all.filter(({ kind }) => kinds.includes(kind)).length;
    return h(
      'button.chip',
      {
        type: 'button',
        'aria-pressed': String(this.#on.has(title)),
        'data-key': `chip-${title}`,
        click: () => this.#toggle(title),
      },
      title,
      ' ',
      h('b', {}, count(total)),
    );
  }

  #toggle(title) {
    if (!this.#on.delete(title)) {
      this.#on.add(title);
    }
    this.changed();
  }

  #line({ at_ms, kind, node, text }) {
    return h(
      'li',
      { class: kind },
      h('time', { datetime: new Date(at_ms).toISOString() }, clock(at_ms)),
      h('b', {}, kind),
      h(
        'span',
        {},
        node === null
          ? text
          : [
              h('a', { href: this.#app.link('topology', node) }, node),
              text.startsWith(node) ? afterKind(text.slice(node.length), kind) : ` ${text}`,
            ],
      ),
    );
  }
}

const KNOWN = new Set(GROUPS.flatMap(({ kinds }) => kinds));

/** What a text says beyond its node and kind, which have been said. */
function afterKind(text, kind) {
  return text.trim() === kind ? '' : text;
}
