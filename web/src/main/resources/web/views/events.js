// Everything that happened, as it happens, in words.

import { h, put } from "../lib/dom.js";
import { serverNow } from "../lib/api.js";
import { age } from "../lib/format.js";
import { ownQuery, pagedTable, queryChips } from "../lib/paged.js";
import { emptyNote } from "../lib/parts.js";
import { EVENTS, eventDot, eventWords } from "../lib/words.js";

/** Types that belong together are switched together. */
const GROUPS = {
  Blocks: ["block_judged", "block_waiting", "block_failed"],
  Chain: ["head_changed", "justified_changed", "finalized_changed", "epoch_ended"],
  Forks: ["fork_created", "reorg"],
  Nodes: ["node_finalized", "node_disagrees", "source_changed"],
  Offences: ["offence_found"],
  Exercises: ["exercise_started", "goal_passed", "goal_failed", "exercise_ended"],
  Alerts: ["alert_opened", "alert_escalated", "alert_acknowledged", "alert_resolved"],
};

export function view(main, { go }) {
  const types = new URLSearchParams(location.search).get("type");
  const wanted = new Set((types ?? "").split(",").filter(Boolean));
  const body = h("div");
  put(
    main,
    h(
      "div",
      { class: "page" },
      h("div", { class: "watch-head" }, h("h1", {}, "Events"), h("p", {}, "What happened, the latest first; new ones appear by themselves.")),
      h("div", { class: "bar-row" }, groupChips(wanted, go)),
      h(
        "details",
        { class: "types", open: wanted.size > 0 && !isGroups(wanted) },
        h("summary", {}, "Single types"),
        queryChips({ name: "type", words: Object.keys(EVENTS), label: "Types of events", go, shown: (type) => EVENTS[type].name }),
      ),
      body,
    ),
  );
  return pagedTable(body, {
    path: () => `/events?${ownQuery(["type"], { order: "desc", limit: "100" })}`,
    className: "events",
    caption: "Events, the latest first",
    columns: [{ head: "When", class: "c-when" }, { head: "What", class: "c-type" }, { head: "", class: "c-says" }],
    key: (event) => event.id,
    row: (event) =>
      h(
        "tr",
        { id: `event-${event.id}` },
        h("td", { class: "c-when" }, age(event.happened_at, serverNow())),
        h("td", { class: "c-type" }, eventDot(event), EVENTS[event.type]?.name ?? event.type),
        h("td", { class: "c-says" }, eventWords(event)),
      ),
    empty: () =>
      wanted.size > 0
        ? emptyNote("No such event yet.", h("a", { href: "/events" }, "Show all events"))
        : emptyNote("Nothing has happened yet.", "Events appear with the first block. Is a source set up? ", h("a", { href: "/nodes" }, "See the nodes")),
    wakes: (kinds) => wanted.size === 0 || [...kinds].some((kind) => wanted.has(kind)),
  });
}

function isGroups(wanted) {
  return [...wanted].every((type) => Object.values(GROUPS).some((group) => group.includes(type) && group.every((each) => wanted.has(each))));
}

function groupChips(wanted, go) {
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": "Groups of events" },
    Object.entries(GROUPS).map(([name, group]) => {
      const on = group.every((type) => wanted.has(type));
      return h(
        "button",
        {
          type: "button",
          class: "chip",
          "aria-pressed": String(on),
          onclick: () => {
            const next = new Set(wanted);
            for (const type of group) on ? next.delete(type) : next.add(type);
            const text = Object.keys(EVENTS).filter((type) => next.has(type)).join(",");
            go(text ? `/events?type=${text}` : "/events", { replace: true });
          },
        },
        name,
      );
    }),
  );
}
