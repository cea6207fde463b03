// One block: the verdict first, then facts, its place in the tree, votes and operations, and what it changed.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, count, duration, exact, figure, graffitiText, micros, number } from "../lib/format.js";
import { TWO_LINES, drawLanes, lanesOf, lanesWidth } from "../lib/lanes.js";
import { blockPath, copyButton, emptyNote, failureNote, outside, rootOf, skeleton, wholeRoot } from "../lib/parts.js";
import { VERDICTS, glyph, verdictMark } from "../lib/shapes.js";
import { epochLink, slotTime, validatorLink } from "./chainparts.js";
import { hasPreState, stateChanges } from "./changes.js";
import { operations } from "./operations.js";
import { hexdump } from "./hexdump.js";

/** Where a row of the tree has two lines: as block.css has it. */
const NARROW = matchMedia("(max-width: 720px)");

const ZERO = `0x${"0".repeat(64)}`;

/** Slots before and after the block that its part of the tree is taken from, and most blocks there. */
const AROUND = 4n;
const MOST_AROUND = 12;

export function view(main, { network, title }, id) {
  const closing = new AbortController();
  const body = h("div", {}, skeleton(10));
  put(main, h("div", { class: "page block" }, body));
  title(`Block ${id}`);
  let shown = "";
  let around = null;
  load();
  const stop = onChange(() => shown && load());
  const turned = () => {
    if (!around) return;
    around.drawn = "";
    load();
  };
  NARROW.addEventListener("change", turned);

  async function load() {
    try {
      const { data } = await get(`/blocks/${encodeURIComponent(id)}`, closing.signal);
      const text = JSON.stringify(data);
      if (text === shown) {
        // Blocks of the slots around may have come all the same.
        if (around) placeInTree(data[0], around);
        return;
      }
      const again = shown !== "";
      shown = text;
      draw(data, again);
    } catch (fault) {
      if (fault.name === "AbortError" || shown) return;
      if (fault.status === 404) put(body, emptyNote("No such block here.", fault.message, " It appears when a source delivers it. ", h("a", { href: "/blocks" }, "To all blocks")));
      else if (fault.status === 400) put(body, emptyNote("This is not the name of a block.", fault.message, " ", h("a", { href: "/blocks" }, "To all blocks")));
      else put(body, failureNote(fault, load));
    }
  }

  // An update while somebody reads must not close what they opened.
  function draw(blocks, again) {
    const open = again ? new Set([...body.querySelectorAll("details[open]")].map((d) => d.dataset.key)) : null;
    const roots = new Set(blocks.map((b) => b.root ?? b.sha256));
    if (roots.size > 1) {
      title(`Slot ${id}`);
      put(body, slotHead(blocks, network), blockTable(blocks.map((b) => ["", b])));
      return;
    }
    const block = blocks[0];
    const key = block.hash ?? block.sha256 ?? block.root;
    // A verdict that comes while somebody looks brings votes and changes with it.
    if (around?.key !== key || around.verdict !== block.verdict) around = { key, verdict: block.verdict, place: h("div", { class: "place" }, skeleton(9, "rows-like")), votes: h("div", {}), changes: stateChanges(block, closing.signal), duties: null, drawn: "" };
    title(block.slot === null ? "Malformed block" : `Block of slot ${block.slot}`);
    put(
      body,
      verdictLine(block, network),
      facts(block, network),
      block.root && section("Its place in the tree", around.place),
      copies(block),
      block.message ? put(around.votes, operations(block, around.duties)) : hexdump(block),
      around.changes,
      block.observations.length > 0 && seenBy(block, network),
      block.message && wholeJson(block),
    );
    placeInTree(block, around);
    committees(block, around);
    if (open) for (const details of body.querySelectorAll("details")) details.open = details.open || open.has(details.dataset.key);
  }

  async function placeInTree(block, of) {
    if (!block.root || BigInt(block.slot) > 1n << 62n) return put(of.place, h("p", { class: "explain" }, "No chain comes to this slot."));
    const from = BigInt(block.slot) > AROUND ? BigInt(block.slot) - AROUND : 0n;
    try {
      const [near, chain] = await Promise.all([get(`/blocks?from_slot=${from}&to_slot=${BigInt(block.slot) + AROUND}&limit=100`, closing.signal), get("/chain", closing.signal)]);
      // Copies have a section of their own.
      const blocks = nearest(near.data.filter((b) => b.root !== block.root || b.input_id === block.input_id), block);
      const text = JSON.stringify([blocks, chain.data.head, chain.data.justified, chain.data.finalized, block.children.length]);
      if (around !== of || of.drawn === text) return;
      of.drawn = text;
      put(of.place, treeTable(blocks, chain.data, block));
    } catch (fault) {
      if (fault.name !== "AbortError" && around === of && !of.drawn) put(of.place, failureNote(fault, () => placeInTree(block, of)));
    }
  }

  /** Who had to vote is told by the state, which takes the server longer than the block. */
  async function committees(block, of) {
    if (of.duties || !block.operation_counts?.attestations || !hasPreState(block)) return;
    try {
      const { data } = await get(`/blocks/${of.key}/attestations`, closing.signal);
      if (around !== of) return;
      of.duties = data.map((entry) => entry.duty);
      const open = [...of.votes.querySelectorAll("[aria-expanded='true']")].map((fold) => fold.getAttribute("aria-label"));
      put(of.votes, operations(block, of.duties));
      for (const fold of of.votes.querySelectorAll("[aria-expanded='false']")) if (open.includes(fold.getAttribute("aria-label"))) fold.click();
    } catch {
      // The table then shows what the block itself says.
    }
  }

  return {
    close() {
      closing.abort();
      stop();
      NARROW.removeEventListener("change", turned);
    },
  };
}

