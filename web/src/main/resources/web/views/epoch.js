// One epoch: on each chain that has it, its slots, who voted, what its end led to, and its committees.

import { h, put } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { strip } from "../lib/charts.js";
import { count, exact, number } from "../lib/format.js";
import { blockPath, emptyNote, failureNote, rootOf, skeleton } from "../lib/parts.js";
import { SLOTS, eth, part, percent, slotAge, slotMark, slotShape, validatorLink, viewHead, wide } from "./chainparts.js";

const MOST_MEMBERS = 64;
const MOST_COMMITTEES = 128;

export function view(main, { network, title }, epoch) {
  title(`Epoch ${epoch}`);
  const closing = new AbortController();
  const body = h("div", {}, skeleton(12));
  const perEpoch = BigInt(network.slots_per_epoch);
  put(main, h("div", { class: "page" }, viewHead(["Epoch ", h("span", { class: "mono" }, /^\d+$/.test(epoch) ? exact(epoch) : epoch)], turning(epoch)), body));
  let shown = "";
  load();
  const stop = onChange(() => shown && load());

  async function load() {
    try {
      if (!/^\d{1,9}$/.test(epoch)) {
        put(body, emptyNote("This is not the number of an epoch.", h("a", { href: "/epochs" }, "To the epochs")));
        return;
      }
      const known = await reached();
      if (BigInt(epoch) > known + 1n) {
        put(body, emptyNote("This epoch has not come yet.", `The head is in epoch ${number(known)}. Committees are known one epoch ahead at most. `, h("a", { href: `/epoch/${known}` }, `To epoch ${number(known)}`)));
        return;
      }
      // Of the epoch of genesis there is nothing to tell before its first block.
      const chains = BigInt(epoch) > known ? [] : await get(`/epochs/${epoch}`, closing.signal).then(({ data }) => data, (fault) => (fault.status === 404 && known === 0n ? [] : Promise.reject(fault)));
      const parts = await Promise.all(chains.length === 0 ? [forecast()] : chains.map((entry) => chainOf(entry, chains.length > 1)));
      const text = JSON.stringify(parts);
      if (text === shown) return;
      shown = text;
      put(body, parts.map((found, i) => draw(found, i, parts.length)));
    } catch (fault) {
      if (fault.name === "AbortError" || shown) return;
      put(body, failureNote(fault, load));
    }
  }

  /** The epoch that the head is in. */
  async function reached() {
    const { data } = await get("/chain", closing.signal);
    return BigInt(data.head.epoch);
  }

  /** An epoch of one chain; the chain has to be named where there are several. */
  async function chainOf(entry, several) {
    const chain = several && entry.complete ? `tip=${entry.tip.root}` : "";
    const end = (BigInt(epoch) + 1n) * perEpoch;
    const told = chain === "" || BigInt(epoch) <= BigInt(entry.tip.slot) / perEpoch + 1n;
    const [slots, committees] = await Promise.all([
      get(`/slots?limit=${perEpoch}&cursor=${end}${chain && `&${chain}`}`, closing.signal),
      told ? committeesOf(chain) : { says: "This chain ends long before the epoch." },
    ]);
    const within = slots.data.filter((slot) => slot.epoch === epoch).reverse();
    // Of another chain the epoch's last slots without a block are not in the list: it ends with the block.
    for (let slot = BigInt(epoch) * perEpoch + BigInt(within.length); entry.complete && slot < end; slot++) {
      within.push({ slot: String(slot), epoch, status: "missed", proposer_index: entry.missed.find((m) => m.slot === String(slot))?.proposer_index ?? null, root: null });
    }
    return { entry, slots: within, committees };
  }

  async function forecast() {
    const [proposers, committees] = await Promise.all([get("/proposers", closing.signal), committeesOf("")]);
    return { entry: null, slots: proposers.data.filter((slot) => slot.epoch === epoch), committees };
  }

  /** Making the state takes work that the server may put off: then the rest is shown all the same. */
  async function committeesOf(chain) {
    try {
      const page = await get(`/epochs/${epoch}/committees?limit=${MOST_COMMITTEES}${chain && `&${chain}`}`, closing.signal);
      return { listed: page.data, more: page.meta.next_cursor !== null };
    } catch (fault) {
      if (fault.name === "AbortError") throw fault;
      return { says: fault.message };
    }
  }

  function draw({ entry, slots, committees }, i, chains) {
    return [
      chains > 1 && h("h2", { class: "chain-name" }, i === 0 && entry.canonical !== false ? "On the main chain" : "On another chain", h("span", { class: "muted" }, ` last block ${number(entry.tip.slot)}, `, entry.tip.fork_id !== null && h("a", { href: `/epochs?fork=${entry.tip.fork_id}` }, `epochs of fork ${entry.tip.fork_id}`))),
      entry ? summary(entry) : h("p", { class: "explain" }, slots.some((slot) => slot.forecast) ? "A forecast from the head’s state. Each further block of the epoch before changes the seed, and with it all of this." : "No block of this epoch has come yet. Who has which duty in it is certain."),
      part(
        ["Slots", entry && h("span", { class: "n" }, `${count(entry.missed.length, "missed slot")}`)],
        strip("Slots of the epoch", slots.map((slot) => ({ className: slot.status, href: slot.root ? blockPath(slot.root) : undefined, label: `slot ${slot.slot}: ${SLOTS[slot.status].word}${slot.proposer_index === null ? "" : `, validator ${slot.proposer_index}`}`, mark: slotShape(slot.status) }))),
        wide("Slots", slotTable(slots, network, slots.some((slot) => slot.forecast))),
      ),
      part(
        ["Committees", committees.listed && h("span", { class: "n mono" }, `${committees.listed.length}${committees.more ? "+" : ""}`)],
        committees.listed ? committeeTable(committees.listed) : h("p", { class: "explain" }, committees.says),
        committees.more && h("p", { class: "explain" }, "The others: ", h("a", { href: `/api/v1/epochs/${epoch}/committees?limit=1024&cursor=${MOST_COMMITTEES}` }, "as JSON"), "."),
      ),
    ];
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

/** To the epochs before and after. */
function turning(epoch) {
  if (!/^\d{1,9}$/.test(epoch)) return null;
  const n = Number(epoch);
  return h(
    "p",
    { class: "turning" },
    n > 0 && h("a", { class: "button", href: `/epoch/${n - 1}`, "aria-label": `Epoch ${n - 1}` }, `‹ ${number(n - 1)}`),
    h("a", { class: "button", href: `/epoch/${n + 1}`, "aria-label": `Epoch ${n + 1}` }, `${number(n + 1)} ›`),
    h("a", { class: "button", href: "/epochs" }, "All epochs"),
  );
}

function summary({ participation: p, registry, outcome, complete, canonical, tip }) {
  const vote = (name) => [`${name[0].toUpperCase()}${name.slice(1)} votes`, p && p[name] !== null ? [h("span", { class: `mono${Number(p[name]) < 2 / 3 && p.state === "final" ? " late" : ""}` }, percent(p[name])), h("span", { class: "muted" }, ` ${eth(p[`${name}_gwei`], 0)} of ${eth(p.active_gwei, 0)} ETH`), p.state === "so_far" && h("span", { class: "muted" }, ", so far")] : "nobody had to attest"];
  const left = [["State", complete ? (canonical === true ? "ended and finalized" : canonical === false ? "ended, off the chain for good" : "ended, not finalized yet") : "running"], vote("source"), vote("target"), vote("head")];
  const right = [
    ["Last block", rootOf(tip.root, blockPath(tip.root))],
    outcome && ["Its end justified", ["epoch ", h("span", { class: "mono" }, number(outcome.justified_epoch))]],
    outcome && ["and finalized", ["epoch ", h("span", { class: "mono" }, number(outcome.finalized_epoch))]],
    outcome && ["Justification bits", bits(outcome.justification_bits)],
    registry && ["Validators", [h("span", { class: "mono" }, number(registry.validators)), registry.slashed !== "0" && `, ${number(registry.slashed)} of them slashed`]],
    registry && ["Balances", [h("span", { class: "mono", title: `${exact(registry.balance_gwei)} Gwei` }, eth(registry.balance_gwei)), " ETH", h("span", { class: "muted" }, `, from ${eth(registry.lowest_balance_gwei, 3)} to ${eth(registry.highest_balance_gwei, 3)}`)]],
    outcome && ["Crosslinks end at", h("span", { class: "mono" }, outcome.crosslinks.slice(0, 64).map((end, shard) => h("span", { class: "crosslink", title: `shard ${shard}: covered up to epoch ${end}` }, end)), outcome.crosslinks.length > 64 && "…")],
  ];
  return h("section", { class: "facts", "aria-label": "Facts" }, list(left), list(right));
}

function list(items) {
  return h("dl", {}, items.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function bits(text) {
  const says = [...text].map((bit, i) => `${i === 0 ? "this epoch" : `${i} before`}: ${bit === "1" ? "justified" : "not justified"}`).join(", ");
  return h("span", { class: "bits", role: "img", "aria-label": says, title: says }, [...text].map((bit) => h("i", { class: bit === "1" ? "on" : "" })));
}

function slotTable(slots, network, forecast) {
  return h(
    "table",
    { class: "slots" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "num" }, "Slot"), h("th", { scope: "col" }, "State"), h("th", { scope: "col", class: "num" }, forecast ? "Proposer, forecast" : "Proposer"), h("th", { scope: "col" }, "Block"), h("th", { scope: "col", class: "num" }, "Time"))),
    h(
      "tbody",
      { class: "rows" },
      slots.map((slot) =>
        h(
          "tr",
          {},
          h("td", { class: "num mono" }, slot.root ? h("a", { class: "open", href: blockPath(slot.root) }, number(slot.slot)) : number(slot.slot)),
          h("td", {}, slotMark(slot.status)),
          h("td", { class: "num" }, validatorLink(slot.proposer_index)),
          h("td", {}, slot.root ? rootOf(slot.root, blockPath(slot.root)) : h("span", { class: "muted" }, "–")),
          h("td", { class: "num muted" }, slotAge(slot.slot, network)),
        ),
      ),
    ),
  );
}

function committeeTable(committees) {
  return wide(
    "Committees",
    h(
      "table",
      { class: "committees" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "num" }, "Slot"), h("th", { scope: "col", class: "num" }, "Shard"), h("th", { scope: "col", class: "num" }, "Size"), h("th", { scope: "col" }, "Members, in the order of their bits"))),
      h(
        "tbody",
        {},
        committees.map((committee) =>
          h(
            "tr",
            {},
            h("td", { class: "num mono" }, number(committee.slot)),
            h("td", { class: "num mono" }, number(committee.shard)),
            h("td", { class: "num mono" }, committee.members.length),
            h("td", { class: "members" }, committee.members.slice(0, MOST_MEMBERS).map(validatorLink), committee.members.length > MOST_MEMBERS && h("span", { class: "muted" }, `and ${number(committee.members.length - MOST_MEMBERS)} more`)),
          ),
        ),
      ),
    ),
  );
}
