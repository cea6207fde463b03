// Heads that were left for another branch: ours, and every node's.

import { h, put } from "../lib/dom.js";
import { get, serverNow } from "../lib/api.js";
import { age, number, shortRoot } from "../lib/format.js";
import { ownQuery, pagedTable } from "../lib/paged.js";
import { emptyNote } from "../lib/parts.js";
import { blockLink, nodeLink } from "../lib/words.js";

export function view(main, { go }) {
  const query = new URLSearchParams(location.search);
  const body = h("div");
  const whose = h("select", { "aria-label": "Whose head", onchange: () => go(whose.value, { replace: true }) });
  const chosen = query.get("node") ? `/reorgs?node=${encodeURIComponent(query.get("node"))}` : query.get("whose") ? "/reorgs?whose=ours" : "/reorgs";
  const options = new Map([
    ["/reorgs", "Everybody's head"],
    ["/reorgs?whose=ours", "Our head"],
  ]);
  if (query.get("node")) options.set(chosen, query.get("node"));
  drawOptions();
  get("/nodes?limit=500").then(({ data }) => {
    for (const { node } of data) options.set(`/reorgs?node=${encodeURIComponent(node)}`, node);
    drawOptions();
  }, () => {});

  function drawOptions() {
    put(whose, [...options].map(([value, name]) => h("option", { value, selected: value === chosen }, name)));
  }

  put(
    main,
    h(
      "div",
      { class: "page" },
      h("div", { class: "watch-head" }, h("h1", {}, "Reorgs"), h("p", {}, "Each time a head left its branch for another one. Undone is what lies between the common block and the head that was left.")),
      h("div", { class: "bar-row" }, whose),
      body,
    ),
  );
  return pagedTable(body, {
    path: () => `/reorgs?${ownQuery(["node", "whose"], { limit: "100" })}`,
    className: "reorgs",
    caption: "Reorgs, the latest first",
    columns: [
      { head: "When", class: "c-when" },
      { head: "Whose head", class: "c-whose" },
      { head: "Slots undone", class: "c-depth num" },
      { head: "Blocks", class: "c-blocks num" },
      { head: "Common block", class: "c-block" },
      { head: "Head left", class: "c-block" },
      { head: "New head", class: "c-block" },
    ],
    key: (reorg) => reorg.reorg_id,
    row: (reorg) =>
      h(
        "tr",
        { id: `reorg-${reorg.reorg_id}` },
        h("td", { class: "c-when" }, age(reorg.happened_at, serverNow())),
        h("td", { class: "c-whose" }, reorg.node ? nodeLink(reorg.node) : h("span", { class: "ours" }, "ours")),
        h("td", { class: "c-depth num mono" }, depthBar(reorg.depth_slots)),
        h("td", { class: "c-blocks num mono" }, h("span", { class: "label" }, "blocks "), number(reorg.depth_blocks)),
        h("td", { class: "c-block" }, h("span", { class: "label" }, "after "), place(reorg.ancestor)),
        h("td", { class: "c-block" }, h("span", { class: "label" }, "from "), place(reorg.from)),
        h("td", { class: "c-block" }, h("span", { class: "label" }, "to "), place(reorg.to, "open")),
      ),
    empty: () => emptyNote("No reorg yet.", options.get(chosen) && chosen !== "/reorgs" ? h("a", { href: "/reorgs" }, "Show everybody's") : "Every head has only grown so far."),
    wakes: (kinds) => kinds.has("reorg"),
  });
}

/** The slot alone does not tell blocks of two branches apart. */
function place({ root, slot }, className) {
  return [blockLink(root, slot, className), " ", h("span", { class: "mono muted", title: root }, shortRoot(root))];
}

/** Deeper is longer, up to 16 slots. */
function depthBar(depth) {
  const width = Math.min(16, Number(depth)) / 16;
  return h("span", { class: `depth${Number(depth) >= 4 ? " deep" : ""}` }, h("i", { "aria-hidden": "true" }, h("b", { class: `w${Math.ceil(width * 8)}` })), number(depth), h("span", { class: "label" }, " deep"));
}
