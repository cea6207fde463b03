// A tiny way to build DOM: h("a", { href: "/", class: "x" }, "text", child, [more]).

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. Falsy children are left out; functions named on… become listeners. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}

/** Replaces what an element holds. */
export function put(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/**
 * Brings the children of `parent` in line with `items` and keeps every node whose key stays, so that
 * focus, selection and scroll position survive.
 *
 * @param key item → string
 * @param draw item → element; called when the item is new or `same` says it changed
 * @param same (before, now) → boolean
 * @returns the keys that were not there before
 */
export function reconcile(parent, items, key, draw, same = () => false) {
  const known = new Map();
  for (const node of [...parent.children]) {
    if (node.reconciled) known.set(node.reconciled.key, node);
    else node.remove();
  }
  const fresh = [];
  let place = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    let node = known.get(id);
    known.delete(id);
    if (!node || !same(node.reconciled.item, item)) {
      const drawn = draw(item);
      drawn.reconciled = { key: id, item };
      if (node) {
        const focused = node.contains(document.activeElement);
        if (place === node) place = drawn;
        node.replaceWith(drawn);
        if (focused) drawn.querySelector("a, button")?.focus();
      } else {
        fresh.push(id);
      }
      node = drawn;
    }
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of known.values()) node.remove();
  return fresh;
}