/** Above the blocks of a slot that has several. */
function slotHead(blocks, network) {
  const { slot, epoch } = blocks[0];
  const began = slotTime(slot, network);
  return h(
    "section",
    { class: "verdict-line" },
    h("h1", {}, "Slot ", h("span", { class: "mono" }, exact(slot))),
    h("p", { class: "sentence" }, `${count(blocks.length, "block")} claim this slot.`),
    h("p", { class: "judged" }, h("span", {}, `epoch ${exact(epoch)}`), began && h("span", {}, "began ", age(new Date(began).toISOString(), serverNow()))),
  );
}

function verdictLine(block, network) {
  const { failure, fork_choice: refusal } = block;
  return h(
    "section",
    { class: `verdict-line ${block.verdict}`, "aria-label": "Verdict" },
    h("h1", {}, verdictMark(block.verdict, 22), h("span", { class: "of" }, heading(block))),
    h("p", { class: "sentence" }, sentence(block)),
    failure && failure.function !== "ssz_decode" && (failure.expected ?? failure.actual) !== null && values(failure),
    failure && checkLine(failure),
    refusal &&
      h(
        "div",
        { class: "refusal" },
        h("p", {}, h("strong", {}, "Fork choice refuses it. "), h("span", { class: "mono" }, refusal.function), `: ${refusal.message}.`),
        (refusal.expected ?? refusal.actual) !== null && values(refusal),
        checkLine(refusal),
      ),
    h(
      "p",
      { class: "judged" },
      block.judged_at && h("span", {}, "judged ", age(block.judged_at, serverNow()), block.micros !== null && ` in ${micros(block.micros)}`, ` by ${block.spec_version ?? network.spec_version}`),
      block.confirmed_by.length > 1 && h("span", {}, `refused by ${block.confirmed_by.join(", and as second opinion by ")}`),
      block.attempts > 1 && h("span", {}, `after ${block.attempts} attempts`),
    ),
    downloads(block),
  );
}

