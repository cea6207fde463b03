// What validators did that they can be slashed for, with the evidence to download.

import { h, put } from "../lib/dom.js";
import { serverNow } from "../lib/api.js";
import { age, number } from "../lib/format.js";
import { ownQuery, pagedTable, queryChips, withQuery } from "../lib/paged.js";
import { emptyNote } from "../lib/parts.js";
import { glyph } from "../lib/shapes.js";
import { OFFENCE_KINDS, blockLink, validatorLinks } from "../lib/words.js";

const KINDS = { double_proposal: "Double proposal", double_vote: "Double vote", surround_vote: "Surround vote", block_copies: "Copies of a block" };

export function view(main, { go }) {
  const query = new URLSearchParams(location.search);
  const body = h("div");
  const field = h("input", { type: "text", inputmode: "numeric", name: "validator", placeholder: "Validator", "aria-label": "Index of a validator", value: query.get("validator") ?? "", class: "field" });
  put(
    main,
    h(
      "div",
      { class: "page" },
      h(
        "div",
        { class: "watch-head" },
        h("h1", {}, "Offences"),
        h("p", {}, "Misbehaviour that is proven, in any fork, and the operation that has somebody slashed for it."),
      ),
      h(
        "div",
        { class: "bar-row" },
        queryChips({ name: "kind", words: Object.keys(KINDS), label: "Kinds of offences", go, single: true, shown: (kind) => KINDS[kind] }),
        h(
          "form",
          {
            onsubmit: (event) => {
              event.preventDefault();
              go(withQuery("validator", field.value.trim()), { replace: true });
            },
          },
          field,
        ),
      ),
      body,
    ),
  );
  let scrolled = !location.hash;
  return pagedTable(body, {
    path: () => `/offences?${ownQuery(["kind", "validator"], { limit: "100" })}`,
    className: "offences",
    caption: "Offences, the latest first",
    columns: [
      { head: "Found", class: "c-when" },
      { head: "Kind", class: "c-kind" },
      { head: "Validators", class: "c-who" },
      { head: "Epoch", class: "c-epoch num" },
      { head: "The two", class: "c-two" },
      { head: "Can be slashed now", class: "c-can", title: "Whether a block on our head could have carried the operation when it was found" },
      { head: "Evidence", class: "c-get" },
    ],
    key: (offence) => offence.id,
    row: (offence) =>
      h(
        "tr",
        { id: `offence-${offence.id}` },
        h("td", { class: "c-when" }, age(offence.found_at, serverNow())),
        h("td", { class: "c-kind", title: OFFENCE_KINDS[offence.kind] }, KINDS[offence.kind] ?? offence.kind),
        h("td", { class: "c-who" }, h("span", { class: "label" }, "validator "), offence.validators.length ? validatorLinks(offence.validators) : h("span", { class: "muted" }, "nobody can be named")),
        h("td", { class: "c-epoch num mono" }, h("span", { class: "label" }, "epoch "), h("a", { href: `/epoch/${offence.epoch}` }, number(offence.epoch))),
        h("td", { class: "c-two" }, theTwo(offence)),
        h("td", { class: "c-can" }, h("span", { class: "label" }, "can be slashed now: "), slashable(offence)),
        h("td", { class: "c-get" }, downloads(offence)),
      ),
    empty: () =>
      query.get("kind") || query.get("validator")
        ? emptyNote("No such offence.", h("a", { href: "/offences" }, "Show all offences"))
        : emptyNote("No offence so far.", "Nobody has signed anything to be slashed for, in any fork we know."),
    wakes: (kinds) => kinds.has("offence_found"),
    drawn: () => {
      if (scrolled) return;
      scrolled = true;
      queueMicrotask(() => document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" }));
    },
  });
}

function theTwo(offence) {
  if (offence.slashing_position === null) return [side(offence.first, "open"), " and ", side(offence.second)];
  return h("span", { title: "The two themselves never came here: the slashing carries what is needed of them" }, "in the slashing of ", blockLink(offence.first.hash, offence.first.slot, "open"));
}

function side(block, className) {
  const where = block.position === null ? "" : `, vote ${block.position}`;
  return [blockLink(block.hash, block.slot, className), where];
}

function slashable(offence) {
  if (offence.kind === "block_copies") return h("span", { class: "muted" }, "no: only one signature can be good");
  if (!offence.refusal) return h("span", { class: "verdict invalid" }, "yes");
  return h("span", { class: "muted", title: `${offence.refusal.check}: ${offence.refusal.message}` }, `no: ${offence.refusal.message}`);
}

function downloads(offence) {
  if (offence.kind === "block_copies") return h("a", { href: `/block/${offence.first.root}` }, "all copies");
  return [
    h("a", { href: `/api/v1/offences/${offence.id}/ssz`, download: true, class: "get", title: "The slashing operation as SSZ" }, glyph("down"), "SSZ"),
    h("a", { href: `/api/v1/offences/${offence.id}`, download: `offence-${offence.id}.json`, class: "get", title: "The offence with its operation as JSON" }, glyph("down"), "JSON"),
  ];
}
