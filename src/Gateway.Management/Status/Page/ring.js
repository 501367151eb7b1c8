// Draws whose turn it is: the ring of turns with the cluster's cursor on it.

import { h } from "./dom.js";

const Centre = 60;
const Outer = 46;
const Inner = 31;
const MostNumbered = 30;

// Where each group's pointer stands, in laps: it only ever goes forward.
const laps = new Map();

/** The ring of a group as a picture, told in words to those who do not see it. */
export function ring(group, turnsPerSecond) {
  const { positions, next, title } = layout(group);
  if (group.members.length < 2 || positions.length === 0) return null;
  return h("figure", { class: "ring" },
    h("svg", { viewBox: "0 0 120 120", role: "img", "aria-label": title },
      positions.map((member, at) => segment(group, positions, member, at, next)),
      next === null ? null : pointer(group, next / positions.length, positions.length),
      h("text", { x: Centre, y: Centre - 1, class: "big" }, turnsPerSecond ?? group.members.filter(isUsed).length + "/" + group.members.length),
      h("text", { x: Centre, y: Centre + 11, class: "small" }, turnsPerSecond === null ? "in use" : "turns/s")));
}

export const isUsed = member => member.state === "active";

function layout(group) {
  if (group.ring) {
    const turn = group.members[group.ring.positions[group.ring.next]]?.id ?? "nobody";
    return {
      positions: group.ring.positions, next: group.ring.next,
      title: `Ring of ${group.ring.positions.length} turns; the next, ${group.offset}, is dealt to ${turn}.`,
    };
  }

  const positions = group.members.map((_, index) => index);
  const current = group.current === null ? -1 : group.members.findIndex(member => member.id === group.current);
  return current < 0
    ? { positions, next: null, title: `${group.members.length} members; no cursor of the cluster decides among them.` }
    : { positions, next: current, title: `${group.current} serves all requests of the group.` };
}

function segment(group, positions, member, at, next) {
  const gap = Math.min(0.035, 0.35 / positions.length);
  const from = at / positions.length + gap / 2;
  const to = (at + 1) / positions.length - gap / 2;
  const used = group.members[member] && isUsed(group.members[member]);
  const classes = ["segment", `tone${member % 8}`, used ? "used" : "unused", at === next ? "next" : ""].join(" ");
  const middle = point((from + to) / 2, (Outer + Inner) / 2);
  return h("g", { class: classes },
    h("path", { d: arc(from, to) }),
    positions.length <= MostNumbered ? h("text", { x: middle.x, y: middle.y + 3.5, class: "number" }, member + 1) : null);
}

function arc(from, to) {
  const wide = to - from > 0.5 ? 1 : 0;
  const [a, b, c, d] = [point(from, Outer), point(to, Outer), point(to, Inner), point(from, Inner)];
  return `M${a.x} ${a.y} A${Outer} ${Outer} 0 ${wide} 1 ${b.x} ${b.y} L${c.x} ${c.y} A${Inner} ${Inner} 0 ${wide} 0 ${d.x} ${d.y} Z`;
}

function point(turn, radius) {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  const round = value => Math.round(value * 100) / 100;
  return { x: round(Centre + radius * Math.cos(angle)), y: round(Centre + radius * Math.sin(angle)) };
}

function pointer(group, place, length) {
  const before = laps.get(group.name) ?? 0;
  let now = Math.floor(before) + place + 0.5 / length;
  if (now < before - 1e-9) now += 1;
  laps.set(group.name, now);
  return h("g", { class: "pointer", turn: `${now}turn` }, h("path", { d: "M60 11.5 L54.5 2.5 L65.5 2.5 Z" }));
}
