// The bytes of an input that is no block, with the place of the fault where it is known.

import { h, put } from "../lib/dom.js";
import { count, exact } from "../lib/format.js";

const MOST = 4096;
const WIDTH = 16;

export function hexdump(block) {
  if (block.size_bytes === 0) return h("section", { class: "part" }, h("h2", {}, "Bytes", h("span", { class: "n mono" }, "0")), h("p", { class: "explain" }, "The input is empty."));
  const pre = h("pre", { class: "hex" }, "…");
  const fault = /byte (\d+)/.exec(block.failure?.message ?? "");
  fetch(`/api/v1/blocks/${block.sha256}/ssz`, { headers: { accept: "application/octet-stream" } })
    .then((answer) => answer.arrayBuffer())
    .then((buffer) => put(pre, lines(new Uint8Array(buffer), fault ? Number(fault[1]) : -1)))
    .catch(() => put(pre, "The bytes could not be loaded."));
  return h(
    "section",
    { class: "part" },
    h("h2", {}, "Bytes", h("span", { class: "n mono" }, exact(block.size_bytes)), fault && Number(fault[1]) < Math.min(MOST, block.size_bytes) && h("a", { class: "n", href: `#fault` }, `fault at byte ${fault[1]}`)),
    block.size_bytes > MOST && h("p", { class: "explain" }, `The first ${count(MOST, "byte")}.`),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Bytes" }, pre),
  );
}

function lines(bytes, fault) {
  const out = [];
  for (let at = 0; at < Math.min(bytes.length, MOST); at += WIDTH) {
    out.push(h("span", { class: "muted" }, `${at.toString(16).padStart(6, "0")}  `));
    let text = "";
    for (let i = at; i < at + WIDTH; i++) {
      if (i < bytes.length) {
        const hex = bytes[i].toString(16).padStart(2, "0");
        out.push(i === fault ? h("mark", { id: "fault", title: `byte ${i}` }, hex) : bytes[i] === 0 ? h("span", { class: "zero" }, hex) : hex, " ");
        text += bytes[i] > 32 && bytes[i] < 127 ? String.fromCharCode(bytes[i]) : "·";
      } else {
        out.push("   ");
      }
    }
    out.push(h("span", { class: "muted" }, ` ${text}\n`));
  }
  return out;
}
