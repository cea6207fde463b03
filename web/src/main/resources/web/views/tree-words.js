// What is said above and below the tree: how it stands, and the block that is pointed at.

import { h } from "../lib/dom.js";
import { count, exact } from "../lib/format.js";
import { blockPath, rootOf } from "../lib/parts.js";
import { verdictMark } from "../lib/shapes.js";
import { BLOCKS_FROM } from "./tree-sight.js";

/** One line above the tree. */
export function summary(tree, laid, sight) {
  const branches = laid.branches.filter((branch) => !branch.main && branch.from <= sight.right && branch.to >= sight.left).length;
  const bad = tree.blocks.filter((block) => ["invalid", "error"].includes(block.verdict) && Number(block.slot) >= sight.left && Number(block.slot) <= sight.right).length;
  return [
    h("span", {}, "head ", h("a", { class: "mono", href: blockPath(tree.head.root) }, exact(tree.head.slot))),
    h("span", {}, "justified epoch ", h("span", { class: "mono" }, exact(tree.justified.epoch))),
    h("span", { class: "final" }, "finalized epoch ", h("span", { class: "mono" }, exact(tree.finalized.epoch))),
    h("span", {}, count(branches, "other branch", "other branches"), " in sight"),
    bad > 0 && h("span", { class: "invalid" }, h("span", { class: "verdict invalid" }, `✕ ${exact(bad)} not valid`)),
    !tree.complete && h("span", { class: "muted" }, sight.pixels < BLOCKS_FROM ? "zoom in for single blocks" : "too many blocks: zoom in"),
  ];
}

/** While no block is pointed at: what the shapes mean; `missing` says why there is none. */
export function legend(missing) {
  return [
    missing ? h("p", { role: "alert" }, missing) : h("p", { class: "muted" }, "Point at a block, or walk the tree with the arrow keys."),
    h(
      "p",
      { class: "legend" },
      ["valid", "invalid", "unjudged", "error"].map((verdict) => verdictMark(verdict)),
      h("span", { class: "muted" }, "ring: justified"),
      h("span", { class: "muted final" }, "underlined: finalized"),
      h("span", { class: "muted" }, "flags: heads of nodes, dashed when they lag"),
    ),
  ];
}

/** The block that is pointed at. */
export function detail(block, tree, epochSlots) {
  const fork = tree.forks.find((f) => f.fork_id === block.fork_id);
  const id = pathId(block);
  return [
    h(
      "p",
      {},
      verdictMark(block.verdict),
      h("span", {}, "slot ", h("a", { class: "mono", href: blockPath(id) }, exact(block.slot))),
      h("span", { class: "muted" }, `epoch ${exact(Math.floor(block.at / epochSlots))}`),
      rootOf(block.root, blockPath(id)),
      block.proposer_index !== null && h("span", {}, "proposer ", h("span", { class: "mono" }, block.proposer_index)),
      fork && h("span", {}, `fork ${fork.fork_id}, `, h("span", { title: "Effective balance of the validators whose latest vote is on this fork, or on what descends from it" }, `${ether(fork.weight_gwei)} ETH of votes`)),
      marksOf(block, tree),
    ),
    h("p", { class: "reason" }, block.function && h("span", { class: "mono function" }, block.function), block.function && " ", block.message && h("span", { class: "muted" }, block.message)),
  ];
}

/** What names a block: of one that is not valid a copy may have the same root. */
export function pathId(block) {
  return block.fork_id === null ? block.hash : block.root;
}

function marksOf(block, tree) {
  const words = [
    block.root === tree.head.root && "our head",
    block.root === tree.justified.root && "justified",
    block.root === tree.finalized.root && "finalized",
    ...tree.nodes.filter((node) => node.head.root === block.root).map((node) => `head of ${node.node}`),
  ].filter(Boolean);
  return words.length > 0 && h("span", {}, words.slice(0, 4).join(", "));
}

function ether(gwei) {
  return exact(Math.round(Number(gwei) / 1e9));
}
