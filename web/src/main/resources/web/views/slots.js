// Slots of a chain: with their block, missed, or still open; and who proposes next.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { strip } from "../lib/charts.js";
import { count, number } from "../lib/format.js";
import { announce, blockPath, emptyNote, failureNote, rootOf, skeleton } from "../lib/parts.js";
import { shape } from "../lib/shapes.js";
import { SLOTS, epochLink, part, slotAge, slotMark, slotShape, validatorLink, viewHead, wide } from "./chainparts.js";

const PAGE = 64;

export function view(main, { network, title }) {
  title("Slots");
  const closing = new AbortController();
  const fork = new URLSearchParams(location.search).get("fork");
  const next = h("div", { class: "next-proposers" });
  const recent = h("div", { class: "recent-slots" });
  const rows = h("tbody", { class: "rows" });
  const table = h("table", { class: "slots every-slot" }, head(), rows);
  const body = h("div", {}, skeleton(14));
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: older }, "Older slots");
  put(main, h("div", { class: "page" }, viewHead("Slots", fork !== null && h("p", { class: "filtered" }, `The chain that ends with fork ${fork}. `, h("a", { href: "/slots" }, "Show the head’s chain"))), body, more));

  let slots = [];
  let cursor = null;
  load();
  const stop = onChange(load);

  function query(extra) {
    const asked = new URLSearchParams({ limit: PAGE, ...extra });
    if (fork !== null) asked.set("fork", fork);
    return `/slots?${asked}`;
  }

  async function load() {
    try {
      const [page, proposers] = await Promise.all([get(query({}), closing.signal), fork === null ? upcoming() : null]);
      const oldest = page.data.at(-1);
      const below = oldest ? slots.filter((slot) => BigInt(slot.slot) < BigInt(oldest.slot)) : [];
      if (below.length === 0) cursor = page.meta.next_cursor;
      slots = [...page.data, ...below];
      draw(proposers);
    } catch (fault) {
      if (fault.name !== "AbortError" && slots.length === 0) put(body, failureNote(fault, load));
    }
  }

  /** The forecast needs a state that the server may be busy making: the slots do not wait for it. */
  async function upcoming() {
    try {
      return (await get("/proposers", closing.signal)).data;
    } catch (fault) {
      if (fault.name === "AbortError") throw fault;
      return null;
    }
  }

  async function older() {
    more.disabled = true;
    try {
      const page = await get(query({ cursor }), closing.signal);
      slots = [...slots, ...page.data];
      cursor = page.meta.next_cursor;
      draw(undefined);
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    } finally {
      more.disabled = false;
    }
  }

  function draw(proposers) {
    more.hidden = !cursor;
    if (slots.length === 0) {
      put(body, emptyNote("No slot yet.", "Slots are counted from genesis on."));
      return;
    }
    if (table.parentNode?.parentNode !== body) put(body, next, recent, wide("Slots", table));
    if (proposers !== undefined) put(next, proposers && nextTable(proposers));
    const judged = slots.filter((slot) => slot.status !== "open");
    const missed = judged.filter((slot) => slot.status === "missed");
    put(
      recent,
      h("p", { class: "explain" }, `${count(missed.length, "missed slot")} of the ${number(judged.length)} shown, the oldest first:`),
      h("div", { class: "by-epoch" }, byEpoch([...slots].reverse()).map(([epoch, within]) => h("div", {}, epochLink(epoch), strip(`Slots of epoch ${epoch}`, within.map(cell))))),
    );
    reconcile(rows, slots, (slot) => slot.slot, (slot) => row(slot, network), (a, b) => JSON.stringify(a) === JSON.stringify(b));
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

function byEpoch(slots) {
  const epochs = new Map();
  for (const slot of slots) epochs.set(slot.epoch, [...(epochs.get(slot.epoch) ?? []), slot]);
  return [...epochs];
}

function cell(slot) {
  return {
    className: slot.status,
    href: slot.root ? blockPath(slot.root) : `/epoch/${slot.epoch}`,
    label: `slot ${slot.slot}: ${SLOTS[slot.status].word}${slot.proposer_index === null ? "" : `, validator ${slot.proposer_index}`}`,
    mark: slotShape(slot.status),
  };
}

/** Who proposes in the slots of the head's epoch that are open, and a forecast of the next epoch. */
function nextTable(proposers) {
  const open = proposers.filter((slot) => slot.status === "open" && !slot.forecast);
  const forecast = proposers.filter((slot) => slot.forecast);
  const cells = (slots) => h("ol", {}, slots.slice(0, 64).map((slot) => h("li", {}, h("span", { class: "mono muted" }, number(slot.slot)), validatorLink(slot.proposer_index))));
  return part(
    "Who proposes next",
    h("h3", {}, "This epoch, certain"),
    open.length > 0 ? cells(open) : h("p", { class: "explain" }, "No slot of the head’s epoch is left."),
    h("h3", {}, "Next epoch, a forecast"),
    h("p", { class: "explain" }, "As if no further block came: each one changes the seed of the next epoch."),
    cells(forecast),
  );
}

function head() {
  return h(
    "thead",
    {},
    h("tr", {}, h("th", { scope: "col", class: "num" }, "Slot"), h("th", { scope: "col", class: "num" }, "Epoch"), h("th", { scope: "col" }, "State"), h("th", { scope: "col", class: "num" }, "Proposer"), h("th", { scope: "col" }, "Block"), h("th", { scope: "col" }, "Also claimed by"), h("th", { scope: "col", class: "num" }, "Time")),
  );
}

function row(slot, network) {
  const others = slot.inputs - (slot.input_id === null ? 0 : 1);
  return h(
    "tr",
    {},
    h("td", { class: "num mono" }, h("a", { class: "open", href: slot.root ? blockPath(slot.root) : others > 0 ? `/block/${slot.slot}` : `/epoch/${slot.epoch}` }, number(slot.slot))),
    h("td", { class: "num" }, epochLink(slot.epoch)),
    h("td", {}, slotMark(slot.status)),
    h("td", { class: "num" }, validatorLink(slot.proposer_index)),
    h("td", {}, slot.root ? rootOf(slot.root, blockPath(slot.root)) : h("span", { class: "muted" }, "–")),
    h("td", {}, others > 0 && h("a", { href: `/block/${slot.slot}`, class: "also" }, count(others, "other block"), slot.invalid > 0 && h("span", { class: "verdict invalid" }, shape("invalid"), `${slot.invalid} invalid`))),
    h("td", { class: "num muted" }, slotAge(slot.slot, network)),
  );
}