function heading(block) {
  if (block.slot === null) return `${exact(block.size_bytes)} bytes that are no block`;
  return ["Block of slot ", h("span", { class: "mono", title: exact(block.slot) }, number(block.slot))];
}

/** One sentence: the function, what is wrong there, which operation. */
function sentence(block) {
  const { failure } = block;
  if (block.verdict === "genesis") return "Where every chain of this network begins. It is given, not judged.";
  if (block.invalid_ancestor_root) {
    return ["An ancestor is invalid: ", rootOf(block.invalid_ancestor_root, blockPath(block.invalid_ancestor_root)), "."];
  }
  if (block.verdict === "unknown_parent") {
    return [VERDICTS.unknown_parent.says, " Its parent is ", rootOf(block.parent_root, blockPath(block.parent_root)), "."];
  }
  if (!failure) return VERDICTS[block.verdict]?.says ?? "";
  const at = faultIn(failure);
  return [
    failure.function && [h("span", { class: "mono function" }, failure.function), ": "],
    failure.message.replace(/\.$/, ""),
    at && !failure.message.includes(at) && ["; ", h("span", { class: "mono" }, at)],
    ".",
  ];
}

/** "attestations[3]" when the path leads into an operation. */
function faultIn(failure) {
  return failure.path.findLast((step) => /\[\d+\]/.test(step));
}

function values(failure) {
  return h(
    "dl",
    { class: "values" },
    failure.expected !== null && [h("dt", {}, "expected"), h("dd", { class: "mono" }, failure.expected)],
    failure.actual !== null && [h("dt", {}, "actual"), h("dd", { class: "mono" }, failure.actual)],
  );
}

function checkLine(failure) {
  return h(
    "p",
    { class: "check-line" },
    failure.check && h("span", {}, "check ", h("a", { class: "mono", href: `/checks#${failure.check}` }, failure.check)),
    failure.assertion !== null && h("span", {}, `assertion ${failure.assertion} of ${failure.function}`),
    failure.link && outside(failure.link, "specification"),
    failure.path.length > 0 && h("span", { class: "mono path" }, failure.path.join(" › ")),
  );
}

function downloads(block) {
  const id = block.hash ?? block.sha256 ?? block.root;
  return h(
    "p",
    { class: "downloads" },
    h("a", { class: "button", href: `/api/v1/blocks/${id}/ssz`, download: `${id}.ssz` }, glyph("down"), "SSZ"),
    h("a", { class: "button", href: `/api/v1/blocks/${id}`, download: `${id}.json` }, glyph("down"), "JSON"),
    block.verdict !== "genesis" && h("a", { class: "button", href: `/api/v1/blocks/${id}/evidence`, download: `evidence-${id}.zip`, title: "States, block and verdict, with the command that gives the verdict again" }, glyph("down"), "Evidence"),
  );
}

