// Search from anywhere: a field whose list opens as one types.

import { h, put } from "./dom.js";
import { get } from "./api.js";
import { exact, shortRoot } from "./format.js";
import { shape, VERDICTS } from "./shapes.js";

const WAIT_MILLIS = 120;

/** What the text matched, as words beside what was found. */
const MATCHES = {
  root: "root",
  hash: "root with signature",
  state_root: "state root",
  graffiti: "graffiti",
  deposit: "carries a deposit for this key",
  public_key: "public key",
};

/** Asks the server. */
export async function search(text, limit, signal) {
  return (await get(`/search?${new URLSearchParams({ q: text, limit })}`, signal)).data;
}

/**
 * Where something found is shown. A slot's page is that of its blocks, which lists what claims it; what has no page of
 * its own (yet) is shown among the results.
 */
export function pathOf(found, views) {
  const own = `/${found.type}/${encodeURIComponent(found.id)}`;
  if (views.some((view) => view.pattern.test(own))) return own;
  if (found.type === "slot") return `/block/${found.id}`;
  if (found.type === "fork") return `/forks?fork=${found.id}`;
  return `/search?q=${encodeURIComponent(found.id)}`;
}

/** One line: what it is, its name, what matched. */
export function describe(found) {
  const name = found.type === "block" ? shortRoot(found.id) : /^\d+$/.test(found.id) ? exact(found.id) : found.id;
  return [
    h("span", { class: "kind" }, found.type),
    h("span", { class: found.type === "node" ? "" : "mono", title: found.id }, name),
    found.slot && h("span", { class: "muted" }, `slot ${exact(found.slot)}`),
    found.verdict && h("span", { class: `verdict ${found.verdict}` }, shape(found.verdict, 10), VERDICTS[found.verdict]?.word ?? found.verdict),
    MATCHES[found.match] && h("span", { class: "muted match" }, MATCHES[found.match]),
  ];
}

/** The field in the header: a combobox with the list of what may be meant. */
export function searchField({ views, go }) {
  let found = [];
  let foundFor = "";
  let active = -1;
  let timer;
  let asking = new AbortController();

  const list = h("ul", { class: "found", id: "found", role: "listbox", "aria-label": "Found", hidden: true });
  const field = h("input", {
    type: "search",
    name: "q",
    placeholder: "Slot, root, validator, node…",
    role: "combobox",
    "aria-label": "Search",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "found",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT_MILLIS);
    },
    onfocus: () => field.value.trim() !== "" && look(),
    onblur: close,
    onkeydown: keys,
  });

  async function look() {
    const text = field.value.trim();
    asking.abort();
    if (text === "") return close();
    asking = new AbortController();
    try {
      const answer = await search(text, 12, asking.signal);
      if (document.activeElement !== field) return undefined;
      found = answer;
      foundFor = text;
      active = -1;
      draw();
    } catch (fault) {
      if (fault.name !== "AbortError") close();
    }
    return undefined;
  }

  function draw() {
    put(
      list,
      found.map((one, i) =>
        h(
          "li",
          // Pressing must not take the focus from the field, for that closes the list.
          { id: `found-${i}`, role: "option", "aria-selected": String(i === active), onmousedown: (event) => event.preventDefault(), onclick: () => open(pathOf(one, views)) },
          describe(one),
        ),
      ),
      found.length === 0 && h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, `Nothing begins with “${foundFor}” or is called so.`),
    );
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    if (active >= 0) field.setAttribute("aria-activedescendant", `found-${active}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function open(path) {
    asking.abort();
    close();
    field.value = "";
    field.blur();
    go(path);
  }

  function keys(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden || found.length === 0) return look();
      const step = event.key === "ArrowDown" ? 1 : -1;
      active = active < 0 && step < 0 ? found.length - 1 : (active + step + found.length) % found.length;
      draw();
      list.children[active].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape" && !list.hidden) {
      // The first Esc closes the list, the next one leaves the field.
      event.preventDefault();
      close();
    }
    return undefined;
  }

  async function submit(event) {
    event.preventDefault();
    const text = field.value.trim();
    if (text === "") return;
    if (active >= 0) return open(pathOf(found[active], views));
    let first = foundFor === text ? found[0] : undefined;
    try {
      first ??= (await search(text, 12))[0];
    } catch {
      // The page of results says what is wrong.
    }
    return open(first ? pathOf(first, views) : `/search?q=${encodeURIComponent(text)}`);
  }

  return h("form", { class: "find", role: "search", onsubmit: submit }, field, h("kbd", { "aria-hidden": "true" }, "/"), list);
}
