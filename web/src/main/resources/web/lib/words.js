// What happened, in words with links: events, alerts, states of nodes.

import { h, s } from "./dom.js";
import { exact, number, shortRoot } from "./format.js";

/** A block, by its slot where it is known; a link to its page. */
export function blockLink(root, slot, className) {
  if (!root) return slot ? `slot ${number(slot)}` : "a block";
  const text = slot === undefined || slot === null ? h("span", { class: "mono" }, shortRoot(root)) : `slot ${number(slot)}`;
  return h("a", { href: `/block/${root}`, title: root, class: className }, text);
}

export function nodeLink(name, className) {
  return name ? h("a", { href: nodePath(name), class: className }, name) : "our head";
}

export function nodePath(name) {
  return `/node/${encodeURIComponent(name)}`;
}

export function validatorLink(index) {
  return h("a", { href: `/validator/${index}`, class: "mono" }, index);
}

/** Some of them, with how many more there are. */
export function validatorLinks(indices, most = 6) {
  const shown = indices.slice(0, most).flatMap((index, i) => (i ? [", ", validatorLink(index)] : [validatorLink(index)]));
  return indices.length > most ? [...shown, ` and ${number(indices.length - most)} more`] : shown;
}

/** "812 ms", "1.2 s", "4 min" */
export function millis(value) {
  const n = Number(value);
  if (n < 1000) return `${n} ms`;
  if (n < 60_000) return `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)} s`;
  return `${Math.round(n / 60_000)} min`;
}