function facts(block, network) {
  const began = block.slot === null ? null : slotTime(block.slot, network);
  const first = block.observations[0];
  const late = began && first ? (Date.parse(first.observed_at) - began) / 1000 : null;
  const message = block.message;
  const text = message ? graffitiText(message.body.graffiti) : "";
  const left = [
    block.slot !== null && ["Slot", h("span", { class: "mono" }, exact(block.slot))],
    block.epoch !== null && ["Epoch", BigInt(block.epoch) < 1n << 31n ? epochLink(block.epoch) : h("span", { class: "mono" }, exact(block.epoch))],
    began !== null && ["Slot began", began ? age(new Date(began).toISOString(), serverNow()) : "beyond any calendar"],
    block.slot !== null && block.verdict !== "genesis" && ["Proposer", block.proposer_index === null ? unknown("not known") : ["validator ", validatorLink(block.proposer_index)]],
    message && ["Graffiti", text ? h("span", { class: "graffiti" }, text) : message.body.graffiti === ZERO ? unknown("none") : wholeRoot(message.body.graffiti, null, "graffiti")],
    message && ["Eth1 vote", [h("span", {}, `${count(message.body.eth1_data.deposit_count, "deposit")}, block `), rootOf(message.body.eth1_data.block_hash, null, "eth1 block hash")]],
    block.size_bytes > 0 && ["Size", [h("span", { class: "mono" }, exact(block.size_bytes)), " bytes"]],
    block.slot !== null && ["Fate", fate(block)],
  ];
  const right = [
    block.root && ["Root", wholeRoot(block.root)],
    block.hash && ["With signature", wholeRoot(block.hash, null, "hash tree root")],
    block.sha256 && !block.hash && ["SHA-256", wholeRoot(block.sha256, null, "SHA-256 of the bytes")],
    block.parent_root && block.parent_root !== ZERO && ["Parent", wholeRoot(block.parent_root, blockPath(block.parent_root), "parent root")],
    block.state_root && [block.verdict === "valid" || block.verdict === "genesis" ? "State" : "State, claimed", wholeRoot(block.state_root, null, "state root")],
    block.post && ["Justified then", checkpoint(block.post.justified)],
    block.post && ["Finalized then", checkpoint(block.post.finalized)],
    first && ["First seen", [age(first.observed_at, serverNow()), late !== null && late >= 0 && late < 86400 && `, ${late < 10 ? `${late.toFixed(1)} s` : duration(late)} into the slot`, " by ", h("span", { class: "source" }, first.node ?? first.source)]],
    block.observations.length > 1 && ["Seen again", `${count(block.observations.length - 1, "time")}, last by ${block.observations.at(-1).node ?? block.observations.at(-1).source}`],
  ];
  return h("section", { class: "facts", "aria-label": "Facts" }, factList(left), factList(right));
}

