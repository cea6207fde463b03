// Epochs of a chain: participation, finality, missed slots and balances at a glance, then each in a row.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { barChart, lineChart } from "../lib/charts.js";
import { count, exact, figure, number } from "../lib/format.js";
import { announce, blockPath, emptyNote, failureNote, rootOf, skeleton } from "../lib/parts.js";
import { eth, percent, viewHead, wide } from "./chainparts.js";

const PAGE = 64;
const KINDS = new Set(["open", "epoch_ended", "head_changed", "justified_changed", "finalized_changed"]);

export function view(main, { go, title }) {
  title("Epochs");
  const closing = new AbortController();
  const fork = new URLSearchParams(location.search).get("fork");
  const charts = h("div", { class: "charts" });
  const rows = h("tbody", { class: "rows" });
  const table = h("table", { class: "epochs" }, head(), rows);
  const body = h("div", {}, skeleton(14));
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: older }, "Older epochs");
  put(main, h("div", { class: "page" }, viewHead("Epochs", fork !== null && h("p", { class: "filtered" }, `The chain that ends with fork ${fork}. `, h("a", { href: "/epochs" }, "Show the head’s chain"))), body, more));

  let epochs = [];
  let cursor = null;
  let drawn = null;
  load();
  const stop = onChange((kinds) => [...kinds].some((kind) => KINDS.has(kind)) && load());

  function query(extra) {
    const asked = new URLSearchParams({ limit: PAGE, ...extra });
    if (fork !== null) asked.set("fork", fork);
    return `/epochs?${asked}`;
  }

  async function load() {
    try {
      const page = await get(query({}), closing.signal);
      const oldest = page.data.at(-1);
      const below = oldest ? epochs.filter((e) => BigInt(e.epoch) < BigInt(oldest.epoch)) : [];
      if (below.length === 0) cursor = page.meta.next_cursor;
      epochs = [...page.data, ...below];
      draw();
    } catch (fault) {
      if (fault.name !== "AbortError" && epochs.length === 0) put(body, failureNote(fault, load));
    }
  }

  async function older() {
    more.disabled = true;
    try {
      const page = await get(query({ cursor }), closing.signal);
      epochs = [...epochs, ...page.data];
      cursor = page.meta.next_cursor;
      draw();
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    } finally {
      more.disabled = false;
    }
  }

  function draw() {
    more.hidden = !cursor;
    if (epochs.length === 0) {
      put(body, emptyNote("No epoch yet.", "Epochs are counted from the first valid block on. ", h("a", { href: "/" }, "See what has arrived")));
      return;
    }
    if (table.parentNode !== body) put(body, charts, wide("Epochs", table));
    const specs = chartsOf([...epochs].reverse(), go);
    if (drawn) specs.forEach(([, spec], i) => drawn[i].show(spec));
    else put(charts, (drawn = specs.map(([make, spec]) => make(spec))));
    reconcile(rows, epochs, (e) => e.epoch, row, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

/** The four charts, from the oldest epoch to the latest. */
function chartsOf(epochs, go) {
  const x = { name: "Epoch", values: epochs.map((e) => Number(e.epoch)), format: number };
  const pick = (i) => go(`/epoch/${epochs[i].epoch}`);
  // Of the running epoch most votes are still to come: a line down to them would say something else.
  const voted = (name) => epochs.map((e) => (!e.complete || e.participation?.[name] == null ? null : Number(e.participation[name])));
  const ended = (value) => epochs.map((e) => (e.complete ? value(e) : null));
  return [
    [
      lineChart,
      {
        title: "Participation",
        x,
        y: { from: 0, to: 1, format: percent },
        series: ["target", "head", "source"].map((name) => ({ name, values: voted(name) })),
        pick,
      },
    ],
    [
      barChart,
      {
        title: "Finality distance",
        x,
        y: { name: "epochs", whole: true, format: number },
        series: [{ name: "epochs to the finalized one", values: ended((e) => Number(e.epoch) - Number(e.outcome.finalized_epoch)) }],
        empty: "No epoch has ended yet.",
        pick,
      },
    ],
    [barChart, { title: "Missed slots", x, y: { name: "slots", whole: true, format: number }, series: [{ name: "missed", values: epochs.map((e) => e.missed.length) }], pick }],
    [
      lineChart,
      {
        title: "Balances",
        x,
        y: { name: "ETH, mean of all validators", format: (v) => v.toFixed(3) },
        series: [{ name: "mean", values: ended((e) => Number(e.registry.balance_gwei) / Number(e.registry.validators) / 1e9) }],
        empty: "No epoch has ended yet.",
        pick,
      },
    ],
  ];
}

function head() {
  const num = (text) => h("th", { scope: "col", class: "num" }, text);
  return h(
    "thead",
    {},
    h("tr", {}, num("Epoch"), h("th", { scope: "col" }, "State"), num("Source"), num("Target"), num("Head"), num("Missed"), num("Justified"), num("Finalized"), num("Validators"), num("Balance, ETH"), h("th", { scope: "col" }, "Last block")),
  );
}

function row(epoch) {
  const { participation: p, registry, outcome } = epoch;
  const distance = outcome ? Number(epoch.epoch) - Number(outcome.finalized_epoch) : 0;
  return h(
    "tr",
    {},
    h("td", { class: "num mono" }, h("a", { class: "open", href: `/epoch/${epoch.epoch}` }, number(epoch.epoch))),
    h("td", { class: "c-state" }, state(epoch)),
    ["source", "target", "head"].map((vote) => h("td", { class: "num" }, share(p?.[vote], p?.state))),
    h("td", { class: "num mono" }, epoch.missed.length === 0 ? h("span", { class: "muted" }, "0") : h("span", { class: "late", title: missedTitle(epoch.missed) }, epoch.missed.length)),
    h("td", { class: "num mono" }, outcome ? figure(outcome.justified_epoch) : dash()),
    h("td", { class: "num mono" }, outcome ? h("span", { class: distance > 4 ? "late" : "", title: `${count(distance, "epoch")} behind` }, figure(outcome.finalized_epoch)) : dash()),
    h("td", { class: "num mono" }, registry ? [figure(registry.validators), registry.slashed !== "0" && h("span", { class: "muted", title: `${registry.slashed} of them slashed` }, ` −${number(registry.slashed)}`)] : dash()),
    h("td", { class: "num mono" }, registry ? h("span", { title: `${exact(registry.balance_gwei)} Gwei` }, eth(registry.balance_gwei, 3)) : dash()),
    h("td", {}, rootOf(epoch.tip.root, blockPath(epoch.tip.root))),
  );
}

function missedTitle(missed) {
  return missed.map((m) => `slot ${m.slot}: ${m.proposer_index === null ? "nobody had to propose" : `validator ${m.proposer_index}`}`).join("\n");
}

/** Where the epoch stands: running, ended, finalized. */
function state(epoch) {
  if (!epoch.complete) return h("span", { class: "muted" }, "running");
  return epoch.canonical === true ? h("span", { class: "final-word" }, "finalized") : epoch.canonical === false ? h("span", { class: "muted" }, "off the chain") : h("span", {}, "ended");
}

function share(value, state) {
  if (value == null) return dash();
  return h(
    "span",
    { class: `share mono${Number(value) < 2 / 3 && state === "final" ? " late" : ""}`, title: state === "so_far" ? "So far: more attestations may still be included" : undefined },
    percent(value),
    h("span", { class: "so-far muted" }, state === "so_far" && "…"),
  );
}

function dash() {
  return h("span", { class: "muted" }, "–");
}
