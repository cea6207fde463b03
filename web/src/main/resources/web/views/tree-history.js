// The strip below the tree: the whole history, with what is in sight; dragging in it moves through time.

import { h, put, s } from "../lib/dom.js";
import { exact } from "../lib/format.js";
import { clamp, round } from "./tree-sight.js";

/**
 * The strip.
 *
 * @param moved called with the slot that is dragged to
 * @returns `element`; `show(overview, epochs, epochSlots)`; `place(left, right)`, the slots in sight
 */
export function history(moved) {
  let last = 0;
  let sight = { left: 0, right: 0 };
  const strip = s("svg", { class: "history", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 1000 48" });
  const pane = s("rect", { class: "window", y: 1, height: 46, width: 10 });
  const end = h("span", {});
  const across = (slot) => (slot / Math.max(1, last)) * 1000;
  const element = h(
    "div",
    {},
    h("div", { class: "strip-frame", title: "Drag to move" }, strip),
    h("p", { class: "strip-words" }, h("span", {}, "slot 0"), h("span", {}, "bars: participation by epoch; ticks: ", h("span", { class: "tick-fork" }, "forks"), ", ", h("span", { class: "tick-bad" }, "not valid")), end),
  );

  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    drag(event);
  });
  strip.addEventListener("pointermove", (event) => strip.hasPointerCapture(event.pointerId) && drag(event));

  function drag(event) {
    const box = strip.getBoundingClientRect();
    moved(((event.clientX - box.left) / box.width) * last);
  }

  function show(overview, epochs, epochSlots) {
    last = Number(overview.last_slot);
    const bars = epochs.map((epoch) => {
      const share = Number(epoch.participation.target ?? 0);
      const from = across(Number(epoch.epoch) * epochSlots);
      const wide = Math.max(0.6, across((Number(epoch.epoch) + 1) * epochSlots) - from - 0.6);
      return s("rect", { class: !epoch.complete ? "open" : share < 2 / 3 ? "low" : "", x: round(from), y: round(36 - 28 * share), width: round(Math.min(wide, 1000 - from)), height: round(28 * share + 0.5) });
    });
    const ticks = (slots) => slots.map((slot) => `M${round(across(slot))} 39V48`).join("");
    put(
      strip,
      s("g", { class: "bars" }, bars),
      s("path", { class: "line", d: "M0 36.5H1000" }),
      s("path", { class: "tick fork", d: ticks(overview.forks.filter((f) => f.base).map((f) => Number(f.base.slot))) }),
      s("path", { class: "tick bad", d: ticks(overview.blocks.filter((b) => ["invalid", "error"].includes(b.verdict)).map((b) => Number(b.slot))) }),
      s("path", { class: "final", d: `M0 36.5H${round(across(Number(overview.finalized.slot)))}` }),
      pane,
    );
    end.textContent = `slot ${exact(last)}`;
    place(sight.left, sight.right);
  }

  function place(left, right) {
    sight = { left, right };
    const from = clamp(across(left), 0, 998);
    const to = clamp(across(right), from + 2, 1000);
    pane.setAttribute("x", round(from));
    pane.setAttribute("width", round(to - from));
  }

  return { element, show, place };
}
