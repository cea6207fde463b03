// Charts of nodes: how far behind over time, how soon they see blocks.

import { h, put, s } from "../lib/dom.js";
import { number } from "../lib/format.js";
import { millis } from "../lib/words.js";

/**
 * The lag as it stood between what a node said: [{ at, lag }] as a line of steps and slopes.
 *
 * @param entries of /nodes/{name}/lag, the latest first
 * @param now { at, lag }: how it stands; null when not known
 */
export function lagPoints(entries, now) {
  const points = [];
  for (const entry of [...entries].reverse()) {
    if (entry.lag_slots === null) continue;
    const at = Date.parse(entry.observed_at);
    if (entry.lag_slots_before !== null && points.length > 0) points.push({ at, lag: Number(entry.lag_slots_before) });
    points.push({ at, lag: Number(entry.lag_slots) });
  }
  if (now && points.length > 0) points.push({ at: Math.max(now.at, points.at(-1).at), lag: now.lag });
  return points;
}

/** A small line without axes, for a table. */
export function lagSpark(points) {
  const [width, height] = [96, 20];
  if (points.length < 2) return h("span", { class: "muted" }, "–");
  const most = Math.max(4, ...points.map((point) => point.lag));
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "spark", role: "img", "aria-label": `Lag over time, at most ${most} slots` },
    s("path", { d: line(points, width, height - 2, most), class: "lag-line" }),
  );
}

function line(points, width, height, most) {
  const [from, to] = [points[0].at, points.at(-1).at];
  const x = (at) => (to === from ? width : ((at - from) / (to - from)) * width);
  return points.map((point, i) => `${i ? "L" : "M"}${x(point.at).toFixed(1)} ${(1 + height - (point.lag / most) * height).toFixed(1)}`).join("");
}

/** A drawing as wide as its place, at which text keeps its size. */
function fitted(className, label, height, draw) {
  const svg = s("svg", { class: className, height, role: "img", "aria-label": label });
  new ResizeObserver(() => svg.clientWidth > 0 && put(svg, draw(svg.clientWidth))).observe(svg);
  return svg;
}

/** Lag over time with its axis; the level at which a node counts as lagging is dashed. */
export function lagChart(points) {
  const [height, left] = [140, 34];
  const most = niceTop(Math.max(8, ...points.map((point) => point.lag)));
  const y = (lag) => 8 + (height - 8) * (1 - lag / most);
  return fitted("node-chart", `Slots behind our head over time; now ${points.at(-1)?.lag ?? "unknown"}`, height + 26, (width) => [
    [0, most / 2, most].map((lag) => [
      s("line", { x1: left, x2: width, y1: y(lag), y2: y(lag), class: "grid" }),
      s("text", { x: left - 8, y: y(lag) + 4, "text-anchor": "end" }, number(lag)),
    ]),
    s("line", { x1: left, x2: width, y1: y(4), y2: y(4), class: "limit" }),
    s("g", { transform: `translate(${left} 7)` }, s("path", { d: line(points, width - left, height - 8, most), class: "lag-line" })),
    timeAxis(points, left, width, height),
  ]);
}

function timeAxis(points, left, width, height) {
  const [from, to] = [points[0].at, points.at(-1).at];
  const day = to - from > 20 * 3600_000;
  const text = (at) => new Date(at).toISOString().slice(day ? 5 : 11, day ? 16 : 19).replace("T", " ");
  return [0, 0.5, 1].map((part) =>
    s("text", { x: left + (width - left) * part, y: height + 20, "text-anchor": ["start", "middle", "end"][part * 2] }, text(from + (to - from) * part), part === 1 && " UTC"),
  );
}

function niceTop(value) {
  const step = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 8, 10].map((n) => n * step).find((top) => top >= value);
}

/** Delays after the first sight: a bar for each doubling, the first sights apart. */
export function delayChart(sightings) {
  const bars = doublings(sightings.distribution);
  const most = Math.max(...bars.map((bar) => bar.blocks), 1);
  const [height, foot] = [120, 24];
  return fitted(
    "node-chart delays",
    `Delay after the first sight of ${sightings.blocks} blocks: median ${millis(sightings.median_millis)}, 95 % within ${millis(sightings.p95_millis)}, at most ${millis(sightings.max_millis)}`,
    height + foot,
    (width) => {
      // A few bars are no wider than many would be; where they are narrow, only some are named.
      const step = Math.min(72, width / bars.length);
      const named = Math.ceil(52 / step);
      return [s("line", { x1: 0, x2: width, y1: height, y2: height, class: "grid" }), bars.map((bar, i) => drawBar(bar, i))];

      function drawBar(bar, i) {
        const tall = (bar.blocks / most) * (height - 18);
        return [
          s("rect", { x: i * step + 3, y: height - tall, width: Math.max(2, step - 6), height: tall, class: bar.upto === 0 ? "first" : "later" }, s("title", {}, `${number(bar.blocks)} blocks ${bar.upto === 0 ? "first of all" : `within ${millis(bar.upto)}`}`)),
          bar.blocks > 0 && s("text", { x: (i + 0.5) * step, y: height - tall - 4, "text-anchor": "middle" }, number(bar.blocks)),
          i % named === 0 && s("text", { x: (i + 0.5) * step, y: height + 16, "text-anchor": "middle" }, bar.upto === 0 ? "first" : `≤ ${millis(bar.upto)}`),
        ];
      }
    },
  );
}

/** Quarters of a doubling are too fine to look at. */
function doublings(buckets) {
  const sums = new Map([[0, 0]]);
  for (const bucket of buckets) {
    const upto = Number(bucket.upto_millis);
    const bound = upto === 0 ? 0 : 2 ** Math.ceil(Math.log2(upto) - 1e-9);
    sums.set(bound, (sums.get(bound) ?? 0) + Number(bucket.blocks));
  }
  const bounds = [...sums.keys()].filter((bound) => bound > 0).sort((a, b) => a - b);
  for (let bound = bounds[0]; bound < bounds.at(-1); bound *= 2) if (!sums.has(bound)) sums.set(bound, 0);
  return [...sums].map(([upto, blocks]) => ({ upto, blocks })).sort((a, b) => a.upto - b.upto);
}
