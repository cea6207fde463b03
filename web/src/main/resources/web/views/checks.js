// What each check means, and how often it failed.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, count, number } from "../lib/format.js";
import { shape } from "../lib/shapes.js";
import { failureNote, outside, skeleton } from "../lib/parts.js";
import { blockLink } from "../lib/words.js";

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
  const stop = onChange((kinds) => drawn && (kinds.has("open") || kinds.has("block_judged")) && load());

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
        const row = body.querySelector(`#${CSS.escape(check.id)}`);
        if (!row || row.dataset.failed === check.failed + check.share) continue;
        row.dataset.failed = check.failed + check.share;
        put(row.querySelector(".c-latest"), latest(check));
        put(row.querySelector(".c-share"), share(check));
        put(row.querySelector(".c-count"), failures(check));
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
            h("th", { scope: "col", class: "c-latest" }, "Latest"),
            h("th", { scope: "col", class: "c-share num", title: "Of all failures on a check" }, "Share"),
            h("th", { scope: "col", class: "c-count num" }, "Failed, times"),
          ),
        ),
        [...byFunction(checks)].map(([name, group]) =>
          h(
            "tbody",
            {},
            h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: 6 }, name === "*" ? "in any function" : h("span", { class: "mono" }, name), group[0].link && outside(group[0].link, "specification"))),
            group.map((check) =>
              h(
                "tr",
                { id: check.id },
                h("td", { class: "c-n num mono" }, check.assertion ?? "–"),
                h("td", { class: "c-wording" }, check.wording),
                h("td", { class: "c-id mono" }, h("a", { class: "open", href: checkPath(check) }, check.id)),
                h("td", { class: "c-latest" }, latest(check)),
                h("td", { class: "c-share num mono" }, share(check)),
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
    : h("a", { href: checkPath(check), "aria-label": `${count(check.failed, "block")} failed ${check.id}` }, shape("invalid", 10), number(check.failed));
}

function checkPath(check) {
  return `/check/${encodeURIComponent(check.id)}`;
}

function latest(check) {
  return check.latest && [blockLink(check.latest.root, check.latest.slot), " ", age(check.latest.judged_at, serverNow())];
}

function share(check) {
  return check.failed === "0" ? "" : percent(check.share);
}

/** "0.0196" → "2.0 %" */
export function percent(fraction) {
  return fraction === null ? "–" : `${(Number(fraction) * 100).toFixed(1)} %`;
}

function byFunction(checks) {
  const groups = new Map();
  for (const check of checks) {
    if (!groups.has(check.function)) groups.set(check.function, []);
    groups.get(check.function).push(check);
  }
  return groups;
}
