// Small charts of the last minutes.

import { h } from "./dom.js";
import { span } from "./text.js";

const Width = 300;
const Least = 60;

/**
 * A chart with lines over time.
 * lines: [{ name, values, tone, area, text }], values of equal steps, null where there is none; text is what is told of it now.
 */
export function chart({ title, lines, height, unit, stepMs, format }) {
  const most = Math.max(0, ...lines.flatMap(line => line.values.map(value => value ?? 0)));
  const top = nice(most);
  const reach = span(lines[0].values.length * stepMs);
  const told = lines.map(line => `${line.name} ${line.text}`).join(", ");
  return h("figure", { class: "chart" },
    h("figcaption", {},
      h("h3", {}, title),
      h("ul", { class: "legend" }, lines.map(line => h("li", { class: line.tone }, h("span", { class: "key", "aria-hidden": "true" }), line.name, " ", h("b", {}, line.text))))),
    h("div", { class: "plot" },
      h("span", { class: "most", "aria-hidden": "true" }, `${format(top)}${unit}`),
      h("svg", {
        viewBox: `0 0 ${Width} ${height}`, preserveAspectRatio: "none", role: "img",
        "aria-label": `${title}, the last ${reach}. Now: ${told}. Highest: ${format(most)}${unit}.`,
      },
      h("path", { class: "grid", d: `M0 0.5 H${Width} M0 ${height / 2} H${Width} M0 ${height - 0.5} H${Width}` }),
      lines.map(line => [
        line.area ? h("path", { class: `area ${line.tone}`, d: areaOf(line.values, top, height) }) : null,
        h("path", { class: `line ${line.tone}`, d: lineOf(line.values, top, height) }),
      ])),
      h("div", { class: "axis", "aria-hidden": "true" }, h("span", {}, `${reach} ago`), h("span", {}, "now"))));
}

/** A line without axes, for a row of a table. */
export function spark(values, failed, label) {
  const top = Math.max(1e-9, ...values);
  return h("svg", { class: "spark", viewBox: `0 0 ${Width} 40`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    h("path", { class: "grid", d: `M0 39.5 H${Width}` }),
    h("path", { class: "area tone-a", d: areaOf(values, top, 40) }),
    h("path", { class: "line tone-a", d: lineOf(values, top, 40) }),
    h("path", { class: "line tone-bad", d: barsOf(failed, top, 40) }));
}

/**
 * The part of a column that is drawn: from the node's start on, ten minutes at most. A node that has only just started has two minutes, and
 * nothing in that part of them when it was not there.
 */
export function since(values, known) {
  return once(values, `since ${known}`, () => {
    const drawn = values.slice(-Math.max(Least, Math.min(values.length, known)));
    return drawn.map((value, at) => at < drawn.length - known ? null : value);
  });
}

/** The mean of the last ten seconds, per second. */
export function recent(values, stepMs) {
  const steps = Math.max(1, Math.round(10000 / stepMs));
  return values.slice(-steps).reduce((sum, value) => sum + value, 0) / (steps * stepMs / 1000);
}

function nice(most) {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].find(step => step * power >= most) * power;
}

const cache = new WeakMap();

// The figures change every two seconds, the page is laid anew more often.
function once(values, kind, make) {
  if (!cache.has(values)) cache.set(values, new Map());
  const known = cache.get(values);
  if (!known.has(kind)) known.set(kind, make());
  return known.get(kind);
}

function lineOf(values, top, height) {
  return once(values, `line ${top} ${height}`, () => {
    let path = "";
    let isOpen = false;
    values.forEach((value, at) => {
      if (value === null) {
        isOpen = false;
        return;
      }

      path += `${isOpen ? "L" : "M"}${place(values, at, value, top, height)} `;
      if (!isOpen && (values[at + 1] ?? null) === null) path += "h1 ";
      isOpen = true;
    });
    return path.trim() || null;
  });
}

function areaOf(values, top, height) {
  return once(values, `area ${top} ${height}`, () =>
    `M0 ${height} ${values.map((value, at) => `L${value === null ? place(values, at, 0, top, height + 1.5) : place(values, at, value, top, height)}`).join(" ")} L${Width} ${height} Z`);
}

function barsOf(values, top, height) {
  return once(values, `bars ${top} ${height}`, () => values.map((value, at) => {
    if (!value) return "";
    const x = Math.round(at / (values.length - 1) * Width * 10) / 10;
    return `M${x} ${height} V${Math.min(height - 4, Math.round((1 - value / top) * height * 10) / 10)}`;
  }).join("") || null);
}

function place(values, at, value, top, height) {
  const x = Math.round(at / (values.length - 1) * Width * 10) / 10;
  const y = Math.round((height - 1.5 - value / top * (height - 3)) * 10) / 10;
  return `${x} ${y}`;
}
