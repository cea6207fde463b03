// The tree of blocks as lanes over slots: every fork, what is invalid and why, where the nodes stand; now, or as it was.

import { h, put, s } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { count, duration, exact, shortRoot } from "../lib/format.js";
import { announce, blockPath, emptyNote, failureNote, rootOf, skeleton } from "../lib/parts.js";
import { VERDICTS, verdictMark } from "../lib/shapes.js";
import { layOut, runsOf } from "../lib/tree.js";

const LANE = 30;
const HEAD_ROOM = 64;
const FOOT_ROOM = 26;
const LEAST_HEIGHT = 240;
/** Pixels kept free right of the last block, for flags. */
const EDGE = 128;
const WIDEST = 48;
const USUAL = 15;
const STEP = 1.5;
/** From so many pixels a slot on, single blocks are drawn; below only branches. */
const BLOCKS_FROM = 2.5;
/** From so many on, every block; below that runs are collapsed. */
const ALL_FROM = 8;
const MOST_BLOCKS = 5000;
const FRAME_MILLIS = 90;
/** Playing the whole history takes about so many frames. */
const FRAMES = 240;

const KEYS = [
  ["← →", "to the parent, to the child"],
  ["↑ ↓", "to the lane above, below"],
  ["Enter", "open the block"],
  ["+ −", "zoom in, out"],
  ["Home End", "to the beginning, to now"],
  ["Space", "play the history"],
];

