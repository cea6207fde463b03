// One node: how it stands, how far it was behind, how soon it sees blocks, what it said.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, number } from "../lib/format.js";
import { failureNote, rootOf, skeleton } from "../lib/parts.js";
import { blockLink, millis, nodeState } from "../lib/words.js";
import { agreementTable } from "./agreement.js";
import { branch, firstShare } from "./nodes.js";
import { delayChart, lagChart, lagPoints } from "./watch-charts.js";

const AGAIN_MILLIS = 5000;
const LAG_ENTRIES = 256;

const RESOLUTIONS = { valid: "valid", invalid: "invalid", waiting: "block not known yet", new: "not looked at yet", given_up: "block never came" };

export function view(main, { title }, name) {
  title(name);
  const closing = new AbortController();
  const page = h("div", { class: "page" }, h("div", { class: "watch-head" }, h("h1", {}, name)), skeleton(12));
  put(main, page);
  const parts = { head: h("div", { class: "watch-head" }), facts: h("dl", { class: "figures" }), lag: h("div"), delays: h("div"), matrix: h("div", { class: "matrix-holder" }), heads: h("div"), reorgs: h("div") };
  let drawn = false;
  load();
  const stop = onChange((kinds) => (kinds.has("open") || ["head_changed", "node_finalized", "node_disagrees", "reorg", "source_changed"].some((kind) => kinds.has(kind))) && load());
  const timer = setInterval(load, AGAIN_MILLIS);

  async function load() {
    try {
      const address = `/nodes/${encodeURIComponent(name)}`;
      // First whether there is such a node: else it would be refused several times.
      const node = await get(address, closing.signal);
      const [lag, agreement] = await Promise.all([get(`${address}/lag?limit=${LAG_ENTRIES}`, closing.signal), get("/agreement", closing.signal)]);
      if (!drawn) frame();
      drawn = true;
      draw(node.data, lag.data, agreement.data);
    } catch (fault) {
      if (fault.name !== "AbortError" && !drawn && !page.querySelector(".note")) put(page, failureNote(fault, load));
    }
  }

  function frame() {
    const section = (heading, part, note) => h("section", {}, h("h2", { class: "section" }, heading), note && h("p", { class: "muted note-line" }, note), part);
    put(
      page,
      parts.head,
      parts.facts,
      section("Slots behind our head", parts.lag, "Each time it said something new of its chain. Above the dashed line it counts as lagging."),
      section("Delay after the first sight", parts.delays, "Of the valid blocks that it and another node delivered: how many it brought so long after whoever was first."),
      section("Beside the others", parts.matrix),
      section("What it said lately", parts.heads),
      section("Its reorgs", parts.reorgs),
    );
  }

  function draw(node, lag, agreement) {
    put(
      parts.head,
      h("p", { class: "over" }, h("a", { href: "/nodes" }, "Nodes"), nodeState(node), node.message && h("span", {}, node.message)),
      h("h1", {}, node.node),
      h("p", {}, node.client_version ?? "It does not say what it is.", node.sources.map((source) => [" · ", `${source.kind} ${source.source}: ${source.status}`, source.message && ` (${source.message})`])),
    );
    const { sightings } = node;
    put(
      parts.facts,
      figure("Head", node.head ? [blockLink(node.head.root, node.head.slot)] : "not known", node.head && rootOf(node.head.root, `/block/${node.head.root}`)),
      figure("Branch", branch(node), node.divergence && ["parted after ", blockLink(node.divergence.ancestor.root, node.divergence.ancestor.slot)]),
      figure("Lag", node.lag_slots === null ? "–" : [number(node.lag_slots), h("span", { class: "unit" }, node.lag_slots === "1" ? " slot" : " slots")], node.head_since && ["head since ", age(node.head_since, serverNow())]),
      figure("Justified, finalized", node.finalized ? `${node.justified ? number(node.justified.epoch) : "–"}, ${number(node.finalized.epoch)}` : "not said", node.finalized && rootOf(node.finalized.root, /^0x0+$/.test(node.finalized.root) ? undefined : `/block/${node.finalized.root}`)),
      figure("First of all", firstShare(sightings), sightings && `${number(sightings.first)} of ${number(sightings.blocks)} blocks`),
      figure("Heard", node.last_seen_at ? age(node.last_seen_at, serverNow()) : "never", node.first_seen_at && ["first ", age(node.first_seen_at, serverNow())]),
    );
    const points = lagPoints(lag, node.lag_slots === null ? null : { at: serverNow(), lag: Number(node.lag_slots) });
    put(parts.lag, points.length > 1 ? lagChart(points) : h("p", { class: "muted" }, "Nobody has asked it how it stands yet."));
    put(
      parts.delays,
      sightings
        ? [h("p", { class: "quantiles" }, "median ", h("b", {}, millis(sightings.median_millis)), " · 95 % within ", h("b", {}, millis(sightings.p95_millis)), " · at most ", h("b", {}, millis(sightings.max_millis))), delayChart(sightings)]
        : h("p", { class: "muted" }, "Nothing to compare yet: a block counts when two nodes have delivered it, eight slots after its verdict."),
    );
    put(parts.matrix, agreement.nodes.some((each) => each.node === name) ? agreementTable(agreement, name) : h("p", { class: "muted" }, "It has not said where it stands."));
    put(parts.heads, node.heads.length ? headsTable(node.heads) : h("p", { class: "muted" }, "Nothing yet."));
    put(parts.reorgs, node.reorgs.length ? [reorgsTable(node.reorgs), h("p", {}, h("a", { href: `/reorgs?node=${encodeURIComponent(name)}` }, "All of them"))] : h("p", { class: "muted" }, "Its head has only grown."));
  }

  return {
    close() {
      closing.abort();
      clearInterval(timer);
      stop();
    },
  };
}

