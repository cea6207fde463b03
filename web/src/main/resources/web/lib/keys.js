// Keys that work everywhere, and the help that lists them.

import { h, put } from "./dom.js";

/** How long the letter may come after the g, milliseconds. */
const CHORD_MILLIS = 1500;

const EVERYWHERE = [
  ["/", "search"],
  ["j k", "next, previous row (or the arrows, once a row has the focus)"],
  ["Enter", "open the row"],
  ["Esc", "leave a field, close what is open"],
  ["?", "this help"],
];

/**
 * Listens on the whole document. Rows are links `a.open` within `.rows`.
 *
 * @param keysOfView → keys that the open view has of its own, [[keys, what they do]]
 */
export function listenForKeys({ main, views, go, keysOfView }) {
  const dialog = h("dialog", { class: "keys", "aria-label": "Keys" });
  document.body.append(dialog);
  // A click on the backdrop is one on the dialog itself, outside of what it holds.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  let chordUntil = 0;

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (dialog.open) {
      if (event.key === "?") dialog.close();
      return;
    }
    const chord = event.timeStamp < chordUntil;
    chordUntil = 0;
    const wanted = chord && views.find((view) => view.key === event.key);
    if (wanted) {
      event.preventDefault();
      go(wanted.path);
      scrollTo(0, 0);
    } else if (event.key === "g") {
      chordUntil = event.timeStamp + CHORD_MILLIS;
    } else if (event.key === "?") {
      event.preventDefault();
      put(dialog, help(views, keysOfView(), () => dialog.close()));
      dialog.showModal();
    } else if (event.key === "/") {
      event.preventDefault();
      document.querySelector(".find input")?.focus();
    } else if (event.key === "j" || event.key === "k") {
      walk(event, main, event.key === "j" ? 1 : -1);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".rows")) {
      walk(event, main, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}

function walk(event, main, step) {
  const links = [...main.querySelectorAll(".rows a.open")].filter((link) => link.offsetParent !== null);
  if (links.length === 0) return;
  event.preventDefault();
  const row = document.activeElement?.closest(".rows tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function help(views, ofView, close) {
  const list = (keys) => h("dl", {}, keys.map(([key, what]) => h("div", {}, h("dt", {}, key.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, what))));
  return h(
    "div",
    {},
    h("h2", {}, "Keys"),
    ofView.length > 0 && [h("h3", {}, "This view"), list(ofView)],
    h("h3", {}, "Everywhere"),
    list(EVERYWHERE),
    h("h3", {}, "Go to"),
    list(views.filter((view) => view.key).map((view) => [`g ${view.key}`, view.title])),
    h("p", {}, h("button", { type: "button", class: "button", onclick: close }, "Close")),
  );
}
