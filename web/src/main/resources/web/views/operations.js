// Votes and operations of a block as tables; the one at fault is marked and open.

import { h } from "../lib/dom.js";
import { bitlist, count, exact, figure, gwei, number } from "../lib/format.js";
import { blockPath, rootOf } from "../lib/parts.js";
import { shape } from "../lib/shapes.js";
import { memberSquares, validatorLink, voteMarks } from "./chainparts.js";

/** Kinds of operations in the order of the spec: name in the body, title, columns. */
const KINDS = [
  {
    field: "proposer_slashings",
    title: "Proposer slashings",
    columns: [
      num("Proposer", (o) => known(o.proposer_index)),
      num("Slots", (o) => `${number(o.header_1.slot)}, ${number(o.header_2.slot)}`),
      col("Body roots", (o) => [rootOf(o.header_1.body_root), " ", rootOf(o.header_2.body_root)]),
    ],
  },
  {
    field: "attester_slashings",
    title: "Attester slashings",
    columns: [
      col("Accused", (o) => accused(o)),
      num("Targets", (o) => `${number(o.attestation_1.data.target.epoch)}, ${number(o.attestation_2.data.target.epoch)}`),
      num("Sources", (o) => `${number(o.attestation_1.data.source.epoch)}, ${number(o.attestation_2.data.source.epoch)}`),
      col("Heads", (o) => [rootOf(o.attestation_1.data.beacon_block_root), " ", rootOf(o.attestation_2.data.beacon_block_root)]),
    ],
  },
  {
    field: "attestations",
    title: "Attestations",
    columns: [
      num("Slot", (o, duty) => (duty ? [number(duty.slot), h("span", { class: "muted" }, ` +${duty.inclusion_delay}`)] : h("span", { class: "muted" }, "–"))),
      num("Shard", (o) => figure(o.data.crosslink.shard)),
      col("Right", (o, duty) => (duty ? voteMarks(duty) : h("span", { class: "muted" }, "–"))),
      num("Source → target epoch", (o) => [figure(o.data.source.epoch), " → ", figure(o.data.target.epoch)]),
      col("Target", (o) => blockRoot(o.data.target.root)),
      col("Head", (o) => blockRoot(o.data.beacon_block_root)),
      col("Committee", (o, duty) => committee(o, duty)),
    ],
  },
  {
    field: "deposits",
    title: "Deposits",
    columns: [
      col("Public key", (o) => rootOf(o.data.pubkey, null, "public key")),
      col("Withdrawal credentials", (o) => rootOf(o.data.withdrawal_credentials, null, "withdrawal credentials")),
      num("Amount", (o) => gwei(o.data.amount)),
    ],
  },
  {
    field: "voluntary_exits",
    title: "Voluntary exits",
    columns: [num("Validator", (o) => known(o.validator_index)), num("From epoch", (o) => figure(o.epoch))],
  },
  {
    field: "transfers",
    title: "Transfers",
    columns: [
      num("From", (o) => known(o.sender)),
      num("To", (o) => known(o.recipient)),
      num("Amount", (o) => gwei(o.amount)),
      num("Fee", (o) => gwei(o.fee)),
      num("Slot", (o) => figure(o.slot)),
    ],
  },
];

/** A validator's index as an operation claims it: a link unless it is beyond any registry. */
function known(index) {
  return BigInt(index) < 1n << 31n ? validatorLink(index) : exact(index);
}

function col(name, draw) {
  return { name, draw, className: "" };
}

function num(name, draw) {
  return { name, draw, className: "num" };
}

/**
 * Sections, one for each kind that the block carries.
 *
 * @param duties of each attestation, who had to vote and what was right; null while not known
 */
export function operations(block, duties) {
  const body = block.message.body;
  const fault = faultAt(block.failure);
  const present = KINDS.filter((kind) => body[kind.field]?.length > 0);
  if (present.length === 0) {
    return h("section", { class: "part" }, h("h2", {}, "Operations"), h("p", { class: "explain" }, "This block carries none."));
  }
  return present.map((kind) => table(kind, body[kind.field], fault, block.failure?.actual, kind.field === "attestations" ? duties : null));
}

/** Kind and position that the failure's path leads to. */
function faultAt(failure) {
  for (const step of [...(failure?.path ?? [])].reverse()) {
    const found = /(\w+)\[(\d+)\]/.exec(step);
    if (found && KINDS.some((kind) => kind.field === found[1])) return { field: found[1], position: Number(found[2]) };
  }
  return null;
}

