// What is happening right now: the clock, where the chain stands, who is on it, the last blocks, what is wrong.

import { h, put, reconcile } from "../lib/dom.js";
import { contact, get, onChange, serverNow } from "../lib/api.js";
import { age, count, countdown, exact, figure, number } from "../lib/format.js";
import { announce, blockPath, failureNote, noBlockYet, rootOf, skeleton } from "../lib/parts.js";
import { VERDICTS, verdictMark } from "../lib/shapes.js";
import { eventDot, eventWords, nodePath, nodeState, severityMark } from "../lib/words.js";

const BLOCKS = 14;
const NODES = 100;
const ALERTS = 6;
const EVENTS = 10;

/** Parts of the view: what is asked, which events change it (all when none are named), how it is drawn. */
const PARTS = [
  { name: "chain", path: "/chain", on: ["head_changed", "justified_changed", "finalized_changed"] },
  { name: "epochs", path: "/epochs?limit=2", on: ["head_changed", "epoch_ended"] },
  { name: "blocks", path: `/blocks?limit=${BLOCKS}`, on: ["block_judged", "block_waiting", "block_failed"] },
  { name: "nodes", path: `/nodes?limit=${NODES}`, on: [] },
  { name: "alerts", path: `/alerts?state=open,acknowledged&limit=${ALERTS}`, on: ["alert_opened", "alert_escalated", "alert_acknowledged", "alert_resolved"] },
  { name: "events", path: `/events?order=desc&limit=${EVENTS}`, on: [] },
];

