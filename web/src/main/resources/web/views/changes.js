// What a block changed in the state, field by field: first what the passing of slots did, then the block.

import { h, put } from "../lib/dom.js";
import { get } from "../lib/api.js";
import { count, exact, number, shortRoot } from "../lib/format.js";
import { announce, copyButton, failureNote, skeleton, wholeRoot } from "../lib/parts.js";
import { validatorLink } from "./chainparts.js";

/** Changes of one field that are shown at once. */
const OPEN = 8;
/** Changes of each part that are asked for at first, and the most that the server tells. */
const FIRST = 500;
const MOST = 5000;

/** Whether the transition of the block was run, so that there is a state it started from. */
export function hasPreState(block) {
  return block.verdict === "valid" || (block.verdict === "invalid" && !block.invalid_ancestor_root);
}

/** The section; it fills itself. Empty where the block changes nothing by its nature. */
export function stateChanges(block, signal) {
  if (!hasPreState(block)) return null;
  const body = h("div", {}, skeleton(6));
  const section = h("section", { class: "part changes", "aria-label": "State changes" }, h("h2", {}, "What it changed in the state"), body);
  load();
  return section;

  async function load() {
    put(body, skeleton(6));
    try {
      const { data } = await get(`/blocks/${block.hash}/changes?limit=${FIRST}`, signal);
      put(body, draw(data, whole));
    } catch (fault) {
      if (fault.name !== "AbortError") put(body, failureNote(fault, load));
    }
  }

  /** All that the server tells; what is open stays open. */
  async function whole(event) {
    const button = event.currentTarget;
    button.disabled = true;
    const said = h("p", { class: "explain", role: "status" }, "Asking…");
    button.after(said);
    try {
      const { data } = await get(`/blocks/${block.hash}/changes?limit=${MOST}`, signal);
      const open = new Set([...body.querySelectorAll("details[open]")].map((details) => details.dataset.key));
      put(body, draw(data, null));
      for (const details of body.querySelectorAll("details")) details.open ||= open.has(details.dataset.key);
      announce("More changes are shown.");
    } catch (fault) {
      if (fault.name === "AbortError") return;
      said.textContent = fault.message;
      button.disabled = false;
    }
  }
}

/** @param whole how to have more than what was told, or null */
function draw({ slots, block, claimed_state_root: claimed, state_root: ours, verdict }, whole) {
  const passed = BigInt(slots.to_slot) - BigInt(slots.from_slot);
  return [
    block && ours !== claimed && differing(claimed, ours),
    changesOf(
      "block",
      "By the block",
      block ? null : verdict === "invalid" ? "Nothing: a check refuses the block before it could." : "Nothing.",
      block?.changes ?? [],
      block?.more,
      true,
      whole,
    ),
    changesOf(
      "slots",
      `By the passing of ${count(passed, "slot")}${slots.epochs_ended === "0" ? "" : ` and the end of ${count(slots.epochs_ended, "epoch")}`}`,
      passed === 0n ? "No slot lies between the parent and the block." : null,
      slots.changes,
      slots.more,
      block === null,
      whole,
    ),
  ];
}

/** When the roots differ we know our own state only. */
function differing(claimed, ours) {
  return [
    h("p", { class: "explain" }, "The block claims another state than ours. Only ours is known here, and these are its changes; a root does not tell in which field the other one differs."),
    h("dl", { class: "values invalid" }, h("dt", {}, "our state root"), h("dd", {}, wholeRoot(ours, null, "our state root")), h("dt", {}, "claimed"), h("dd", {}, wholeRoot(claimed, null, "the claimed state root"))),
  ];
}

function changesOf(part, title, nothing, changes, more, open, whole) {
  const fields = new Map();
  for (const change of changes) {
    const [field] = change.path.split(/[.[]/);
    fields.set(field, [...(fields.get(field) ?? []), change]);
  }
  return h(
    "div",
    { class: "change-group" },
    h("h3", {}, title, h("span", { class: "n mono" }, `${number(changes.length)}${more ? "+" : ""}`)),
    changes.length > 0 && h("p", { class: "change-head", "aria-hidden": "true" }, h("span", {}, "Field"), h("span", {}, "Before"), h("span", {}, "After")),
    nothing && h("p", { class: "explain" }, nothing),
    [...fields].map(([field, found]) => fieldChanges(`${part} ${field}`, field, found, open)),
    more && whole && h("p", { class: "explain" }, `The first ${number(changes.length)} are shown; there are more.`),
    more && whole && h("button", { type: "button", class: "button", onclick: whole }, `Show up to ${number(MOST)}`),
    more && !whole && h("p", { class: "explain" }, `The first ${number(changes.length)} are shown; there are more, which are in the evidence: compare pre.ssz and post.ssz.`),
  );
}

/** A field with one change is a row; with more, a row that opens. */
function fieldChanges(key, field, changes, open) {
  if (changes.length === 1) return changeTable(changes);
  const details = h("details", { open: open && changes.length <= OPEN }, h("summary", {}, h("span", { class: "mono" }, field), h("span", { class: "n mono" }, number(changes.length)), total(field, changes)));
  details.dataset.key = key;
  // Long ones are drawn when they are opened.
  const fill = () => details.childElementCount === 1 && details.append(changeTable(changes));
  if (details.open) fill();
  details.addEventListener("toggle", () => details.open && fill());
  return details;
}

/** Balances: what they come to together. */
function total(field, changes) {
  if (field !== "balances" || changes.some((c) => c.before === null || c.after === null)) return null;
  const sum = changes.reduce((n, c) => n + BigInt(c.after) - BigInt(c.before), 0n);
  return h("span", { class: "muted" }, `together ${signed(sum)} Gwei`);
}

function signed(value) {
  return `${value < 0n ? "−" : "+"}${exact(value < 0n ? -value : value)}`;
}

function changeTable(changes) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Changes" },
    h(
      "table",
      {},
      h("thead", { class: "hidden-text" }, h("tr", {}, h("th", { scope: "col" }, "Field"), h("th", { scope: "col" }, "Before"), h("th", { scope: "col" }, "After"))),
      h("tbody", {}, changes.map((change) => h("tr", {}, h("td", { class: "mono c-path" }, pathOf(change.path)), h("td", { class: "mono" }, value(change.before, "added")), h("td", { class: "mono" }, value(change.after, "removed"), step(change))))),
    ),
  );
}

/** Validators are linked. */
function pathOf(path) {
  const found = /^(validators|balances)\[(\d+)\](.*)$/.exec(path);
  return found ? [`${found[1]}[`, validatorLink(found[2]), `]${found[3]}`] : path;
}

function value(text, none) {
  if (text === null) return h("span", { class: "muted" }, none);
  if (/^0x[0-9a-f]{40,}$/.test(text)) return h("span", { class: "root" }, h("span", { title: text }, shortRoot(text)), copyButton(text, "the value"));
  if (/^\d+$/.test(text)) return text === "18446744073709551615" ? h("span", { title: text }, "never") : exact(text);
  return h("span", { class: "root long" }, h("span", { title: text }, text.replace(/0x[0-9a-f]{40,}/g, shortRoot)), copyButton(text, "the value"));
}

/** By how much a number changed. */
function step({ before, after }) {
  if (!/^\d+$/.test(before ?? "") || !/^\d+$/.test(after ?? "") || after === "18446744073709551615" || before === "18446744073709551615") return null;
  return h("span", { class: "muted step" }, signed(BigInt(after) - BigInt(before)));
}
