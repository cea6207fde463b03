// The tree as SVG: branches, blocks, reasons, flags of nodes, marks.

import { s } from "../lib/dom.js";
import { count, exact } from "../lib/format.js";
import { VERDICTS } from "../lib/shapes.js";
import { runsOf } from "../lib/tree.js";
import { ALL_FROM, BLOCKS_FROM, clamp, round } from "./tree-sight.js";

/**
 * Draws what is loaded.
 *
 * @param tree as it was answered
 * @param laid the same with lanes
 * @param keep root or hash of a block that no run may swallow; null for none
 * @returns `parts`, the elements in the order in which they cover each other, and `shown`, how many single blocks there are
 */
export function drawTree({ tree, laid, sight, keep, epochSlots }) {
  const x = (slot) => sight.x(slot);
  const y = (lane) => sight.y(lane);
  const single = tree.complete && sight.pixels >= BLOCKS_FROM;
  const flagged = flagsOf();
  const bases = new Set([...laid.branches.filter((b) => !b.main).map((b) => b.fork.base?.root), ...laid.blocks.filter((b) => b.fork_id === null).map((b) => b.parent_root)]);
  const marked = [tree.head.root, tree.justified.root, tree.finalized.root, keep];
  const matters = (block) => bases.has(block.root) || flagged.has(block.root) || marked.includes(block.root) || block.hash === keep;
  const { runs, hidden } = single && sight.pixels < ALL_FROM ? runsOf(laid.blocks, matters) : { runs: [], hidden: new Set() };
  const shown = laid.blocks.filter((block) => (single || block.fork_id === null) && !hidden.has(block.input_id));
  const borders = epochBorders();
  const parts = [
    borders.lines,
    finalizedLine(),
    branchLines(),
    stubs(shown),
    runs.map(drawRun),
    !tree.complete && laid.branches.map(drawCount),
    nodesOf(shown),
    sight.pixels >= ALL_FROM && shown.filter((block) => VERDICTS[block.verdict]?.shape !== "valid").map(reason),
    ring(tree.justified, "justified"),
    headMark(),
    flagLines(flagged),
    borders.names,
  ];
  return { parts, shown: shown.length };

  function epochBorders() {
    const every = 2 ** Math.max(0, Math.ceil(Math.log2(52 / (sight.pixels * epochSlots))));
    const lines = [];
    const names = [];
    const first = Math.ceil(sight.loaded.from / epochSlots / every) * every;
    for (let epoch = first; epoch * epochSlots <= sight.loaded.to; epoch += every) {
      const across = x(epoch * epochSlots - 0.5);
      lines.push(`M${across} 18V${sight.height}`);
      names.push(s("text", { x: across + 4, y: 12 }, exact(epoch)));
    }
    return { lines: s("g", { class: "epochs" }, s("path", { d: lines.join("") })), names: s("g", { class: "epoch-names" }, names) };
  }

  function finalizedLine() {
    const to = Math.min(Number(tree.finalized.slot), sight.loaded.to);
    if (to <= sight.loaded.from) return null;
    return s("path", { class: "final-line", d: `M${x(Math.max(sight.loaded.from, 0))} ${y(0) + 10}H${x(to)}` });
  }

  function branchLines() {
    const total = Math.max(1, ...tree.forks.map((fork) => Number(fork.weight_gwei)));
    const weight = (branch) => Number(branch.fork.weight_gwei) - (branch.fork.fork_id === tailOf(branch) ? left(branch) : 0);
    // Of a fork that the head's chain has left, the rest weighs what the chain did not take along.
    const tailOf = (branch) => (laid.branches.some((b) => b.main && b.fork === branch.fork) ? branch.fork.fork_id : null);
    const left = ({ fork, from }) => tree.forks.filter((f) => f.parent_id === fork.fork_id && Number(f.base.slot) <= from).reduce((sum, f) => sum + Number(f.weight_gwei), 0);
    return laid.branches.map((branch) => {
      const from = Math.max(branch.from, sight.loaded.from);
      const to = Math.min(branch.to, sight.loaded.to);
      if (to < from) return null;
      const heavy = branch.main ? 2.4 : round(1.3 + 2.2 * Math.max(0, weight(branch) / total));
      const start = branch.main || branch.from < sight.loaded.from ? `M${x(from)} ${y(branch.lane)}` : curve(branch.baseSlot, branch.baseLane, branch.lane, to);
      return s("path", {
        class: branch.main ? "branch main" : `branch${branch.fork.canonical === false ? " lost" : ""}`,
        d: `${start}H${x(to)}`,
        "stroke-width": heavy,
        "data-fork": branch.fork.fork_id,
      });
    });
  }

  /** From a block to the lane of its child. */
  function curve(fromSlot, fromLane, lane, toSlot) {
    const bend = Math.min(26, (toSlot - fromSlot) * sight.pixels);
    const start = x(fromSlot);
    return `M${start} ${y(fromLane)}C${round(start + bend / 2)} ${y(fromLane)} ${round(start + bend / 2)} ${y(lane)} ${round(start + bend)} ${y(lane)}`;
  }

  function stubs(shown) {
    const d = shown
      .filter((block) => block.base && block.base.slot <= block.at)
      .map((block) => `${curve(block.base.slot, block.base.lane, block.lane, block.at)}H${x(block.at)}`);
    return s("path", { class: "stub", d: d.join("") });
  }

  function drawRun({ lane, from, to, count: blocks }) {
    const wide = (to - from) * sight.pixels;
    return s(
      "g",
      { class: "run" },
      s("path", { d: `M${x(from)} ${y(lane)}H${x(to)}` }),
      wide > 26 && s("text", { x: round((x(from) + x(to)) / 2), y: y(lane) - 7 }, exact(blocks)),
    );
  }

  /** Where single blocks are too many to be told, a branch has its count. */
  function drawCount(branch) {
    const [from, to] = [Math.max(branch.from, sight.loaded.from, sight.left), Math.min(branch.to, sight.right)];
    if ((to - from) * sight.pixels < 60) return null;
    return s("g", { class: "run" }, s("text", { x: round((x(from) + x(to)) / 2), y: y(branch.lane) - 7 }, count(branch.fork.block_count, "block")));
  }

  // One path for each shape, however many blocks: thousands of elements would not move smoothly.
  function nodesOf(shown) {
    const r = clamp(sight.pixels * 0.32, 2.4, 5);
    const paths = {};
    for (const block of shown) {
      const kind = VERDICTS[block.verdict]?.shape ?? "waiting";
      (paths[block.verdict] ??= { kind, d: [] }).d.push(OUTLINES[kind](x(block.at), y(block.lane), r));
    }
    return Object.entries(paths).map(([verdict, { kind, d }]) => s("path", { class: `blocks-of ${kind} ${verdict}`, d: d.join("") }));
  }

  function reason(block) {
    return s("text", { class: `why ${block.verdict}`, x: x(block.at) + 9, y: y(block.lane) + 4, "data-block": block.input_id }, label(block));
  }

  function laneOfMark({ root, slot }, forkId) {
    const block = laid.blocks.find((b) => b.root === root);
    return block ? block.lane : laid.laneOf(forkId, Number(slot));
  }

  function ring(mark, kind) {
    if (Number(mark.slot) < sight.loaded.from || Number(mark.slot) > sight.loaded.to) return null;
    const lane = laneOfMark(mark, tree.head.fork_id === undefined ? 0 : mainForkAt(Number(mark.slot)));
    return s("g", { class: `mark-${kind}` }, s("circle", { cx: x(Number(mark.slot)), cy: y(lane), r: 8 }), s("title", {}, `${kind}: epoch ${mark.epoch}`));
  }

  function mainForkAt(slot) {
    return laid.branches.find((b) => b.main && b.from <= slot && slot <= b.to)?.fork.fork_id ?? 0;
  }

  function headMark() {
    const slot = Number(tree.head.slot);
    if (slot < sight.loaded.from || slot > sight.loaded.to) return null;
    return s("text", { class: "head-word", x: x(slot) + 12, y: y(0) + 4 }, "head");
  }

  /** Heads of nodes: root → { slot, lane, nodes }. */
  function flagsOf() {
    const flags = new Map();
    for (const node of tree.nodes) {
      const slot = Number(node.head.slot);
      const block = laid.blocks.find((b) => b.root === node.head.root);
      if (!block && node.fork_id === null) continue;
      if (slot < sight.loaded.from || slot > sight.loaded.to) continue;
      const lane = block ? block.lane : laid.laneOf(node.fork_id, slot);
      if (!flags.has(node.head.root)) flags.set(node.head.root, { slot, lane, nodes: [] });
      flags.get(node.head.root).nodes.push(node);
    }
    return flags;
  }

  /** The latest head first; a flag that would cover another one stands higher. */
  function flagLines(flagged) {
    const taken = [];
    return [...flagged]
      .sort(([, a], [, b]) => b.slot - a.slot)
      .map(([root, flag]) => {
        const tall = 15 * Math.min(3, flag.nodes.length);
        const box = { left: x(flag.slot), right: x(flag.slot) + 110, bottom: y(flag.lane) - 12 };
        while (taken.some((other) => box.left < other.right && other.left < box.right && box.bottom > other.top && box.bottom - tall < other.bottom)) box.bottom -= 15;
        taken.push({ ...box, top: box.bottom - tall });
        return drawFlags(root, flag, box.bottom);
      });
  }

  function drawFlags(root, { slot, lane, nodes }, bottom) {
    const foot = y(lane);
    const at = x(slot);
    const most = nodes.length > 3 ? 2 : 3;
    const texts = nodes.slice(0, most).map((node) => ({ text: short(node.node), kind: `n${hash(node.node) % 6}${node.lagging ? " lagging" : ""}` }));
    if (nodes.length > most) texts.push({ text: `and ${nodes.length - most} more`, kind: "rest" });
    return s(
      "g",
      { class: "flags", "data-root": root },
      s("path", { class: "pole", d: `M${at} ${foot - 6}V${bottom - 15 * texts.length}` }),
      texts.map(({ text, kind }, i) => {
        const top = bottom - 15 * (texts.length - i);
        const wide = text.length * 6.6 + 10;
        return s("g", { class: `flag ${kind}` }, s("rect", { x: at, y: top, width: round(wide), height: 14, rx: 2 }), s("text", { x: at + 5, y: top + 10.5 }, text));
      }),
      s("title", {}, nodes.map((node) => `${node.node}${node.lagging ? " (lagging)" : ""}`).join(", ")),
    );
  }
}

/** What marks the block that is selected. */
export function selectionMark(sight, block) {
  return s("circle", { class: "selection", cx: sight.x(block.at), cy: sight.y(block.lane), r: 10 });
}

const OUTLINES = {
  valid: (x, y, r) => `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  waiting: (x, y, r) => `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  invalid: (x, y, r) => `M${round(x - r)} ${y - r}l${2 * r} ${2 * r}M${round(x + r)} ${y - r}l${-2 * r} ${2 * r}`,
  error: (x, y, r) => `M${x} ${y - r}L${round(x + r)} ${y + r}H${round(x - r)}Z`,
};

/** The short name of what is wrong with a block; none where only its ancestor is at fault, for that one is named. */
export function label(block) {
  const text = block.check ?? block.function ?? (block.verdict === "invalid" ? "" : VERDICTS[block.verdict]?.word ?? block.verdict);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

function short(name) {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name;
}

function hash(text) {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.codePointAt(0)) >>> 0;
  return value;
}
