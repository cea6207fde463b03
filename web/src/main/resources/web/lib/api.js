// Talking to the server: JSON with one kind of error, and the live stream.

/** What went wrong with a request: `status` 0 when no answer came at all. */
export class RequestError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Milliseconds to add to our clock to have the server's. */
let skew = 0;

/** The server's time, Unix milliseconds. */
export function serverNow() {
  return Date.now() + skew;
}

/** GET /api/v1…: the parsed body. */
export async function get(path, signal) {
  let answer;
  const asked = Date.now();
  try {
    answer = await fetch(`/api/v1${path}`, { headers: { accept: "application/json" }, signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new RequestError(0, "The server does not answer.");
  }
  const date = Date.parse(answer.headers.get("date") ?? "");
  if (date) adjust(date, asked, Date.now());
  let body;
  try {
    body = await answer.json();
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new RequestError(answer.status, `The server answered ${answer.status} without JSON.`);
  }
  if (!answer.ok) throw new RequestError(answer.status, body.message ?? `Error ${answer.status}.`);
  return body;
}

// The Date header counts whole seconds, so only a difference of more than that is a difference.
function adjust(date, asked, answered) {
  const early = date - answered;
  const late = date + 1000 - asked;
  if (early > skew) skew = early;
  else if (late < skew) skew = late;
}

const listeners = new Set();
let source;
let heard = Date.now();
let timer;

/**
 * Calls `listener(kinds)` when something changed on the server, at most four times a second:
 * `kinds` is the set of event kinds since the last call. Returns how to stop.
 */
export function onChange(listener) {
  listeners.add(listener);
  connect();
  return () => listeners.delete(listener);
}

/** Milliseconds since the server was last heard. */
export function silence() {
  return Date.now() - heard;
}

/** Drops the stream and opens it again. */
export function reconnect() {
  source?.close();
  source = undefined;
  connect();
}

let gathered = new Set();

function connect() {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource("/api/v1/events/stream");
  source.onopen = () => {
    heard = Date.now();
    gather("open");
  };
  source.addEventListener("ping", () => {
    heard = Date.now();
  });
  source.addEventListener("change", (event) => {
    heard = Date.now();
    gather(JSON.parse(event.data).kind);
  });
}

function gather(kind) {
  gathered.add(kind);
  timer ??= setTimeout(() => {
    timer = undefined;
    const kinds = gathered;
    gathered = new Set();
    for (const listener of listeners) listener(kinds);
  }, 250);
}

// A page that leaves must not report its own closing stream as a fault.
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => {
  if (event.persisted && listeners.size > 0) reconnect();
});
