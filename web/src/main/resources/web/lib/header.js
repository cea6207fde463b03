// What stands above every view: name, network, search, theme, and the views.

import { h, put } from "./dom.js";
import { searchField } from "./search.js";

/**
 * Draws the header.
 *
 * @param top the element that holds it
 * @param views the table of views; those with `nav` are listed
 */
export function drawHeader(top, { views, go }) {
  put(
    top,
    h(
      "div",
      { class: "page" },
      h("a", { class: "name", href: "/" }, h("img", { src: "/icon.svg", alt: "", width: 20, height: 20 }), "Crosscheck"),
      h("span", { class: "network" }),
      searchField({ views, go }),
      themeButton(),
    ),
    h(
      "nav",
      { class: "page", "aria-label": "Views" },
      views.filter((view) => view.nav).map((view) => h("a", { href: view.path, title: view.key && `Keys: g ${view.key}` }, view.title)),
    ),
  );
}

/** Says which network it is, once that is known. */
export function nameNetwork({ config_name: config, spec_version: spec }) {
  const name = document.querySelector(".top .network");
  name.textContent = `${config} · ${spec}`;
  name.title = `Configuration ${config}, spec ${spec}`;
}

/** Marks the view that is open, and brings its name into sight where the names scroll. */
export function markCurrent(path) {
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.pathname !== path) {
      link.removeAttribute("aria-current");
      continue;
    }
    link.setAttribute("aria-current", "page");
    const row = link.parentElement;
    if (row.scrollWidth > row.clientWidth) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
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
