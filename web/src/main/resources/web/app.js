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
import { get, listenAfter, reconnect, serverNow, silence } from "./lib/api.js";
import { duration, refreshAges } from "./lib/format.js";
import { drawHeader, markCurrent } from "./lib/header.js";
import { listenForKeys } from "./lib/keys.js";
import { emptyNote, failureNote, skeleton } from "./lib/parts.js";

for (const view of VIEWS) view.pattern = new RegExp(`^${view.path.replace(/\{\w+\}/g, "([^/]+)")}$`);

const STALE_AFTER_SECONDS = 20;

const main = document.getElementById("main");
const notice = document.querySelector(".notice");
const NOTHING_OPEN = { close() {} };
let network;
let current = NOTHING_OPEN;
let turn = 0;

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
    const [module] = await Promise.all([view && import(`./views/${view.view}.js`), learnNetwork()]);
    if (mine !== turn) return;
    const [, ...parameters] = view ? pathname.match(view.pattern) : [];
    if (view) current = module.view(main, { network, go, title, views: VIEWS }, ...parameters.map(decoded));
    else drawNotFound();
  } catch (fault) {
    if (mine === turn) put(main, h("div", { class: "page" }, failureNote(fault, show)));
  }
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
  put(main, h("div", { class: "page" }, skeleton(8)));
  const learned = (await get("/network")).data;
  if (network) return;
  network = learned;
  listenAfter(learned.last_event_id);
  drawHeader(document.querySelector(".top"), { network, views: VIEWS, go });
  const view = VIEWS.find(({ pattern }) => pattern.test(location.pathname));
  markCurrent(view?.under ?? view?.path);
}

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

const silent = h("span");
notice.append(silent, h("button", { type: "button", class: "button", onclick: reconnect }, "Reconnect"));
setInterval(() => {
  refreshAges(document, serverNow());
  const seconds = silence() / 1000;
  notice.hidden = !network || seconds <= STALE_AFTER_SECONDS;
  if (!notice.hidden) silent.textContent = `Not updated for ${duration(seconds)}: the server is silent. `;
}, 1000);

show();
