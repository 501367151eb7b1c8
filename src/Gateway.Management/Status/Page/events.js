// What happens in the cluster, as a list, and, for a few kinds, as words for those who listen.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { clock, legible } from "./text.js";

const Kept = 200;
const Hash = /\b[0-9a-f]{64}\b/g;
const Pictures = {
  "member.suspended": "suspended", "member.timeout": "timeout", "member.trial": "trial", "member.active": "active", "config.refused": "warn",
  "edge.degraded": "warn", "edge.back": "active", "group.unfenced": "warn", "events.missed": "warn", "events.lost": "warn", "overlay.private": "warn",
  "node.left": "off", "node.draining": "draining",
};

const Titles = {
  "member.suspended": "suspended", "member.timeout": "marked for suspension", "member.trial": "in trial", "member.active": "active again",
  "verdict.confirmed": "suspension confirmed by another node", "operator.word": "an operator’s word", "failover.current": "another member serves",
  "group.epoch": "the group’s grain has started afresh", "group.unfenced": "changes cannot be stored", "group.fenced": "changes are stored again",
  "edge.degraded": "goes on without the cluster", "edge.back": "back with the cluster", "overlay.private": "left alone by one edge only",
  "overlay.ended": "used again by that edge", "config.accepted": "a new revision", "config.adopted": "revision adopted", "config.refused": "configuration refused",
  "api.lifecycle": "moved through its life cycle", "node.joined": "has joined", "node.draining": "is about to stop", "node.left": "has gone",
  "events.lost": "events were lost", "events.missed": "events are missing here",
};

// Told aloud. The rest is there to be read.
const Spoken = new Set(["member.suspended", "member.active", "operator.word", "failover.current", "edge.degraded", "edge.back", "config.refused", "node.left"]);

/** The events heard, newest first, and the refusal that still stands. */
export function tape() {
  const heard = [];
  const known = new Set();
  const refusals = new Map();
  return {
    heard,
    refusals,
    add(event) {
      if (event.id && known.has(event.id)) return false;
      if (event.id) known.add(event.id);
      heard.unshift(event);
      if (heard.length > Kept) known.delete(heard.pop().id);
      if (event.event === "config.refused") refusals.set(event.node, event);
      if (event.event === "config.adopted") refusals.delete(event.node);
      if (event.event === "config.accepted") refusals.clear();
      return true;
    },
  };
}

const about = event => [event.group, event.member].filter(Boolean).join(" / ") || (event.api ? `${event.api.name} ${event.api.version}` : event.node) || "cluster";

/** An event in one line of words; null: not worth saying aloud. */
export const aloud = event => Spoken.has(event.event) ? `${about(event)}: ${titleOf(event)}` : null;

function titleOf(event) {
  const title = Titles[event.event] ?? event.event;
  if (event.event === "operator.word") return event.to === "none" ? "the operator’s word is taken back" : `an operator says ${event.to}`;
  if (event.event === "failover.current") return event.to ? `${event.to} serves now` : "no member can serve";
  if (event.event.startsWith("config.") && event.number) return `${title} (${event.number})`;
  return title;
}

/** The list. */
export function list(events) {
  if (events.length === 0) return h("p", { class: "card quiet" }, "Nothing has happened since the cluster last forgot.");
  return h("div", { class: "card scroll tall", tabindex: "0", role: "region", "aria-label": "Events, newest first" },
    h("ol", { class: "events" }, events.map(one)));
}

function one(event) {
  const cause = event.cause ? [event.cause.kind, event.cause.text].filter(Boolean).join(": ") : "";
  const nodes = [...new Set((event.evidence ?? []).map(seen => seen.node))];
  const facts = [cause, nodes.length > 0 ? `seen by ${nodes.join(", ")}` : "", event.detail.replace(Hash, short => short.slice(0, 12)), event.node && about(event) !== event.node ? event.node : ""];
  const at = new Date(event.at);
  return h("li", { key: event.id ?? `${event.at}${event.event}`, "data-event": event.event },
    h("time", { datetime: event.at, title: at.toLocaleString() }, clock(at)),
    icon(Pictures[event.event] ?? "info"),
    h("div", {},
      h("p", {}, h("b", {}, about(event)), ` ${titleOf(event)}`, event.view === "local" ? h("small", {}, " (this node’s own so far)") : null),
      h("small", {}, facts.filter(Boolean).join(" · ")),
      event.next ? h("small", { class: "next" }, `next: ${legible(event.next)}`) : null));
}
