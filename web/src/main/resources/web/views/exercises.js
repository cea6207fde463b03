// Exercises: every run with its score, and which clients have passed what together.

import { h, put, reconcile } from "../lib/dom.js";
import { get, onChange, serverNow } from "../lib/api.js";
import { age, number } from "../lib/format.js";
import { emptyNote, failureNote, skeleton } from "../lib/parts.js";
import { stateMark, stateShape, variantTag } from "../lib/exercise.js";

export function view(main, { title }) {
  title("Exercises");
  const closing = new AbortController();
  const runs = h("tbody");
  const matrix = h("div", { class: "matrix-box" });
  const more = h("button", { type: "button", class: "button more", hidden: true, onclick: loadMore }, "Older runs");
  const table = h(
    "table",
    { class: "exercise-runs rows" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col", class: "c-state" }, "State"),
        h("th", { scope: "col", class: "c-tag" }, "Exercise"),
        h("th", { scope: "col" }, "Clients"),
        h("th", { scope: "col", class: "c-score num" }, "Goals met"),
        h("th", { scope: "col", class: "c-slots num" }, "Slots"),
        h("th", { scope: "col", class: "c-age num" }, "Began"),
      ),
    ),
    runs,
  );
  const body = h("div", {}, skeleton(8, "rows-like"));
  put(
    main,
    h(
      "div",
      { class: "page exercises" },
      h(
        "div",
        { class: "checks-head" },
        h("h1", {}, "Exercises"),
        h("p", {}, "What pairs of clients set out to do, and whether each node did it: by its own word, and by our own transition."),
      ),
      body,
    ),
  );

  let older = [];
  let cursor;
  let drawn = false;
  load();
  const stop = onChange((kinds) => drawn && ([...kinds].some((kind) => /^(exercise|goal)_|^open$/.test(kind)) || running) && load());
  let running = false;

  async function load() {
    try {
      const [list, pairs] = await Promise.all([
        get("/exercises?limit=50", closing.signal),
        get("/exercises/matrix", closing.signal),
      ]);
      draw(list, pairs.data);
    } catch (fault) {
      if (fault.name !== "AbortError" && !drawn) put(body, failureNote(fault, load));
    }
  }

  async function loadMore() {
    more.disabled = true;
    try {
      const page = await get(`/exercises?limit=50&cursor=${cursor}`, closing.signal);
      older = [...older, ...page.data];
      cursor = page.meta.next_cursor;
      more.hidden = !cursor;
      rows([...current, ...older]);
    } finally {
      more.disabled = false;
    }
  }

  let current = [];

  function draw({ data, meta }, pairs) {
    running = data.some((run) => run.state === "running");
    if (data.length === 0) {
      drawn = true;
      put(body, emptyNote("No exercise was run here.", "Begin one: ", h("code", { class: "mono" }, "./crosscheck exercise run 5"), ", or with two clients of your own; ", h("code", { class: "mono" }, "./crosscheck exercise list"), " shows what there is."));
      return;
    }
    if (!drawn || !table.isConnected) {
      put(body, table, more, matrix);
      drawn = true;
    }
    if (older.length === 0) {
      cursor = meta.next_cursor;
      more.hidden = !cursor;
    }
    current = data;
    const known = new Set(data.map((run) => run.id));
    rows([...data, ...older.filter((run) => !known.has(run.id))]);
    drawMatrix(pairs);
  }

  function rows(list) {
    reconcile(runs, list, (run) => run.id, drawRun, (a, b) => JSON.stringify(a) === JSON.stringify(b));
  }

  function drawMatrix({ clients, cells }) {
    const asA = clients.filter((client) => cells.some((cell) => cell.a === client));
    const asB = clients.filter((client) => cells.some((cell) => cell.b === client));
    put(
      matrix,
      h("h2", {}, "Client × client"),
      h("p", { class: "muted" }, "The latest run of each exercise: rows are the client in role A, columns the one in role B."),
      h(
        "div",
        { class: "wide", tabindex: 0, role: "region", "aria-label": "Client × client" },
        h(
          "table",
          { class: "matrix" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "A ↓  B →"), asB.map((client) => h("th", { scope: "col" }, client)))),
          h(
            "tbody",
            {},
            asA.map((a) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, a),
                asB.map((b) => h("td", {}, cellOf(cells.find((cell) => cell.a === a && cell.b === b)))),
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

function cellOf(cell) {
  if (!cell) return h("span", { class: "muted", "aria-label": "no run" }, "–");
  return h(
    "span",
    { class: "matrix-cell" },
    cell.exercises.map((run) =>
      h(
        "a",
        { href: `/exercise/${run.id}`, class: `mark-link ${stateShape(run.state)}`, title: `Exercise ${run.exercise}${run.variant === "plain" ? "" : ` [${run.variant}]`}: ${run.state}` },
        stateMark(run.state, `${run.exercise}${run.variant === "plain" ? "" : ` ${run.variant}`}`, `: ${run.state}`),
      ),
    ),
  );
}

function drawRun(run) {
  const { passed, failed, pending } = run.score;
  const path = `/exercise/${run.id}`;
  return h(
    "tr",
    { class: stateShape(run.state) },
    h("td", { class: "c-state" }, h("a", { class: "open", href: path }, stateMark(run.state))),
    h("td", { class: "c-tag" }, h("span", { class: "mono" }, run.exercise), variantTag(run.variant)),
    h("td", { class: "c-name" }, h("a", { href: path }, run.name), run.entered && h("span", { class: "tag", title: "The result of an earlier run, perhaps over another network" }, "earlier")),
    h(
      "td",
      { class: "c-score num mono", title: `${passed} passed, ${failed} failed, ${pending} open` },
      `${passed} of ${passed + failed + pending}`,
    ),
    h("td", { class: "c-slots num mono" }, run.end_slot ? `${number(run.start_slot)}–${number(run.end_slot)}` : `${number(run.start_slot)}–`),
    h("td", { class: "c-age num" }, age(run.started_at, serverNow())),
  );
}
