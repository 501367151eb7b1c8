// The edges and silos.

import { h } from "./dom.js";
import { badge } from "./icons.js";
import { latency, number, rate, span } from "./text.js";

const Late = 3500;

export const isEdge = node => node.kind.includes("edge");
export const isSilo = node => node.kind.includes("silo");

/** What of a node wants attention; empty: nothing. */
export function concerns(node, newest) {
  const told = [];
  if (node.draining) told.push("draining");
  if (node.reportedMsAgo > Late) told.push("silent");
  if (node.mode === "degraded") told.push("without the cluster");
  if (isEdge(node) && node.revision < newest) told.push("behind");
  return told;
}

export const newestOf = nodes => nodes.reduce((most, node) => Math.max(most, node.revision), 0);

/** The table of the nodes. */
export function table(nodes, answering) {
  const newest = newestOf(nodes);
  return h("div", { class: "card" }, h("table", { class: "nodes", role: "table", "aria-label": "Edges and silos" },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      ["Node", "Kind", "Carries", "Revision", "Snapshot", "Last heard", "State"].map(title => h("th", { scope: "col", role: "columnheader" }, title)))),
    h("tbody", { role: "rowgroup" }, nodes.map(node => row(node, newest, answering)))));
}

function row(node, newest, answering) {
  const told = concerns(node, newest);
  const cell = (title, ...content) => h("td", { role: "cell", "data-title": title }, content);
  return h("tr", { role: "row", key: node.id, "data-node": node.id },
    h("th", { scope: "row", role: "rowheader" }, node.id, node.id === answering ? badge("plain", "this node") : null),
    cell("Kind", node.kind.replace("+", " + "), h("small", {}, `version ${node.version}`)),
    cell("Carries", carries(node.traffic)),
    cell("Revision", node.revision === 0 ? h("span", { class: "quiet" }, "–") : number(node.revision)),
    cell("Snapshot", node.snapshotAgeMs === null ? h("span", { class: "quiet" }, "–") : `${span(node.snapshotAgeMs)} old`),
    cell("Last heard", `${span(node.reportedMsAgo)} ago`),
    cell("State", told.length === 0 ? badge("good", "well") : told.map(text => badge(text === "draining" ? "plain" : "warn", text))));
}

function carries(traffic) {
  if (traffic === null) return h("span", { class: "quiet" }, "–");
  return [
    `${rate(traffic.requestsPerSecond)}/s`,
    traffic.failedPerSecond > 0 ? badge("bad", `${rate(traffic.failedPerSecond)}/s without answer`) : null,
    h("small", {}, `p95 ${latency(traffic.p95Ms)}`),
  ];
}