function figure(name, value, more) {
  return h("div", {}, h("dt", {}, name), h("dd", { class: "words" }, value), h("dd", { class: "sub" }, more || "\u00a0"));
}

function headsTable(heads) {
  return h(
    "table",
    { class: "rows heads" },
    h("thead", {}, h("tr", {}, ["When", "Head", "Root", "Justified", "Finalized", "Its block"].map((head, i) => h("th", { scope: "col", class: ["c-when", "", "", "num", "num", ""][i] }, head)))),
    h(
      "tbody",
      {},
      heads.map((said) =>
        h(
          "tr",
          {},
          h("td", { class: "c-when" }, age(said.observed_at, serverNow())),
          h("td", {}, blockLink(said.head.root, said.head.slot, "open")),
          h("td", { class: "c-root" }, rootOf(said.head.root)),
          h("td", { class: "num mono" }, h("span", { class: "label" }, "justified "), said.justified ? number(said.justified.epoch) : "–"),
          h("td", { class: "num mono" }, h("span", { class: "label" }, "finalized "), said.finalized ? number(said.finalized.epoch) : "–"),
          h("td", { class: said.resolution === "invalid" ? "verdict invalid" : "" }, said.invalid_root && said.invalid_root !== said.head.root ? ["builds on invalid ", blockLink(said.invalid_root)] : RESOLUTIONS[said.resolution]),
        ),
      ),
    ),
  );
}

function reorgsTable(reorgs) {
  return h(
    "table",
    { class: "rows node-reorgs" },
    h("thead", {}, h("tr", {}, ["When", "Slots undone", "Common block", "From", "To"].map((head, i) => h("th", { scope: "col", class: ["c-when", "num", "", "", ""][i] }, head)))),
    h(
      "tbody",
      {},
      reorgs.slice(0, 10).map((reorg) =>
        h(
          "tr",
          {},
          h("td", { class: "c-when" }, age(reorg.happened_at, serverNow())),
          h("td", { class: "num mono" }, number(reorg.depth_slots)),
          h("td", {}, blockLink(reorg.ancestor.root, reorg.ancestor.slot)),
          h("td", {}, blockLink(reorg.from.root, reorg.from.slot)),
          h("td", {}, blockLink(reorg.to.root, reorg.to.slot, "open")),
        ),
      ),
    ),
  );
}
