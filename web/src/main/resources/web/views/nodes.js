// Every node beside us and beside each other: heads, finality, lag, who sees blocks first, who agrees with whom.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, exact, number } from "../lib/format.js";
import { emptyNote, failureNote, skeleton } from "../lib/parts.js";
import { blockLink, millis, nodePath, nodeState } from "../lib/words.js";
import { agreementTable } from "./agreement.js";
import { lagPoints, lagSpark } from "./watch-charts.js";

/** Lines over time are asked for one by one: of so many nodes. */
const MOST_LINES = 12;

/** Nodes answer all the time, and tell no event of it. */
const AGAIN_MILLIS = 5000;

export function view(main) {
  const closing = new AbortController();
  const lines = new Map();
  const body = h("tbody");
  const rows = h(
    "table",
    { class: "rows nodes" },
    h("caption", { class: "hidden-text" }, "Nodes in the order in which they were heard of"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ["Node", "State", "Head"].map((head, i) => h("th", { scope: "col", class: ["c-node", "c-state", "c-head"][i] }, head)),
        h("th", { scope: "col", class: "c-branch" }, "Branch"),
        h("th", { scope: "col", class: "c-lag num", title: "Slots behind our head" }, "Lag, slots"),
        h("th", { scope: "col", class: "c-line" }, "over time"),
        h("th", { scope: "col", class: "c-final num", title: "Epoch it has finalized" }, "Finalized"),
        h("th", { scope: "col", class: "c-first num", title: "Of the blocks it delivered, those it had before all others" }, "First, %"),
        h("th", { scope: "col", class: "c-delay num", title: "After the first sight: half of the blocks, 95 % of them" }, "Delay, p50 / p95"),
        h("th", { scope: "col", class: "c-version" }, "Version"),
      ),
    ),
    body,
  );
  const table = h("div", {}, skeleton(5, "rows-like"));
  const matrix = h("div", { class: "matrix-holder" });
  const summary = h("p", { class: "nodes-sum", role: "status" }, "\u00a0");
  put(
    main,
    h(
      "div",
      { class: "page" },
      h("div", { class: "watch-head" }, h("h1", {}, "Nodes"), summary),
      table,
      h("section", { class: "agreement", hidden: true }, h("h2", { class: "section" }, "Who agrees with whom"), matrix),
    ),
  );
  let drawn = false;
  load();
  const stop = onChange((kinds) => (kinds.has("open") || ["head_changed", "node_finalized", "node_disagrees", "reorg", "source_changed"].some((kind) => kinds.has(kind))) && load());
  const timer = setInterval(load, AGAIN_MILLIS);

  async function load() {
    try {
      const [nodes, agreement] = await Promise.all([get("/nodes?limit=500", closing.signal), get("/agreement", closing.signal)]);
      drawn = true;
      draw(nodes.data, agreement.data);
      await loadLines(nodes.data.slice(0, MOST_LINES));
    } catch (fault) {
      if (fault.name === "AbortError" || drawn) return;
      put(table, failureNote(fault, load));
    }
  }

  function draw(nodes, agreement) {
    if (nodes.length === 0) {
      summary.textContent = "Nobody is known yet.";
      put(table, emptyNote("No node yet.", "Nodes appear when a source of theirs delivers or answers. Add one: ", h("span", { class: "mono" }, "POST /api/v1/sources"), ", or in the settings file."));
      matrix.parentNode.hidden = true;
      return;
    }
    matrix.parentNode.hidden = false;
    summary.textContent = summed(nodes);
    reconcile(body, nodes, (node) => node.node, (node) => row(node, lines.get(node.node)), (a, b) => JSON.stringify({ ...a, last_seen_at: 0, last_head_at: 0 }) === JSON.stringify({ ...b, last_seen_at: 0, last_head_at: 0 }));
    if (rows.parentNode !== table) put(table, rows);
    put(matrix, agreementTable(agreement));
  }

  async function loadLines(nodes) {
    for (const node of nodes) {
      if (node.head === null || lines.get(node.node)?.head === node.head.root + node.lag_slots) continue;
      const { data } = await get(`/nodes/${encodeURIComponent(node.node)}/lag?limit=64`, closing.signal);
      const now = node.lag_slots === null ? null : { at: serverNow(), lag: Number(node.lag_slots) };
      lines.set(node.node, { head: node.head.root + node.lag_slots, points: lagPoints(data, now) });
      const cell = [...body.children].find((each) => each.reconciled.key === node.node)?.querySelector(".c-line");
      if (cell) put(cell, lagSpark(lines.get(node.node).points));
    }
  }

  return {
    close() {
      closing.abort();
      clearInterval(timer);
      stop();
    },
  };
}

function summed(nodes) {
  const well = nodes.filter((node) => node.state === "ok").length;
  const apart = nodes.filter((node) => node.divergence || node.following_invalid).length;
  const words = [`${well} of ${nodes.length} ${nodes.length === 1 ? "node answers" : "nodes answer"} and ${well === 1 ? "is" : "are"} near our head`];
  words.push(apart === 0 ? "all are on our branch" : `${apart} on another branch than ours`);
  return `${words.join("; ")}.`;
}

function row(node, line) {
  const { sightings } = node;
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "c-node" }, h("a", { class: "open", href: nodePath(node.node) }, node.node)),
    h("td", { class: "c-state" }, nodeState(node), sourceNote(node)),
    h("td", { class: "c-head" }, node.head ? blockLink(node.head.root, node.head.slot) : h("span", { class: "muted" }, "not known")),
    h("td", { class: "c-branch" }, branch(node)),
    h("td", { class: "c-lag num mono" }, h("span", { class: "label" }, "lag "), node.lag_slots === null ? "–" : number(node.lag_slots)),
    h("td", { class: "c-line" }, line && lagSpark(line.points)),
    h("td", { class: "c-final num mono" }, h("span", { class: "label" }, "finalized "), node.finalized ? number(node.finalized.epoch) : "–"),
    h("td", { class: "c-first num mono" }, h("span", { class: "label" }, "first "), firstShare(sightings)),
    h("td", { class: "c-delay num mono" }, sightings ? `${millis(sightings.median_millis)} / ${millis(sightings.p95_millis)}` : "–"),
    h("td", { class: "c-version", title: node.client_version }, node.client_version ?? h("span", { class: "muted" }, "not said")),
  );
}

/** Where a node stands beside our head. */
export function branch(node) {
  if (node.following_invalid) return h("span", { class: "verdict invalid", title: "It builds on a block that we find invalid" }, h("span", {}, "builds on invalid ", blockLink(node.following_invalid.root)));
  if (node.divergence) return h("span", { class: "verdict unjudged" }, h("span", {}, `apart, ${number(node.divergence.depth_slots)} deep, `, age(node.divergence.since, serverNow())));
  if (node.fork_id === null) return h("span", { class: "muted" }, node.head ? "block not judged" : "–");
  return h("span", { title: "On the branch of our head" }, "ours, ", h("a", { href: `/blocks?fork=${node.fork_id}` }, `fork ${exact(node.fork_id)}`));
}

/** Sources that are in trouble. */
function sourceNote(node) {
  const bad = node.sources.find((source) => source.status !== "ok");
  return bad && h("span", { class: "source", title: bad.message }, `source ${bad.status}`);
}

export function firstShare(sightings) {
  return sightings && sightings.blocks !== "0" ? `${((100 * Number(sightings.first)) / Number(sightings.blocks)).toFixed(0)} %` : "–";
}
