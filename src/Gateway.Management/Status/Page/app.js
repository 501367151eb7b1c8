// Asks, listens, and lays the page anew: every two seconds, at every event, and each second for what counts down.

import { h, lay } from "./dom.js";
import { read, Refusal, token } from "./api.js";
import { follow } from "./stream.js";
import { askToken, askWord } from "./dialogs.js";
import { card } from "./groups.js";
import { table } from "./nodes.js";
import { tiles } from "./overview.js";
import { aloud, list, tape } from "./events.js";
import { notices } from "./notices.js";
import { charts } from "./traffic.js";
import { speak } from "./speech.js";
import { turns } from "./turns.js";
import { count, number } from "./text.js";

const Period = 2000;
const Waits = [2000, 4000, 8000, 15000];
const PerPage = 50;

const place = id => document.getElementById(id);
const events = tape();
const seen = { groups: null, nodes: null, traffic: null, groupTraffic: new Map(), at: 0, toldAt: new Map() };
const link = { failures: 0, fault: "", retryAt: 0, isListening: false, isDenied: false, isPaused: false };
let first = 0;
const dismissed = new Set();
let timer;
let stop;
let isAsking = false;

async function ask() {
  if (isAsking || link.isDenied) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    const [groups, nodes, traffic] = await Promise.all([read(`/v1/groups?offset=${first}&limit=${PerPage}`), read("/v1/nodes"), read("/v1/traffic")]);
    take(groups, nodes, traffic);
    await askTraffic(groups);
  } catch (fault) {
    fail(fault);
  } finally {
    isAsking = false;
  }

  draw();
  if (!link.isDenied) timer = setTimeout(ask, document.hidden ? 15000 : link.failures === 0 ? Period : Math.max(0, link.retryAt - Date.now()));
}

function take(groups, nodes, traffic) {
  Object.assign(seen, { groups, nodes, traffic, at: Date.now() });
  for (const group of groups.groups) told(group);
  Object.assign(link, { failures: 0, fault: "" });
}

function told(group) {
  seen.toldAt.set(group.name, Date.now());
  turns.see(group);
}

// Only of the groups that are on the screen.
async function askTraffic(groups) {
  const shown = groups.groups.filter(group => visible.has(group.name)).slice(0, 12);
  const answers = await Promise.all(shown.map(group => read(`/v1/groups/${encodeURIComponent(group.name)}/traffic`)));
  for (const answer of answers) seen.groupTraffic.set(answer.group, answer);
}

function fail(fault) {
  if (fault instanceof Refusal && (fault.status === 401 || fault.status === 403)) {
    deny(fault);
    return;
  }

  const wait = Waits[Math.min(link.failures, Waits.length - 1)];
  link.failures++;
  link.retryAt = Date.now() + wait;
  link.fault = fault instanceof Refusal ? fault.message : "";
}

async function deny(fault) {
  if (link.isDenied) return;
  link.isDenied = true;
  stop?.();
  link.fault = fault.status === 403 ? fault.message : "";
  const hadOne = token.get() !== "";
  token.forget();
  draw();
  if (fault.status === 403) return;
  await askToken(hadOne ? fault.message : "");
  link.isDenied = false;
  begin();
}

function begin() {
  stop?.();
  stop = follow({
    event: hear,
    open: () => { link.isListening = true; draw(); },
    lost: () => { link.isListening = false; draw(); },
    denied: fault => deny(fault),
  });
  queueMicrotask(ask);
}

let soon;
function hear(name, data) {
  if (name === "view" || name === "end") return;
  const event = name === "events.missed" ? { event: name, at: new Date().toISOString(), detail: data.missed === null ? "" : count(data.missed, "event") } : data;
  if (!events.add(event)) return;
  if (Date.now() - new Date(event.at) < 30000) speak(aloud(event));
  // What an event tells of is asked for at once, a burst of them together.
  soon ??= setTimeout(() => {
    soon = undefined;
    ask();
  }, 150);
}

function act(group, member, verb) {
  askWord(group, member, verb, answer => {
    const at = seen.groups.groups.findIndex(known => known.name === answer.name);
    if (at >= 0) seen.groups.groups[at] = answer;
    told(answer);
    draw();
    // The button that was pressed may be gone with the state it was for; whoever works by keyboard stays in its row.
    if (document.activeElement === document.body) {
      document.querySelector(`[data-group="${CSS.escape(group)}"] [data-member="${CSS.escape(member)}"] button`)?.focus();
    }
  });
}

const visible = new Set();
const watch = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) visible.add(target.dataset.group);
    else visible.delete(target.dataset.group);
  }
}, { rootMargin: "200px" });

function draw() {
  lay(place("link"), status());
  lay(place("access"), token.get() ? h("button", { type: "button", class: "small", onclick: leave }, "Forget the token") : null);
  lay(place("notices"), notices(seen, link, events, dismissed, id => { dismissed.add(id); draw(); }));
  if (seen.groups === null) return;
  const { groups, nodes, traffic } = seen;
  const since = group => Date.now() - (seen.toldAt.get(group.name) ?? seen.at);
  const answering = nodes.nodes.find(node => node.id === traffic.node);
  lay(place("overview"), tiles(groups, nodes, since));
  lay(place("traffic-note"), answering?.kind === "silo" ? "" : `carried by ${traffic.node} itself, in steps of ${traffic.stepMs / 1000} s`);
  lay(place("traffic"), charts(traffic, answering));
  lay(place("groups-note"), groups.total === 0 ? "The catalog has none." : groups.total > PerPage ? `${first + 1} to ${first + groups.groups.length} of ${number(groups.total)}` : "");
  lay(place("cards"), groups.groups.map(group => card(group, { since: since(group), turns: turns.of(group.name), traffic: seen.groupTraffic.get(group.name), act })));
  for (const element of place("cards").children) watch.observe(element);
  lay(place("pager"), pager(groups));
  lay(place("nodes-note"), nodes.view === "local" ? "only this node: it cannot reach the cluster" : "");
  lay(place("nodes"), table(nodes.nodes, traffic.node));
  lay(place("events-note"), h("button", { type: "button", class: "small", "aria-pressed": String(link.isPaused), onclick: () => { link.isPaused = !link.isPaused; draw(); } }, "Hold still"));
  if (!link.isPaused) lay(place("events"), list(events.heard));
}

function status() {
  const isLive = link.failures === 0 && link.isListening && !link.isDenied;
  return [
    h("span", { class: `dot ${isLive ? "live" : "stale"}`, "aria-hidden": "true" }),
    isLive ? "live" : link.isDenied ? "no access" : seen.groups === null && link.failures === 0 ? "asking" : "not live",
    seen.traffic ? h("span", { class: "quiet" }, ` · told by ${seen.traffic.node}`) : null,
  ];
}

function pager(groups) {
  if (groups.total <= PerPage) return null;
  const go = to => () => { first = to; ask(); place("groups").focus(); };
  return [
    h("button", { type: "button", disabled: first === 0, onclick: go(Math.max(0, first - PerPage)) }, "Groups before"),
    h("button", { type: "button", disabled: first + PerPage >= groups.total, onclick: go(first + PerPage) }, "Groups after"),
  ];
}

function leave() {
  token.forget();
  location.reload();
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
setInterval(() => { if (!document.hidden) draw(); }, 1000);
begin();
