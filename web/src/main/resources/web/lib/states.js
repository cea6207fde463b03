// How a node stands, as shape and word.

import { h } from "./dom.js";

const STATES = {
  ok: ["●", "ok"],
  lagging: ["◌", "lagging"],
  silent: ["○", "silent"],
  unreachable: ["✕", "unreachable"],
  timeout: ["✕", "times out"],
  error: ["✕", "error"],
  garbage: ["✕", "garbage"],
  lying: ["✕", "lying"],
  not_asked: ["–", "not asked"],
};

/** The shape alone; the word must stand beside it. */
export function glyphOf(state) {
  return h("span", { "aria-hidden": "true" }, STATES[state]?.[0] ?? "?", " ");
}

/** The word. */
export function stateWord(state) {
  return STATES[state]?.[1] ?? state;
}
