// The shell: header, routes, keyboard, the bar that says when the page is stale.

import { h, put } from "./lib/dom.js";
import { get, onChange, reconnect, serverNow, silence } from "./lib/api.js";
import { duration, refreshAges } from "./lib/format.js";
import { emptyNote, failureNote, skeleton } from "./lib/parts.js";
import { blocksView } from "./views/blocks.js";
import { blockView } from "./views/block.js";
import { checksView } from "./views/checks.js";

/** Every view of the page: pattern of the path, title, how to draw it. */
const VIEWS = [
  { pattern: /^\/$/, name: "Blocks", draw: blocksView },
  { pattern: /^\/block\/([^/]+)$/, name: "Block", draw: blockView },
  { pattern: /^\/checks$/, name: "Checks", draw: checksView },
];

const STALE_AFTER_SECONDS = 20;

const main = document.getElementById("main");
const notice = document.querySelector(".notice");
let network;
let current = { close() {} };

/** Moves to a URL of ours without loading the page anew. */
export function go(url, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"]({}, "", url);
  show();
}

async function show() {
  current.close();
  current = { close() {} };
  const { pathname } = location;
  const view = VIEWS.find(({ pattern }) => pattern.test(pathname));
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.pathname === pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!network && !(await learnNetwork())) return;
  if (!view) {
    title("Not found");
    put(main, h("div", { class: "page" }, emptyNote("There is no such page.", h("a", { href: "/" }, "To the blocks"))));
    return;
  }
  const [, ...parameters] = pathname.match(view.pattern);
  title(view.name);
  current = view.draw(main, { network, go, title }, ...parameters.map(decodeURIComponent));
}

async function learnNetwork() {
  put(main, h("div", { class: "page" }, skeleton(8)));
  try {
    network = (await get("/network")).data;
    drawHeader();
    return true;
  } catch (fault) {
    put(main, h("div", { class: "page" }, failureNote(fault, show)));
    return false;
  }
}

function title(text) {
  document.title = `${text} · Crosscheck`;
}

function drawHeader() {
  const field = h("input", {
    type: "search",
    name: "id",
    placeholder: "Slot or root",
    "aria-label": "Go to a slot or root",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "go",
  });
  const search = h(
    "form",
    {
      class: "find",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        const id = field.value.trim().toLowerCase().replaceAll(",", "");
        if (!id) return;
        field.value = "";
        field.blur();
        go(`/block/${encodeURIComponent(id)}`);
      },
    },
    field,
    h("kbd", { "aria-hidden": "true" }, "/"),
  );
  put(
    document.querySelector(".top"),
    h(
      "div",
      { class: "page" },
      h("a", { class: "name", href: "/" }, h("img", { src: "/icon.svg", alt: "", width: 20, height: 20 }), "Crosscheck"),
      h("nav", { "aria-label": "Views" }, h("a", { href: "/" }, "Blocks"), h("a", { href: "/checks" }, "Checks")),
      h("span", { class: "network", title: `Configuration ${network.config_name}, spec ${network.spec_version}` }, `${network.config_name} · ${network.spec_version}`),
      search,
      themeButton(),
    ),
  );
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
  }
}

function themeButton() {
  const dark = () =>
    (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const button = h("button", {
    type: "button",
    class: "theme",
    onclick: () => {
      const theme = dark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try {
        localStorage.setItem("theme", theme);
      } catch {
        // Then the choice lasts as long as the page.
      }
      name();
    },
  }, h("span", { "aria-hidden": "true" }, "◐"));
  const name = () => {
    const label = `Use the ${dark() ? "light" : "dark"} theme`;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  name();
  return button;
}

// Links of ours move within the page; everything else (new tab, downloads, other hosts) stays with the browser.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/")) return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
  if (!link.hash) scrollTo(0, 0);
  if (!link.closest(".top, .keep-focus")) main.focus({ preventScroll: true });
});

addEventListener("popstate", show);

/** Keys that work everywhere; rows are walked with j and k, or the arrows once a row has the focus. */
document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector(".find input")?.focus();
  } else if (event.key === "j" || event.key === "k") {
    walk(event, event.key === "j" ? 1 : -1);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".rows")) {
    walk(event, event.key === "ArrowDown" ? 1 : -1);
  }
});

function walk(event, step) {
  const links = [...main.querySelectorAll(".rows a.open")].filter((link) => link.offsetParent !== null);
  if (links.length === 0) return;
  event.preventDefault();
  const row = document.activeElement?.closest(".rows tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

const silent = h("span");
notice.append(silent, h("button", { type: "button", class: "button", onclick: reconnect }, "Reconnect"));
setInterval(() => {
  refreshAges(document, serverNow());
  const seconds = silence() / 1000;
  notice.hidden = !network || seconds <= STALE_AFTER_SECONDS;
  if (!notice.hidden) silent.textContent = `Not updated for ${duration(seconds)}: the server is silent. `;
}, 1000);

onChange(() => {});
show();
