// The figures at the top of the page, and what of all of it to look at.

import { h } from "./dom.js";
import { idOf, troubles } from "./groups.js";
import { concerns, isEdge, isSilo, newestOf } from "./nodes.js";
import { isUsed } from "./ring.js";
import { count, number, rate } from "./text.js";

const MostTold = 8;

/** The tiles. since(group): milliseconds since the group was told. */
export function tiles(groups, nodes, since) {
  const unwell = groups.groups.map(group => ({ group, told: troubles(group, since(group)) })).filter(({ told }) => told.length > 0);
  const members = groups.groups.flatMap(group => group.members);
  const left = members.filter(member => !isUsed(member)).length;
  const newest = newestOf(nodes.nodes);
  const edges = nodes.nodes.filter(isEdge);
  const behind = edges.filter(node => node.revision < newest).length;
  return [
    tile("groups", "Groups", number(groups.total), unwell.length === 0 ? "all well" : `${number(unwell.length)} to look at`, unwell.length > 0),
    tile("members", "Members in use", `${number(members.length - left)} of ${number(members.length)}`, left === 0 ? "nobody is left out" : `${number(left)} left out`, left > 0),
    requests(edges),
    nodesOf("Edges", edges, newest),
    nodesOf("Silos", nodes.nodes.filter(isSilo), newest),
    tile("revision", "Revision", newest === 0 ? "–" : number(newest), behind === 0 ? "on every edge" : `${count(behind, "edge")} behind`, behind > 0),
    unwell.length === 0 ? null : h("div", { class: "tile warn wide", key: "unwell" },
      h("h3", {}, "To look at"),
      h("ul", {}, unwell.slice(0, MostTold).map(({ group, told }) => h("li", { key: group.name }, h("a", { href: `#${idOf(group.name)}` }, group.name), ` ${told.join("; ")}`))),
      unwell.length > MostTold ? h("p", { class: "note" }, `and ${count(unwell.length - MostTold, "more group")}`) : null),
  ];
}

function requests(edges) {
  const carried = edges.map(node => node.traffic).filter(traffic => traffic !== null);
  const sum = name => carried.reduce((all, traffic) => all + traffic[name], 0);
  const failed = sum("failedPerSecond");
  return tile("requests", "Requests/s", rate(sum("requestsPerSecond")), failed > 0 ? `${rate(failed)}/s without answer` : "all answered", failed > 0);
}

function nodesOf(title, nodes, newest) {
  const odd = nodes.filter(node => concerns(node, newest).length > 0).length;
  return tile(title, title, number(nodes.length), odd === 0 ? "all in step" : `${number(odd)} to look at`, odd > 0);
}

const tile = (key, title, value, note, isOdd) => h("div", { class: `tile ${isOdd ? "warn" : "good"}`, key }, h("h3", {}, title), h("p", { class: "value" }, value), h("p", { class: "note" }, note));
