// Says what has happened to those who hear the page, and does not talk without end: at most every five seconds, three things at a time.

const Pause = 5000;
const Most = 3;

const waiting = [];
let timer;

/** Says a line as soon as there is room; null is nothing to be said. */
export function speak(line) {
  if (line === null) return;
  waiting.push(line);
  timer ??= setTimeout(tell, 300);
}

function tell() {
  timer = undefined;
  if (waiting.length === 0) return;
  const lines = waiting.splice(0);
  const rest = lines.length - Most;
  document.getElementById("spoken").textContent = lines.slice(-Most).join(". ") + (rest > 0 ? `. And ${rest} more events before.` : ".");
  timer = setTimeout(tell, Pause);
}
