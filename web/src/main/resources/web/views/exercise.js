// One exercise: the scoreboard, why something failed, what happened when.

import { h, put } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, count, moment, number } from "../lib/format.js";
import { blockPath, emptyNote, failureNote, skeleton } from "../lib/parts.js";
import { glyph, shape } from "../lib/shapes.js";
import { stateMark, stateShape, variantTag } from "../lib/exercise.js";

export function view(main, { title }, id) {
  title(`Exercise ${id}`);
  const closing = new AbortController();
  const body = h("div", { class: "page exercise" }, skeleton(12));
  put(main, body);
  let before;
  let stop = () => {};
  load();

  async function load() {
    try {
      const { data } = await get(`/exercises/${encodeURIComponent(id)}`, closing.signal);
      const now = JSON.stringify(data);
      if (now === before) return;
      const first = before === undefined;
      before = now;
      title(`Exercise ${data.exercise}: ${data.name}`);
      draw(data);
      if (first && data.state === "running") stop = onChange(load);
      if (data.state !== "running") stop();
    } catch (fault) {
      if (fault.name === "AbortError" || before !== undefined) return;
      if (fault.status === 404 || fault.status === 400) {
        put(body, emptyNote("There is no such exercise.", h("a", { href: "/exercises" }, "To all exercises")));
      } else {
        put(body, failureNote(fault, load));
      }
    }
  }

  function draw(run) {
    const focused = document.activeElement?.closest("[data-focus]")?.dataset.focus;
    put(body, head(run), facts(run), board(run), failures(run), nodes(run), timeline(run));
    if (focused) body.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

function head(run) {
  const { passed, failed, pending } = run.score;
  const api = `/api/v1/exercises/${run.id}/report`;
  return h(
    "header",
    { class: `exercise-head ${stateShape(run.state)}` },
    h("p", { class: "crumb" }, h("a", { href: "/exercises" }, "Exercises")),
    h(
      "h1",
      {},
      shape(stateShape(run.state), 18),
      h("span", { class: "word" }, run.state),
      h("span", { class: "what" }, `Exercise ${run.exercise}: ${run.name}`),
      variantTag(run.variant),
    ),
    h(
      "p",
      { class: "score" },
      `${passed} of ${passed + failed + pending} goals met`,
      failed > 0 && `, ${number(failed)} failed`,
      pending > 0 && `, ${number(pending)} open`,
      ".",
    ),
    run.scenario?.about && h("p", { class: "muted about" }, run.scenario.about),
    h(
      "p",
      { class: "actions" },
      h("a", { class: "button", href: api, download: `exercise-${run.id}.md` }, glyph("down"), "Report"),
      h("a", { class: "button", href: `/api/v1/exercises/${run.id}`, target: "_blank", rel: "noopener" }, "JSON"),
    ),
  );
}

function facts(run) {
  const clients = Object.entries(run.clients).map(([role, client]) => `${role} ${client}`).join(", ");
  const rows = [
    ["Clients", clients],
    ["Machines", run.machines],
    ["Network", `${run.network.config_name}, ${count(run.network.validators, "validator")}, ${run.network.seconds_per_slot} s a slot`],
    ["Began", [age(run.started_at, serverNow()), ` at slot ${number(run.start_slot)}`]],
    [
      run.ended_at ? "Ended" : "Ends",
      run.ended_at ? [age(run.ended_at, serverNow()), ` with slot ${number(run.end_slot)}`] : `at the latest with slot ${number(run.deadline_slot)}`,
    ],
    ["Blocks", `${number(run.blocks.valid)} valid, ${number(run.blocks.invalid)} invalid, ${number(run.blocks.malformed)} malformed`],
  ];
  return h("dl", { class: "exercise-facts" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

/** Goals down, nodes across; what is asked of the network alone spans the row. */
function board(run) {
  const names = [...new Set(run.goals.filter((goal) => goal.node).map((goal) => goal.node))];
  const byGoal = new Map();
  for (const goal of run.goals) {
    if (!byGoal.has(goal.goal)) byGoal.set(goal.goal, []);
    byGoal.get(goal.goal).push(goal);
  }
  const clientOf = Object.fromEntries(run.goals.filter((goal) => goal.node).map((goal) => [goal.node, goal.client]));
  const group = (standing, label) => {
    const rows = [...byGoal.values()].filter(([goal]) => goal.standing === standing);
    return (
      rows.length > 0 &&
      h(
        "tbody",
        {},
        h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: 1 + Math.max(1, names.length) }, label)),
        rows.map((goals) => boardRow(goals, names)),
      )
    );
  };
  return h(
    "section",
    { class: "board-box" },
    h("h2", {}, "Scoreboard"),
    h(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": "Scoreboard", "data-focus": "board" },
      h(
        "table",
        { class: "board" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "What"),
            names.length === 0 && h("th", { scope: "col" }, "Network"),
            names.map((name) => h("th", { scope: "col" }, h("span", { class: "mono ink" }, name), " ", h("span", { class: "client" }, clientOf[name]))),
          ),
        ),
        group("goal", "To reach"),
        group("condition", "To keep to"),
      ),
    ),
  );
}