export function view(main, { network, go }) {
  const query = new URLSearchParams(location.search);
  const closing = new AbortController();
  const epochSlots = network.slots_per_epoch;

  let tree = null; // what was answered last
  let answered = ""; // the same as text
  let laid = null; // the same with lanes
  let overview = null; // forks and failures of the whole history, for the strip
  let epochs = [];
  let loaded = null; // slots that `tree` has: { from, to }
  let at = /^\d+$/.test(query.get("at") ?? "") ? Number(query.get("at")) : null;
  let pixels = clamp(Number(query.get("zoom")) || USUAL, 0.0005, WIDEST);
  let right = /^\d+$/.test(query.get("slot") ?? "") ? Number(query.get("slot")) : null; // slot at the right edge; null: follow
  let edge = 0; // slot at the right edge while following
  let selected = null; // root or hash of a block
  let playing = null;
  let busy = false;
  let wanted = false;
  let frame = 0;
  let room = { least: 0, most: 0 };
  let wantedFork = /^\d+$/.test(query.get("fork") ?? "") ? Number(query.get("fork")) : null;
  const lanes = new Map();

  const picture = s("svg", { class: "tree", "aria-hidden": "true" });
  const moving = s("g");
  picture.append(moving);
  const stage = h(
    "div",
    { class: "stage", tabindex: 0, role: "application", "aria-label": "Tree of blocks. Arrows walk from block to block, Enter opens one, plus and minus zoom." },
    picture,
  );
  const detail = h("div", { class: "detail" });
  const strip = s("svg", { class: "history", "aria-hidden": "true", preserveAspectRatio: "none" });
  const slider = h("input", { type: "range", min: 0, max: 1, value: 1, step: 1, "aria-label": "As it was after import", oninput: () => show(Number(slider.value)) });
  const when = h("span", { class: "when", role: "status" });
  const play = h("button", { type: "button", class: "button play", onclick: togglePlay }, "▶ Play");
  const toNow = h("button", { type: "button", class: "button", onclick: () => backToNow() }, "Now");
  const summary = h("p", { class: "sum" }, "\u00a0");
  const chart = h(
    "div",
    { class: "keep-focus" },
    h(
      "div",
      { class: "bar-row" },
      summary,
      h(
        "div",
        { class: "tools", role: "group", "aria-label": "Zoom" },
        h("button", { type: "button", class: "button", "aria-label": "Zoom out", onclick: () => zoom(1 / STEP) }, "−"),
        h("button", { type: "button", class: "button", "aria-label": "Zoom in", onclick: () => zoom(STEP) }, "+"),
        h("button", { type: "button", class: "button", onclick: whole }, "Whole"),
      ),
    ),
    stage,
    detail,
    h("div", { class: "strip-frame", title: "Participation by epoch; forks and failures as ticks. Drag to move." }, strip),
    h("div", { class: "time" }, play, slider, toNow, when),
  );
  const body = h("div", {}, skeleton(8, "tree-like"));
  put(main, h("div", { class: "page forks" }, h("h1", { class: "hidden-text" }, "Forks"), body));

  load();
  loadOverview();
  const stop = onChange(() => {
    if (at === null) load();
    loadOverview();
  });
  let drawnWidth = 0;
  const resized = new ResizeObserver(() => laid && stage.clientWidth !== drawnWidth && redraw());
  resized.observe(stage);

  // --- what is asked

  const width = () => stage.clientWidth || 900;
  const rightSlot = () => right ?? edge;
  const leftSlot = () => rightSlot() - width() / pixels;

  // One request at a time; what is wanted meanwhile is fetched right after.
  async function load() {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted && !closing.signal.aborted) {
      wanted = false;
      try {
        take((await get(`/tree?${treeQuery()}`, closing.signal)).data);
      } catch (fault) {
        if (fault.name !== "AbortError" && !tree) put(body, failureNote(fault, load));
      }
    }
    busy = false;
  }

  function treeQuery() {
    const asked = new URLSearchParams({ limit: pixels >= BLOCKS_FROM ? MOST_BLOCKS : 400 });
    if (at !== null) asked.set("at", at);
    if (tree || right !== null) {
      // Half a window more on each side, so that a small move needs nothing new.
      const span = width() / pixels;
      asked.set("from_slot", Math.max(0, Math.floor(rightSlot() - 1.5 * span)));
      asked.set("to_slot", Math.max(0, Math.ceil(rightSlot() + 0.5 * span)));
    }
    return asked;
  }

  function take(answer) {
    const first = !tree;
    // Most news is about something else: what stays the same keeps its elements, and whoever points at them.
    const text = JSON.stringify(answer);
    if (text === answered) return;
    answered = text;
    tree = answer;
    loaded = { from: Number(tree.from_slot), to: Number(tree.to_slot) };
    if (tree.import_count === "0" && tree.blocks.length === 0) {
      put(body, nothing());
      return;
    }
    if (chart.parentNode !== body) put(body, chart);
    const before = edge;
    edge = endOf(tree) + EDGE / pixels;
    if ((first || before !== edge) && !covered()) wanted = true;
    redraw();
    if (first) stage.scrollTop = y(0) - stage.clientHeight / 2;
  }

  function endOf({ forks, blocks, last_slot: last }) {
    if (at === null) return Number(last);
    return Math.max(0, ...forks.map((fork) => Number(fork.tip.slot)), ...blocks.map((block) => Number(block.slot)));
  }

  function covered() {
    const end = at === null ? Number(tree.last_slot) : endOf(tree);
    return loaded.from <= Math.max(0, leftSlot()) && loaded.to >= Math.min(end, rightSlot());
  }

  async function loadOverview() {
    try {
      const [whole, list] = await Promise.all([get("/tree?limit=400", closing.signal), get("/epochs?limit=256", closing.signal)]);
      overview = whole.data;
      epochs = list.data;
      slider.max = overview.import_count;
      if (at === null) slider.value = overview.import_count;
      drawStrip();
      drawTime();
      goToFork();
    } catch (fault) {
      if (fault.name !== "AbortError") console.info(fault.message);
    }
  }

  /** A link to a fork brings it into sight. */
  function goToFork() {
    const fork = overview.forks.find((one) => one.fork_id === wantedFork);
    if (!fork || !tree) return;
    wantedFork = null;
    selected = fork.tip.root;
    moveTo(Number(fork.tip.slot) + width() / pixels / 3);
  }

  function nothing() {
    const until = Number(network.genesis_time) - serverNow() / 1000;
    return until > 0
      ? emptyNote("No block yet.", `Waiting for genesis in ${duration(until)}.`)
      : emptyNote("No block yet.", "The tree grows here as soon as a source delivers blocks.");
  }

  // --- moving

  function moveTo(slot) {
    const end = at === null ? Number(tree.last_slot) : endOf(tree);
    const most = end + EDGE / pixels;
    // At the right edge it follows again.
    right = slot >= most - 0.5 ? null : Math.max(slot, Math.min(most, (0.5 * width()) / pixels));
    place();
    if (!covered()) load();
    remember();
  }

  function zoom(factor, around = rightSlot() - (right === null ? EDGE / pixels : width() / pixels / 2)) {
    const least = Math.min(USUAL, width() / (Number(tree.last_slot) + 4 + EDGE / USUAL));
    const next = clamp(pixels * factor, least, WIDEST);
    const share = (rightSlot() - around) * pixels;
    pixels = next;
    edge = (at === null ? Number(tree.last_slot) : endOf(tree)) + EDGE / pixels;
    if (right !== null) right = around + share / pixels;
    redraw();
    load();
    remember();
  }

  function whole() {
    right = null;
    zoom(0);
  }

  function remember() {
    const wantedQuery = new URLSearchParams();
    if (right !== null) wantedQuery.set("slot", Math.round(right));
    if (Math.abs(pixels - USUAL) > 0.01) wantedQuery.set("zoom", Number(pixels.toPrecision(4)));
    if (at !== null) wantedQuery.set("at", at);
    const text = wantedQuery.toString();
    clearTimeout(remember.timer);
    remember.timer = setTimeout(() => !closing.signal.aborted && history.replaceState({}, "", text ? `/forks?${text}` : "/forks"), 200);
  }

  // --- the past

  function show(order) {
    at = overview && order >= Number(overview.import_count) ? null : order;
    drawTime();
    load();
    remember();
  }

  function backToNow() {
    stopPlaying();
    at = null;
    right = null;
    slider.value = slider.max;
    drawTime();
    load();
    remember();
  }

  function togglePlay() {
    if (playing) return stopPlaying();
    const last = Number(overview?.import_count ?? 0);
    if (last === 0) return undefined;
    if (at === null || at >= last) at = 0;
    right = null;
    playing = setInterval(() => {
      // The next frame when the last one is drawn.
      if (busy) return;
      const next = Math.min(last, at + Math.max(1, Math.ceil(last / FRAMES)));
      slider.value = next;
      show(next);
      if (at === null) stopPlaying();
    }, FRAME_MILLIS);
    drawTime();
    return undefined;
  }

  function stopPlaying() {
    clearInterval(playing);
    playing = null;
    drawTime();
  }

  function drawTime() {
    play.textContent = playing ? "❚❚ Pause" : "▶ Play";
    toNow.disabled = at === null && right === null;
    if (at === null) put(when, "as it is now");
    else put(when, "after import ", h("span", { class: "mono" }, exact(at)), ` of ${exact(slider.max)}`);
  }

  // --- drawing

  function redraw() {
    drawnWidth = stage.clientWidth;
    laid = layOut(tree, (block) => (pixels >= ALL_FROM ? (label(block).length * 6.4 + 14) / pixels : 6 / pixels), lanes);
    room = { least: Math.min(room.least, laid.least), most: Math.max(room.most, laid.most) };
    drawTree();
    drawDetail();
    drawSummary();
    drawStrip();
    drawTime();
    place();
  }

  const origin = () => loaded.from;
  const x = (slot) => round((slot - origin()) * pixels);
  const middle = () => HEAD_ROOM - room.least * LANE + Math.max(0, (LEAST_HEIGHT - contentHeight()) / 2);
  const contentHeight = () => HEAD_ROOM + (room.most - room.least) * LANE + FOOT_ROOM;
  const y = (lane) => middle() + lane * LANE;

  function place() {
    picture.setAttribute("data-following", String(right === null));
    // The picture moves as a whole, without being painted anew.
    picture.style.transform = `translateX(${round((origin() - leftSlot()) * pixels)}px)`;
    const view = strip.querySelector(".window");
    if (view) placeWindow(view);
    toNow.disabled = at === null && right === null;
  }

  function drawTree() {
    const height = Math.max(LEAST_HEIGHT, contentHeight());
    picture.setAttribute("height", height);
    picture.setAttribute("width", round((loaded.to - loaded.from) * pixels) + 2 * EDGE);
    const single = tree.complete && pixels >= BLOCKS_FROM;
    const flagged = flagsOf();
    const bases = new Set([...laid.branches.filter((b) => !b.main).map((b) => b.fork.base?.root), ...laid.blocks.filter((b) => b.fork_id === null).map((b) => b.parent_root)]);
    const matters = (block) =>
      bases.has(block.root) || flagged.has(block.root) || [tree.head.root, tree.justified.root, tree.finalized.root, selected].includes(block.root);
    const { runs, hidden } = single && pixels < ALL_FROM ? runsOf(laid.blocks, matters) : { runs: [], hidden: new Set() };
    const shown = laid.blocks.filter((block) => (single || block.fork_id === null) && !hidden.has(block.input_id));
    picture.dataset.blocks = shown.length;
    picture.dataset.lanes = room.most - room.least + 1;
    put(
      moving,
      epochLines(height),
      finalizedLine(),
      branchLines(),
      stubs(shown),
      runs.map(drawRun),
      !tree.complete && laid.branches.map(drawCount),
      nodesOf(shown),
      pixels >= ALL_FROM && shown.filter((block) => VERDICTS[block.verdict]?.shape !== "valid").map(reason),
      ring(tree.justified, "justified"),
      headMark(),
      flagLines(flagged),
      selection(),
    );
  }

  function epochLines(height) {
    const every = 2 ** Math.max(0, Math.ceil(Math.log2(52 / (pixels * epochSlots))));
    const lines = [];
    const texts = [];
    const first = Math.ceil(loaded.from / epochSlots / every) * every;
    for (let epoch = first; epoch * epochSlots <= loaded.to; epoch += every) {
      const across = x(epoch * epochSlots - 0.5);
      lines.push(`M${across} 18V${height}`);
      texts.push(s("text", { x: across + 4, y: 12 }, exact(epoch)));
    }
    return s("g", { class: "epochs" }, s("path", { d: lines.join("") }), texts);
  }

  function finalizedLine() {
    const to = Math.min(Number(tree.finalized.slot), loaded.to);
    if (to <= loaded.from) return null;
    return s("path", { class: "final-line", d: `M${x(Math.max(loaded.from, 0))} ${y(0) + 10}H${x(to)}` });
  }

  function branchLines() {
    const total = Math.max(1, ...tree.forks.map((fork) => Number(fork.weight_gwei)));
    const weight = (branch) => Number(branch.fork.weight_gwei) - (branch.fork.fork_id === tailOf(branch) ? left(branch) : 0);
    // Of a fork that the head's chain has left, the rest weighs what the chain did not take along.
    const tailOf = (branch) => (laid.branches.some((b) => b.main && b.fork === branch.fork) ? branch.fork.fork_id : null);
    const left = ({ fork, from }) => tree.forks.filter((f) => f.parent_id === fork.fork_id && Number(f.base.slot) <= from).reduce((sum, f) => sum + Number(f.weight_gwei), 0);
    return laid.branches.map((branch) => {
      const from = Math.max(branch.from, loaded.from);
      const to = Math.min(branch.to, loaded.to);
      if (to < from) return null;
      const heavy = branch.main ? 2.4 : round(1.3 + 2.2 * Math.max(0, weight(branch) / total));
      const start = branch.main || branch.from < loaded.from ? `M${x(from)} ${y(branch.lane)}` : curve(branch.baseSlot, branch.baseLane, branch.lane, to);
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
    const bend = Math.min(26, (toSlot - fromSlot) * pixels);
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
    const wide = (to - from) * pixels;
    return s(
      "g",
      { class: "run" },
      s("path", { d: `M${x(from)} ${y(lane)}H${x(to)}` }),
      wide > 26 && s("text", { x: round((x(from) + x(to)) / 2), y: y(lane) - 7 }, exact(blocks)),
    );
  }

  /** Where single blocks are too many to be told, a branch has its count. */
  function drawCount(branch) {
    const [from, to] = [Math.max(branch.from, loaded.from, leftSlot()), Math.min(branch.to, rightSlot())];
    if ((to - from) * pixels < 60) return null;
    return s("g", { class: "run" }, s("text", { x: round((x(from) + x(to)) / 2), y: y(branch.lane) - 7 }, count(branch.fork.block_count, "block")));
  }

  // One path for each shape, however many blocks: thousands of elements would not move smoothly.
  function nodesOf(shown) {
    const r = clamp(pixels * 0.32, 2.4, 5);
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
    if (Number(mark.slot) < loaded.from || Number(mark.slot) > loaded.to) return null;
    const lane = laneOfMark(mark, tree.head.fork_id === undefined ? 0 : mainForkAt(Number(mark.slot)));
    return s("g", { class: `mark-${kind}` }, s("circle", { cx: x(Number(mark.slot)), cy: y(lane), r: 8 }), s("title", {}, `${kind}: epoch ${mark.epoch}`));
  }

  function mainForkAt(slot) {
    return laid.branches.find((b) => b.main && b.from <= slot && slot <= b.to)?.fork.fork_id ?? 0;
  }

  function headMark() {
    const slot = Number(tree.head.slot);
    if (slot < loaded.from || slot > loaded.to) return null;
    return s("text", { class: "head-word", x: x(slot) + 12, y: y(0) + 4 }, "head");
  }

  /** Heads of nodes: root → { slot, lane, nodes }. */
  function flagsOf() {
    const flags = new Map();
    for (const node of tree.nodes) {
      const slot = Number(node.head.slot);
      const block = laid.blocks.find((b) => b.root === node.head.root);
      if (!block && node.fork_id === null) continue;
      if (slot < loaded.from || slot > loaded.to) continue;
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

  function selection() {
    const block = selectedBlock();
    return block && s("circle", { class: "selection", cx: x(block.at), cy: y(block.lane), r: 10 });
  }

  function drawSummary() {
    const branches = tree.forks.filter((fork) => fork.fork_id !== tree.head.fork_id).length;
    const bad = tree.blocks.filter((block) => ["invalid", "error"].includes(block.verdict)).length;
    put(
      summary,
      h("span", {}, "head ", h("a", { class: "mono", href: blockPath(tree.head.root) }, exact(tree.head.slot))),
      h("span", {}, "justified epoch ", h("span", { class: "mono" }, exact(tree.justified.epoch))),
      h("span", { class: "final" }, "finalized epoch ", h("span", { class: "mono" }, exact(tree.finalized.epoch))),
      h("span", {}, count(branches, "other branch", "other branches"), " in sight"),
      bad > 0 && h("span", { class: "invalid" }, h("span", { class: "verdict invalid" }, `✕ ${exact(bad)} not valid`)),
      !tree.complete && h("span", { class: "muted" }, pixels < BLOCKS_FROM ? "zoom in for single blocks" : "too many blocks: zoom in"),
    );
  }

  function drawDetail() {
    const block = selectedBlock();
    if (!block) {
      put(
        detail,
        h("p", { class: "muted" }, "Point at a block, or walk the tree with the arrow keys."),
        h("p", { class: "legend" }, ["valid", "invalid", "unjudged", "error"].map((verdict) => verdictMark(verdict)), h("span", { class: "muted" }, "ring: justified"), h("span", { class: "muted final" }, "underlined: finalized"), h("span", { class: "muted" }, "flags: heads of nodes, dashed when they lag")),
      );
      return;
    }
    const fork = tree.forks.find((f) => f.fork_id === block.fork_id);
    const id = block.fork_id === null ? block.hash : block.root;
    put(
      detail,
      h(
        "p",
        {},
        verdictMark(block.verdict),
        h("span", {}, "slot ", h("a", { class: "mono", href: blockPath(id) }, exact(block.slot))),
        h("span", { class: "muted" }, `epoch ${exact(Math.floor(block.at / epochSlots))}`),
        rootOf(block.root, blockPath(id)),
        block.proposer_index !== null && h("span", {}, "proposer ", h("span", { class: "mono" }, block.proposer_index)),
        fork && h("span", {}, `fork ${fork.fork_id}, `, h("span", { title: "Effective balance of the validators whose latest vote is on this fork, or on what descends from it" }, `${ether(fork.weight_gwei)} ETH of votes`)),
        marksOf(block),
      ),
      h("p", { class: "reason" }, block.function && h("span", { class: "mono function" }, block.function), block.function && " ", block.message && h("span", { class: "muted" }, block.message)),
    );
  }

  function marksOf(block) {
    const words = [
      block.root === tree.head.root && "our head",
      block.root === tree.justified.root && "justified",
      block.root === tree.finalized.root && "finalized",
      ...tree.nodes.filter((node) => node.head.root === block.root).map((node) => `head of ${node.node}`),
    ].filter(Boolean);
    return words.length > 0 && h("span", {}, words.slice(0, 4).join(", "));
  }

  // --- the strip below: the whole history

  const stripX = (slot) => (slot / Math.max(1, Number(overview.last_slot))) * 1000;

  function drawStrip() {
    if (!overview) return;
    strip.setAttribute("viewBox", "0 0 1000 48");
    const bars = epochs.map((epoch) => {
      const share = Number(epoch.participation.target ?? 0);
      const from = stripX(Number(epoch.epoch) * epochSlots);
      const wide = Math.max(0.6, stripX((Number(epoch.epoch) + 1) * epochSlots) - from - 0.6);
      return s("rect", { class: !epoch.complete ? "open" : share < 2 / 3 ? "low" : "", x: round(from), y: round(36 - 28 * share), width: round(Math.min(wide, 1000 - from)), height: round(28 * share + 0.5) });
    });
    const ticks = (slots) => slots.map((slot) => `M${round(stripX(slot))} 39V48`).join("");
    put(
      strip,
      s("g", { class: "bars" }, bars),
      s("path", { class: "line", d: "M0 36.5H1000" }),
      s("path", { class: "tick fork", d: ticks(overview.forks.filter((f) => f.base).map((f) => Number(f.base.slot))) }),
      s("path", { class: "tick bad", d: ticks(overview.blocks.filter((b) => ["invalid", "error"].includes(b.verdict)).map((b) => Number(b.slot))) }),
      s("path", { class: "final", d: `M0 36.5H${round(stripX(Number(overview.finalized.slot)))}` }),
      s("rect", { class: "window", y: 1, height: 46, width: 10 }),
    );
    if (tree) placeWindow(strip.querySelector(".window"));
  }

  function placeWindow(rect) {
    const from = clamp(stripX(leftSlot()), 0, 998);
    const to = clamp(stripX(rightSlot()), from + 2, 1000);
    rect.setAttribute("x", round(from));
    rect.setAttribute("width", round(to - from));
  }

  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    dragStrip(event);
  });
  strip.addEventListener("pointermove", (event) => strip.hasPointerCapture(event.pointerId) && dragStrip(event));

  function dragStrip(event) {
    if (!overview || !tree) return;
    const box = strip.getBoundingClientRect();
    const slot = ((event.clientX - box.left) / box.width) * Number(overview.last_slot);
    moveTo(slot + width() / pixels / 2);
  }

  // --- pointers and keys

  const pointers = new Map();
  let pinch = 0;
  let travelled = 0;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event.clientX);
    travelled = 0;
    pinch = spread();
  });
  stage.addEventListener("pointermove", (event) => {
    if (!tree) return;
    if (!pointers.has(event.pointerId)) return hover(event);
    const before = pointers.get(event.pointerId);
    pointers.set(event.pointerId, event.clientX);
    if (pointers.size === 2) {
      const now = spread();
      if (pinch > 0 && Math.abs(now / pinch - 1) > 0.04) {
        zoom(now / pinch, slotAt(([...pointers.values()][0] + [...pointers.values()][1]) / 2));
        pinch = now;
      }
      return undefined;
    }
    travelled += Math.abs(event.clientX - before);
    if (travelled > 3) {
      if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
      moveTo(rightSlot() - (event.clientX - before) / pixels);
    }
    return undefined;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => {
      const here = pointers.delete(event.pointerId);
      if (end === "pointerup" && here && travelled <= 3) click(event);
    });
  }
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!tree) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoom(Math.exp(-event.deltaY / 200), slotAt(event.clientX));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
        event.preventDefault();
        moveTo(rightSlot() + (event.deltaX || event.deltaY) / pixels);
      }
    },
    { passive: false },
  );

  const spread = () => {
    const [a, b] = [...pointers.values()];
    return b === undefined ? 0 : Math.max(1, Math.abs(a - b));
  };
  const slotAt = (clientX) => leftSlot() + (clientX - stage.getBoundingClientRect().left) / pixels;

  function nearest(event) {
    if (!laid) return null;
    const named = event.target.closest?.(".why");
    if (named) return laid.blocks.find((block) => String(block.input_id) === named.dataset.block) ?? null;
    const box = picture.getBoundingClientRect();
    const slot = slotAt(event.clientX);
    const down = event.clientY - box.top;
    let best = null;
    let distance = 14;
    for (const block of laid.blocks) {
      const off = Math.hypot((block.at - slot) * pixels, y(block.lane) - down);
      if (off < distance) [best, distance] = [block, off];
    }
    return best;
  }

  function hover(event) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const block = nearest(event);
      stage.classList.toggle("over", block !== null);
      if (block && block.hash !== selected) select(block);
    });
  }

  function click(event) {
    const block = nearest(event);
    if (!block) return;
    // The first touch shows the block, as pointing does with a mouse; the next one opens it.
    if (event.pointerType === "touch" && block.hash !== selected) select(block);
    else open(block);
  }

  const selectedBlock = () => laid?.blocks.find((block) => block.hash === selected || block.root === selected);
  const open = (block) => go(blockPath(block.fork_id === null ? block.hash : block.root));

  function select(block) {
    selected = block.hash;
    moving.querySelector(".selection")?.remove();
    moving.append(selection());
    drawDetail();
  }

  stage.addEventListener("keydown", (event) => {
    if (!laid || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = {
      ArrowLeft: () => walk((a, b) => b.root === a.parent_root),
      ArrowRight: () => walk((a, b) => b.parent_root === a.root && b.root !== a.root, (a, b) => (b.lane === a.lane ? 0 : 1)),
      ArrowUp: () => walk((a, b) => b.lane < a.lane, (a, b) => (a.lane - b.lane) * 4 + Math.abs(a.at - b.at)),
      ArrowDown: () => walk((a, b) => b.lane > a.lane, (a, b) => (b.lane - a.lane) * 4 + Math.abs(a.at - b.at)),
      Enter: () => selectedBlock() && open(selectedBlock()),
      "+": () => zoom(STEP),
      "=": () => zoom(STEP),
      "-": () => zoom(1 / STEP),
      Home: () => moveTo(0),
      End: () => moveTo(Infinity),
      " ": togglePlay,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  function walk(leads, cost = () => 0) {
    const from = selectedBlock();
    const next = from
      ? laid.blocks.filter((block) => leads(from, block)).sort((a, b) => cost(from, a) - cost(from, b))[0]
      : laid.blocks.find((block) => block.root === tree.head.root) ?? laid.blocks.at(-1);
    if (!next) return;
    select(next);
    announce(`${VERDICTS[next.verdict]?.word ?? next.verdict} block of slot ${next.slot}${next.check ? `, ${next.check}` : ""}`);
    const left = leftSlot();
    if (next.at < left + 2) moveTo(next.at + width() / pixels / 2);
    else if (next.at > rightSlot() - 1) moveTo(next.at + width() / pixels / 2);
  }

  return {
    keys: KEYS,
    close() {
      closing.abort();
      clearInterval(playing);
      clearTimeout(remember.timer);
      resized.disconnect();
      stop();
    },
  };
}

const OUTLINES = {
  valid: (x, y, r) => `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  waiting: (x, y, r) => `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  invalid: (x, y, r) => `M${round(x - r)} ${y - r}l${2 * r} ${2 * r}M${round(x + r)} ${y - r}l${-2 * r} ${2 * r}`,
  error: (x, y, r) => `M${x} ${y - r}L${round(x + r)} ${y + r}H${round(x - r)}Z`,
};

/** The short name of what is wrong with a block. */
function label(block) {
  const text = block.check ?? block.function ?? (block.verdict === "invalid" ? "ancestor invalid" : VERDICTS[block.verdict]?.word ?? block.verdict);
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

function ether(gwei) {
  return exact(Math.round(Number(gwei) / 1e9));
}

function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

function round(value) {
  return Math.round(value * 10) / 10;
}
