// The processes of one node, the busiest first; what each is linked to and monitors; an end to
// one, where that is allowed.

import { announce, h, show } from '/js/dom.js';
import { count } from '/js/format.js';

const LIMIT = 200;

/** Of a tree the oldest are wanted: those above have started those below. */
const IN_A_TREE = { sort: 'pid', limit: 500 };

/** `sort`: what the server sorts by; columns without it are not sorted by. */
const COLUMNS = [
  { title: 'Process', sort: 'pid' },
  { title: 'Name', sort: 'name' },
  { title: 'State', sort: 'state' },
  { title: 'Mailbox', sort: 'mailbox', number: true },
  { title: 'Messages', sort: 'messages', number: true },
  { title: 'Relations', number: true },
];

export class ProcessesView {
  element;
  #app;
  #name = null;
  #sort = 'mailbox';
  #filter = '';
  #open = new Set();
  #tree = false;
  #answer = null;
  #problem = null;
  #asked = 0;
  #body = h('div', {});
  #head = h('div.controls', {});

  constructor(app) {
    this.#app = app;
    const filter = h('input', {
      type: 'search',
      placeholder: 'Filter by name, pid or state',
      'aria-label': 'Filter processes',
      input: (event) => {
        this.#filter = event.target.value.toLowerCase();
        this.#render();
      },
    });
    this.element = h('section.page', {}, h('div.bar', {}, this.#head, filter), this.#body);
  }

  open([name]) {
    const wanted = name ?? this.#app.cluster.about?.name ?? null;
    if (wanted !== this.#name) {
      this.#name = wanted;
      this.#answer = this.#problem = null;
      this.#open.clear();
    }
    this.#app.look(this.#name);
    this.#ask();
    this.#render();
  }

  changed() {
    if (this.#name === null) {
      this.open([]);
    } else {
      this.#ask();
    }
  }

  async #ask() {
    if (this.#name === null) {
      return;
    }
    const asked = ++this.#asked;
    const what = this.#tree ? IN_A_TREE : { sort: this.#sort, limit: LIMIT };
    const query = new URLSearchParams({ node: this.#name, ...what });
    try {
      const answer = await this.#app.feed.ask(`/api/processes?${query}`);
      if (asked === this.#asked) {
        [this.#answer, this.#problem] = [answer, null];
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#problem = problem.message;
      }
    }
    this.#render();
  }

  #render() {
    show(
      this.#head,
      h(
        'h1',
        {},
        'Processes of ',
        h('a', { href: this.#app.link('topology', this.#name ?? '') }, this.#name ?? '…'),
      ),
      h('span.quiet', {}, this.#answer === null ? null : this.#totals()),
      this.#answer === null ? null : this.#treeSwitch(),
    );
    show(
      this.#body,
      this.#problem === null ? null : h('p.problem', {}, this.#problem),
      this.#answer === null && this.#problem === null ? h('p.quiet', {}, 'Asking…') : null,
      this.#answer === null ? null : this.#table(this.#tree),
    );
  }

  #totals() {
    const { total, processes } = this.#answer;
    return total > processes.length
      ? `the first ${count(processes.length)} of ${count(total)}`
      : `${count(total)} in all`;
  }

  #treeSwitch() {
    return h(
      'label.tree',
      { title: 'Each process below the one that started it and is linked with it' },
      h('input', {
        type: 'checkbox',
        'data-key': 'tree',
        checked: this.#tree,
        change: () => this.#switchTree(),
      }),
      ' Supervision tree',
    );
  }

  #switchTree() {
    this.#tree = !this.#tree;
    this.#ask();
    this.#render();
  }

  #table(asTree) {
    const rows = this.#answer.processes.filter((process) =>
      [process.pid, process.name, process.label, process.state].some((text) =>
        text?.toLowerCase().includes(this.#filter),
      ),
    );
    const ordered = asTree ? family(rows) : rows.map((process) => ({ process, depth: 0 }));
    return h(
      'div.scroll',
      { tabindex: '0', role: 'region', 'aria-label': 'Processes' },
      h(
        'table.processes',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            COLUMNS.map((column) => this.#heading(column)),
          ),
        ),
        h(
          'tbody',
          {},
          ordered.map(({ process, depth }) => this.#row(process, depth)),
        ),
      ),
      rows.length === 0 ? h('p.quiet', {}, 'No process fits the filter.') : null,
    );
  }

  #heading({ title, sort, number }) {
    const active = sort === (this.#tree ? IN_A_TREE.sort : this.#sort);
    const order =
      sort === 'pid' || sort === 'name' || sort === 'state' ? 'ascending' : 'descending';
    return h(
      'th',
      { scope: 'col', class: number ? 'number' : null, 'aria-sort': active ? order : null },
      sort === undefined
        ? title
        : h(
            'button',
            { type: 'button', 'data-key': `sort-${sort}`, click: () => this.#sortBy(sort) },
            title,
            active ? (order === 'ascending' ? ' ▴' : ' ▾') : null,
          ),
    );
  }

  #sortBy(sort) {
    this.#sort = sort;
    this.#tree = false;
    announce(`sorted by ${sort}`);
    this.#ask();
  }

  #row(process, depth) {
    const { pid, name, state, mailbox, passed_over, refused, sent, received, messages } = process;
    const open = this.#open.has(pid);
    const relations = process.links_total + process.monitors_total + process.monitored_by_total;
    return [
      h(
        'tr',
        { 'data-pid': pid, class: state === 'stuck' ? 'stuck' : null },
        h(
          'td',
          { class: `depth-${Math.min(depth, 6)}` },
          h(
            'button.more',
            {
              type: 'button',
              'aria-expanded': String(open),
              'data-key': `open-${pid}`,
              click: () => this.#toggle(pid),
            },
            open ? '▾ ' : '▸ ',
            h('code', {}, pid),
          ),
        ),
        h('td', {}, this.#called(process)),
        h('td', {}, h(`span.activity.${state}`, {}, state)),
        h(
          'td.number',
          {},
          count(mailbox),
          passed_over > 0 ? h('small.quiet', {}, ` (${count(passed_over)} passed over)`) : null,
        ),
        h(
          'td.number',
          { title: `${count(sent)} sent, ${count(received)} received` },
          count(messages),
        ),
        h('td.number', {}, count(relations)),
      ),
      open
        ? h('tr.detail', {}, h('td', { colspan: COLUMNS.length }, this.#detail(process, refused)))
        : null,
    ];
  }

  /** Its name, and what it is there for: of a class without where that is. */
  #called({ name, label }) {
    const what = label === null ? null : label.slice(label.lastIndexOf('.') + 1);
    return [
      name ?? (what === null ? h('span.quiet', {}, '–') : null),
      what === null ? null : h('small.quiet', { title: label }, name === null ? what : ` ${what}`),
    ];
  }

  #toggle(pid) {
    if (!this.#open.delete(pid)) {
      this.#open.add(pid);
    }
    this.#render();
  }

  #detail(process, refused) {
    const list = (title, pids, total) => [
      h('dt', {}, title),
      h(
        'dd',
        {},
        total === 0 ? h('span.quiet', {}, 'none') : pids.map((pid) => [h('code', {}, pid), ' ']),
        total > pids.length ? `and ${total - pids.length} more` : null,
      ),
    ];
    return [
      h(
        'dl',
        {},
        list('links', process.links, process.links_total),
        list('monitors', process.monitors, process.monitors_total),
        list('monitored by', process.monitored_by, process.monitored_by_total),
        h('dt', {}, 'traps exits'),
        h('dd', {}, process.traps_exits ? 'yes' : 'no'),
        h('dt', {}, 'refused'),
        h('dd', {}, `${count(refused)} (mailbox was full)`),
        h('dt', {}, 'aliases'),
        h('dd', {}, count(process.aliases)),
      ),
      this.#app.cluster.about?.control
        ? h(
            'button.kill',
            { type: 'button', 'data-key': `kill-${process.pid}`, click: () => this.#kill(process) },
            'Kill this process',
          )
        : h('p.quiet', {}, 'Read only: the node runs without --allow-control.'),
    ];
  }

  async #kill({ pid, name }) {
    if (!confirm(`Kill ${name ?? pid} on ${this.#name}? Everything linked to it is told.`)) {
      return;
    }
    try {
      const { killed } = await this.#app.feed.ask('/api/kill', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ node: this.#name, pid }),
      });
      announce(killed ? `${pid} was killed` : `${pid} was gone already`);
      this.#ask();
    } catch (problem) {
      this.#problem = problem.message;
      this.#render();
    }
  }
}

/** Children below those that started them, in the order given otherwise; with their depths. */
function family(processes) {
  const pids = new Set(processes.map(({ pid }) => pid));
  const children = Map.groupBy(processes, ({ parent }) => (pids.has(parent) ? parent : null));
  const below = (above, depth) =>
    (children.get(above) ?? []).flatMap((process) => [
      { process, depth },
      ...below(process.pid, depth + 1),
    ]);
  return below(null, 0);
}
