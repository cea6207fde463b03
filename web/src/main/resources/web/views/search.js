// What a text may mean, as a page with an address.

import { h, put } from "../lib/dom.js";
import { count } from "../lib/format.js";
import { emptyNote, failureNote, skeleton } from "../lib/parts.js";
import { describe, pathOf, search } from "../lib/search.js";

const MOST = 50;

export function view(main, { title, views }) {
  const text = (new URLSearchParams(location.search).get("q") ?? "").trim();
  const closing = new AbortController();
  const body = h("div", {}, skeleton(4));
  put(main, h("div", { class: "page" }, h("div", { class: "view-head" }, h("h1", {}, text ? `Search: ${text}` : "Search")), body));
  title(text ? `Search: ${text}` : "Search");
  load();

  async function load() {
    if (!text) return put(body, emptyNote("What are you looking for?", "A slot, an epoch, a validator, the beginning of a root or public key, the name of a node, graffiti. Press / from anywhere."));
    try {
      const found = await search(text, MOST, closing.signal);
      if (found.length === 0) {
        return put(body, emptyNote("Nothing like that.", "Roots and public keys are found by four or more of their first digits, graffiti and nodes by any part (three characters of graffiti at least)."));
      }
      return put(
        body,
        h("p", { class: "muted" }, count(found.length, "result"), found.length === MOST && ", and maybe more"),
        h("table", { class: "results" }, h("tbody", { class: "rows" }, found.map((one) => h("tr", {}, h("td", {}, h("a", { class: "open result", href: pathOf(one, views) }, describe(one))))))),
      );
    } catch (fault) {
      if (fault.name !== "AbortError") put(body, fault.status === 400 ? emptyNote("That cannot be looked for.", fault.message) : failureNote(fault, load));
    }
    return undefined;
  }

  return { close: () => closing.abort() };
}
