// The matrix node × node: same head, same branch, apart; and whether what they have finalized fits.

import { h, s } from "../lib/dom.js";
import { serverNow } from "../lib/api.js";
import { duration, moment, number } from "../lib/format.js";
import { nodePath } from "../lib/words.js";

const RELATIONS = {
  same: { class: "agree-same", draw: () => s("circle", { cx: 6, cy: 6, r: 4.5, fill: "currentColor" }), word: "same head" },
  same_branch: { class: "agree-branch", draw: () => s("circle", { cx: 6, cy: 6, r: 4.2, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }), word: "same branch" },
  apart: { class: "agree-apart", draw: () => s("path", { d: "M6 11V7L2 2M6 7l4-5", fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" }), word: "apart" },
  unknown: { class: "agree-unknown", draw: () => s("path", { d: "M3 6h6", stroke: "currentColor", "stroke-width": 1.6 }), word: "not known" },
};

/**
 * The matrix with its legend.
 *
 * @param agreement data of /agreement
 * @param only draw the row of this node alone
 */
export function agreementTable({ nodes, pairs }, only) {
  const index = new Map(nodes.map(({ node }, i) => [node, i]));
  const cells = new Map();
  for (const pair of pairs) {
    const [a, b] = [index.get(pair.a), index.get(pair.b)];
    cells.set(`${a} ${b}`, pair);
    cells.set(`${b} ${a}`, pair);
  }
  const shown = only === undefined ? nodes.map((_, i) => i) : [index.get(only)].filter((i) => i !== undefined);
  return [
    h(
      "div",
      { class: "agree-scroll", tabindex: 0, role: "region", "aria-label": "Agreement of the nodes" },
      h(
        "table",
        { class: "agree-matrix" },
        h("caption", { class: "hidden-text" }, "Each node beside each other"),
        h("thead", {}, h("tr", {}, h("td"), nodes.map(({ node }) => h("th", { scope: "col" }, name(node))))),
        h(
          "tbody",
          {},
          shown.map((row) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name(nodes[row].node)),
              nodes.map((_, column) => (row === column ? h("td", { class: "self", "aria-label": "itself" }) : cell(cells.get(`${row} ${column}`)))),
            ),
          ),
        ),
      ),
    ),
    legend(),
  ];
}

function name(node) {
  return node === null ? h("span", { class: "ours" }, "we") : h("a", { href: nodePath(node) }, node);
}

function cell(pair) {
  const { class: tone, draw, word } = RELATIONS[pair.head];
  const conflict = pair.finalized === "conflict";
  return h(
    "td",
    { class: tone, title: sentence(pair) },
    h("span", { class: "cell-in" }, icon(draw), h("span", { class: "hidden-text" }, word), figure(pair), conflict && h("strong", { class: "conflict" }, "finality!")),
  );
}

function figure(pair) {
  if (pair.head === "apart") return h("span", { class: "mono" }, number(pair.depth_slots));
  if (pair.head === "same_branch" && pair.distance_slots !== "0") return h("span", { class: "mono" }, `±${number(pair.distance_slots)}`);
  return undefined;
}

function icon(draw) {
  return s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "shape", "aria-hidden": "true" }, draw());
}

const FINALITY = {
  same: "They have finalized the same.",
  behind: "One has finalized less, and nothing contradicts.",
  conflict: "What they have finalized contradicts: both cannot be right.",
  unknown: "What one of them has finalized is not known.",
};

function sentence(pair) {
  const who = `${pair.a ?? "We"} and ${pair.b ?? "we"}`;
  const since = pair.since ? ` for ${duration((serverNow() - Date.parse(pair.since)) / 1000)}, since ${moment(pair.since)}` : "";
  const heads = {
    same: `have the same head${since}.`,
    same_branch: `are on one branch, ${pair.distance_slots} slots from each other.`,
    apart: `are on different branches${since}: the last common block is that of slot ${pair.ancestor?.slot}, ${pair.depth_slots} slots before the farther head.`,
    unknown: "cannot be compared: a head is not known or not judged.",
  };
  return `${who} ${heads[pair.head]} ${FINALITY[pair.finalized]}`;
}

function legend() {
  return h(
    "ul",
    { class: "agree-legend" },
    Object.values(RELATIONS).map(({ class: tone, draw, word }) => h("li", { class: tone }, icon(draw), word)),
    h("li", {}, h("span", { class: "mono" }, "±2"), "slots between the heads"),
    h("li", {}, h("span", { class: "mono" }, "12"), "slots since they parted"),
  );
}
