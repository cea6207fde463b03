// What an operator should know: open alerts, those somebody deals with, those that are over.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, number } from "../lib/format.js";
import { ownQuery, pagedTable, queryChips, withQuery } from "../lib/paged.js";
import { emptyNote } from "../lib/parts.js";
import { nodeLink, severityMark } from "../lib/words.js";

const STATES = ["open", "acknowledged", "resolved"];

export function view(main, { go }) {
  const query = new URLSearchParams(location.search);
  const body = h("div");
  const summary = h("p", { role: "status" }, "\u00a0");
  put(
    main,
    h(
      "div",
      { class: "page" },
      h("div", { class: "watch-head" }, h("h1", {}, "Alerts"), summary),
      h(
        "div",
        { class: "bar-row" },
        queryChips({ name: "state", words: STATES, label: "States", go }),
        queryChips({ name: "severity", words: ["critical", "warning", "info"], label: "Severities", go, shown: severityMark }),
        query.get("rule") && h("button", { type: "button", class: "chip", "aria-pressed": "true", onclick: () => go(withQuery("rule", ""), { replace: true }) }, `rule ${query.get("rule")}`, " ×"),
      ),
      body,
    ),
  );
  const closing = new AbortController();
  count();
  const stop = onChange((kinds) => (kinds.has("open") || touches(kinds)) && count());
  const list = pagedTable(body, {
    path: () => `/alerts?${ownQuery(["state", "severity", "rule"], { limit: "50" })}`,
    className: "alerts",
    caption: "Alerts, the latest opened first",
    columns: [
      { head: "Severity", class: "c-sev" },
      { head: "State", class: "c-state" },
      { head: "What", class: "c-title" },
      { head: "Node", class: "c-node" },
      { head: "Times", class: "c-times num", title: "How often it happened, or came back" },
      { head: "Opened", class: "c-age" },
    ],
    key: (alert) => alert.id,
    row: (alert) =>
      h(
        "tr",
        { class: `alert-${alert.state}` },
        h("td", { class: "c-sev" }, severityMark(alert.severity)),
        h("td", { class: "c-state" }, alert.state, alert.acknowledged_by && alert.state === "acknowledged" && h("span", { class: "by" }, ` by ${alert.acknowledged_by}`)),
        h("td", { class: "c-title" }, h("a", { class: "open", href: `/alert/${alert.id}` }, alert.title), h("span", { class: "rule" }, alert.rule.replaceAll("_", " "))),
        h("td", { class: "c-node" }, alert.node && nodeLink(alert.node)),
        h("td", { class: "c-times num mono" }, alert.occurrence_count === "1" ? "" : h("span", {}, number(alert.occurrence_count), "×")),
        h("td", { class: "c-age" }, age(alert.resolved_at ?? alert.opened_at, serverNow()), alert.resolved_at && h("span", { class: "label" }, " (end)")),
      ),
    empty: () =>
      query.toString()
        ? emptyNote("No such alert.", h("a", { href: "/alerts" }, "Show all alerts"))
        : emptyNote("All is well.", "No alert was ever raised here. A new one appears by itself; a program can follow ", h("a", { href: "/api/v1/alerts.rss" }, "the feed"), "."),
    wakes: touches,
  });

  /** What is open now, whatever is filtered. */
  async function count() {
    try {
      const { data, meta } = await get("/alerts?state=open,acknowledged&limit=500", closing.signal);
      const open = data.filter((alert) => alert.state === "open").length;
      const worst = data.some((alert) => alert.severity === "critical" && alert.state === "open");
      summary.textContent =
        data.length === 0
          ? "Nothing is open."
          : `${open}${meta.next_cursor ? " or more" : ""} open${worst ? ", some of them critical" : ""}; ${data.length - open} acknowledged.`;
    } catch {
      // The list below says what is wrong.
    }
  }

  return {
    close() {
      closing.abort();
      stop();
      list.close();
    },
  };
}

function touches(kinds) {
  return [...kinds].some((kind) => kind.startsWith("alert_"));
}
