// Pieces that several views share.

import { h, put } from "./dom.js";
import { onChange, serverNow } from "./api.js";
import { countdown, shortRoot } from "./format.js";
import { glyph } from "./shapes.js";

/** A button that copies `text`. */
export function copyButton(text, what) {
  const button = h(
    "button",
    {
      type: "button",
      class: "copy",
      "aria-label": `Copy ${what}`,
      title: `Copy ${what}`,
      onclick: async (event) => {
        event.preventDefault();
        event.stopPropagation();
        await copy(text);
        put(button, glyph("done"));
        button.classList.add("done");
        announce(`Copied ${what}.`);
        setTimeout(() => {
          put(button, glyph("copy"));
          button.classList.remove("done");
        }, 1500);
      },
    },
    glyph("copy"),
  );
  return button;
}

// The clipboard of the browser exists on secure origins only; an explorer on a local network is not one.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = h("textarea", { class: "hidden-field" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** A root: shortened, whole on hover, a link when `href` is given, copied by its button. */
export function rootOf(root, href, what = "root") {
  const text = h("span", { class: "mono" }, shortRoot(root));
  return h(
    "span",
    { class: "root" },
    href ? h("a", { href, title: root }, text) : h("span", { title: root }, text),
    copyButton(root, what),
  );
}

/** A root in full where there is room; the middle is hidden by CSS where there is not. */
export function wholeRoot(root, href, what = "root") {
  const parts = [
    h("span", { class: "mono whole" }, root),
    h("span", { class: "mono short", "aria-hidden": "true" }, shortRoot(root)),
  ];
  return h(
    "span",
    { class: "root" },
    href ? h("a", { href, title: root }, parts) : h("span", { title: root }, parts),
    copyButton(root, what),
  );
}

/** Path of a block's page. */
export function blockPath(id) {
  return `/block/${id}`;
}

/** A link that leaves Crosscheck. */
export function outside(href, ...text) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", class: "outside" }, text, glyph("out"));
}

/** Grey bars of the size of what comes. */
export function skeleton(rows, className = "") {
  return h(
    "div",
    { class: `skeleton ${className}`, role: "status", "aria-label": "Loading" },
    Array.from({ length: rows }, () => h("div", { class: "bar" })),
  );
}

/** What is wrong with a request, by the status of its answer; 0: there was none. */
const FAILURES = {
  0: "The server does not answer.",
  400: "This address asks for what cannot be.",
  404: "This is not here.",
  503: "The server cannot answer now.",
};

/**
 * What failed, and what to do. What is only out of reach is tried again when the server is back; what is not there, or
 * cannot be, is not.
 */
export function failureNote(fault, retry) {
  const hopeless = fault.status === 404 || fault.status === 400;
  const title = FAILURES[fault.status] ?? "This could not be loaded.";
  const note = h(
    "div",
    { class: `note ${hopeless ? "empty" : "failed"}`, role: "alert" },
    h("p", { class: "note-title" }, title),
    fault.message !== title && h("p", {}, fault.message),
    h("p", {}, hopeless ? wayBack() : h("button", { type: "button", class: "button", onclick: retry }, "Try again")),
  );
  const stop = onChange((kinds) => {
    if (note.isConnected && !kinds.has("open")) return;
    stop();
    if (note.isConnected) retry();
  });
  return note;
}

/** To the list that the address is of, without what was asked. */
function wayBack() {
  const list = document.querySelector(".top nav [aria-current]");
  return list ? h("a", { href: list.pathname }, `To all ${list.textContent.toLowerCase()}`) : h("a", { href: "/" }, "To the first page");
}

/** No block has come: how long it is until one can, or what to do. */
export function noBlockYet(network, what = "Blocks appear here as soon as a source delivers them: a watched directory, a polled node, a push, or the built-in test network (crosscheck demo).") {
  const genesis = 1000 * Number(network.genesis_time);
  if (serverNow() >= genesis) return emptyNote("No block yet.", what);
  const left = h("span", { class: "mono until" }, countdown(genesis - serverNow()));
  const note = emptyNote("No block yet.", "Waiting for genesis in ", left, ".");
  const timer = setInterval(() => {
    if (!note.isConnected) return clearInterval(timer);
    if (serverNow() < genesis) left.textContent = countdown(genesis - serverNow());
    else note.replaceWith(noBlockYet(network, what));
    return undefined;
  }, 1000);
  return note;
}

/** Nothing there, and what to do. */
export function emptyNote(title, ...text) {
  return h("div", { class: "note empty" }, h("p", { class: "note-title" }, title), h("p", {}, text));
}

let announcer;

/** Tells assistive technology something that is seen elsewhere. */
export function announce(text) {
  announcer ??= document.body.appendChild(h("div", { class: "hidden-text", role: "status" }));
  announcer.textContent = text;
}
