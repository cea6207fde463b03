// The shell: which view an address shows, the header around it, the bar that says when the page is stale.
//
// A view is a line in views.json and a file in views/ that exports
//
//   view(main, { network, go, title, views }, ...parameters)
//
// which draws itself into `main` and returns `{ close() }`, and `keys` if it has keys of its own: [["+", "zoom in"]].
// The server reads the same list to know which addresses are the page's.

import VIEWS from "./views.json" with { type: "json" };
import { h, put } from "./lib/dom.js";
import { contact, get, hearAgainFrom, listenAfter, onChange, reconnect, serverNow } from "./lib/api.js";
import { age, moment, refreshAges } from "./lib/format.js";
import { drawHeader, markCurrent, nameNetwork } from "./lib/header.js";
import { listenForKeys } from "./lib/keys.js";
import { emptyNote, failureNote, skeleton } from "./lib/parts.js";

for (const view of VIEWS) view.pattern = new RegExp(`^${view.path.replace(/\{\w+\}/g, "([^/]+)")}$`);

const AGAIN_AFTER_MILLIS = 3000;
/** Views that nobody has opened are fetched when the first one has had so long to itself. */
const OTHERS_AFTER_MILLIS = 2000;

const main = document.getElementById("main");
const notice = document.querySelector(".notice");
const NOTHING_OPEN = { close() {} };
let network;
let current = NOTHING_OPEN;
let turn = 0;
let failed = "";
let wasAway = false;

/** Moves to a URL of ours without loading the page anew. */
function go(url, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({}, "", url);
  show();
}

function title(text) {
  document.title = `${text} · Crosscheck`;
}

/** Draws the view that the address names. Views load when they are first wanted; the last one asked for is shown. */
async function show() {
  const mine = ++turn;
  current.close();
  current = NOTHING_OPEN;
  const { pathname } = location;
  const view = VIEWS.find(({ pattern }) => pattern.test(pathname));
  title(view?.title ?? "Not found");
  markCurrent(view?.under ?? view?.path);
  try {
    const [module] = await Promise.all([view && fetchView(view), learnNetwork()]);
    if (mine !== turn) return;
    const [, ...parameters] = view ? pathname.match(view.pattern) : [];
    if (view) current = module.view(main, { network, go, title, views: VIEWS }, ...parameters.map(decoded));
    else drawNotFound();
    failed = "";
  } catch (fault) {
    if (mine !== turn) return;
    // Said once, however often it is tried.
    if (failed !== fault.message || !main.querySelector(".note.failed")) put(main, h("div", { class: "page" }, failureNote(fault, show)));
    failed = fault.message;
    setTimeout(() => mine === turn && show(), AGAIN_AFTER_MILLIS);
  }
}

async function fetchView(view) {
  try {
    return await import(`./views/${view.view}.js`);
  } catch (fault) {
    try {
      await get("/network");
    } catch (away) {
      wasAway = true;
      throw away;
    }
    // A browser may remember that it could not fetch a file while the server was away: a new page forgets.
    if (wasAway) location.reload();
    throw fault;
  }
}

/** So that they open at once, also when the server is away. */
function fetchOtherViews() {
  for (const view of VIEWS) import(`./views/${view.view}.js`).catch(() => {});
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: the text as it stands is as good as any.
    return text;
  }
}

async function learnNetwork() {
  if (network) return;
  if (!main.hasChildNodes()) put(main, h("div", { class: "page" }, skeleton(8)));
  const learned = (await get("/network")).data;
  if (network) return;
  network = learned;
  listenAfter(learned.last_event_id);
  nameNetwork(network);
  setTimeout(fetchOtherViews, OTHERS_AFTER_MILLIS);
}

// A server that was away may come back with another network, or with less than we heard of.
onChange(async (kinds) => {
  if (!kinds.has("open") || !network) return;
  try {
    const now = (await get("/network")).data;
    if (now.genesis_root !== network.genesis_root || now.genesis_time !== network.genesis_time || now.spec_version !== network.spec_version) location.reload();
    else hearAgainFrom(now.last_event_id);
  } catch {
    // The bar below says so.
  }
});

function drawNotFound() {
  put(
    main,
    h(
      "div",
      { class: "page" },
      h("h1", { class: "hidden-text" }, "Not found"),
      emptyNote("There is no such page.", "Nothing is at ", h("span", { class: "mono" }, location.pathname), ". ", h("a", { href: "/" }, "To the first page")),
    ),
  );
}

// Links of ours move within the page; everything else (new tab, downloads, other hosts) stays with the browser.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || link.pathname.startsWith("/eth/") || link.pathname === "/metrics") return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
  if (!link.hash) scrollTo(0, 0);
  if (!link.closest(".top, .keep-focus")) main.focus({ preventScroll: true });
});

addEventListener("popstate", show);

listenForKeys({ main, views: VIEWS, go, keysOfView: () => current.keys ?? [] });

setInterval(() => {
  refreshAges(document, serverNow());
  if (network) tellContact();
}, 1000);

let told = "";

/** Says when we are out of touch, why, and since when. */
function tellContact() {
  const { ok, heard, why } = contact();
  document.documentElement.toggleAttribute("data-lost", !ok);
  notice.hidden = ok;
  const now = ok ? "" : `${why} ${heard}`;
  if (told === now) return;
  told = now;
  const since = new Date(heard).toISOString();
  put(
    notice,
    !ok && [
      h("p", {}, h("strong", {}, "Out of touch"), " since ", h("span", { class: "mono" }, `${moment(since).slice(11, 19)} UTC`), ", ", h("span", { "aria-live": "off" }, age(since, serverNow())), `. ${why} What is shown is as it was then; it goes on by itself.`),
      h("button", { type: "button", class: "button", onclick: reconnect }, "Try now"),
    ],
  );
}

drawHeader(document.querySelector(".top"), { views: VIEWS, go });
show();
