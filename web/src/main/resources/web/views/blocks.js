// Every block, the latest first: the counts, and the list as it grows.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, count, figure, number, shortRoot } from "../lib/format.js";
import { announce, blockPath, emptyNote, failureNote, noBlockYet, rootOf, skeleton } from "../lib/parts.js";
import { withQuery } from "../lib/paged.js";
import { drawLanes, lanesOf, lanesWidth } from "../lib/lanes.js";
import { VERDICTS, shape, verdictMark } from "../lib/shapes.js";

const PAGE = 50;

/** Filters of the list: what the chip says, the verdicts it stands for. */
const FILTERS = [
  { name: "valid", verdicts: ["valid"] },
  { name: "invalid", verdicts: ["invalid"] },
  { name: "malformed", verdicts: ["malformed"] },
  { name: "waiting", verdicts: ["unjudged", "unknown_parent", "future"] },
  { name: "error", verdicts: ["error"], label: "our error" },
];

/** Filters that links bring along, with the words before their value; the names are the API's. */
const NARROWED = {
  check: { words: "failed ", link: (check) => `/check/${encodeURIComponent(check)}` },
  fork: { words: "on fork ", link: (fork) => `/forks?fork=${encodeURIComponent(fork)}` },
  node: { words: "delivered by ", link: (node) => `/node/${encodeURIComponent(node)}` },
  proposer: { words: "of the slots of validator ", link: (index) => `/validator/${encodeURIComponent(index)}` },
  graffiti: { words: "graffiti " },
  canonical: { words: "canonical: " },
  from_slot: { words: "from slot " },
  to_slot: { words: "to slot " },
  from_epoch: { words: "from epoch " },
  to_epoch: { words: "to epoch " },
};

