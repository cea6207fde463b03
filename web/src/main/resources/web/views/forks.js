// The tree of blocks as lanes over slots: every fork, what is invalid and why, where the nodes stand; now, or as it was.

import { h, put, s } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { exact } from "../lib/format.js";
import { blockPath, failureNote, noBlockYet, skeleton } from "../lib/parts.js";
import { layOut } from "../lib/tree.js";
import { history as historyStrip } from "./tree-history.js";
import { KEYS, ZOOM_STEP, listenToTree } from "./tree-input.js";
import { drawTree, label, selectionMark } from "./tree-picture.js";
import { ALL_FROM, BLOCKS_FROM, EDGE, Sight, USUAL, WIDEST, clamp, round } from "./tree-sight.js";
import { detail as detailOf, legend, pathId, summary as summaryOf } from "./tree-words.js";

const MOST_BLOCKS = 5000;
const FRAME_MILLIS = 90;
/** After so long without a further step a gesture that zooms is over. */
const SETTLED_MILLIS = 140;
/** Playing the whole history takes about so many frames. */
const FRAMES = 240;

export function view(main, { network, go }) {
  const query = new URLSearchParams(location.search);
  const asked = (name) => (/^\d+$/.test(query.get(name) ?? "") ? Number(query.get(name)) : null);
  const closing = new AbortController();
  const epochSlots = network.slots_per_epoch;

  let tree = null; // what was answered last
  let answered = ""; // the same as text
  let laid = null; // the same with lanes
  let overview = null; // forks and failures of the whole history, for the strip
  let selected = null; // root or hash of a block
  let playing = null;
  let busy = false;
  let wanted = false;
  let wantedFork = asked("fork");
  let missing = null; // why there is nothing where the address leads
  // As it was: after an import, { at }, or at a slot, { at_slot }; null: now.
  let past = asked("at") !== null ? { at: asked("at") } : asked("at_slot") !== null ? { at_slot: asked("at_slot") } : null;
  const lanes = new Map();

  const picture = s("svg", { class: "tree", "aria-hidden": "true" });
  const moving = s("g");
  picture.append(moving);
  const stage = h(
    "div",
    { class: "stage", tabindex: 0, role: "application", "aria-label": "Tree of blocks. Arrows walk from block to block, Enter opens one, plus and minus zoom.", onscroll: placeNames },
    picture,
  );
  const sight = new Sight(stage, clamp(Number(query.get("zoom")) || USUAL, 0.0005, WIDEST), asked("slot"));
  const detail = h("div", { class: "detail" });
  const strip = historyStrip((slot) => tree && moveTo(slot + sight.span / 2));
  const slider = h("input", { type: "range", min: 0, max: 1, value: 1, step: 1, "aria-label": "As it was at slot", oninput: () => show(Number(slider.value) >= Number(slider.max) ? null : { at_slot: Number(slider.value) }) });
  const when = h("span", { class: "when", role: "status" });
  const play = h("button", { type: "button", class: "button play", onclick: togglePlay }, "▶ Play");
  const earlier = h("button", { type: "button", class: "button", "aria-label": "One import back", title: "One import back", onclick: () => step(-1) }, "‹");
  const later = h("button", { type: "button", class: "button", "aria-label": "One import on", title: "One import on", onclick: () => step(1) }, "›");
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
        h("button", { type: "button", class: "button", "aria-label": "Zoom out", onclick: () => zoom(1 / ZOOM_STEP) }, "−"),
        h("button", { type: "button", class: "button", "aria-label": "Zoom in", onclick: () => zoom(ZOOM_STEP) }, "+"),
        h("button", { type: "button", class: "button", onclick: whole }, "Whole"),
      ),
    ),
    stage,
    detail,
    strip.element,
    h("div", { class: "time" }, play, slider, h("div", { class: "steps", role: "group", "aria-label": "Single imports" }, earlier, later), toNow, when),
  );
  const body = h("div", {}, skeleton(8, "tree-like"));
  put(main, h("div", { class: "page forks" }, h("h1", { class: "hidden-text" }, "Forks"), body));

  load();
  loadOverview();
  const stop = onChange(() => {
    if (past === null) load();
    loadOverview();
  });
  let drawnWidth = 0;
  const resized = new ResizeObserver(() => laid && stage.clientWidth !== drawnWidth && redraw());
  resized.observe(stage);
  listenToTree(stage, { picture, sight, blocks: () => laid?.blocks ?? [], head: () => tree.head.root, act: { moveTo, zoom, zoomOn, select, selected: selectedBlock, open, togglePlay } });

  // --- what is asked

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
    const parameters = new URLSearchParams({ limit: sight.pixels >= BLOCKS_FROM ? MOST_BLOCKS : 400, ...past });
    if (tree || sight.pinned !== null) {
      // Half a window more on each side, so that a small move needs nothing new.
      parameters.set("from_slot", Math.max(0, Math.floor(sight.right - 1.5 * sight.span)));
      parameters.set("to_slot", Math.max(0, Math.ceil(sight.right + 0.5 * sight.span)));
    }
    return parameters;
  }

  function take(answer) {
    const first = !tree;
    // Most news is about something else: what stays the same keeps its elements, and whoever points at them.
    const text = JSON.stringify(answer);
    if (text === answered) return;
    answered = text;
    tree = answer;
    // After the last import is now.
    if (past !== null && (past.at >= Number(tree.import_count) || past.at_slot >= Number(tree.last_slot))) {
      past = null;
      remember();
    }
    sight.loaded = { from: Number(tree.from_slot), to: Number(tree.to_slot) };
    if (tree.import_count === "0" && tree.blocks.length === 0) {
      put(body, noBlockYet(network, "The tree grows here as soon as a source delivers blocks."));
      return;
    }
    if (chart.parentNode !== body) put(body, chart);
    const before = sight.edge;
    sight.edge = end() + EDGE / sight.pixels;
    if ((first || before !== sight.edge) && !covered()) wanted = true;
    redraw();
    if (first) stage.scrollTop = sight.y(0) - stage.clientHeight / 2;
    if (first && overview) goToFork();
  }

  /** The last slot of the tree as it is shown. */
  function end() {
    if (past === null) return Number(tree.last_slot);
    return Math.max(0, ...tree.forks.map((fork) => Number(fork.tip.slot)), ...tree.blocks.map((block) => Number(block.slot)));
  }

  function covered() {
    return sight.loaded.from <= Math.max(0, sight.left) && sight.loaded.to >= Math.min(end(), sight.right);
  }

  async function loadOverview() {
    try {
      const [all, epochs] = await Promise.all([get("/tree?limit=400", closing.signal), get("/epochs?limit=256", closing.signal)]);
      overview = all.data;
      slider.max = overview.last_slot;
      strip.show(overview, epochs.data, epochSlots);
      if (tree) drawTime();
      goToFork();
    } catch (fault) {
      if (fault.name !== "AbortError") console.info(fault.message);
    }
  }

  /** A link to a fork brings it into sight. */
  async function goToFork() {
    if (wantedFork === null || !tree) return;
    const id = wantedFork;
    wantedFork = null;
    try {
      const fork = overview.forks.find((one) => one.fork_id === id) ?? (await get(`/forks/${id}`, closing.signal)).data;
      selected = fork.tip.root;
      moveTo(Number(fork.tip.slot) + sight.span / 3);
    } catch (fault) {
      if (fault.name === "AbortError") return;
      missing = fault.message;
      drawDetail();
    }
  }

  // --- moving

  function moveTo(slot) {
    const most = end() + EDGE / sight.pixels;
    // At the right edge it follows again.
    sight.pinned = slot >= most - 0.5 ? null : Math.max(slot, Math.min(most, sight.span / 2));
    place();
    if (!covered()) load();
    remember();
  }

  function zoom(factor, around = sight.right - (sight.pinned === null ? EDGE / sight.pixels : sight.span / 2)) {
    rescale(factor, around);
    settle();
  }

  /** One of many steps of a gesture: the picture is only stretched, and drawn when the gesture is over. */
  function zoomOn(factor, around) {
    rescale(factor, around);
    stage.classList.add("stretched");
    place();
    clearTimeout(zoomOn.timer);
    zoomOn.timer = setTimeout(settle, SETTLED_MILLIS);
  }

  function rescale(factor, around) {
    const least = Math.min(USUAL, sight.width / (Number(tree.last_slot) + 4 + EDGE / USUAL));
    const share = (sight.right - around) * sight.pixels;
    sight.pixels = clamp(sight.pixels * factor, least, WIDEST);
    sight.edge = end() + EDGE / sight.pixels;
    if (sight.pinned !== null) sight.pinned = around + share / sight.pixels;
  }

  function settle() {
    if (closing.signal.aborted) return;
    redraw();
    // Closer in, what is there is enough.
    if (!covered() || !tree.complete) load();
    remember();
  }

  function whole() {
    sight.pinned = null;
    zoom(0);
  }

  function remember() {
    const shown = new URLSearchParams();
    if (sight.pinned !== null) shown.set("slot", Math.round(sight.pinned));
    if (Math.abs(sight.pixels - USUAL) > 0.01) shown.set("zoom", Number(sight.pixels.toPrecision(4)));
    for (const [name, value] of Object.entries(past ?? {})) shown.set(name, value);
    const text = shown.toString();
    clearTimeout(remember.timer);
    remember.timer = setTimeout(() => !closing.signal.aborted && history.replaceState({}, "", text ? `/forks?${text}` : "/forks"), 200);
  }

  // --- the past

  function show(then) {
    past = then;
    drawTime();
    load();
    remember();
  }

  /** Several blocks may come in one slot: one import back or on. */
  function step(by) {
    stopPlaying();
    // Of what was asked, though it may not be answered yet.
    const next = (past?.at ?? Number(tree.at ?? tree.import_count)) + by;
    show(next >= Number(tree.import_count) ? null : { at: Math.max(0, next) });
  }

  function backToNow() {
    stopPlaying();
    sight.pinned = null;
    show(null);
  }

  function togglePlay() {
    if (playing) return stopPlaying();
    const last = Number(overview?.last_slot ?? 0);
    if (last === 0) return undefined;
    let slot = past === null ? -1 : end();
    sight.pinned = null;
    playing = setInterval(() => {
      // The next frame when the last one is drawn.
      if (busy) return;
      slot += Math.max(1, Math.ceil(last / FRAMES));
      show(slot >= last ? null : { at_slot: slot });
      if (past === null) stopPlaying();
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
    toNow.disabled = past === null && sight.pinned === null;
    later.disabled = past === null;
    earlier.disabled = tree.at === "0";
    slider.value = past === null ? slider.max : past.at_slot ?? end();
    slider.setAttribute("aria-valuetext", past === null ? "now" : `slot ${slider.value}`);
    if (past === null) put(when, "as it is now");
    else put(when, "slot ", h("span", { class: "mono" }, exact(slider.value)), ", after import ", h("span", { class: "mono" }, exact(tree.at ?? tree.import_count)), ` of ${exact(tree.import_count)}`);
  }

  // --- drawing

  function redraw() {
    clearTimeout(zoomOn.timer);
    stage.classList.remove("stretched");
    drawnWidth = stage.clientWidth;
    sight.drawn = sight.pixels;
    laid = layOut(tree, (block) => (sight.pixels >= ALL_FROM ? (label(block).length * 6.4 + 14) / sight.pixels : 6 / sight.pixels), lanes);
    sight.widen(laid);
    const { parts, shown } = drawTree({ tree, laid, sight, keep: selected, epochSlots });
    picture.setAttribute("height", sight.height);
    picture.setAttribute("width", round((sight.loaded.to - sight.loaded.from) * sight.pixels) + 2 * EDGE);
    picture.dataset.blocks = shown;
    picture.dataset.lanes = sight.room.most - sight.room.least + 1;
    put(moving, parts, selectedBlock() && selectionMark(sight, selectedBlock()));
    placeNames();
    drawDetail();
    drawTime();
    place();
  }

  function place() {
    picture.setAttribute("data-following", String(sight.pinned === null));
    // The picture moves as a whole, without being painted anew.
    picture.style.transform = `translateX(${sight.offset}px)${sight.stretch === 1 ? "" : ` scaleX(${sight.stretch})`}`;
    strip.place(sight.left, sight.right);
    const said = h("p", { class: "sum" }, summaryOf(tree, laid, sight));
    if (!said.isEqualNode(summary)) put(summary, [...said.childNodes]);
    toNow.disabled = past === null && sight.pinned === null;
  }

  /** The numbers of epochs stay in sight where the tree is taller than its place. */
  function placeNames() {
    moving.querySelector(".epoch-names")?.setAttribute("transform", `translate(0 ${stage.scrollTop})`);
  }

  function drawDetail() {
    const block = selectedBlock();
    put(detail, block ? detailOf(block, tree, epochSlots) : legend(missing));
  }

  function selectedBlock() {
    return laid?.blocks.find((block) => block.hash === selected || block.root === selected);
  }

  function select(block) {
    selected = block.hash;
    moving.querySelector(".selection")?.remove();
    moving.append(selectionMark(sight, block));
    drawDetail();
  }

  function open(block) {
    go(blockPath(pathId(block)));
  }

  return {
    keys: KEYS,
    close() {
      closing.abort();
      clearInterval(playing);
      clearTimeout(remember.timer);
      clearTimeout(zoomOn.timer);
      resized.disconnect();
      stop();
    },
  };
}
