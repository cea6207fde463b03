// What each check means, and how often it failed.

import { h, put } from "../lib/dom.js";
import { get, onChange } from "../lib/api.js";
import { number } from "../lib/format.js";
import { shape } from "../lib/shapes.js";
import { failureNote, outside, skeleton } from "../lib/parts.js";

export function view(main, { network, title }) {
  title("Checks");
  const closing = new AbortController();
  const body = h("div", {}, skeleton(14));
  put(
    main,
    h(
      "div",
      { class: "page" },
      h(
        "div",
        { class: "checks-head" },
        h("h1", {}, "Checks"),
        h(
          "p",
          {},
          `What a block of ${network.spec_version} can fail on, in the order of the specification. The first check that fails is the verdict; # is its place among the assertions of its function.`,
        ),
      ),
      body,
    ),
  );
  let drawn = false;
  load();
  const stop = onChange(() => drawn && load());

  async function load() {
    try {
      const { data } = await get("/checks", closing.signal);
      const moved = !drawn && location.hash;
      draw(data);
      if (moved) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ block: "center" });
    } catch (fault) {
      if (fault.name !== "AbortError" && !drawn) put(body, failureNote(fault, load));
    }
  }

  function draw(checks) {
    if (drawn) {
      for (const check of checks) {
        const cell = body.querySelector(`#${CSS.escape(check.id)} .c-count`);
        if (cell) put(cell, failures(check));
      }
      return;
    }
    drawn = true;
    put(
      body,
      h(
        "table",
        { class: "checks rows" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col", class: "c-n num", title: "Place among the assertions of the function" }, "#"),
            h("th", { scope: "col" }, "It fails when"),
            h("th", { scope: "col", class: "c-id" }, "Name"),
            h("th", { scope: "col", class: "c-count num" }, "Failed, times"),
          ),
        ),
        [...byFunction(checks)].map(([name, group]) =>
          h(
            "tbody",
            {},
            h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: 4 }, name === "*" ? "in any function" : h("span", { class: "mono" }, name), group[0].link && outside(group[0].link, "specification"))),
            group.map((check) =>
              h(
                "tr",
                { id: check.id },
                h("td", { class: "c-n num mono" }, check.assertion ?? "–"),
                h("td", {}, check.wording),
                h("td", { class: "c-id mono" }, check.id),
                h("td", { class: "c-count num mono" }, failures(check)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

function failures(check) {
  return check.failed === "0"
    ? h("span", { class: "zero" }, "0")
    : h("a", { class: "open", href: `/blocks?check=${encodeURIComponent(check.id)}`, "aria-label": `${check.failed} blocks failed ${check.id}` }, shape("invalid", 10), number(check.failed));
}

function byFunction(checks) {
  const groups = new Map();
  for (const check of checks) {
    if (!groups.has(check.function)) groups.set(check.function, []);
    groups.get(check.function).push(check);
  }
  return groups;
}