function factList(items) {
  return h("dl", {}, items.filter(Boolean).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function fate(block) {
  if (block.canonical === true) return "on the finalized chain";
  if (block.canonical === false) return "off the chain for good";
  return "not decided by finality yet";
}

function checkpoint({ epoch, root }) {
  return [h("span", {}, "epoch ", h("span", { class: "mono" }, exact(epoch))), " ", root === ZERO ? null : rootOf(root, blockPath(root))];
}

function unknown(text) {
  return h("span", { class: "muted" }, text);
}

function copies(block) {
  return (
    block.other_copies.length > 0 &&
    section(
      "Copies with another signature",
      h("p", { class: "explain" }, "The signature is not part of a block's root, so these share it. Each copy is judged by itself."),
      blockTable(block.other_copies.map((b) => ["copy", b]), true),
    )
  );
}

/** Of the blocks around, those nearest by slot; the valid ones of a slot first. The order stays. */
function nearest(blocks, shown) {
  const distance = (b) => {
    const slots = BigInt(b.slot) - BigInt(shown.slot);
    return b.input_id === shown.input_id ? -1 : Number(slots < 0n ? -slots : slots) + (b.verdict === "valid" ? 0 : 0.5);
  };
  const kept = new Set([...blocks].sort((a, b) => distance(a) - distance(b)).slice(0, MOST_AROUND));
  return blocks.filter((b) => kept.has(b));
}

/** The blocks of the slots around, the latest arrival first, with the lanes of their forks. */
function treeTable(blocks, chain, shown) {
  const relation = (b) => {
    if (b.input_id === shown.input_id && b.root === shown.root) return "this block";
    if (b.root === shown.parent_root) return shown.parent?.hash && b.hash !== shown.parent.hash ? "copy of parent" : "parent";
    if (b.parent_root === shown.root) return "child";
    return b.slot === shown.slot ? "same slot" : "";
  };
  // A parent or child further away belongs here all the same.
  const have = new Set(blocks.map((b) => b.root));
  const later = shown.children.filter((b) => !have.has(b.root)).slice(0, 4);
  const earlier = shown.parent && !have.has(shown.parent.root) ? [shown.parent] : [];
  // Nobody delivers the genesis block.
  const given = have.has(shown.root) ? [] : [shown];
  const listed = [...later, ...blocks, ...given, ...earlier];
  const lanes = lanesOf(listed, chain);
  const width = lanesWidth(lanes);
  const table = blockTable(
    listed.map((b, i) => [relation(b), b, drawLanes(b, lanes[i], width, NARROW.matches ? TWO_LINES : undefined)]),
    false,
    (b) => b.input_id === shown.input_id && b.root === shown.root,
  );
  table.style.setProperty("--lanes", `${width}px`);
  table.classList.add("tree");
  return table;
}

function seenBy(block, network) {
  const began = block.slot === null ? 0 : slotTime(block.slot, network);
  const late = (seen) => (began === 0 ? null : (Date.parse(seen.observed_at) - began) / 1000);
  return section(
    "Who saw it",
    h(
      "table",
      { class: "seen" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Node"), h("th", { scope: "col" }, "Source"), h("th", { scope: "col", class: "num" }, "Seen"), h("th", { scope: "col", class: "num" }, "Into the slot"))),
      h("tbody", {}, block.observations.map((seen) => h("tr", {}, h("td", {}, seen.node ?? unknown("–")), h("td", { class: "source" }, seen.source), h("td", { class: "num" }, age(seen.observed_at, serverNow())), h("td", { class: "num mono" }, delay(late(seen)))))),
    ),
  );
}

/** "1.4 s"; a dash when the times have nothing to do with each other, as in a recorded chain. */
function delay(seconds) {
  if (seconds === null || Math.abs(seconds) > 86400) return unknown("–");
  return Math.abs(seconds) < 10 ? `${seconds.toFixed(1)} s` : `${seconds < 0 ? "−" : ""}${duration(Math.abs(seconds))}`;
}

function section(name, ...content) {
  return h("section", { class: "part" }, h("h2", {}, name), content);
}

/** Blocks with what they are to the one shown. */
function blockTable(related, byHash = false, current = () => false) {
  const named = related.some(([relation]) => relation);
  const drawn = related.some(([, , lanes]) => lanes);
  return h(
    "table",
    { class: "related" },
    h(
      "thead",
      { class: "hidden-text" },
      h("tr", {}, drawn && h("th", { scope: "col" }, "Tree"), named && h("th", { scope: "col" }, "Relation"), h("th", { scope: "col" }, "Verdict"), h("th", { scope: "col" }, "Slot"), h("th", { scope: "col" }, byHash ? "Hash" : "Root"), h("th", { scope: "col" }, "Reason")),
    ),
    h(
      "tbody",
      { class: "rows" },
      related.map(([relation, other, lanes]) => {
        const shown = byHash ? other.hash : other.root;
        const path = blockPath(byHash || other.copies > 1 ? other.hash : other.root);
        const failure = other.failure ?? other.fork_choice;
        return h(
          "tr",
          { class: `${other.verdict}${current(other) ? " this" : ""}`, "aria-current": current(other) ? "true" : null },
          drawn && h("td", { class: "c-lanes" }, lanes),
          named && h("td", { class: "relation" }, relation),
          h("td", { class: "c-verdict" }, h("a", { class: "open", href: path }, verdictMark(other.verdict))),
          h("td", { class: "num mono" }, figure(other.slot)),
          h("td", {}, rootOf(shown, path)),
          h("td", { class: "c-reason" }, failure && h("span", { class: "reason", title: failure.message }, h("span", { class: "mono function" }, failure.function), " ", h("span", { class: "muted" }, failure.message))),
        );
      }),
    ),
  );
}

function wholeJson(block) {
  const text = JSON.stringify(block.message, null, 2);
  const details = h("details", { class: "json" }, h("summary", {}, "The whole block as JSON"), h("div", { class: "code" }, copyButton(text, "the JSON"), h("pre", {}, text)));
  details.dataset.key = "json";
  return details;
}
