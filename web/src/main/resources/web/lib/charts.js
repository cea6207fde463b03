// Small charts in inline SVG: lines, bars, sparklines, strips. Every value can be read without a
// pointer: with the arrow keys once the chart has the focus, or in a table below it.

import { h, put, s } from "./dom.js";

const HEIGHT = 148;
const MARGIN = { top: 8, right: 10, bottom: 20 };
const TICK_WIDTH = 64;

/** Width of a character of a tick's text, 11 px monospaced. */
const TICK_CHARACTER = 6.7;

/**
 * A chart over an ascending axis.
 *
 * @typedef {object} Chart
 * @property title what it shows
 * @property x `{ name, values, format }`: the axis; numbers ascending
 * @property y `{ name, format, from, to }`: what values are, their form, and limits of the axis where they are fixed
 * @property series at most four of `{ name, values }`: one value for each x; null where there is none
 * @property empty what to say while there is nothing to draw
 * @property pick called with the place of a value that was clicked, or entered
 */

/** Lines, told apart by colour and by dashes. Returns a figure with `show(chart)`, which draws other values in place. */
export function lineChart(chart) {
  return figure(chart, drawLines);
}

/** Bars from zero; several series stand side by side. Returns a figure with `show(chart)`. */
export function barChart(chart) {
  return figure(chart, drawBars);
}

/** A line of the size of a word. `label` says what a glance should tell. */
export function sparkline(values, { label, width = 88, height = 20, from, to } = {}) {
  const known = values.filter((v) => v !== null);
  const [low, high] = [from ?? Math.min(...known), to ?? Math.max(...known)];
  const span = high - low || 1;
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const points = values.map((v, i) => (v === null ? null : [2 + i * step, height - 2 - ((v - low) / span) * (height - 4)]));
  return s(
    "svg",
    { class: "sparkline", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    s("title", {}, label),
    s("path", { d: path(points), class: "line" }),
    points.at(-1) && s("circle", { cx: points.at(-1)[0], cy: points.at(-1)[1], r: 2 }),
  );
}

/**
 * A row of cells, each a link: `cells` are `{ href, label, className, mark }`, where `mark` is an
 * element that tells the state by its shape.
 */
export function strip(label, cells) {
  return h(
    "div",
    { class: "cells", role: "group", "aria-label": label },
    cells.map((cell) => h(cell.href ? "a" : "span", { href: cell.href, role: cell.href ? null : "img", class: cell.className, title: cell.label, "aria-label": cell.label }, cell.mark)),
  );
}

function figure(first, draw) {
  let chart = first;
  let at = -1;
  let plane = null;
  const readout = h("p", { class: "readout", "aria-live": "polite" });
  const svg = s("svg", { class: "plot", height: HEIGHT, role: "img", tabindex: 0 });
  const table = h("div", { class: "scroll" });
  const details = h("details", { class: "chart-values", ontoggle: () => details.open && put(table, valuesTable(chart)) }, h("summary", {}, "Values"), table);
  const head = h("figcaption", {});
  const element = h("figure", { class: "chart" }, head, h("div", { class: "plot-box" }, svg), details);

  svg.addEventListener("pointermove", (event) => point(nearest(event.clientX - svg.getBoundingClientRect().left)));
  svg.addEventListener("pointerleave", () => document.activeElement !== svg && point(-1));
  svg.addEventListener("focus", () => at < 0 && point(chart.x.values.length - 1));
  svg.addEventListener("blur", () => point(-1));
  svg.addEventListener("click", () => at >= 0 && chart.pick?.(at));
  svg.addEventListener("keydown", (event) => {
    const last = chart.x.values.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      point(Math.min(last, Math.max(0, to)));
    } else if (event.key === "Enter" && at >= 0) {
      chart.pick?.(at);
    }
  });

  // Text must not be stretched, so the drawing follows the width; the height never changes.
  new ResizeObserver(paint).observe(svg);

  function paint() {
    const width = svg.clientWidth;
    if (width === 0) return;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute("aria-label", `${chart.title}. ${summary(chart)}`);
    svg.classList.toggle("picks", chart.pick !== undefined);
    const known = chart.series.flatMap((series) => series.values).filter((v) => v !== null);
    if (known.length === 0) {
      plane = null;
      put(svg, s("text", { x: width / 2, y: HEIGHT / 2, class: "nothing" }, chart.empty ?? "Nothing to show yet."));
      return;
    }
    plane = planeOf(chart, known, width, draw === drawBars);
    put(svg, axes(chart, plane), chart.series.map((series, i) => draw(series, i, chart, plane)), at >= 0 && cursor(chart, plane, at));
  }

  function nearest(x) {
    if (!plane) return -1;
    let best = -1;
    chart.x.values.forEach((value, i) => {
      if (best < 0 || Math.abs(plane.x(value) - x) < Math.abs(plane.x(chart.x.values[best]) - x)) best = i;
    });
    return best;
  }

  function point(to) {
    if (to === at) return;
    at = to;
    paint();
    read();
  }

  function read() {
    put(
      readout,
      at >= 0 && at < chart.x.values.length && [
        h("span", {}, `${chart.x.name} ${format(chart.x, chart.x.values[at])}`),
        chart.series.map((series) => h("span", {}, chart.series.length > 1 && `${series.name} `, h("b", { class: "mono" }, series.values[at] === null ? "–" : format(chart.y, series.values[at])))),
      ],
    );
  }

  element.show = (next) => {
    chart = next;
    if (at >= chart.x.values.length) at = -1;
    put(head, h("h3", {}, chart.title, chart.y.name && h("span", { class: "unit" }, chart.y.name)), legend(chart), readout);
    if (details.open) put(table, valuesTable(chart));
    paint();
    read();
  };
  element.show(first);
  return element;
}

