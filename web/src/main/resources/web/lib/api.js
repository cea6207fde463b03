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
  try {
    return await answered(path, signal);
  } catch (fault) {
    if (fault.status === 0 || fault.status === 503) doubt();
    throw fault;
  }
}

async function answered(path, signal) {
  let answer;
  const asked = Date.now();
  try {
    answer = await fetch(`/api/v1${path}`, { headers: { accept: "application/json" }, signal });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new RequestError(0, "The server does not answer.");
  }
  let body;
  try {
    body = await answer.json();
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new RequestError(answer.status, `The server answered ${answer.status} without JSON.`);
  }
  if (!answer.ok) throw new RequestError(answer.status, body.message ?? `Error ${answer.status}.`);
  const now = Date.parse(body.data?.clock?.now ?? "");
  if (now) adjust(now, asked, Date.now());
  return body;
}

// The server read its clock some time between our asking and its answer: only outside is a difference.
function adjust(now, asked, answered) {
  if (now - answered > skew) skew = now - answered;
  else if (now - asked < skew) skew = now - asked;
}

const listeners = new Set();
let source;
let heard = Date.now();
let timer;

/** Why the server cannot be heard, and since when we know, by our clock; null while it can. */
let lost = null;

/** The last event that was heard of. */
let last;

/** Begins to listen for what happens after this event. */
export function listenAfter(eventId) {
  last = eventId;
  connect();
}

/**
 * Calls `listener(kinds)` when something changed on the server, at most four times a second:
 * `kinds` is the set of event types since the last call, and `open` when the stream was lost and
 * came back, for nodes may have said things that are no event. Returns how to stop.
 */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A moment without the server is no news: it may only have been started again. */
const LOST_AFTER_MILLIS = 2000;
/** The server says something every five seconds. */
const SILENT_AFTER_MILLIS = 20_000;

/** Whether we hear of the server, and else when we last did, Unix milliseconds of its clock, and why we do not. */
export function contact() {
  const now = Date.now();
  const why = lost && now - lost.since > LOST_AFTER_MILLIS ? lost.why : now - heard > SILENT_AFTER_MILLIS ? "The server is silent." : null;
  return { ok: why === null, heard: heard + skew, why };
}

/** Drops the stream and opens it again. */
export function reconnect() {
  source?.close();
  connect();
}

/** Goes on after this event, when the server has another history than the one we heard. */
export function hearAgainFrom(eventId) {
  if (BigInt(eventId) >= BigInt(last)) return;
  last = eventId;
  reconnect();
}

let gathered = new Set();

// Every type of event in db/README.md, for a stream of named events can only be heard by name; a test compares them.
export const EVENT_TYPES = [
  "block_waiting",
  "block_judged",
  "block_failed",
  "head_changed",
  "justified_changed",
  "finalized_changed",
  "fork_created",
  "reorg",
  "node_finalized",
  "node_disagrees",
  "epoch_ended",
  "offence_found",
  "source_changed",
  "alert_opened",
  "alert_escalated",
  "alert_acknowledged",
  "alert_resolved",
  "exercise_started",
  "goal_passed",
  "goal_failed",
  "exercise_ended",
];
const AGAIN_AFTER_MILLIS = 3000;

function connect() {
  if (source && source.readyState !== EventSource.CLOSED) return;
  // What happened since the last event comes first, so that nothing is missed between asking and listening.
  const opened = new EventSource(`/api/v1/events/stream?after=${last}`);
  let again = source !== undefined;
  source = opened;
  opened.onopen = () => {
    hear();
    if (again && !lost) gather("open");
    again = true;
  };
  opened.onerror = () => {
    if (source !== opened) return;
    doubt();
    // The browser comes back by itself after a lost connection, but not after an answer such as 503. Where only streams
    // are refused, we look again and again.
    if (opened.readyState === EventSource.CLOSED) {
      setTimeout(() => {
        if (source !== opened) return;
        if (!lost) gather("open");
        connect();
      }, AGAIN_AFTER_MILLIS);
    }
  };
  opened.addEventListener("ping", hear);
  for (const type of EVENT_TYPES) {
    opened.addEventListener(type, (event) => {
      hear();
      last = event.lastEventId;
      gather(type);
    });
  }
}

function hear() {
  if (!lost) heard = Date.now();
}

let doubting = false;

/**
 * Something failed: finds out whether the server can tell anything at all, until it can. A stream does not say why it
 * breaks off, and one that stands says nothing of the database behind it.
 */
async function doubt() {
  if (doubting) return;
  doubting = true;
  for (;;) {
    try {
      await answered("/network");
      break;
    } catch (fault) {
      lost = { since: lost?.since ?? Date.now(), why: fault.message };
    }
    await new Promise((again) => setTimeout(again, AGAIN_AFTER_MILLIS));
  }
  doubting = false;
  heard = Date.now();
  if (!lost) return;
  lost = null;
  gather("open");
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
