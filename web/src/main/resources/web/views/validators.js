// Validators by index: how each stands, and what it last had to do.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { barChart, lineChart } from "../lib/charts.js";
import { count, exact, number } from "../lib/format.js";
import { announce, emptyNote, failureNote, skeleton } from "../lib/parts.js";
import { epochLink, eth, statusMark, viewHead, voteMarks, wide } from "./chainparts.js";

const PAGE = 100;
const EPOCHS = 64;
const KINDS = new Set(["open", "epoch_ended", "head_changed"]);

export function view(main, { go, title }) {
  title("Validators");
  const closing = new AbortController();
  const charts = h("div", { class: "charts" });
  const note = h("p", { class: "explain" }, "\u00a0");
  const rows = h("tbody", { class: "rows" });
  const table = h("table", { class: "validators" }, head(), rows);
  const body = h("div", {}, skeleton(14));
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: further }, "More validators");
  put(main, h("div", { class: "page" }, viewHead("Validators", note), body, more));

  let validators = [];
  let cursor = null;
  let ended = [];
  let drawn = null;
  let length = PAGE;
  load();
  const stop = onChange((kinds) => [...kinds].some((kind) => KINDS.has(kind)) && load());

  async function load() {
    try {
      const [page, epochs] = await Promise.all([get(`/validators?limit=${Math.min(length, 1000)}`, closing.signal), get(`/epochs?limit=${EPOCHS}`, closing.signal)]);
      const beyond = validators.slice(page.data.length);
      if (beyond.length === 0) cursor = page.meta.next_cursor;
      validators = [...page.data, ...beyond];
      draw(epochs.data);
    } catch (fault) {
      if (fault.name !== "AbortError" && validators.length === 0) put(body, failureNote(fault, load));
    }
  }

  async function further() {
    more.disabled = true;
    try {
      const page = await get(`/validators?limit=${PAGE}&cursor=${cursor}`, closing.signal);
      validators = [...validators, ...page.data];
      length = validators.length;
      cursor = page.meta.next_cursor;
      draw(null);
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    } finally {
      more.disabled = false;
    }
  }

  function draw(epochs) {
    more.hidden = !cursor;
    if (validators.length === 0) {
      put(body, emptyNote("No epoch has ended yet.", "How validators stand is told by the end of each epoch; the first ends when a block of the second is valid."));
      return;
    }
    put(note, `As of the end of epoch ${number(validators[0].epoch)} on the head’s chain.`);
    if (table.parentNode?.parentNode !== body) put(body, charts, wide("Validators", table));
    if (epochs) {
      ended = epochs.filter((epoch) => epoch.complete).reverse();
    }
    const specs = [balances(ended, go), distances(validators)];
    if (drawn) specs.forEach((spec, i) => drawn[i].show(spec));
    else put(charts, (drawn = [lineChart(specs[0]), barChart(specs[1])]));
    reconcile(rows, validators, (v) => v.index, row, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

function balances(epochs, go) {
  const inEth = (name) => epochs.map((e) => Number(e.registry[name]) / 1e9);
  return {
    title: "Balances",
    x: { name: "Epoch", values: epochs.map((e) => Number(e.epoch)), format: number },
    y: { name: "ETH", format: (v) => v.toFixed(2) },
    series: [
      { name: "mean", values: epochs.map((e) => Number(e.registry.balance_gwei) / Number(e.registry.validators) / 1e9) },
      { name: "highest", values: inEth("highest_balance_gwei") },
      { name: "lowest", values: inEth("lowest_balance_gwei") },
    ],
    pick: (i) => go(`/epoch/${epochs[i].epoch}`),
  };
}

/** How many of the validators listed had their last vote included after how many slots. */
function distances(validators) {
  const duties = validators.flatMap((v) => (v.duty ? [v.duty.inclusion_distance ?? 0] : []));
  const values = duties.length === 0 ? [] : Array.from({ length: Math.max(...duties) + 1 }, (_, distance) => distance);
  return {
    title: "Inclusion distance of the last duty",
    x: { name: "Slots", values, format: (distance) => (distance === 0 ? "never" : number(distance)) },
    y: { name: `of ${count(validators.length, "validator")} listed`, whole: true, format: number },
    series: [{ name: "validators", values: values.map((distance) => duties.filter((d) => d === distance).length) }],
    empty: "No duty has been settled yet.",
  };
}

function head() {
  return h(
    "thead",
    {},
    h("tr", {}, h("th", { scope: "col", class: "num" }, "Index"), h("th", { scope: "col" }, "Status"), h("th", { scope: "col", class: "num" }, "Balance, ETH"), h("th", { scope: "col", class: "num" }, "Last duty, epoch"), h("th", { scope: "col", class: "num" }, "Slot"), h("th", { scope: "col", class: "num" }, "Shard"), h("th", { scope: "col", class: "num" }, "Included after"), h("th", { scope: "col" }, "Votes")),
  );
}

function row(validator) {
  const { duty } = validator;
  const dash = () => h("span", { class: "muted" }, "–");
  return h(
    "tr",
    {},
    h("td", { class: "num mono" }, h("a", { class: "open", href: `/validator/${validator.index}` }, number(validator.index))),
    h("td", {}, statusMark(validator.status)),
    h("td", { class: "num mono" }, h("span", { title: `${exact(validator.balance_gwei)} Gwei` }, eth(validator.balance_gwei))),
    h("td", { class: "num" }, duty ? epochLink(duty.epoch) : dash()),
    h("td", { class: "num mono" }, duty ? number(duty.slot) : dash()),
    h("td", { class: "num mono" }, duty ? number(duty.shard) : dash()),
    h("td", { class: "num" }, !duty ? dash() : duty.inclusion_distance === null ? h("span", { class: "late" }, "never") : h("span", { class: duty.inclusion_distance > 1 ? "mono late" : "mono" }, count(duty.inclusion_distance, "slot"))),
    h("td", {}, duty ? voteMarks(duty) : h("span", { class: "muted" }, "no duty")),
  );
}
