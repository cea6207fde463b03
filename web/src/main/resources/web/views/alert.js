// One alert: what it is about, the evidence, what happened to it, and who deals with it.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, duration, moment, number } from "../lib/format.js";
import { announce, failureNote, rootOf, skeleton } from "../lib/parts.js";
import { OFFENCE_KINDS, nodeLink, severityMark, validatorLinks } from "../lib/words.js";

const TOKEN = "crosscheck.token";
const NAME = "crosscheck.name";

export function view(main, { title }, id) {
  const closing = new AbortController();
  const page = h("div", { class: "page" }, h("div", { class: "watch-head" }, h("h1", {}, `Alert ${id}`)), skeleton(8));
  put(main, page);
  let drawn;
  load();
  const stop = onChange((kinds) => (kinds.has("open") || [...kinds].some((kind) => kind.startsWith("alert_"))) && drawn && load());

  async function load() {
    try {
      const { data } = await get(`/alerts/${encodeURIComponent(id)}`, closing.signal);
      const text = JSON.stringify(data);
      if (text === drawn) return;
      drawn = text;
      title(data.title);
      draw(data);
    } catch (fault) {
      if (fault.name !== "AbortError" && !drawn) put(page, failureNote(fault, load));
    }
  }

  function draw(alert) {
    const typed = page.querySelector("form.acknowledge");
    const keep = typed && alert.state === "open" && typed.contains(document.activeElement) ? typed : undefined;
    put(
      page,
      h(
        "div",
        { class: "watch-head alert-head" },
        h("p", { class: "over" }, severityMark(alert.severity), h("span", {}, h("a", { href: `/alerts?rule=${alert.rule}` }, alert.rule.replaceAll("_", " "))), h("span", {}, alert.state, alert.acknowledged_by && ` by ${alert.acknowledged_by}`)),
        h("h1", {}, alert.title),
      ),
      h(
        "div",
        { class: "two" },
        h("section", {}, h("h2", {}, "Cause and evidence"), h("dl", { class: "alert-facts" }, facts(alert))),
        h("section", {}, h("h2", {}, "What happened"), timeline(alert)),
      ),
      alert.state === "open" && (keep ?? acknowledgeForm(alert, load)),
    );
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

function fact(name, ...value) {
  return [h("dt", {}, name), h("dd", {}, value)];
}

/** Names of details in words; the others are shown by their own name. */
const DETAILS = {
  root: "Block",
  tip_root: "Tip of the branch",
  ancestor_root: "Last common block",
  check: "Check",
  nodes: "Nodes",
  validators: "Validators",
  offence_id: "Offence",
  slot: "Slot",
  base_slot: "Left our chain after",
  tip_slot: "Tip at",
  depth_slots: "Depth",
  hook: "Webhook",
  kind: "Kind",
};

function facts(alert) {
  const { details } = alert;
  const list = [fact("Cause", h("span", { class: "mono cause" }, cause(alert.cause)))];
  if (alert.node) list.push(fact("Node", nodeLink(alert.node)));
  for (const [name, value] of Object.entries(details)) {
    if (value === null || value === "") continue;
    list.push(fact(DETAILS[name] ?? name.replaceAll("_", " "), detail(name, value)));
  }
  list.push(fact("Happened", alert.occurrence_count === "1" ? "once" : `${number(alert.occurrence_count)} times`));
  list.push(fact("Last seen", age(alert.last_seen_at, serverNow())));
  const end = alert.resolved_at ?? new Date(serverNow()).toISOString();
  list.push(fact(alert.resolved_at ? "Lasted" : "Open for", duration((Date.parse(end) - Date.parse(alert.opened_at)) / 1000)));
  return list;
}

/** Roots in a cause are long; their block is linked. */
function cause(text) {
  const [, kind, root] = /^(block|fork):(0x[0-9a-f]{64})$/.exec(text) ?? [];
  return root ? [`${kind} `, rootOf(root, `/block/${root}`)] : text.replace(":", " ").replaceAll("_", " ");
}

function detail(name, value) {
  if (name === "nodes") return value.flatMap((node, i) => (i ? [", ", nodeLink(node)] : [nodeLink(node)]));
  if (name === "validators") return validatorLinks(value.map(String), 20);
  if (name === "check") return h("a", { href: `/check/${value}`, class: "mono" }, value);
  if (name === "offence_id") return h("a", { href: `/offences#offence-${value}` }, `offence ${value}, with its operation`);
  if (typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value)) return rootOf(value, `/block/${value}`);
  if (name.endsWith("_at") && typeof value === "string") return h("span", { title: moment(value) }, age(value, serverNow()));
  if (name === "slot" || name === "base_slot" || name === "tip_slot") return blockSlot(value);
  if (name.endsWith("_slots")) return value === "1" ? "1 slot" : `${number(value)} slots`;
  if (name === "kind") return OFFENCE_KINDS[value] ?? String(value).replaceAll("_", " ");
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return h("code", {}, JSON.stringify(value));
  return String(value);
}

function blockSlot(slot) {
  return /^\d+$/.test(slot) ? h("a", { href: `/block/${slot}` }, `slot ${number(slot)}`) : slot;
}

const STEPS = { opened: "Opened", escalated: "Grew worse", acknowledged: "Acknowledged", resolved: "Over" };

function timeline(alert) {
  if (alert.timeline.length === 0) return h("p", { class: "muted" }, "No event tells of it.");
  let opened = 0;
  return h(
    "ol",
    { class: "alert-steps" },
    alert.timeline.map((step) => {
      const again = step.what === "opened" && opened++ > 0;
      return h(
        "li",
        { class: `step-${step.what}` },
        h("span", { class: "what" }, again ? "Came back" : STEPS[step.what] ?? step.what),
        step.what === "acknowledged" ? h("span", {}, `by ${step.by}`) : severityMark(step.severity),
        h("span", { class: "when" }, age(step.happened_at, serverNow()), h("a", { href: `/events?type=alert_${step.what}#event-${step.event_id}`, class: "muted" }, ` · event ${step.event_id}`)),
        step.title !== alert.title && h("span", { class: "then" }, step.title),
      );
    }),
  );
}

/** The token lasts as long as this tab: it is nobody else's. */
function acknowledgeForm(alert, reload) {
  const by = h("input", { name: "by", required: true, maxlength: 80, autocomplete: "name", class: "field", value: remembered(localStorage, NAME) });
  const token = h("input", { name: "token", type: "password", autocomplete: "off", class: "field", value: remembered(sessionStorage, TOKEN), placeholder: "only if the service has one" });
  const said = h("p", { class: "said", role: "alert" });
  const button = h("button", { class: "button" }, "I deal with it");
  return h(
    "form",
    {
      class: "acknowledge",
      onsubmit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        said.textContent = "";
        remember(localStorage, NAME, by.value);
        remember(sessionStorage, TOKEN, token.value);
        try {
          const headers = { "content-type": "application/json" };
          if (token.value) headers.authorization = `Bearer ${token.value}`;
          const answer = await fetch(`/api/v1/alerts/${alert.id}/acknowledge`, { method: "POST", headers, body: JSON.stringify({ by: by.value.trim() }) });
          if (answer.ok || answer.status === 409) {
            document.activeElement?.blur();
            announce("Acknowledged.");
            await reload();
          } else {
            said.textContent = answer.status === 401 ? "The token is missing or wrong." : (await answer.json()).message;
          }
        } catch {
          said.textContent = "The server does not answer. Try again.";
        }
        button.disabled = false;
      },
    },
    h("h2", {}, "Acknowledge"),
    h("p", { class: "muted" }, "Tells everybody that you are dealing with it. An acknowledged alert does not escalate by lasting."),
    h("label", {}, "Your name", by),
    h("label", {}, "Token", token),
    button,
    said,
  );
}

function remembered(storage, key) {
  try {
    return storage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function remember(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch {
    // Then it has to be typed again.
  }
}
