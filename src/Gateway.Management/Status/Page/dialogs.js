// The two dialogs: who are you, and what do you want to say of a member.

import { h, lay } from "./dom.js";
import { say, token } from "./api.js";

const tokenDialog = document.getElementById("token-dialog");
const wordDialog = document.getElementById("word-dialog");

/** Asks for the token; resolves when one was given, not whether it does. */
export function askToken(fault) {
  return new Promise(resolve => {
    const submit = event => {
      event.preventDefault();
      const given = event.target.elements.namedItem("token").value.trim();
      if (!given) return;
      token.set(given);
      event.target.reset();
      tokenDialog.close();
      resolve();
    };
    lay(tokenDialog, h("form", { onsubmit: submit },
      h("h2", { id: "token-title" }, "This node wants a token"),
      h("p", {}, "The operator’s token or the one for reading, from [management] of the node’s deployment.toml. It stays in this tab, until that is closed, and is sent in the Authorization header only."),
      h("p", { role: "alert", class: "fault" }, fault ?? ""),
      h("label", { for: "token" }, "Token"),
      h("input", { id: "token", name: "token", type: "password", autocomplete: "off", spellcheck: "false", required: true, autofocus: true }),
      h("div", { class: "ends" }, h("button", { type: "submit", class: "strong" }, "Use it"))));
    if (!tokenDialog.open) tokenDialog.showModal();
  });
}

// There is nothing behind this dialog that could be used without a token.
tokenDialog.addEventListener("cancel", event => event.preventDefault());

const Titles = { suspend: "Suspend", drain: "Drain", resume: "Resume" };
const Effects = {
  suspend: "No edge sends requests to it. Once its suspension of the configured length is over, one request tries it.",
  drain: "No edge sends new requests to it; requests in flight and sessions end in their own time. Nothing tries it until it is resumed.",
  resume: "Every edge uses it again at once, whatever stood against it.",
};
const Spans = [["", "until resumed"], ["60000", "1 minute"], ["600000", "10 minutes"], ["3600000", "1 hour"], ["86400000", "1 day"]];

let opened = 0;

/** Asks for the reason and says the word; told(answer) is called with the group as it is then. */
export function askWord(group, member, verb, told) {
  // A form of its own each time: what was typed into the last one is gone.
  const key = `form ${++opened}`;
  const show = (fault, isBusy) => lay(wordDialog, h("form", { key, onsubmit: submit },
    h("h2", { id: "word-title" }, `${Titles[verb]} ${member}`),
    h("p", {}, `Of group ${group}, for the whole cluster. ${Effects[verb]}`),
    h("label", { for: "reason" }, verb === "resume" ? "Reason (may be empty)" : "Reason"),
    h("input", { id: "reason", name: "reason", maxlength: 200, autocomplete: "off", required: verb !== "resume", autofocus: true }),
    verb === "resume" ? null : [
      h("label", { for: "span" }, "For how long"),
      h("select", { id: "span", name: "span" }, (verb === "suspend" ? [["", "as configured"], ...Spans.slice(1)] : Spans).map(([value, text]) => h("option", { value }, text))),
    ],
    h("p", { role: "alert", class: "fault" }, fault),
    h("div", { class: "ends" },
      h("button", { type: "button", onclick: () => wordDialog.close() }, "Cancel"),
      h("button", { type: "submit", class: "strong", disabled: isBusy }, `${Titles[verb]} ${member}`))));

  async function submit(event) {
    event.preventDefault();
    const { reason, span } = Object.fromEntries(new FormData(event.target));
    show("", true);
    try {
      const answer = await say(group, member, verb, span ? { reason, forMs: Number(span) } : { reason });
      wordDialog.close();
      told(answer);
    } catch (fault) {
      show(fault.name === "TimeoutError" ? "The node has not answered; it is not known whether the word holds." : fault.message, false);
    }
  }

  show("", false);
  wordDialog.showModal();
}
