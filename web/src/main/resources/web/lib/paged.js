// A table that grows downwards by pages and upwards by itself: what several views show of lists "the latest first".

import { h, put, reconcile } from "./dom.js";
import { get, onChange } from "./api.js";
import { announce, failureNote, skeleton } from "./parts.js";

/**
 * Draws a live list into `parent`.
 *
 * @param path () → address below /api/v1 without cursor: read again at each load, so that filters may change it
 * @param columns [{ head, class, title }]
 * @param row item → tr; one link in it has the class "open", for the keyboard
 * @param key item → string
 * @param empty () → what to show when there is nothing
 * @param wakes (kinds of events) → whether to look again
 * @param drawn (items) → called after each drawing
 * @returns { load, close }
 */
export function pagedTable(parent, { path, className, caption, columns, row, key, empty, wakes, drawn = () => {} }) {
  let items;
  let cursor;
  let loads = new AbortController();
  const body = h("tbody");
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: loadMore }, "Show older");
  const table = h(
    "table",
    { class: `rows ${className}` },
    h("caption", { class: "hidden-text" }, caption),
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: column.class, title: column.title }, column.head)))),
    body,
  );
  const holder = h("div", {}, skeleton(10, "rows-like"));
  put(parent, holder, more);
  const stop = onChange((kinds) => {
    if (items && (kinds.has("open") || wakes(kinds))) refresh();
  });

  /** From the beginning, e.g. after a filter has changed. */
  async function load() {
    loads.abort();
    loads = new AbortController();
    const mine = loads;
    try {
      const page = await get(path(), mine.signal);
      items = page.data;
      cursor = page.meta.next_cursor;
      draw();
    } catch (fault) {
      if (fault.name === "AbortError" || mine !== loads) return;
      items = undefined;
      more.hidden = true;
      put(holder, failureNote(fault, load));
    }
  }

  /** What is new goes above; what was loaded below stays, unless there is a gap between. */
  async function refresh() {
    const mine = loads;
    try {
      const page = await get(path(), mine.signal);
      const known = new Set(page.data.map(key));
      const overlap = items.findIndex((item) => known.has(key(item)));
      const last = overlap < 0 ? -1 : items.findLastIndex((item) => known.has(key(item)));
      if (overlap < 0 || last === items.length - 1 || !page.meta.next_cursor) {
        items = page.data;
        cursor = page.meta.next_cursor;
      } else {
        items = [...page.data, ...items.slice(last + 1)];
      }
      draw();
    } catch {
      // What is shown stays; the bar above says when it gets old.
    }
  }

  async function loadMore() {
    more.disabled = true;
    try {
      const address = path();
      const page = await get(`${address}${address.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`, loads.signal);
      const known = new Set(items.map(key));
      items = [...items, ...page.data.filter((item) => !known.has(key(item)))];
      cursor = page.meta.next_cursor;
      draw();
      announce(`${page.data.length} more.`);
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    }
    more.disabled = false;
  }

  function draw() {
    more.hidden = !cursor;
    drawn(items);
    if (items.length === 0) {
      put(holder, empty());
      return;
    }
    const before = body.childElementCount;
    const fresh = reconcile(body, items, key, row, (a, b) => JSON.stringify(a) === JSON.stringify(b));
    if (before > 0 && fresh.length < 10) {
      for (const node of body.children) if (fresh.includes(node.reconciled.key)) node.classList.add("arriving");
    }
    if (table.parentNode !== holder) put(holder, table);
  }

  load();
  return {
    load,
    close() {
      stop();
      loads.abort();
    },
  };
}

/**
 * Filters that live in the query of the address: chips that switch one word of a parameter on and off.
 *
 * @param single whether the parameter has one word at most
 */
export function queryChips({ name, words, label, go, single = false, shown = (word) => word }) {
  const chosen = () => new Set((new URLSearchParams(location.search).get(name) ?? "").split(",").filter(Boolean));
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": label },
    words.map((word) =>
      h(
        "button",
        {
          type: "button",
          class: "chip",
          "aria-pressed": String(chosen().has(word)),
          onclick: () => {
            const before = chosen();
            const next = single ? new Set() : new Set(before);
            if (before.has(word)) next.delete(word);
            else next.add(word);
            go(withQuery(name, words.filter((each) => next.has(each)).join(",")), { replace: true });
          },
        },
        shown(word),
      ),
    ),
  );
}

/** The address of this view with another value of one parameter; without it when the value is empty. */
export function withQuery(name, value) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(name, value);
  else query.delete(name);
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `${location.pathname}?${text}` : location.pathname;
}

/** The parameters of the address that are also the API's, as a query. */
export function ownQuery(names, fixed = {}) {
  const here = new URLSearchParams(location.search);
  const query = new URLSearchParams(fixed);
  for (const name of names) if (here.get(name)) query.set(name, here.get(name));
  return query.toString();
}