export function view(main, { network, go, title }) {
  title("Blocks");
  const query = new URLSearchParams(location.search);
  const chosen = new Set((query.get("show") ?? "").split(",").filter((name) => FILTERS.some((f) => f.name === name)));
  const narrowed = Object.keys(NARROWED).filter((name) => query.get(name));
  const closing = new AbortController();

  const chips = h("div", { class: "chips keep-focus", role: "group", "aria-label": "Show only" });
  const rows = h("tbody", { class: "rows" });
  const table = h(
    "table",
    { class: "blocks" },
    h("caption", { class: "hidden-text" }, "Blocks, the latest first"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col", class: "c-lanes" }, h("span", { class: "hidden-text" }, "Forks")),
        h("th", { scope: "col", class: "c-verdict" }, "Verdict"),
        h("th", { scope: "col", class: "c-slot num" }, "Slot"),
        h("th", { scope: "col", class: "c-epoch num" }, "Epoch"),
        h("th", { scope: "col", class: "c-root" }, "Root"),
        h("th", { scope: "col", class: "c-proposer num" }, "Proposer"),
        h("th", { scope: "col", class: "c-reason" }, "Reason, or content"),
        h("th", { scope: "col", class: "c-age num" }, "Seen"),
      ),
    ),
    rows,
  );
  const body = h("div", { class: "list" }, skeleton(12, "rows-like"));
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: older }, "Older blocks");
  put(
    main,
    h(
      "div",
      { class: "page" },
      h("h1", { class: "hidden-text" }, "Blocks"),
      h("div", { class: "bar-row" }, chips, narrowed.map((name) => narrowedTo(name, query.get(name)))),
      body,
      more,
    ),
  );

  let blocks = [];
  let cursor = null;
  let chain = null;
  let counts = null;
  let loaded = false;
  let busy = false;
  let wanted = false;

  drawChips();
  refresh();
  const stop = onChange(refresh);

  function listQuery(extra = {}) {
    const wanted = new URLSearchParams({ limit: PAGE, ...extra });
    const verdicts = FILTERS.filter((f) => chosen.has(f.name)).flatMap((f) => f.verdicts);
    if (verdicts.length > 0) wanted.set("verdict", verdicts.join(","));
    for (const name of narrowed) wanted.set(name, query.get(name));
    return `/blocks?${wanted}`;
  }

  // One request at a time; what changes meanwhile is fetched right after.
  async function refresh() {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted && !closing.signal.aborted) {
      wanted = false;
      const asked = listQuery();
      try {
        const [list, chainNow, verdicts] = await Promise.all([
          get(asked, closing.signal),
          get("/chain", closing.signal),
          get("/verdicts", closing.signal),
        ]);
        if (asked === listQuery()) take(list, chainNow.data, verdicts.data.counts);
        else wanted = true;
      } catch (fault) {
        if (fault.name !== "AbortError" && !loaded) put(body, failureNote(fault, refresh));
      }
    }
    busy = false;
  }

  function take(list, chainNow, verdicts) {
    const top = list.data;
    const topIds = new Set(top.map((b) => b.input_id));
    const oldest = top[top.length - 1];
    // Rows that "Older blocks" brought stay, as long as the fresh page reaches them.
    const reach = blocks.some((b) => topIds.has(b.input_id));
    const below = reach && oldest ? blocks.filter((b) => !topIds.has(b.input_id) && BigInt(b.input_id) < BigInt(oldest.input_id)) : [];
    const quiet = !loaded;
    blocks = [...top, ...below];
    if (below.length === 0) cursor = list.meta.next_cursor;
    chain = chainNow;
    counts = verdicts;
    loaded = true;
    drawChips();
    drawList(quiet);
  }

  async function older() {
    more.disabled = true;
    try {
      const list = await get(listQuery({ cursor }), closing.signal);
      const known = new Set(blocks.map((b) => b.input_id));
      blocks = [...blocks, ...list.data.filter((b) => !known.has(b.input_id))];
      cursor = list.meta.next_cursor;
      drawList(true);
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    } finally {
      more.disabled = false;
    }
  }

  function drawList(quiet) {
    more.hidden = !cursor;
    if (blocks.length === 0) {
      put(body, nothing());
      rows.replaceChildren();
      return;
    }
    if (table.parentNode !== body) put(body, table);
    const was = rows.children.length;
    // Neighbours in a filtered list are not neighbours in the tree.
    const lanes = chosen.size === 0 && narrowed.length === 0 ? lanesOf(blocks, chain) : null;
    const width = lanes ? lanesWidth(lanes) : 0;
    table.classList.toggle("with-lanes", lanes !== null);
    table.style.setProperty("--lanes", `${width}px`);
    const fresh = reconcile(
      rows,
      blocks.map((block, i) => ({ block, lanes: lanes?.[i], width })),
      ({ block }) => block.input_id,
      drawRow,
      (a, b) => JSON.stringify(a) === JSON.stringify(b),
    );
    if (quiet || was === 0) return;
    for (const row of rows.children) {
      if (fresh.includes(row.reconciled.key)) row.classList.add("arriving");
    }
    if (fresh.length > 0) announce(`${count(fresh.length, "new block")}.`);
  }

  function drawRow({ block, lanes, width }) {
    const path = blockPath(block.copies > 1 ? block.hash : block.root ?? block.sha256);
    return h(
      "tr",
      { class: block.verdict },
      h("td", { class: "c-lanes" }, lanes && drawLanes(block, lanes, width)),
      h("td", { class: "c-verdict" }, h("a", { class: "open", href: path, tabindex: 0, "aria-label": rowLabel(block) }, verdictMark(block.verdict))),
      h("td", { class: "c-slot num mono" }, block.slot === null ? h("span", { class: "muted" }, "–") : figure(block.slot)),
      h("td", { class: "c-epoch num mono" }, block.epoch === null ? h("span", { class: "muted" }, "–") : figure(block.epoch)),
      h(
        "td",
        { class: "c-root" },
        block.root ? rootOf(block.root, path) : h("span", { class: "muted" }, count(block.size_bytes, "byte")),
        block.copies > 1 && h("span", { class: "tag", title: "Several copies with this root: the signature is not part of it" }, `copy`),
      ),
      h("td", { class: "c-proposer num mono" }, block.proposer_index ?? h("span", { class: "muted" }, "–")),
      h("td", { class: "c-reason" }, reason(block)),
      h("td", { class: "c-age num" }, age(block.received_at, serverNow())),
    );
  }

  function nothing() {
    if (chosen.size > 0 || narrowed.length > 0) {
      return emptyNote("No block like that.", h("a", { href: "/blocks" }, "Show all blocks"));
    }
    return noBlockYet(network);
  }

  function drawChips() {
    const sum = (verdicts) => verdicts.reduce((n, v) => n + Number(counts?.[v] ?? 0), 0);
    const total = sum(Object.keys(VERDICTS));
    const items = [{ name: "", label: "all", verdicts: Object.keys(VERDICTS) }, ...FILTERS];
    reconcile(
      chips,
      items.map((item) => ({ ...item, n: counts ? sum(item.verdicts) : null, on: item.name === "" ? chosen.size === 0 : chosen.has(item.name), total })),
      (item) => item.name,
      (item) =>
        h(
          "button",
          { type: "button", class: `chip ${item.name ? item.verdicts[0] : ""}${item.n === 0 ? " none" : ""}`, "aria-pressed": String(item.on), onclick: () => toggle(item.name) },
          item.name && shape(item.verdicts[0]),
          h("span", { class: "word" }, item.label ?? item.name),
          h("span", { class: "n mono" }, item.n === null ? "·" : number(item.n)),
        ),
      (a, b) => a.n === b.n && a.on === b.on,
    );
  }

  function toggle(name) {
    if (name === "") chosen.clear();
    else if (chosen.has(name)) chosen.delete(name);
    else chosen.add(name);
    const wanted = new URLSearchParams(location.search);
    if (chosen.size > 0) wanted.set("show", FILTERS.filter((f) => chosen.has(f.name)).map((f) => f.name).join(","));
    else wanted.delete("show");
    const search = wanted.toString().replaceAll("%2C", ",");
    history.pushState({}, "", search ? `/blocks?${search}` : "/blocks");
    blocks = [];
    loaded = false;
    drawChips();
    refresh();
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

/** What the list is narrowed to, and how to have that no longer. */
function narrowedTo(name, value) {
  const { words, link } = NARROWED[name];
  return h("p", { class: "filtered" }, words, link ? h("a", { href: link(value), class: "mono" }, value) : h("span", { class: "mono" }, value), " ", h("a", { href: withQuery(name, ""), class: "clear", "aria-label": `No longer ${words.trim().replace(/:$/, "")} ${value}`, title: "Show the others, too" }, "✕"));
}

function rowLabel(block) {
  const what = VERDICTS[block.verdict]?.word ?? block.verdict;
  return block.slot === null ? `${what}, undecodable block` : `${what}, block of slot ${block.slot}`;
}

/** Why, in one line. */
function reason(block) {
  if (block.verdict === "unknown_parent") {
    return h("span", { class: "muted" }, "waits for ", h("a", { href: blockPath(block.parent_root), title: block.parent_root, class: "mono" }, shortRoot(block.parent_root)));
  }
  if (block.verdict === "future") return h("span", { class: "muted" }, "waits for its slot");
  const failure = block.failure ?? block.fork_choice;
  if (!failure) return content(block.operation_counts);
  return h(
    "span",
    { class: block.failure ? "reason" : "reason refused", title: failure.message },
    failure.function && [h("span", { class: "mono function" }, failure.function), " "],
    h("span", { class: "muted" }, failure.message),
  );
}

const KINDS = [
  ["attestations", "attestation"],
  ["proposer_slashings", "proposer slashing"],
  ["attester_slashings", "attester slashing"],
  ["deposits", "deposit"],
  ["voluntary_exits", "voluntary exit"],
  ["transfers", "transfer"],
];

/** What a block carries, in words; what is rare stands out. */
function content(counts) {
  if (!counts) return "";
  return KINDS.filter(([kind]) => counts[kind] > 0).map(([kind, one], i) => [
    i > 0 && h("span", { class: "muted" }, ", "),
    h("span", { class: kind === "attestations" ? "muted" : "" }, count(counts[kind], one)),
  ]);
}
