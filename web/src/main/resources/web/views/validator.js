// One validator: how it stands, its balance over time, its duties and what became of them.

import { h, put } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { barChart, lineChart } from "../lib/charts.js";
import { count, exact, gwei, number } from "../lib/format.js";
import { announce, blockPath, emptyNote, failureNote, rootOf, skeleton, wholeRoot } from "../lib/parts.js";
import { epochLink, eth, part, slotAge, slotMark, statusMark, viewHead, voteMarks, wide } from "./chainparts.js";

const EPOCHS = 64;
/** 2^64-1, as epochs say it. */
const NEVER = "18446744073709551615";
const KINDS = new Set(["open", "epoch_ended", "head_changed", "finalized_changed"]);

export function view(main, { network, go, title }, index) {
  title(`Validator ${index}`);
  const closing = new AbortController();
  const standing = h("p", { class: "standing" }, "\u00a0");
  const body = h("div", {}, skeleton(12));
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: older }, "Older duties");
  put(main, h("div", { class: "page" }, viewHead(["Validator ", h("span", { class: "mono" }, /^\d+$/.test(index) ? exact(index) : index)], standing), body, more));

  let detail = null;
  let attested = [];
  let earlier = { balances: [], proposals: [] };
  let cursor = null;
  let charts = null;
  const facts = h("div", { class: "registry-place" });
  const chartBox = h("div", { class: "charts" });
  const tables = h("div", {});
  load();
  const stop = onChange((kinds) => [...kinds].some((kind) => KINDS.has(kind)) && load());

  async function load() {
    try {
      if (!/^\d{1,8}$/.test(index)) {
        put(body, emptyNote("This is not the index of a validator.", h("a", { href: "/validators" }, "To the validators")));
        return;
      }
      const [found, duties] = await Promise.all([get(`/validators/${index}?limit=${EPOCHS}`, closing.signal), get(`/validators/${index}/attestations?limit=${EPOCHS}`, closing.signal)]);
      const oldest = duties.data.at(-1);
      const below = oldest ? attested.filter((d) => BigInt(d.epoch) < BigInt(oldest.epoch)) : [];
      if (below.length === 0) cursor = duties.meta.next_cursor;
      if (!detail) learnRegistered();
      detail = found.data;
      attested = [...duties.data, ...below];
      draw();
    } catch (fault) {
      if (fault.name === "AbortError" || detail) return;
      if (fault.status === 404) drawUnsettled(fault);
      else put(body, failureNote(fault, load));
    }
  }

  /** Before its first epoch has ended there is what the registry says of it, if that. */
  async function drawUnsettled(fault) {
    try {
      const { data } = await get(`/validators/${index}/registered`, closing.signal);
      put(body, emptyNote("Its first epoch has not ended yet.", "Balance, duties and what became of them are told by the end of each epoch. This is how it is registered:"), registry(data));
    } catch (other) {
      if (other.name !== "AbortError") put(body, emptyNote("No such validator yet.", fault.message, " A validator appears with the end of the epoch in which its deposit was included. ", h("a", { href: "/validators" }, "To all validators")));
    }
  }

  /** The server may have to make a state for it: the rest does not wait. */
  async function learnRegistered() {
    try {
      put(facts, registry((await get(`/validators/${index}/registered`, closing.signal)).data));
    } catch (fault) {
      if (fault.name !== "AbortError") put(facts, h("p", { class: "explain" }, fault.message));
    }
  }

  async function older() {
    more.disabled = true;
    try {
      const asked = `limit=${EPOCHS}&cursor=${cursor}`;
      const [found, duties] = await Promise.all([get(`/validators/${index}?${asked}`, closing.signal), get(`/validators/${index}/attestations?${asked}`, closing.signal)]);
      earlier = { balances: [...earlier.balances, ...found.data.balances], proposals: [...earlier.proposals, ...found.data.proposals] };
      attested = [...attested, ...duties.data];
      cursor = duties.meta.next_cursor;
      draw();
    } catch (fault) {
      if (fault.name !== "AbortError") announce(fault.message);
    } finally {
      more.disabled = false;
    }
  }

  function draw() {
    const { validator, slashings } = detail;
    const balances = distinct([...detail.balances, ...earlier.balances], "epoch");
    const proposals = distinct([...detail.proposals, ...earlier.proposals], "slot");
    more.hidden = !cursor;
    put(
      standing,
      statusMark(validator.status),
      h("span", {}, h("span", { class: "mono", title: `${exact(validator.balance_gwei)} Gwei` }, eth(validator.balance_gwei)), " ETH"),
      h("span", { class: "muted" }, "at the end of epoch ", epochLink(validator.epoch)),
    );
    if (chartBox.parentNode !== body) put(body, facts, chartBox, tables);
    const specs = chartsOf([...balances].reverse(), [...attested].reverse(), go);
    if (charts) specs.forEach(([, spec], i) => charts[i].show(spec));
    else put(chartBox, (charts = specs.map(([make, spec]) => make(spec))));
    put(
      tables,
      slashings.length > 0 && part(["Slashings", h("span", { class: "n mono" }, slashings.length)], wide("Slashings", slashingTable(slashings))),
      part(["Proposals", h("span", { class: "n mono" }, proposals.length)], proposals.length > 0 ? wide("Proposals", proposalTable(proposals, network)) : h("p", { class: "explain" }, "None in these epochs.")),
      part(["Attestations", h("span", { class: "n mono" }, attested.length)], attested.length > 0 ? dutyTable(attested) : h("p", { class: "explain" }, "No duty in these epochs: a duty is listed once its epoch and the next have ended.")),
    );
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

/** What the state of the head has of it. */
function registry(registered) {
  const epoch = (value) => (value === NEVER ? "never" : ["epoch ", h("span", { class: "mono" }, exact(value))]);
  const left = [
    ["Effective balance", gwei(registered.effective_balance_gwei)],
    ["Active from", epoch(registered.activation_epoch)],
    ["Exits", epoch(registered.exit_epoch)],
  ];
  const right = [
    ["Public key", rootOf(registered.pubkey, null, "public key")],
    ["Withdrawal", wholeRoot(registered.withdrawal_credentials, null, "withdrawal credentials")],
    ["Withdrawable", epoch(registered.withdrawable_epoch)],
  ];
  const list = (items) => h("dl", {}, items.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  return h("section", { class: "facts registry", "aria-label": "In the registry" }, list(left), list(right));
}

/** Pages of a moving list can overlap. */
function distinct(items, key) {
  const seen = new Set();
  return items.filter((item) => !seen.has(item[key]) && seen.add(item[key]));
}

function chartsOf(balances, attested, go) {
  const pick = (items) => (i) => go(`/epoch/${items[i].epoch}`);
  return [
    [
      lineChart,
      {
        title: "Balance",
        x: { name: "Epoch", values: balances.map((b) => Number(b.epoch)), format: number },
        y: { name: "ETH", format: (v) => v.toFixed(4) },
        series: [{ name: "balance", values: balances.map((b) => Number(b.balance_gwei) / 1e9) }],
        pick: pick(balances),
      },
    ],
    [
      barChart,
      {
        title: "Inclusion distance",
        x: { name: "Epoch", values: attested.map((d) => Number(d.epoch)), format: number },
        y: { name: "slots", whole: true, format: number },
        series: [{ name: "distance", values: attested.map((d) => d.inclusion_distance) }],
        empty: "No duty has been settled yet.",
        pick: pick(attested),
      },
    ],
  ];
}

function header(...columns) {
  return h("thead", {}, h("tr", {}, columns.map(([name, className]) => h("th", { scope: "col", class: className }, name))));
}

function proposalTable(proposals, network) {
  return h(
    "table",
    { class: "slots" },
    header(["Slot", "num"], ["State"], ["Block"], ["Time", "num"]),
    h("tbody", { class: "rows" }, proposals.map((p) => h("tr", {}, h("td", { class: "num mono" }, h("a", { class: "open", href: p.root ? blockPath(p.root) : `/epoch/${BigInt(p.slot) / BigInt(network.slots_per_epoch)}` }, number(p.slot))), h("td", {}, slotMark(p.status)), h("td", {}, p.root ? rootOf(p.root, blockPath(p.root)) : h("span", { class: "muted" }, "–")), h("td", { class: "num muted" }, slotAge(p.slot, network))))),
  );
}

function dutyTable(attested) {
  return wide(
    "Attestations",
    h(
      "table",
      { class: "duties" },
      header(["Epoch", "num"], ["Slot", "num"], ["Shard", "num"], ["Included after", "num"], ["Votes"], ["In block"]),
      h(
        "tbody",
        { class: "rows" },
        attested.map((d) =>
          h(
            "tr",
            {},
            h("td", { class: "num mono" }, h("a", { class: "open", href: `/epoch/${d.epoch}` }, number(d.epoch))),
            h("td", { class: "num mono" }, number(d.slot)),
            h("td", { class: "num mono" }, number(d.shard)),
            h("td", { class: "num" }, d.inclusion_distance === null ? h("span", { class: "late" }, "never") : h("span", { class: d.inclusion_distance > 1 ? "mono late" : "mono" }, count(d.inclusion_distance, "slot"))),
            h("td", {}, voteMarks(d)),
            h("td", {}, d.inclusion ? [h("span", { class: "mono muted" }, `slot ${number(d.inclusion.slot)} `), rootOf(d.inclusion.root, blockPath(d.inclusion.root))] : h("span", { class: "muted" }, "–")),
          ),
        ),
      ),
    ),
  );
}

function slashingTable(slashings) {
  return h(
    "table",
    { class: "slots" },
    header(["Slot", "num"], ["Kind"], ["In block"], ["Fate"]),
    h("tbody", { class: "rows" }, slashings.map((s) => h("tr", {}, h("td", { class: "num mono" }, h("a", { class: "open", href: blockPath(s.root) }, number(s.slot))), h("td", {}, s.kind.replaceAll("_", " ")), h("td", {}, rootOf(s.root, blockPath(s.root))), h("td", { class: "muted" }, s.canonical === true ? "on the finalized chain" : s.canonical === false ? "off the chain" : "not decided yet")))),
  );
}