export function view(main, { network, views }) {
  const closing = new AbortController();
  const has = (path) => views.some((one) => one.pattern.test(path));
  const known = {};

  const strip = h("section", { class: "strip five", "aria-label": "State of the chain" });
  const rows = h("tbody", { class: "rows" });
  const panels = Object.fromEntries(["blocks", "nodes", "alerts", "events"].map((name) => [name, h("div", { class: "panel-body" }, skeleton(name === "blocks" ? BLOCKS : 4))]));
  const panel = (name, heading, more) =>
    h("section", { class: `panel of-${name}`, "aria-label": heading }, h("h2", {}, heading, has(more) && h("a", { href: more, class: "all" }, "all")), panels[name]);
  // What stands below a panel comes when its height is known.
  const page = h("div", { class: "page now without-alerts without-nodes" });
  put(
    main,
    put(
      page,
      h("h1", { class: "hidden-text" }, "Now"),
      strip,
      h(
        "div",
        { class: "columns" },
        panel("blocks", "Last blocks", "/blocks"),
        h("div", { class: "side" }, panel("alerts", "Open alerts", "/alerts"), panel("nodes", "Nodes", "/nodes"), panel("events", "Last events", "/events")),
      ),
    ),
  );

  const draw = { chain: drawStrip, epochs: drawStrip, blocks: drawBlocks, nodes: drawNodes, alerts: drawAlerts, events: drawEvents };
  const asking = new Map(PARTS.map((part) => [part.name, { busy: false, wanted: false }]));
  drawStrip();
  for (const part of PARTS) ask(part);
  const stop = onChange((kinds) => {
    for (const part of PARTS) {
      if (part.on.length === 0 || kinds.has("open") || part.on.some((kind) => kinds.has(kind))) ask(part);
    }
  });
  // Nodes say how they stand without an event of ours.
  const nodesAgain = setInterval(() => ask(PARTS.find((part) => part.name === "nodes")), 1000 * network.seconds_per_slot);
  const clock = setInterval(tick, 1000);

  // One request at a time for each part; what changes meanwhile is asked right after.
  async function ask(part) {
    const state = asking.get(part.name);
    state.wanted = true;
    if (state.busy) return;
    state.busy = true;
    while (state.wanted && !closing.signal.aborted) {
      state.wanted = false;
      try {
        const answer = await get(part.path, closing.signal);
        known[part.name] = answer.data;
        draw[part.name]();
      } catch (fault) {
        if (fault.name === "AbortError" || known[part.name] || !panels[part.name]) continue;
        put(panels[part.name], failureNote(fault, () => ask(part)));
      }
      page.classList.remove(`without-${part.name}`);
    }
    state.busy = false;
  }

  // --- the strip

  function drawStrip() {
    const now = clockNow(network);
    // How far the chain is behind is known of the time at which we last heard of it.
    const { ok, heard } = contact();
    const told = ok ? now : clockNow(network, heard);
    const running = known.epochs?.[0];
    const before = known.epochs?.[1];
    reconcile(
      strip,
      [
        { key: "slot", slot: now.slot },
        { key: "head", at: known.chain?.head, slot: told.slot },
        { key: "justified", at: known.chain?.justified, epoch: told.epoch },
        { key: "finalized", at: known.chain?.finalized, epoch: told.epoch },
        { key: "participation", running: running?.participation, before: before && { epoch: before.epoch, ...before.participation } },
      ],
      (item) => item.key,
      (item) => CELLS[item.key](item, network),
      (a, b) => JSON.stringify(a) === JSON.stringify(b),
    );
    tick();
  }

  function tick() {
    const now = clockNow(network);
    const cell = strip.querySelector(".cell.clock");
    if (!cell) return;
    if (cell.dataset.slot !== String(now.slot)) {
      if (cell.dataset.slot !== undefined) drawStrip();
      return;
    }
    if (now.slot < 0) {
      cell.querySelector(".value").textContent = countdown(-1000 * now.since);
      return;
    }
    const [ofSlot, ofEpoch] = cell.querySelectorAll(".progress i");
    ofSlot.style.transform = `scaleX(${now.part})`;
    ofEpoch.style.transform = `scaleX(${(now.place + now.part) / network.slots_per_epoch})`;
  }

  // --- the panels

  function drawBlocks() {
    const blocks = known.blocks;
    if (blocks.length === 0) return put(panels.blocks, noBlockYet(network));
    const quiet = rows.children.length === 0;
    if (!panels.blocks.querySelector("table")) {
      put(
        panels.blocks,
        h(
          "table",
          { class: "last" },
          h("caption", { class: "hidden-text" }, "Blocks, the latest first"),
          h("thead", {}, h("tr", {}, ["Verdict", "Slot", "Root", "Proposer", "Reason", "Seen"].map((name, i) => h("th", { scope: "col", class: ["c-verdict", "c-slot num", "c-root", "c-proposer num", "c-reason", "c-age num"][i] }, name)))),
          rows,
        ),
      );
    }
    const fresh = reconcile(rows, blocks, (block) => block.input_id, drawBlock, (a, b) => JSON.stringify(a) === JSON.stringify(b));
    if (quiet) return undefined;
    for (const row of rows.children) row.classList.toggle("arriving", fresh.includes(row.reconciled.key));
    const bad = blocks.filter((block) => fresh.includes(block.input_id) && ["invalid", "malformed", "error"].includes(block.verdict));
    if (bad.length > 0) announce(`${count(bad.length, "block")} not valid.`);
    return undefined;
  }

  function drawBlock(block) {
    const path = blockPath(block.copies > 1 ? block.hash : block.root ?? block.sha256);
    const failure = block.failure ?? block.fork_choice;
    const dash = () => h("span", { class: "muted" }, "–");
    return h(
      "tr",
      { class: block.verdict },
      h("td", { class: "c-verdict" }, h("a", { class: "open", href: path, "aria-label": `${VERDICTS[block.verdict]?.word ?? block.verdict}, ${block.slot === null ? "undecodable" : `block of slot ${block.slot}`}` }, verdictMark(block.verdict))),
      h("td", { class: "c-slot num mono" }, block.slot === null ? dash() : figure(block.slot)),
      h("td", { class: "c-root" }, block.root ? rootOf(block.root, path) : h("span", { class: "muted" }, count(block.size_bytes, "byte"))),
      h("td", { class: "c-proposer num mono" }, block.proposer_index ?? dash()),
      h("td", { class: "c-reason" }, failure && h("span", { class: "reason", title: failure.message }, failure.function && h("span", { class: "mono function" }, failure.function, " "), h("span", { class: "muted" }, failure.message))),
      h("td", { class: "c-age num" }, age(block.received_at, serverNow())),
    );
  }

  function drawNodes() {
    const nodes = known.nodes;
    if (nodes.length === 0) return put(panels.nodes, h("p", { class: "muted" }, "No node is asked how it stands. Nodes appear when a source polls them."));
    return put(
      panels.nodes,
      h(
        "table",
        { class: "who" },
        h("thead", { class: "hidden-text" }, h("tr", {}, ["Node", "State", "Fork", "Head, slot"].map((name) => h("th", { scope: "col" }, name)))),
        h(
          "tbody",
          {},
          nodes.map((node) => {
            const page = nodePath(node.node);
            const odd = node.following_invalid !== null || node.divergence !== null;
            return h(
              "tr",
              {},
              h("td", { class: "c-name" }, has(page) ? h("a", { href: page, title: node.client_version ?? node.node }, node.node) : h("span", { title: node.client_version ?? node.node }, node.node)),
              h("td", {}, nodeState(node)),
              h("td", {}, node.following_invalid ? h("span", { class: "verdict invalid" }, "✕ on invalid") : node.fork_id === null ? h("span", { class: "muted" }, "–") : h("span", { class: odd ? "odd" : "muted" }, `${odd ? "⑂ " : ""}fork ${node.fork_id}`)),
              h("td", { class: "num mono" }, node.head ? figure(node.head.slot) : "–"),
            );
          }),
        ),
      ),
    );
  }

  function drawAlerts() {
    const alerts = known.alerts;
    if (alerts.length === 0) return put(panels.alerts, h("p", { class: "quiet" }, "Nothing is wrong."));
    return put(
      panels.alerts,
      h(
        "ul",
        {},
        alerts.map((alert) => {
          const page = `/alert/${alert.id}`;
          return h(
            "li",
            {},
            severityMark(alert.severity),
            has(page) ? h("a", { href: page, class: "what" }, alert.title) : h("span", { class: "what" }, alert.title),
            age(alert.opened_at, serverNow()),
          );
        }),
      ),
    );
  }

  function drawEvents() {
    const events = known.events;
    if (events.length === 0) return put(panels.events, h("p", { class: "muted" }, "Nothing has happened yet."));
    return put(
      panels.events,
      h(
        "ul",
        {},
        events.map((event) => h("li", {}, eventDot(event), h("span", { class: "what" }, eventWords(event)), age(event.happened_at, serverNow()))),
      ),
    );
  }

  return {
    close() {
      closing.abort();
      stop();
      clearInterval(clock);
      clearInterval(nodesAgain);
    },
  };
}

