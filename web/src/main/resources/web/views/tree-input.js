// Pointers and keys on the tree.

import { announce } from "../lib/parts.js";
import { VERDICTS } from "../lib/shapes.js";

export const KEYS = [
  ["← →", "to the parent, to the child"],
  ["↑ ↓", "to the lane above, below"],
  ["Enter", "open the block"],
  ["+ −", "zoom in, out"],
  ["Home End", "to the beginning, to now"],
  ["Space", "play the history"],
];

/** By how much one step zooms. */
export const ZOOM_STEP = 1.5;

/**
 * Listens on the stage.
 *
 * @param picture the SVG that stands in it
 * @param sight what is in sight
 * @param blocks () → the blocks with their places; empty while nothing is drawn
 * @param head () → root of the head
 * @param act `{ moveTo, zoom, zoomOn, select, selected, open, togglePlay }`
 */
export function listenToTree(stage, { picture, sight, blocks, head, act }) {
  const pointers = new Map();
  let pinch = 0;
  let travelled = 0;
  let frame = 0;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event.clientX);
    travelled = 0;
    pinch = spread();
  });
  stage.addEventListener("pointermove", (event) => {
    if (blocks().length === 0) return undefined;
    if (!pointers.has(event.pointerId)) return hover(event);
    const before = pointers.get(event.pointerId);
    pointers.set(event.pointerId, event.clientX);
    if (pointers.size === 2) {
      const now = spread();
      if (pinch > 0 && Math.abs(now / pinch - 1) > 0.04) {
        act.zoomOn(now / pinch, sight.slotAt(([...pointers.values()][0] + [...pointers.values()][1]) / 2));
        pinch = now;
      }
      return undefined;
    }
    travelled += Math.abs(event.clientX - before);
    if (travelled > 3) {
      if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
      act.moveTo(sight.right - (event.clientX - before) / sight.pixels);
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
      if (blocks().length === 0) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        act.zoomOn(Math.exp(-event.deltaY / 200), sight.slotAt(event.clientX));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
        event.preventDefault();
        act.moveTo(sight.right + (event.deltaX || event.deltaY) / sight.pixels);
      }
    },
    { passive: false },
  );

  const spread = () => {
    const [a, b] = [...pointers.values()];
    return b === undefined ? 0 : Math.max(1, Math.abs(a - b));
  };

  function nearest(event) {
    const named = event.target.closest?.(".why");
    if (named) return blocks().find((block) => String(block.input_id) === named.dataset.block) ?? null;
    const box = picture.getBoundingClientRect();
    const slot = sight.slotAt(event.clientX);
    const down = event.clientY - box.top;
    let best = null;
    let distance = 14;
    for (const block of blocks()) {
      const off = Math.hypot((block.at - slot) * sight.pixels, sight.y(block.lane) - down);
      if (off < distance) [best, distance] = [block, off];
    }
    return best;
  }

  function hover(event) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const block = nearest(event);
      stage.classList.toggle("over", block !== null);
      if (block && block !== act.selected()) act.select(block);
    });
  }

  function click(event) {
    const block = nearest(event);
    if (!block) return;
    // The first touch shows the block, as pointing does with a mouse; the next one opens it.
    if (event.pointerType === "touch" && block !== act.selected()) act.select(block);
    else act.open(block);
  }

  stage.addEventListener("keydown", (event) => {
    if (blocks().length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = {
      ArrowLeft: () => walk((a, b) => b.root === a.parent_root),
      ArrowRight: () => walk((a, b) => b.parent_root === a.root && b.root !== a.root, (a, b) => (b.lane === a.lane ? 0 : 1)),
      ArrowUp: () => walk((a, b) => b.lane < a.lane, (a, b) => (a.lane - b.lane) * 4 + Math.abs(a.at - b.at)),
      ArrowDown: () => walk((a, b) => b.lane > a.lane, (a, b) => (b.lane - a.lane) * 4 + Math.abs(a.at - b.at)),
      Enter: () => act.selected() && act.open(act.selected()),
      "+": () => act.zoom(ZOOM_STEP),
      "=": () => act.zoom(ZOOM_STEP),
      "-": () => act.zoom(1 / ZOOM_STEP),
      Home: () => act.moveTo(0),
      End: () => act.moveTo(Infinity),
      " ": act.togglePlay,
    }[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  function walk(leads, cost = () => 0) {
    const from = act.selected();
    const next = from
      ? blocks().filter((block) => leads(from, block)).sort((a, b) => cost(from, a) - cost(from, b))[0]
      : blocks().find((block) => block.root === head()) ?? blocks().at(-1);
    if (!next) return;
    act.select(next);
    announce(`${VERDICTS[next.verdict]?.word ?? next.verdict} block of slot ${next.slot}${next.check ? `, ${next.check}` : ""}`);
    if (next.at < sight.left + 2 || next.at > sight.right - 1) act.moveTo(next.at + sight.span / 2);
  }
}
