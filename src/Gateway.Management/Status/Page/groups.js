// The cards of the groups: who is in it, how each member stands, why, and what every edge makes of it.

import { h } from "./dom.js";
import { badge, icon, state } from "./icons.js";
import { isUsed, ring } from "./ring.js";
import { recent, since as sinceStart, spark } from "./chart.js";
import { count, countdown, isEndless, number, rate, span } from "./text.js";

/** What of a group wants somebody's attention, in words; empty: nothing. */
export function troubles(group, since) {
  const told = [];
  for (const member of group.members) {
    if (member.state !== "active") told.push(`${member.id} ${spoken(member.state)}${ahead(member, since)}`);
  }

  if (group.mode === "degraded") told.push("the answering edge goes on without the cluster");
  for (const edge of group.edges) {
    if (edge.private.length > 0) told.push(`${edge.id} alone leaves out ${edge.private.join(", ")}`);
  }

  if (group.view === "local" && group.mode !== "degraded") told.push("its grain does not answer");
  if (group.unfenced) told.push("changes are not being stored");
  return told;
}

const spoken = name => ({ timeout: "marked", trial: "in trial" })[name] ?? name;

function ahead(member, since) {
  const left = remaining(member, since);
  return member.state === "suspended" && left !== null ? `, trial in ${countdown(left)}` : "";
}

/** Milliseconds that are left of a member's suspension; null: none, or without end. */
function remaining(member, since) {
  return member.suspendedForMs > 0 && !isEndless(member.suspendedForMs) ? Math.max(0, member.suspendedForMs - since) : null;
}

export const idOf = name => `group-${name}`;

/** One card. since: milliseconds since the group was told. */
export function card(group, { since, turns, traffic, act }) {
  const used = group.members.filter(isUsed).length;
  const worst = troubles(group, since).length === 0 ? "good" : used === 0 ? "bad" : "warn";
  return h("article", { class: `card ${worst}`, key: group.name, "aria-labelledby": idOf(group.name), "data-group": group.name },
    h("header", {},
      h("h3", { id: idOf(group.name), tabindex: "-1" }, group.name),
      badge("plain", group.kind),
      badge(worst, `${used} of ${group.members.length} in use`),
      group.view === "local" ? badge("warn", "this node’s view", "The group’s grain does not answer; this is what the answering node acts on.") : null,
      group.mode === "degraded" ? badge("warn", "going on alone", "The answering edge picks by its own cursor.") : null,
      group.mode === "local" ? badge("plain", "local cursor") : null,
      group.unfenced ? badge("bad", "not stored", "Changes have waited 3 s to be stored: a crash now would forget them.") : null),
    h("div", { class: "body" },
      ring(group, group.ring ? rate(turns ?? 0) : null),
      members(group, { since, traffic, act })),
    edges(group));
}

function members(group, { since, traffic, act }) {
  return h("table", { class: "members", role: "table", "aria-label": `Members of ${group.name}` },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      ["Member", "State", "Why", "Tries here", "Actions"].map(title => h("th", { scope: "col", role: "columnheader" }, title)))),
    h("tbody", { role: "rowgroup" }, group.members.map((member, at) => h("tr", { role: "row", key: member.id, class: member.state, "data-member": member.id },
      h("th", { scope: "row", role: "rowheader" }, name(member, at, group)),
      cell("State", state(member.state), due(member, since)),
      cell("Why", why(member, since)),
      cell("Tries here", tries(member, traffic)),
      cell("Actions", words(group, member, act))))));
}

const cell = (title, ...content) => h("td", { role: "cell", "data-title": title }, content);

function name(member, at, group) {
  return h("div", { class: "member" },
    h("span", { class: `chip tone${at % 8}`, "aria-hidden": "true" }, at + 1),
    h("div", {},
      member.url === null ? h("a", { href: `#${idOf(member.id)}` }, member.id) : h("span", {}, member.id),
      group.current === member.id ? badge("good", "serving") : null,
      member.weight === 1 ? null : badge("plain", `weight ${member.weight}`),
      member.url === null ? h("small", {}, "a group of its own") : h("small", {}, member.url)));
}

function due(member, since) {
  const left = remaining(member, since);
  const text = member.state === "trial" ? (member.trial ? `tried by ${member.trial} now` : "one request may try it")
    : member.suspendedForMs > 0 && isEndless(member.suspendedForMs) ? "without end"
    : left === null ? null
    : member.state === "timeout" ? `in use again in ${countdown(left)}`
    : member.state === "suspended" ? (left > 0 ? `trial in ${countdown(left)}` : "trial due") : null;
  const after = member.nextSuspensionMs !== null && (member.state === "suspended" || member.state === "trial")
    ? `if it fails: ${span(member.nextSuspensionMs)} more` : null;
  return [text ? h("small", { class: "due" }, text) : null, after ? h("small", {}, after) : null];
}

