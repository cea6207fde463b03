// One check: what it means, how often it failed, and the blocks that failed on it.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, number, shortRoot } from "../lib/format.js";
import { pagedTable } from "../lib/paged.js";
import { emptyNote, failureNote, outside, skeleton } from "../lib/parts.js";
import { verdictMark } from "../lib/shapes.js";
import { blockLink } from "../lib/words.js";
import { percent } from "./checks.js";

export function view(main, { network, title }, id) {
  title(id);
  const closing = new AbortController();
  const head = h("div", { class: "watch-head" }, h("h1", { class: "mono" }, id), skeleton(3));
  const blocks = h("div");
  put(main, h("div", { class: "page" }, head, blocks));
  let list = { close() {} };
  load(true);
  const stop = onChange((kinds) => (kinds.has("open") || kinds.has("block_judged")) && load(false));

  async function load(first) {
    try {
      const { data } = await get(`/checks/${encodeURIComponent(id)}`, closing.signal);
      drawHead(data);
      if (first) list = blocksOf(blocks, data);
    } catch (fault) {
      if (fault.name !== "AbortError" && first) put(head, failureNote(fault, () => load(true)));
    }
  }

  function drawHead(check) {
    put(
      head,
      h("p", { class: "over" }, h("a", { href: `/checks#${check.id}` }, "Checks"), h("span", { class: "mono" }, check.function === "*" ? "in any function" : check.function), check.assertion !== null && h("span", {}, `assertion ${check.assertion}`)),
      h("h1", {}, `It fails when ${check.wording}`),
      h("p", {}, h("span", { class: "mono" }, check.id), ` · ${network.spec_version} · `, check.link && outside(check.link, "specification")),
      h(
        "dl",
        { class: "figures" },
        h("div", {}, h("dt", {}, "Failed"), h("dd", {}, number(check.failed), h("span", { class: "unit" }, check.failed === "1" ? " time" : " times"))),
        h("div", {}, h("dt", {}, "Of all failures"), h("dd", {}, percent(check.share))),
        h("div", {}, h("dt", {}, "Latest"), h("dd", { class: "words" }, check.latest ? [blockLink(check.latest.root, check.latest.slot), " ", age(check.latest.judged_at, serverNow())] : "never")),
      ),
    );
  }

  return {
    close() {
      closing.abort();
      stop();
      list.close();
    },
  };
}

/** Roots and signatures in it are shortened; they are whole in the title. */
function shortened(value) {
  return value?.replace(/0x[0-9a-f]{40,}/g, shortRoot) ?? "–";
}

function blocksOf(parent, check) {
  const body = h("div");
  put(parent, h("h2", { class: "section" }, "Blocks that failed on it"), body);
  return pagedTable(body, {
    path: () => `/blocks?check=${encodeURIComponent(check.id)}&limit=50`,
    className: "failed-blocks",
    caption: `Blocks that failed on ${check.id}, the latest first`,
    columns: [
      { head: "Verdict", class: "c-verdict" },
      { head: "Slot", class: "c-slot" },
      { head: "Where", class: "c-where" },
      { head: "Expected", class: "c-value" },
      { head: "Got", class: "c-value" },
      { head: "Received", class: "c-age" },
    ],
    key: (block) => block.input_id,
    row: (block) => {
      const failure = [block.failure, block.fork_choice].find((each) => each?.check === check.id) ?? {};
      return h(
        "tr",
        {},
        h("td", { class: "c-verdict" }, verdictMark(block.verdict)),
        h("td", { class: "c-slot" }, h("a", { class: "open", href: `/block/${block.hash ?? block.sha256}` }, block.slot === null ? "not a block" : number(block.slot))),
        h("td", { class: "c-where mono" }, (failure.path ?? []).at(-1) ?? failure.function ?? ""),
        h("td", { class: "c-value mono", title: failure.expected }, h("span", { class: "label" }, "expected "), shortened(failure.expected)),
        h("td", { class: "c-value mono", title: failure.actual }, h("span", { class: "label" }, "got "), shortened(failure.actual)),
        h("td", { class: "c-age" }, age(block.received_at, serverNow())),
      );
    },
    empty: () => emptyNote("No block has failed on it.", "What would: ", check.wording, "."),
    wakes: (kinds) => kinds.has("block_judged"),
  });
}