function format(axis, value) {
  return axis.format ? axis.format(value) : String(value);
}

/** One sentence for those who do not see the drawing. */
function summary(chart) {
  if (chart.x.values.length === 0) return chart.empty ?? "Nothing to show yet.";
  const span = `${chart.x.name} ${format(chart.x, chart.x.values[0])} to ${format(chart.x, chart.x.values.at(-1))}`;
  const parts = chart.series.map((series) => {
    const known = series.values.filter((v) => v !== null);
    if (known.length === 0) return `${series.name}: none`;
    return `${series.name}: from ${format(chart.y, Math.min(...known))} to ${format(chart.y, Math.max(...known))}, last ${format(chart.y, known.at(-1))}`;
  });
  return `${span}. ${parts.join("; ")}.`;
}

function legend(chart) {
  if (chart.series.length < 2) return null;
  return h(
    "p",
    { class: "legend" },
    chart.series.map((series, i) => h("span", {}, s("svg", { width: 20, height: 8, "aria-hidden": "true" }, s("path", { d: "M0 4H20", class: `line series-${i}` })), series.name)),
  );
}

function valuesTable(chart) {
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "num" }, chart.x.name), chart.series.map((series) => h("th", { scope: "col", class: "num" }, series.name)))),
    h("tbody", {}, chart.x.values.map((x, i) => h("tr", {}, h("td", { class: "num mono" }, format(chart.x, x)), chart.series.map((series) => h("td", { class: "num mono" }, series.values[i] === null ? "–" : format(chart.y, series.values[i])))))),
  );
}

/** Where values stand on the drawing. */
function planeOf(chart, known, width, bars) {
  const { right, top, bottom } = MARGIN;
  let low = chart.y.from ?? (bars ? 0 : Math.min(...known));
  let high = chart.y.to ?? Math.max(...known);
  const step = niceStep(high - low || Math.abs(high) || 1, 3, chart.y.whole);
  low = chart.y.from ?? Math.floor(low / step) * step;
  high = chart.y.to ?? Math.max(Math.ceil(high / step) * step, low + step);
  const ticks = [];
  for (let value = low; value <= high + step * 1e-6; value += step) ticks.push(Number(value.toPrecision(12)));
  const left = 12 + TICK_CHARACTER * Math.max(chart.x.name.length, ...ticks.map((value) => format(chart.y, value).length));
  const [first, last] = [chart.x.values[0] ?? 0, chart.x.values.at(-1) ?? 1];
  const inner = width - left - right;
  const band = bars ? inner / (last - first + 1) : 0;
  const span = last - first || 1;
  return {
    width,
    band,
    left,
    low,
    ticks,
    x: (value) => (bars ? left + (value - first + 0.5) * band : last === first ? left + inner / 2 : left + ((value - first) / span) * inner),
    y: (value) => top + (1 - (value - low) / (high - low)) * (HEIGHT - top - bottom),
  };
}

/** 1, 2 or 5 times a power of ten, so that about `count` steps make the span. */
function niceStep(span, count, whole = false) {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw);
  return whole ? Math.max(1, step) : step;
}

function axes(chart, plane) {
  const lines = [];
  plane.ticks.forEach((value, i) => {
    const y = plane.y(value);
    lines.push(
      s("path", { d: `M${plane.left} ${y}H${plane.width - MARGIN.right}`, class: i === 0 ? "axis" : "grid" }),
      s("text", { x: plane.left - 6, y: y + 4, class: "tick end" }, format(chart.y, value)),
    );
  });
  const most = Math.max(1, Math.floor((plane.width - plane.left) / TICK_WIDTH));
  const { values } = chart.x;
  const step = niceStep((values.at(-1) - values[0] + 1) || 1, most, true);
  for (const value of values) {
    if (value % step !== 0) continue;
    lines.push(s("text", { x: plane.x(value), y: HEIGHT - 5, class: "tick middle" }, format(chart.x, value)));
  }
  lines.push(s("text", { x: plane.left - 12, y: HEIGHT - 5, class: "tick end" }, chart.x.name.toLowerCase()));
  return lines;
}

function path(points) {
  let pen = "M";
  return points
    .map((point) => {
      const part = point === null ? "" : `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
      pen = point === null ? "M" : "L";
      return part;
    })
    .join("");
}

function drawLines(series, i, chart, plane) {
  const points = series.values.map((v, n) => (v === null ? null : [plane.x(chart.x.values[n]), plane.y(v)]));
  const known = points.filter((point) => point !== null);
  return [s("path", { d: path(points), class: `line series-${i}` }), known.length === 1 && s("circle", { cx: known[0][0], cy: known[0][1], r: 3, class: `dot series-${i}` })];
}

function drawBars(series, i, chart, plane) {
  const room = Math.max(1, plane.band - Math.min(4, plane.band * 0.25));
  const width = room / chart.series.length;
  return series.values.map((value, n) => {
    if (value === null || value === 0) return null;
    const x = plane.x(chart.x.values[n]) - room / 2 + i * width;
    const y = plane.y(value);
    return s("rect", { x, y, width: Math.max(1, width - (chart.series.length > 1 ? 1 : 0)), height: plane.y(plane.low) - y, class: `bar series-${i}` });
  });
}

function cursor(chart, plane, at) {
  const x = plane.x(chart.x.values[at]);
  return [
    s("path", { d: `M${x} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`, class: "cursor" }),
    plane.band === 0 && chart.series.map((series, i) => series.values[at] !== null && s("circle", { cx: x, cy: plane.y(series.values[at]), r: 3.5, class: `dot series-${i}` })),
  ];
}
