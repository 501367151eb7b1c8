// Small pictures. Each stands beside a word: a state is never told by its colour or its shape alone.

import { h } from "./dom.js";

const Shapes = {
  active: "M4 8.5 7 11.5 12.5 5",
  suspended: "M5 5 11 11 M11 5 5 11",
  timeout: "M8 4.5 V8.5 L10.5 10",
  trial: "M6 6.2 A2.2 2.2 0 1 1 8 8.6 V9.4 M8 11.6 V11.7",
  draining: "M8 4 V11 M5 8.5 8 11.5 11 8.5",
  off: "M4.5 8 H11.5",
  warn: "M8 4.5 V9 M8 11.4 V11.5",
  info: "M8 7.2 V11.5 M8 4.7 V4.8",
};

/** A picture of 1 em. */
export function icon(shape) {
  return h("svg", { class: `icon ${shape}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    h("circle", { cx: 8, cy: 8, r: 7 }),
    h("path", { d: Shapes[shape] ?? Shapes.info }));
}

const Words = { timeout: "marked", trial: "in trial" };

/** The state of a member: picture and word. */
export function state(name) {
  return h("span", { class: `state ${name}` }, icon(name), h("span", {}, Words[name] ?? name));
}

/** A label of a card or a row. */
export function badge(kind, text, title) {
  return h("span", { class: `badge ${kind}`, title: title ?? null }, text);
}
