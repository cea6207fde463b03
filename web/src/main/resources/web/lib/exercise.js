// How exercises and goals stand: words and shapes that both views share.

import { h } from "./dom.js";
import { shape } from "./shapes.js";

const STATES = {
  passed: "valid",
  failed: "invalid",
  pending: "unjudged",
  running: "unjudged",
};

/** The verdict whose shape and colour a state of an exercise or goal has. */
export function stateShape(state) {
  return STATES[state] ?? "unjudged";
}

/** Shape and word of a state; `hidden` is told to assistive technology alone. */
export function stateMark(state, word = state, hidden = "") {
  return h(
    "span",
    { class: `verdict ${stateShape(state)}` },
    shape(stateShape(state)),
    h("span", { class: "word" }, word),
    hidden && h("span", { class: "hidden-text" }, hidden),
  );
}

/** What is special about a run, if anything is. */
export function variantTag(variant) {
  return variant !== "plain" && h("span", { class: "tag" }, variant);
}
