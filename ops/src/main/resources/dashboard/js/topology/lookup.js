// A lookup in words: the path as `./tempelhof lookup` prints it, and how much nearer each hop
// comes.

import { h } from '/js/dom.js';
import { plural } from '/js/format.js';
import { bits, commonPrefix } from '/js/ids.js';

const BITS_SHOWN = 12;

/** `answer`: what `/api/lookup` says, null until it has. */
export function lookup(cluster, from, to, answer, problem, links, again) {
  return [
    h(
      'header',
      {},
      h('h2', {}, 'Lookup'),
      h('a.close', { href: '#topology', 'aria-label': 'Close', 'data-key': 'close' }, '×'),
    ),
    h(
      'p.ends',
      {},
      h('a', { href: links.node(from.name) }, from.name),
      ' → ',
      h('a', { href: links.node(to.name) }, to.name),
    ),
    problem === null ? null : h('p.problem', {}, problem),
    answer === null && problem === null ? h('p.quiet', {}, 'Asking…') : null,
    answer === null ? null : path(cluster, to, answer, links),
    answer === null
      ? null
      : h('button.again', { type: 'button', click: again, 'data-key': 'again' }, 'Show again'),
  ];
}

function path(cluster, to, answer, links) {
  return [
    h(
      'p.counter.small',
      {},
      h('strong', {}, String(answer.hops)),
      answer.hops === 1 ? ' hop' : ' hops',
      answer.found ? null : h('span.problem', {}, ` not found: ${answer.reason}`),
    ),
    h(
      'ol.hops',
      { start: 0 },
      answer.path.map((name) =>
        h('li', {}, h('a', { href: links.node(name) }, name), shared(cluster.named(name), to)),
      ),
    ),
  ];
}

function shared(node, to) {
  if (!node?.id || !to.id) {
    return null;
  }
  const depth = commonPrefix(node.id, to.id);
  const text = depth === 128 ? 'all bits: found' : `shares ${plural(depth, 'bit')}`;
  const same = Math.min(depth, BITS_SHOWN);
  const own = bits(node.id, BITS_SHOWN);
  return h(
    'span.bits',
    {},
    h('code', {}, h('b', {}, own.slice(0, same)), own.slice(same), '…'),
    h('span.quiet', {}, text),
  );
}
