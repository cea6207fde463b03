// The fork tree beside a list of blocks, newest first: one lane for each fork, the head's chain straight on the first.

import { s } from "./dom.js";
import { shape } from "./shapes.js";

const STEP = 13;
/** Heights of a row, pixels: of one line, and of two, as on a phone. */
const HEIGHT = 36;
export const TWO_LINES = 56;
const MOST = 6;

/**
 * Gives each block of a list its lane, walking from children to parents.
 *
 * @param blocks as the API lists them, the latest first
 * @param chain head, justified and finalized
 * @returns for each block: `lane` of its node; `through`, lanes that pass by; `joins`, lanes of its
 *     children that end in it; `down`, whether its lane goes on to the parent; `final`, whether the
 *     first lane is final here; `ring`, whether this is the justified or finalized checkpoint
 */
export function lanesOf(blocks, chain) {
  const onMain = mainChain(blocks, chain.head.root);
  const finalSlot = finalizedSlot(blocks, chain);
  const waiting = []; // lane → root of the parent that it goes down to
  let passed = false; // whether the first lane is final here, below the last of its blocks
  return blocks.map((block) => {
    const main = onMain.has(block.input_id);
    const bears = main || (block.verdict === "valid" && !onMain.has(block.root));
    const joins = bears ? lanesFor(waiting, block.root) : [];
    const lane = main ? 0 : joins.find((i) => i > 0) ?? free(waiting);
    for (const joined of joins) waiting[joined] = undefined;
    const through = waiting.map((root, i) => (root === undefined ? -1 : i)).filter((i) => i >= 0);
    const down = block.parent_root !== null && block.verdict !== "unknown_parent" && block.verdict !== "future";
    if (down) waiting[lane] = block.parent_root;
    const final = block.slot !== null && finalSlot >= 0n && BigInt(block.slot) <= finalSlot;
    const ring = main && (block.root === chain.justified.root || block.root === chain.finalized.root);
    if (main) passed = final;
    return { lane, through, joins, down, final: passed, ring };
  });
}

/** Ids and roots of the blocks on the head's chain: of several copies the valid one. */
function mainChain(blocks, head) {
  const byRoot = new Map();
  for (const block of blocks) if (block.verdict === "valid" && block.root) byRoot.set(block.root, block);
  const found = new Set();
  for (let at = byRoot.get(head); at; at = byRoot.get(at.parent_root)) {
    found.add(at.input_id);
    found.add(at.root);
  }
  return found;
}

function finalizedSlot(blocks, chain) {
  const block = blocks.find((b) => b.root === chain.finalized.root);
  if (block) return BigInt(block.slot);
  // Older than the list: nothing shown is final, or newer than it: everything that is canonical says so.
  return blocks.reduce((most, b) => (b.canonical === true && BigInt(b.slot) > most ? BigInt(b.slot) : most), -1n);
}

function lanesFor(waiting, root) {
  return waiting.map((r, i) => (r === root ? i : -1)).filter((i) => i >= 0);
}

function free(waiting) {
  let lane = 1;
  while (waiting[lane] !== undefined) lane++;
  return lane;
}

/** Width that the lanes of a list need, pixels. */
export function lanesWidth(lanes) {
  const most = lanes.reduce((n, l) => Math.max(n, l.lane, ...l.through, ...l.joins), 0);
  return (Math.min(most, MOST) + 1) * STEP + 4;
}

function x(lane) {
  return Math.min(lane, MOST) * STEP + STEP / 2 + 1;
}

/** One row's part of the tree. */
export function drawLanes(block, { lane, through, joins, down, final, ring }, width, height = HEIGHT) {
  const middle = height / 2;
  const at = x(lane);
  const main = final ? "main final" : "main";
  const line = (d, cls) => s("path", { d, class: cls });
  const node = shape(block.verdict);
  node.setAttribute("x", at - 6);
  node.setAttribute("y", middle - 6);
  node.setAttribute("class", `node ${block.verdict}`);
  return s(
    "svg",
    { class: "lanes", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    through.map((i) => line(`M${x(i)} 0V${height}`, i === 0 ? main : "")),
    joins.map((i) =>
      line(i === lane ? `M${at} 0V${middle}` : `M${x(i)} 0C${x(i)} ${middle} ${(x(i) + at) / 2} ${middle} ${at} ${middle}`, i === 0 ? main : ""),
    ),
    down && line(`M${at} ${middle}V${height}`, lane === 0 ? main : ""),
    s("circle", { cx: at, cy: middle, r: 7, class: "gap" }),
    ring && s("circle", { cx: at, cy: middle, r: 7.5, class: "ring" }),
    node,
  );
}
