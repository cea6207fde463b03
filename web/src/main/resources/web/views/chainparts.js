// Pieces of the views of the chain: slots, epochs, validators.

import { h, s } from "../lib/dom.js";
import { age, exact, number } from "../lib/format.js";
import { serverNow } from "../lib/api.js";

/** What can become of a slot: its word, and what it says. */
export const SLOTS = {
  block: { word: "block", says: "The chain has a block here." },
  missed: { word: "missed", says: "The chain passed over this slot." },
  open: { word: "open", says: "The block of this slot may still come." },
};

const SLOT_SHAPES = {
  block: () => s("rect", { x: 1.5, y: 1.5, width: 9, height: 9, rx: 1.5, fill: "currentColor" }),
  missed: () => s("path", { d: "M2 6H10", stroke: "currentColor", "stroke-width": 2.4, "stroke-linecap": "round" }),
  open: () => s("rect", { x: 2, y: 2, width: 8, height: 8, rx: 1.5, fill: "none", stroke: "currentColor", "stroke-width": 1.3, "stroke-dasharray": "2 2" }),
};

/** The shape of a slot's state alone; the word must stand beside it, or in a label. */
export function slotShape(status) {
  return s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "shape", "aria-hidden": "true" }, SLOT_SHAPES[status]());
}

/** Shape and word. */
export function slotMark(status) {
  const { word, says } = SLOTS[status];
  return h("span", { class: `slot-state ${status}`, title: says }, slotShape(status), h("span", {}, word));
}

/** A validator's number, linked. */
export function validatorLink(index) {
  if (index === null || index === undefined) return h("span", { class: "muted", title: "Not known" }, "–");
  return h("a", { href: `/validator/${index}`, class: "mono" }, number(index));
}

/** An epoch's number, linked. */
export function epochLink(epoch) {
  return h("a", { href: `/epoch/${epoch}`, class: "mono", title: exact(epoch) }, number(epoch));
}

/** 32021524184 → 32.02152 */
export function eth(gwei, digits = 5) {
  const value = Number(gwei) / 1e9;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "0.8817" → "88.17 %"; null → "–" */
export function percent(fraction) {
  return fraction === null || fraction === undefined ? "–" : `${(Number(fraction) * 100).toFixed(2).replace(/\.?0+$/, "")} %`;
}

/** Unix milliseconds when a slot begins; 0 when no calendar goes so far. */
export function slotTime(slot, network) {
  const millis = (BigInt(network.genesis_time) + BigInt(slot) * BigInt(network.seconds_per_slot)) * 1000n;
  return millis < 8_640_000_000_000_000n ? Number(millis) : 0;
}

/** When a slot began or begins, in words. */
export function slotAge(slot, network) {
  const began = slotTime(slot, network);
  return began === 0 ? h("span", { class: "muted" }, "beyond any calendar") : age(new Date(began).toISOString(), serverNow());
}

const VOTES = ["source", "target", "head"];

/** What a vote got right: three squares with their letters, filled where right. */
export function voteMarks(vote) {
  const says = VOTES.map((name) => `${name} ${vote[name] ? "right" : "wrong"}`).join(", ");
  return h(
    "span",
    { class: "votes", role: "img", "aria-label": says, title: says },
    VOTES.map((name) => h("i", { class: vote[name] ? "on" : "", "aria-hidden": "true" }, name[0].toUpperCase())),
  );
}

/** Squares of a committee: one for each member, filled where it voted, at most `most` of them. */
export function memberSquares(members, voted, most = 512) {
  const has = new Set(voted);
  return h(
    "span",
    { class: "bits", role: "img", "aria-label": `${voted.length} of ${members.length} voted` },
    members.slice(0, most).map((index) => h("i", { class: has.has(index) ? "on" : "", title: `validator ${index}: ${has.has(index) ? "voted" : "did not vote"}` })),
    members.length > most && h("span", { class: "muted" }, "…"),
  );
}

/** Every word of a status as the Beacon API has it, for people. */
export function statusWord(status) {
  return status.replace("pending_initialized", "deposited").replace("pending_queued", "in the queue").replace("active_ongoing", "active").replaceAll("_", " ");
}

const STATUS_SHAPES = { active: "M6 1.5a4.5 4.5 0 1 0 .01 0z", pending: "M6 1.5a4.5 4.5 0 0 0 0 9z", exited: "M2 6h8", withdrawal: "M2 6h8", slashed: "M2.2 2.2l7.6 7.6M9.8 2.2l-7.6 7.6" };

/** Shape and word of a validator's status. */
export function statusMark(status) {
  const kind = status.includes("slashed") && !status.includes("unslashed") ? "slashed" : status.split("_")[0];
  return h(
    "span",
    { class: `status ${kind}` },
    s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "shape", "aria-hidden": "true" }, s("path", { d: STATUS_SHAPES[kind] ?? STATUS_SHAPES.exited, fill: kind === "active" || kind === "pending" ? "currentColor" : "none", stroke: "currentColor", "stroke-width": kind === "active" ? 0 : 1.6, "stroke-linecap": "round" })),
    h("span", {}, statusWord(status)),
  );
}

/** Heading of a view, with what stands beside it. */
export function viewHead(title, ...beside) {
  return h("div", { class: "view-head" }, h("h1", {}, title), beside);
}

/** A part of a view under its own heading. */
export function part(title, ...content) {
  return h("section", { class: "part" }, h("h2", {}, title), content);
}

/** A table that scrolls by itself where it is wider than the page. */
export function wide(label, table) {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
}
