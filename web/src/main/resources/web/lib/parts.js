// Pieces that several views share.

import { h, put } from "./dom.js";
import { shortRoot } from "./format.js";
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

/** What failed, and how to try again. */
export function failureNote(fault, retry) {
  return h(
    "div",
    { class: "note failed", role: "alert" },
    h("p", { class: "note-title" }, "This could not be loaded."),
    h("p", {}, fault.message),
    h("p", {}, h("button", { type: "button", class: "button", onclick: retry }, "Try again")),
  );
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