/** Slot and epoch at a time of the server's clock, negative before genesis; `place` of the slot in its epoch, `part` of the slot that is over. */
function clockNow(network, at = serverNow()) {
  const since = at / 1000 - Number(network.genesis_time);
  const slot = Math.floor(since / network.seconds_per_slot);
  const perEpoch = network.slots_per_epoch;
  return { slot, epoch: Math.floor(slot / perEpoch), place: ((slot % perEpoch) + perEpoch) % perEpoch, part: since / network.seconds_per_slot - slot, since };
}

const CELLS = {
  slot({ slot }, network) {
    const now = clockNow(network);
    const cell = h(
      "div",
      { class: "cell clock" },
      h("h2", {}, slot < 0 ? "Genesis in" : "Slot"),
      h("p", { class: "value mono" }, slot < 0 ? countdown(-1000 * now.since) : number(slot)),
      h("p", { class: "sub" }, slot < 0 ? "no slot has begun" : `epoch ${number(now.epoch)}, slot ${now.place + 1} of ${network.slots_per_epoch}`),
      slot >= 0 && [h("div", { class: "progress", "aria-hidden": "true" }, h("i", {})), h("div", { class: "progress epoch", "aria-hidden": "true" }, h("i", {}))],
    );
    cell.dataset.slot = String(slot);
    return cell;
  },
  head({ at, slot }) {
    if (!at) return waitingCell("Head");
    const behind = slot - Number(at.slot);
    return h(
      "div",
      { class: "cell" },
      h("h2", {}, "Head"),
      h("p", { class: "value mono" }, figure(at.slot)),
      h("p", { class: "sub" }, rootOf(at.root, blockPath(at.root)), h("span", { class: behind > 3 ? "late" : "" }, lag(behind, "slot", slot < 0))),
    );
  },
  justified: ({ at, epoch }) => checkpointCell("Justified", "justified", at, epoch),
  finalized: ({ at, epoch }) => checkpointCell("Finalized", "finalized", at, epoch),
  participation({ running, before }) {
    const judged = before ?? running;
    if (!judged) return waitingCell("Participation");
    const low = judged.target !== null && Number(judged.target) < 2 / 3;
    return h(
      "div",
      { class: "cell" },
      h("h2", { title: "Effective balance of those who voted for the right target" }, "Participation"),
      h("p", { class: `value mono${low ? " late" : ""}` }, percent(judged.target), h("span", { class: "unit" }, " %")),
      h("p", { class: "sub" }, before ? h("span", {}, `epoch ${number(before.epoch)}${low ? ", below two thirds" : ""}`) : h("span", {}, "so far"), before && running && h("span", {}, `${percent(running.target)} % so far now`)),
    );
  },
};

function percent(fraction) {
  return fraction === null || fraction === undefined ? "–" : (100 * Number(fraction)).toFixed(Number(fraction) >= 0.9995 ? 0 : 1);
}

function checkpointCell(name, kind, at, epoch) {
  if (!at) return waitingCell(name);
  return h(
    "div",
    { class: `cell ${kind}` },
    h("h2", {}, name),
    h("p", { class: "value mono" }, h("span", { class: "unit" }, "epoch "), h("span", { class: "mark" }, figure(at.epoch))),
    h("p", { class: "sub" }, rootOf(at.root, blockPath(at.root)), h("span", {}, lag(epoch - Number(at.epoch), "epoch", epoch < 0))),
  );
}

function waitingCell(name) {
  return h("div", { class: "cell" }, h("h2", {}, name), h("p", { class: "value" }, "–"), h("p", { class: "sub" }, "\u00a0"));
}

function lag(behind, unit, before) {
  if (behind <= 0) return before ? "genesis" : `this ${unit}`;
  return h("span", { title: `${exact(behind)} ${unit}s before the clock` }, `${count(behind, unit)} ago`);
}