function table(kind, items, fault, actual, duties) {
  const width = kind.columns.length + 2;
  return h(
    "section",
    { class: "part" },
    h("h2", {}, kind.title, h("span", { class: "n mono" }, items.length)),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": kind.title },
      h(
        "table",
        { class: `operations ${kind.field}` },
        h(
          "thead",
          {},
          h("tr", {}, h("th", { scope: "col", class: "c-position num" }, "#"), kind.columns.map((c) => h("th", { scope: "col", class: c.className }, c.name)), h("th", { scope: "col", class: "c-more" }, h("span", { class: "hidden-text" }, "All fields"))),
        ),
        h(
          "tbody",
          {},
          items.map((item, position) => {
            const faulty = fault?.field === kind.field && fault.position === position;
            return rows(kind, item, position, faulty, width, actual, duties?.[position]);
          }),
        ),
      ),
    ),
  );
}

function rows(kind, item, position, faulty, width, actual, duty) {
  const fields = flat(item);
  // The value that was found wrong, where exactly one field has it.
  const wrong = faulty && fields.filter(([, value]) => value === actual).length === 1 ? actual : null;
  const all = h("tr", { class: "fields", hidden: !faulty }, h("td", { colspan: width }, h("dl", { class: "field-list" }, fields.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value === wrong ? h("mark", { title: "The value at fault" }, value) : value)]))));
  const more = h(
    "button",
    {
      type: "button",
      class: "fold",
      "aria-expanded": String(faulty),
      "aria-label": `All fields of ${kind.title.toLowerCase()} ${position}`,
      onclick: () => {
        all.hidden = !all.hidden;
        more.setAttribute("aria-expanded", String(!all.hidden));
      },
    },
    "›",
  );
  return [
    h(
      "tr",
      { class: faulty ? "at-fault invalid" : "" },
      h("td", { class: "c-position num mono" }, faulty && h("span", { class: "verdict", title: "The operation at fault" }, shape("invalid"), h("span", { class: "hidden-text" }, "at fault")), position),
      kind.columns.map((c) => h("td", { class: `${c.className}${c.className === "num" ? " mono" : ""}` }, c.draw(item, duty))),
      h("td", { class: "c-more" }, more),
    ),
    all,
  ];
}

/** Every field with its path: data.source.epoch → 4. */
function flat(value, path = "") {
  if (value === null || typeof value !== "object") return [[path, String(value)]];
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return [[path, value.join(", ") || "none"]];
  return Object.entries(value).flatMap(([name, item]) => flat(item, Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name));
}

function blockRoot(root) {
  return rootOf(root, blockPath(root));
}

function accused(slashing) {
  const indices = (attestation) => [...attestation.custody_bit_0_indices, ...attestation.custody_bit_1_indices];
  const second = new Set(indices(slashing.attestation_2));
  const both = indices(slashing.attestation_1).filter((index) => second.has(index));
  return both.length > 0 ? h("span", { class: "mono" }, both.join(", ")) : h("span", { class: "muted" }, "nobody voted in both");
}

/** The bits of a committee as squares: filled voted, hollow did not; named where the members are known. */
function committee(attestation, duty) {
  if (duty && bitlist(attestation.custody_bits).every((bit) => !bit)) {
    return h("span", { class: "committee" }, memberSquares(duty.committee, duty.voted), h("span", { class: "mono of", title: count(duty.voted.length, "vote") }, `${duty.voted.length}/${duty.committee.length}`));
  }
  const bits = bitlist(attestation.aggregation_bits);
  const custody = bitlist(attestation.custody_bits);
  const voted = bits.filter(Boolean).length;
  return h(
    "span",
    { class: "committee" },
    h(
      "span",
      { class: "bits", role: "img", "aria-label": `${voted} of ${bits.length} voted` },
      bits.slice(0, 512).map((bit, i) => h("i", { class: `${bit ? "on" : ""}${custody[i] ? " custody" : ""}`, title: `member ${i}: ${bit ? "voted" : "did not vote"}${custody[i] ? ", custody bit set" : ""}` })),
    ),
    h("span", { class: "mono of", title: count(voted, "vote") }, `${voted}/${bits.length}`),
  );
}
