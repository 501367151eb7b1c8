// The charts of what the answering node carries.

import { h } from "./dom.js";
import { chart, recent, since } from "./chart.js";
import { latency, rate } from "./text.js";

/** The charts of a node's traffic. */
export function charts(traffic, answering) {
  if (answering?.kind === "silo") {
    return h("p", { class: "card quiet" }, "This node is a silo: it carries no requests. The page of an edge shows what that one carries.");
  }

  const { requests, failed, backendErrors, p50Ms, p95Ms, overheadP95Ms } = traffic.columns;
  const { stepMs, known } = traffic;
  const perSecond = values => since(scaled(values, stepMs), known);
  const now = values => `${rate(recent(values, stepMs))}/s`;
  const last = values => latency(values.findLast(value => value !== null));
  return [
    chart({
      title: "Requests", height: 90, unit: "/s", stepMs, format: rate,
      lines: [{ name: "all", values: perSecond(requests), tone: "tone-a", area: true, text: now(requests) }],
    }),
    chart({
      title: "Errors", height: 90, unit: "/s", stepMs, format: rate,
      lines: [
        { name: "no answer", values: perSecond(failed), tone: "tone-bad", area: true, text: now(failed) },
        { name: "backends’ 5xx", values: perSecond(backendErrors), tone: "tone-c dashed", text: now(backendErrors) },
      ],
    }),
    chart({
      title: "Time", height: 90, unit: "", stepMs, format: latency,
      lines: [
        { name: "p95", values: since(p95Ms, known), tone: "tone-b", text: last(p95Ms) },
        { name: "p50", values: since(p50Ms, known), tone: "tone-a", text: last(p50Ms) },
        { name: "gateway p95", values: since(overheadP95Ms, known), tone: "tone-c dashed", text: last(overheadP95Ms) },
      ],
    }),
  ];
}

const rates = new WeakMap();

function scaled(values, stepMs) {
  if (!rates.has(values)) rates.set(values, values.map(value => value * 1000 / stepMs));
  return rates.get(values);
}
