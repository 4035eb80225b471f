// Making elements, without markup in strings: nothing a node tells can become markup.

/**
 * An element. `what`: its tag and classes, as `p.quiet`. `attributes` that are functions listen
 * to the event of their name, `false` and `null` leave the attribute out. Children: elements,
 * texts, lists of them, null.
 */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  return fill(document.createElement(tag), classes, attributes, children);
}

/** The same for SVG. */
export function svg(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  return fill(
    document.createElementNS('http://www.w3.org/2000/svg', tag),
    classes,
    attributes,
    children,
  );
}

function fill(element, classes, attributes, children) {
  if (classes.length > 0) {
    element.setAttribute('class', classes.join(' '));
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined),
  );
  return element;
}

/**
 * Replaces the children of `parent`, but keeps them (and with them focus and scroll places) if
 * nothing has changed.
 */
export function show(parent, ...children) {
  const fresh = h('div', {}, ...children);
  if (fresh.innerHTML !== parent.innerHTML || parent.dataset.live === undefined) {
    const focused = keyOf(document.activeElement, parent);
    parent.replaceChildren(...fresh.childNodes);
    parent.dataset.live = '';
    if (focused !== null) {
      parent.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }
}

function keyOf(element, parent) {
  return element !== null && parent.contains(element) ? (element.dataset.key ?? null) : null;
}

/** Says something to those who do not see the picture. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}
