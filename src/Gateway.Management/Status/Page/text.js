// Numbers and times as people read them.

/** The longest span that is one; a suspension without end is told as a number far beyond it. */
const Endless = 366 * 24 * 3600 * 1000 * 10;

export const isEndless = ms => ms > Endless;

/** A span: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "4 d". */
export function span(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const s = Math.round(ms / 1000);
  if (s < 100) return `${s} s`;
  if (s < 3600) return s % 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s / 60} min`;
  const min = Math.round(s / 60);
  if (min < 48 * 60) return min % 60 ? `${Math.floor(min / 60)} h ${min % 60} min` : `${min / 60} h`;
  return `${Math.round(min / 1440)} d`;
}

/** What is left of a span in whole seconds, never less than none: "12 s". */
export const countdown = ms => span(Math.max(0, Math.ceil(ms / 1000) * 1000)).replace("0 ms", "0 s");

/** A time of the day. */
export const clock = date => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

/** A rate per second. */
export function rate(value) {
  if (value === 0) return "0";
  if (value < 0.1) return "< 0.1";
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en");
}

/** A time of milliseconds. */
export function latency(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms < 10) return `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export const number = value => value.toLocaleString("en");

/** "1 edge", "2 edges". */
export const count = (value, word) => `${number(value)} ${word}${value === 1 ? "" : "s"}`;

/** Spans in the words of an event, which tells them in milliseconds. */
export const legible = text => text.replace(/\b(\d+) ms\b/g, (_, ms) => span(Number(ms)));
