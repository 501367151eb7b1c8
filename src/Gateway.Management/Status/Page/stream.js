// The cluster's events, as they happen: server-sent events read by fetch, because EventSource cannot send a header.

import { send, Refusal } from "./api.js";

const First = 300;
const Silence = 40000;
const Waits = [1000, 2000, 4000, 8000, 15000];

/**
 * Follows /v1/events until stopped. Calls on.event(name, data) for each, on.open() and on.lost(waitMs) as the connection comes and
 * goes, on.denied() when the token does not do; it does not go on by itself after that.
 */
export function follow(on) {
  let stopped = false;
  let failures = 0;
  let lastId = "";
  let current;

  async function run() {
    while (!stopped) {
      let wait;
      try {
        current = new AbortController();
        await listen(current);
      } catch (fault) {
        if (fault instanceof Refusal && (fault.status === 401 || fault.status === 403)) {
          on.denied(fault);
          return;
        }

        wait = fault instanceof Refusal ? fault.retryAfterMs : undefined;
      }

      if (stopped) return;
      wait ??= Waits[Math.min(failures, Waits.length - 1)] * (0.8 + 0.4 * Math.random());
      failures++;
      on.lost(wait);
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }

  async function listen(connection) {
    const headers = { Accept: "text/event-stream" };
    if (lastId) headers["Last-Event-ID"] = lastId;
    let watch = setTimeout(() => connection.abort(), Silence);
    try {
      const answer = await send(lastId ? "/v1/events" : `/v1/events?last=${First}`, { headers, signal: connection.signal });
      on.open();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const take = parser(tell);
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        failures = 0;
        clearTimeout(watch);
        watch = setTimeout(() => connection.abort(), Silence);
        take(value);
      }
    } finally {
      clearTimeout(watch);
      connection.abort();
    }
  }

  function tell({ id, name, data }) {
    if (id) lastId = id;
    on.event(name, JSON.parse(data));
  }

  run();
  return () => {
    stopped = true;
    current?.abort();
  };
}

/** Puts pieces of text together to events (WHATWG HTML, section 9.2). */
export function parser(tell) {
  let rest = "";
  let event = { id: "", name: "", data: [] };
  return piece => {
    const lines = (rest + piece).split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length > 0) tell({ id: event.id, name: event.name || "message", data: event.data.join("\n") });
        event = { id: "", name: "", data: [] };
        continue;
      }

      const colon = line.indexOf(":");
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") event.data.push(value);
      else if (field === "event") event.name = value;
      else if (field === "id") event.id = value;
    }
  };
}
