// What has to be known before anything else is read: data that is old, a node on its own, a refused configuration.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { clock, countdown, span } from "./text.js";

/** The notices that stand now. */
export function notices(seen, link, events, dismissed, dismiss) {
  const told = [];
  if (link.isDenied && link.fault) told.push(notice("denied", "bad", link.fault));
  if (link.failures > 0) {
    told.push(notice("stale", "bad", link.fault || "This node does not answer.",
      seen.at ? `What is shown is ${seconds(Date.now() - seen.at)} old. ` : "", `Next try in ${countdown(link.retryAt - Date.now())}.`));
  } else if (seen.groups !== null && !link.isListening && !link.isDenied) {
    told.push(notice("deaf", "warn", "Events do not come at present; the connection is being made again. Everything else is up to date."));
  }

  if (seen.groups?.view === "local" || seen.nodes?.view === "local") {
    told.push(notice("local", "warn", "Not the whole cluster.", "Where the cluster does not answer, this is what the answering node acts on itself."));
  }

  if (seen.groups?.unanswered.length > 0) told.push(notice("unanswered", "warn", `Nothing is known of ${seen.groups.unanswered.join(", ")}.`));
  for (const event of events.refusals.values()) {
    if (!dismissed.has(event.id)) {
      told.push(notice(event.id, "bad", "A configuration was refused.",
        `${event.node}, ${clock(new Date(event.at))}: ${event.detail || "the node’s log says why"}; ${event.next}. `,
        h("button", { type: "button", class: "small", onclick: () => dismiss(event.id) }, "Seen")));
    }
  }

  return told;
}

const seconds = ms => span(Math.floor(ms / 1000) * 1000).replace("0 ms", "0 s");

// Only the fact is told aloud, once: what counts down beside it would be told each second.
const notice = (key, kind, fact, ...more) => h("div", { class: `notice ${kind}`, key }, icon("warn"),
  h("p", {}, h("b", { role: kind === "bad" ? "alert" : null }, fact), " ", more));