function boardRow(goals, names) {
  const [first] = goals;
  const words = first.words[0].toUpperCase() + first.words.slice(1);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, words, h("span", { class: "sub" }, first.standing === "goal" ? `by slot ${number(first.deadline_slot)}` : "until the end")),
    first.node
      ? names.map((name) => h("td", { "data-node": name }, cell(goals.find((goal) => goal.node === name))))
      : h("td", { colspan: Math.max(1, names.length), "data-node": "network" }, cell(first)),
  );
}

function cell(goal) {
  if (!goal) return h("span", { class: "muted" }, h("span", { class: "hidden-text" }, "not asked"), "–");
  const title = goal.reason ?? goal.progress ?? "";
  return h(
    "span",
    { class: "goal-cell", title },
    stateMark(goal.state),
    goal.slot && h("span", { class: "at mono" }, `slot ${number(goal.slot)}`),
    goal.state === "pending" && goal.progress && h("span", { class: "sub" }, goal.progress),
  );
}

function failures(run) {
  const failed = run.goals.filter((goal) => goal.state === "failed");
  return (
    failed.length > 0 &&
    h(
      "section",
      { class: "why" },
      h("h2", {}, "Why it failed"),
      h(
        "ul",
        {},
        failed.map((goal) =>
          h(
            "li",
            { class: "invalid" },
            h("p", { class: "what" }, shape("invalid"), h("span", {}, h("b", {}, goal.node ?? "Network"), `: ${goal.words}`), h("span", { class: "muted mono" }, `slot ${number(goal.slot)}`)),
            h("p", { class: "reason" }, goal.reason),
            goal.evidence.length > 0 && h("p", { class: "evidence" }, goal.evidence.map((each) => linked(run, evidencePath(each), each.words))),
          ),
        ),
      ),
    )
  );
}

const PLACES = {
  block: (id) => blockPath(id),
  fork: () => "/forks",
  offence: () => "/offences",
  epoch: (id) => `/epoch/${id}`,
  node: (id) => `/node/${encodeURIComponent(id)}`,
};

function evidencePath({ kind, id }) {
  return PLACES[kind](id);
}

/** What an earlier run saw is not here: its network may have been another one. */
function linked(run, href, words) {
  return run.entered ? h("span", {}, words) : h("a", { href }, words);
}

function nodes(run) {
  return h(
    "section",
    {},
    h("h2", {}, "Nodes"),
    h(
      "div",
      { class: "wide", tabindex: 0, role: "region", "aria-label": "Nodes", "data-focus": "nodes" },
      h(
        "table",
        { class: "exercise-nodes" },
        h("thead", {}, h("tr", {}, ["Node", "Client", "Calls itself"].map((name) => h("th", { scope: "col" }, name)), ["Head", "Final epoch"].map((name) => h("th", { scope: "col", class: "num" }, name)))),
        h(
          "tbody",
          {},
          run.nodes.map((node) =>
            h(
              "tr",
              {},
              h("td", { class: "mono" }, node.name),
              h("td", {}, node.client),
              h("td", { class: "muted" }, node.client_version ?? "–"),
              h("td", { class: "num mono" }, node.head_slot ? number(node.head_slot) : "–"),
              h("td", { class: "num mono" }, node.finalized_epoch ? number(node.finalized_epoch) : "–"),
            ),
          ),
        ),
      ),
    ),
  );
}

const MARKS = {
  goal_passed: "valid",
  goal_failed: "invalid",
  block_judged: "invalid",
  offence_found: "invalid",
  node_disagrees: "invalid",
};

function timeline(run) {
  return h(
    "section",
    { class: "timeline" },
    h("h2", {}, "Time line"),
    h(
      "ol",
      {},
      run.timeline.map((each) =>
        h(
          "li",
          { class: MARKS[each.type] ?? "plain" },
          h("span", { class: "mono slot", title: moment(each.at) }, each.slot ? `slot ${number(each.slot)}` : moment(each.at).slice(11, 19)),
          MARKS[each.type] ? shape(MARKS[each.type], 10) : h("span", { class: "tick" }),
          h("span", {}, each.type === "block_judged" && each.payload.root ? linked(run, blockPath(each.payload.root), each.words) : each.words),
        ),
      ),
    ),
  );
}
