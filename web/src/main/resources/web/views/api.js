// The API as its own OpenAPI document describes it: every address, its parameters, and a way to try it.

import { h, put } from "../lib/dom.js";
import { copyButton, failureNote, skeleton } from "../lib/parts.js";
import { count } from "../lib/format.js";
import { RequestError } from "../lib/api.js";

const MOST_SHOWN = 20_000;

export function view(main, { title }) {
  title("API");
  const closing = new AbortController();
  const body = h("div", {}, skeleton(16));
  put(
    main,
    h(
      "div",
      { class: "page api" },
      h(
        "div",
        { class: "checks-head" },
        h("h1", {}, "API"),
        h(
          "p",
          {},
          "Everything these pages show, as data. The whole of it for programs: ",
          h("a", { href: "/api/v1/openapi.json", class: "mono" }, "/api/v1/openapi.json"),
          " (OpenAPI 3.1).",
        ),
      ),
      body,
    ),
  );
  load();

  async function load() {
    try {
      draw(await documentOf(closing.signal));
    } catch (fault) {
      if (fault.name !== "AbortError") put(body, failureNote(fault, load));
    }
  }

  function draw(api) {
    put(
      body,
      api.tags.map(({ name }) =>
        h(
          "section",
          { class: "api-group" },
          h("h2", {}, name),
          operations(api)
            .filter((operation) => operation.tags.includes(name))
            .sort((a, b) => a.path.localeCompare(b.path))
            .map((operation) => address(operation, closing.signal)),
        ),
      ),
    );
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named) {
      named.open = true;
      named.scrollIntoView({ block: "start" });
    }
  }

  return { close: () => closing.abort() };
}

async function documentOf(signal) {
  let answer;
  try {
    answer = await fetch("/api/v1/openapi.json", { signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new RequestError(0, "The server does not answer.");
  }
  if (!answer.ok) throw new RequestError(answer.status, `The server answered ${answer.status}.`);
  return answer.json();
}

function operations(api) {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
}

// Drawn when it is opened: a hundred forms at once would be slow and in the way of the keyboard.
function address(operation, signal) {
  const inside = h("div", { class: "api-inside" });
  return h(
    "details",
    {
      id: operation.operationId,
      class: "api-address",
      ontoggle: (event) => event.target.open && !inside.hasChildNodes() && put(inside, form(operation, signal)),
    },
    h(
      "summary",
      {},
      h("span", { class: "api-method mono" }, operation.method),
      h("span", { class: "api-path mono" }, operation.path.split("/").map((step, i) => i > 0 && ["/", h("wbr"), step])),
      h("span", { class: "api-what" }, operation.summary),
    ),
    inside,
  );
}

function form(operation, signal) {
  const answer = h("div", { class: "api-answer", "aria-live": "polite" });
  const request = h("code", { class: "api-request mono" });
  const copy = h("span");
  const types = Object.keys(operation.responses["200"]?.content ?? {});
  const readable = operation.method === "GET" && !types.includes("text/event-stream");
  const fields = h(
    "form",
    {
      oninput: told,
      onsubmit: (event) => {
        event.preventDefault();
        ask(address(), answer, signal);
      },
    },
    operation.parameters.length > 0 && table(operation),
    h("p", { class: "api-line" }, request, copy, readable && h("button", { class: "button" }, "Try it")),
  );
  told();
  return [fields, types.length > 0 && h("p", { class: "api-types muted" }, "Answers with ", types.join(", ")), answer];

  function address() {
    let path = operation.path;
    const query = new URLSearchParams();
    for (const parameter of operation.parameters) {
      const value = fields.elements[`${operation.operationId}.${parameter.name}`]?.value ?? "";
      if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, value === "" ? `{${parameter.name}}` : encodeURIComponent(value));
      else if (value !== "") query.append(parameter.name, value);
    }
    return query.size > 0 ? `${path}?${query}` : path;
  }

  function told() {
    const line = curl(operation, address(), types);
    put(request, line);
    put(copy, copyButton(line, "command"));
  }
}

function curl(operation, path, types) {
  const url = `'${location.origin}${path}'`;
  if (operation.method === "GET") return types.includes("text/event-stream") ? `curl -N -H 'Accept: text/event-stream' ${url}` : `curl ${url}`;
  const [type] = Object.keys(operation.requestBody?.content ?? {});
  return `curl -X ${operation.method} ${type ? `-H 'Content-Type: ${type}' --data-binary @- ` : ""}${url}`;
}

function table(operation) {
  return h(
    "table",
    { class: "api-parameters" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Parameter"), h("th", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Meaning"))),
    h(
      "tbody",
      {},
      operation.parameters.map((parameter) => {
        const id = `${operation.operationId}.${parameter.name}`;
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, h("label", { for: id, class: "mono" }, parameter.name), parameter.required && h("span", { class: "tag" }, "required")),
          h("td", {}, field(id, parameter)),
          h("td", { class: "muted" }, parameter.description),
        );
      }),
    ),
  );
}

function field(id, { schema, required }) {
  if (schema.enum) {
    return h("select", { id, name: id }, !required && h("option", { value: "" }, "–"), schema.enum.map((word) => h("option", { value: word }, word)));
  }
  return h("input", {
    id,
    name: id,
    autocomplete: "off",
    spellcheck: "false",
    required,
    value: required ? (schema.examples?.[0] ?? "") : undefined,
    placeholder: schema.default ?? (schema.type === "array" ? (schema.items.enum ?? []).slice(0, 2).join(",") : ""),
  });
}

async function ask(path, place, signal) {
  put(place, h("p", { class: "muted" }, "Asking…"));
  try {
    const begun = performance.now();
    const answer = await fetch(path, { signal });
    const bytes = await answer.arrayBuffer();
    const took = Math.round(performance.now() - begun);
    const type = answer.headers.get("content-type") ?? "";
    put(
      place,
      h(
        "p",
        { class: "api-status" },
        h("strong", { class: answer.ok ? "valid" : "invalid" }, `${answer.ok ? "✓" : "✕"} ${answer.status}`),
        h("span", { class: "muted" }, `${type.split(";")[0]} · ${count(bytes.byteLength, "byte")} · ${took} ms`),
      ),
      h("pre", { class: "mono", tabindex: 0 }, shown(type, bytes)),
    );
  } catch (fault) {
    if (fault.name !== "AbortError") put(place, failureNote(new RequestError(0, "The server does not answer."), () => ask(path, place, signal)));
  }
}

function shown(type, bytes) {
  if (!/json|text|xml/.test(type)) return bytes.byteLength === 0 ? "no body" : "not text: use the command above";
  const text = new TextDecoder().decode(bytes);
  const pretty = type.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return pretty.length > MOST_SHOWN ? `${pretty.slice(0, MOST_SHOWN)}\n… (${count(pretty.length - MOST_SHOWN, "more character")})` : pretty;
}