const Causes = {
  failures: "requests failed", checks: "health checks failed", trial: "its trial failed", contradicted: "contradicted by another node", operator: "an operator’s word",
};

function why(member, since) {
  const told = [];
  if (member.operator) {
    const { reason, by, forMs } = member.operator;
    const holds = member.state !== "draining" && member.state !== "off" ? "" : forMs > 0 ? `, for ${countdown(forMs - since)} more` : ", until resumed";
    told.push(h("p", { class: member.state === "active" ? "quiet" : null }, reason ? `“${reason}”` : "no reason given", h("small", {}, `${by}${holds}`)));
  }

  if (member.cause && member.cause !== "operator" && member.state !== "active") {
    const times = member.suspensions > 1 ? `, ${member.suspensions} times in a row` : "";
    told.push(h("p", {}, `${Causes[member.cause] ?? member.cause}${times}`));
  }

  if (member.evidence.length > 0) told.push(evidence(member, since));
  if (member.provisional) told.push(h("small", {}, `rests on one node so far${member.asked.length ? `; asked: ${member.asked.join(", ")}` : ""}`));
  if (member.contradicted.length > 0) told.push(h("small", {}, `only ${member.contradicted.join(", ")} cannot use it`));
  return told.length > 0 ? told : h("span", { class: "quiet" }, "–");
}

function evidence(member, since) {
  const [last, ...others] = [...member.evidence].reverse();
  return [
    seen(last, since),
    others.length === 0 ? null : h("details", {}, h("summary", {}, `${others.length} more`), others.map(one => seen(one, since))),
  ];
}

const seen = (one, since) => h("small", { class: "seen" }, `${one.cause} · ${one.node}, ${span(Math.floor((one.ageMs + since) / 1000) * 1000).replace("0 ms", "0 s")} ago`);

function tries(member, traffic) {
  const own = traffic?.members.find(known => known.id === member.id);
  if (!own) return h("span", { class: "quiet" }, "none");
  const now = recent(own.tries, traffic.stepMs);
  const failed = own.failed.reduce((sum, value) => sum + value, 0);
  const told = `${rate(now)}/s · ${number(failed)} failed`;
  return [
    spark(sinceStart(own.tries, traffic.known), sinceStart(own.failed, traffic.known), `Tries at ${member.id} by this node in the last ten minutes: ${told}`),
    h("small", { class: failed > 0 ? "some" : null }, told),
  ];
}

function words(group, member, act) {
  if (member.url === null) return h("span", { class: "quiet" }, "–");
  const word = (verb, label) => h("button", {
    type: "button", class: "small", "aria-label": `${label} ${member.id} of ${group.name}`, onclick: () => act(group.name, member.id, verb),
  }, label);
  const isSaid = member.state === "draining" || member.state === "off";
  return h("div", { class: "words" },
    member.state === "active" ? word("suspend", "Suspend") : word("resume", "Resume"),
    isSaid ? null : word("drain", "Drain"));
}

function edges(group) {
  if (group.edges.length === 0) return h("footer", {}, h("span", { class: "quiet" }, "No edge listens to this group at present."));
  const odd = group.edges.filter(edge => edge.overlay.length > 0);
  return h("footer", {},
    h("details", {},
      h("summary", {}, count(group.edges.length, "edge"), odd.length === 0 ? ", all in step" : [", ", icon("warn"), ` ${odd.length} with a view of its own`]),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Edges of ${group.name}` }, h("table", {},
        h("thead", {}, h("tr", {}, ["Edge", "Snapshot", "Leaves alone", "Picks by"].map(title => h("th", { scope: "col" }, title)))),
        h("tbody", {}, group.edges.map(edge => h("tr", { key: edge.id },
          h("th", { scope: "row" }, edge.id),
          h("td", {}, edge.snapshotAgeMs === null ? "none" : `${span(edge.snapshotAgeMs)} old`),
          h("td", {}, overlay(edge)),
          h("td", {}, Picks[edge.mode] ?? edge.mode))))))),
    h("span", { class: "quiet" }, `turn ${number(group.offset)} · version ${number(group.version)}`, group.quorum ? ` · quorum ${group.quorum.inForce}` : ""));
}

// As of its last call, and an edge that calls is not cut off: what is cut off at present stands in the table of the nodes.
const Picks = { cluster: "the cluster’s cursor", local: "its own cursor, as configured", degraded: "its own cursor until its last call" };

function overlay(edge) {
  if (edge.overlay.length === 0) return h("span", { class: "quiet" }, "nobody");
  return edge.overlay.map(id => edge.private.includes(id) ? badge("warn", `${id}, it alone`) : badge("plain", id));
}