/** Severities: the word, its shape and its colour. */
const SEVERITIES = {
  info: { class: "sev-info", path: () => s("circle", { cx: 6, cy: 6, r: 4.2, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }) },
  warning: { class: "sev-warning", path: () => s("path", { d: "M6 1.2L11.2 10.6H0.8Z", fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linejoin": "round" }) },
  critical: { class: "sev-critical", path: () => s("path", { d: "M6 0.8L11.2 6L6 11.2L0.8 6Z", fill: "currentColor" }) },
};

/** Shape and word of a severity. */
export function severityMark(severity) {
  const { class: name, path } = SEVERITIES[severity] ?? SEVERITIES.info;
  return h("span", { class: `mark-word ${name}` }, s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "shape", "aria-hidden": "true" }, path()), severity);
}

const NODE_STATES = {
  ok: { class: "valid", word: "ok", says: "It answers, and its head is near ours." },
  lagging: { class: "unjudged", word: "lagging", says: "It answers, and its head is more than 4 slots behind ours." },
  silent: { class: "unjudged", word: "silent", says: "It was not heard of for 4 slots." },
  not_asked: { class: "quiet", word: "not asked", says: "It delivers blocks; nobody asks it how it stands." },
  unreachable: { class: "invalid", word: "unreachable", says: "There is no connection to it." },
  timeout: { class: "invalid", word: "timeout", says: "It gave no whole answer in time." },
  error: { class: "invalid", word: "error", says: "It answers with an error of its own." },
  garbage: { class: "invalid", word: "garbage", says: "What it answers cannot be read." },
  lying: { class: "invalid", word: "lying", says: "It contradicts itself, or what it was asked." },
};

/** Shape and word of a node's state. */
export function nodeState(node) {
  const { class: name, word, says } = NODE_STATES[node.state] ?? { class: "quiet", word: node.state, says: "" };
  const drawn =
    name === "valid"
      ? s("circle", { cx: 6, cy: 6, r: 4.5, fill: "currentColor" })
      : name === "invalid"
        ? s("path", { d: "M2.2 2.2l7.6 7.6M9.8 2.2l-7.6 7.6", stroke: "currentColor", "stroke-width": 2.2, "stroke-linecap": "round" })
        : s("circle", { cx: 6, cy: 6, r: 4.4, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": name === "quiet" ? null : "2.3 2.3" });
  return h(
    "span",
    { class: `verdict ${name}`, title: node.message ? `${says} ${node.message}` : says },
    s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "shape", "aria-hidden": "true" }, drawn),
    h("span", { class: "word" }, word),
  );
}

export const OFFENCE_KINDS = {
  double_proposal: "two blocks in one epoch",
  double_vote: "two votes for one target epoch",
  surround_vote: "a vote that surrounds another",
  block_copies: "copies of one block with other signatures",
};

const checkpoint = (payload) => [`epoch ${number(payload.epoch)}`, payload.root && !/^0x0*$/.test(payload.root) ? [" (", blockLink(payload.root), ")"] : ""];
const percent = (fraction) => (fraction === null || fraction === undefined ? "nobody had to vote" : `${(Number(fraction) * 100).toFixed(1)} % voted for the target`);

/** Each type of event: its name for people, and what it says with its payload. */
export const EVENTS = {
  block_judged: {
    name: "Block judged",
    says: (p) => (p.root ? ["The block of ", blockLink(p.root, p.slot, "open"), " is ", p.status] : ["Bytes that are no block: malformed"]),
    tone: (p) => p.status,
  },
  block_waiting: { name: "Block waits", says: (p) => ["The block of ", blockLink(p.root, p.slot, "open"), p.waiting_for === "slot" ? " waits for its slot" : " waits for its parent"], tone: () => "unjudged" },
  block_failed: { name: "Our error", says: (p) => [`We failed to judge a block: ${p.message}`], tone: () => "error" },
  head_changed: { name: "Head moved", says: (p) => ["Our head is the block of ", blockLink(p.root, p.slot, "open")] },
  justified_changed: { name: "Justified", says: (p) => ["Justified: ", checkpoint(p)] },
  finalized_changed: { name: "Finalized", says: (p) => ["Finalized: ", checkpoint(p)], tone: () => "final" },
  epoch_ended: {
    name: "Epoch ended",
    says: (p) => [
      h("a", { href: `/epoch/${p.epoch}`, class: "open" }, `Epoch ${number(p.epoch)}`),
      ` ended: ${percent((p.previous_participation ?? p.participation)?.target)}${p.previous_participation ? ` of the epoch before` : ""}, ${p.missed_slots === 1 ? "1 slot" : `${p.missed_slots} slots`} without a block`,
    ],
  },
  fork_created: { name: "Fork", says: (p) => ["Fork ", h("a", { href: `/blocks?fork=${p.fork_id}` }, exact(p.fork_id)), " begins with the block of ", blockLink(p.root, p.slot, "open"), ", after ", blockLink(p.base_root, p.base_slot)], tone: () => "unjudged" },
  reorg: {
    name: "Reorg",
    says: (p) => [p.node ? ["The head of ", nodeLink(p.node)] : "Our head", ` left its branch, ${p.depth_slots === "1" ? "1 slot" : `${number(p.depth_slots)} slots`} deep: from `, blockLink(p.from_root), " to ", blockLink(p.to_root, undefined, "open"), ", which part after ", blockLink(p.ancestor_root, p.ancestor_slot)],
    tone: () => "unjudged",
  },
  node_finalized: { name: "Node finalized", says: (p) => [nodeLink(p.node, "open"), " has finalized ", checkpoint(p)] },
  node_disagrees: {
    name: "Node disagrees",
    says: (p) => [p.node ? nodeLink(p.node) : "A source", ...disagreement(p)],
    tone: () => "invalid",
  },
  source_changed: { name: "Source", says: (p) => [`The source ${p.source}`, p.node && p.node !== p.source ? [" of ", nodeLink(p.node)] : "", ` ${sourceWords(p.status)}`, p.message ? `: ${p.message}` : ""], tone: (p) => (p.status === "retrying" ? "unjudged" : undefined) },
  offence_found: { name: "Offence", says: (p) => [p.validators?.length ? ["Validator ", validatorLinks(p.validators.map(String))] : "An unknown validator", ": ", h("a", { href: `/offences#offence-${p.offence_id}`, class: "open" }, OFFENCE_KINDS[p.kind] ?? p.kind)], tone: () => "invalid" },
  alert_opened: { name: "Alert opened", says: (p) => [alertLink(p)], tone: (p) => p.severity },
  alert_escalated: { name: "Alert escalated", says: (p) => [`Now ${p.severity}: `, alertLink(p)], tone: (p) => p.severity },
  alert_acknowledged: { name: "Alert acknowledged", says: (p) => [`${p.by} deals with: `, alertLink(p)] },
  exercise_started: { name: "Exercise", says: (p) => [exerciseLink(p), ` begins, with ${p.goals} goals`] },
  goal_passed: { name: "Goal passed", says: (p) => [exerciseLink({ ...p, name: p.words }), p.node ? [", by ", nodeLink(p.node)] : ""], tone: () => "valid" },
  goal_failed: { name: "Goal failed", says: (p) => [exerciseLink({ ...p, name: p.words }), p.node ? [", by ", nodeLink(p.node)] : "", p.reason ? `: ${p.reason}` : ""], tone: () => "invalid" },
  exercise_ended: { name: "Exercise ended", says: (p) => [exerciseLink(p), ` has ended: ${p.state}, ${p.passed} passed and ${p.failed} failed`], tone: (p) => (p.state === "passed" ? "valid" : "invalid") },
  alert_resolved: { name: "Alert resolved", says: (p) => ["It is over: ", alertLink(p)], tone: () => "valid" },
};

function exerciseLink(payload) {
  return h("a", { href: `/exercise/${payload.exercise_id}`, class: "open" }, payload.name);
}

function alertLink(payload) {
  return h("a", { href: `/alert/${payload.alert_id}`, class: "open" }, payload.title);
}

function disagreement(payload) {
  const what = payload.root ? ["the block ", blockLink(payload.root, undefined, "open")] : ["bytes that are no block"];
  if (payload.theirs === "valid") return [" accepts ", ...what, ", which we find invalid"];
  if (payload.theirs === "invalid") return [" refuses ", ...what, ", which we find valid"];
  return [" comes to another state after ", ...what, ": ", h("span", { class: "mono", title: payload.theirs }, shortRoot(payload.theirs)), ", ours is ", h("span", { class: "mono", title: payload.ours }, shortRoot(payload.ours))];
}

function sourceWords(status) {
  return { ok: "works", retrying: "fails and is tried again", stopped: "has stopped", added: "was added", removed: "was removed" }[status] ?? `is ${status}`;
}

/** One event in words; a type that is unknown here by its name. */
export function eventWords(event) {
  return EVENTS[event.type]?.says(event.payload ?? {}) ?? [event.type.replaceAll("_", " ")];
}

/** A small mark for an event; the words must stand beside it. */
export function eventDot(event) {
  const tone = EVENTS[event.type]?.tone?.(event.payload ?? {}) ?? "quiet";
  return h("span", { class: `event-dot tone-${tone}`, "aria-hidden": "true" });
}
