// A verdict is never colour alone: each has its shape and its word.

import { h, s } from "./dom.js";

const SHAPES = {
  valid: () => s("circle", { cx: 6, cy: 6, r: 4.5, fill: "currentColor" }),
  invalid: () =>
    s("path", {
      d: "M2.2 2.2l7.6 7.6M9.8 2.2l-7.6 7.6",
      stroke: "currentColor",
      "stroke-width": 2.2,
      "stroke-linecap": "round",
    }),
  waiting: () =>
    s("circle", {
      cx: 6,
      cy: 6,
      r: 4.4,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.8,
      "stroke-dasharray": "2.3 2.3",
    }),
  error: () => s("path", { d: "M6 1.2L11.2 10.6H0.8Z", fill: "currentColor" }),
};

/** Every verdict: its word, its shape, what it says. */
export const VERDICTS = {
  valid: { word: "valid", shape: "valid", says: "Every check of the transition held, and the state root is the claimed one." },
  invalid: { word: "invalid", shape: "invalid", says: "A check of the transition failed." },
  malformed: { word: "malformed", shape: "invalid", says: "The bytes are not the SSZ of a block." },
  unjudged: { word: "waiting", shape: "waiting", says: "Received and stored; not judged yet." },
  unknown_parent: { word: "unknown parent", shape: "waiting", says: "The parent's post-state is not known: the parent was never seen, or is itself not valid." },
  future: { word: "future", shape: "waiting", says: "The block's slot has not come yet." },
  genesis: { word: "genesis", shape: "valid", says: "Where every chain of this network begins." },
  error: { word: "our error", shape: "error", says: "We failed, not the block. It is kept for another try." },
};

/** The shape alone, hidden from assistive technology: the word must stand beside it. */
export function shape(verdict, size = 12) {
  const drawn = SHAPES[VERDICTS[verdict]?.shape ?? "waiting"]();
  return s("svg", { viewBox: "0 0 12 12", width: size, height: size, class: "shape", "aria-hidden": "true" }, drawn);
}

/** Shape and word in the verdict's colour. */
export function verdictMark(verdict, size) {
  const { word, says } = VERDICTS[verdict] ?? { word: verdict, says: "" };
  return h("span", { class: `verdict ${verdict}`, title: says }, shape(verdict, size), h("span", { class: "word" }, word));
}

const GLYPHS = {
  copy: "M4 4V1.5h6.5V8H8M1.5 4H8v6.5H1.5z",
  done: "M1.5 6.5l3 3 6-7",
  down: "M6 1v7.5M2.5 5.5L6 9l3.5-3.5M1.5 11h9",
  out: "M4.5 2H2v8h8V7.5M7 1.5h3.5V5M10.5 1.5L5.5 6.5",
};

/** A small line drawing. */
export function glyph(name) {
  return s(
    "svg",
    { viewBox: "0 0 12 12", width: 12, height: 12, class: "glyph", "aria-hidden": "true" },
    s("path", { d: GLYPHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.3, "stroke-linejoin": "round", "stroke-linecap": "round" }),
  );
}
