// Asks the node that served the page. The token lives in this tab's session storage and travels in the Authorization header only.

const Key = "gateway.token";
const Patience = 8000;

/** An answer that is no good: the HTTP status and the problem's own words. */
export class Refusal extends Error {
  constructor(status, detail, retryAfterMs) {
    super(detail);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export const token = {
  get: () => sessionStorage.getItem(Key) ?? "",
  set: value => sessionStorage.setItem(Key, value),
  forget: () => sessionStorage.removeItem(Key),
};

/** Sends a request; throws a Refusal for every answer that is not good, and whatever fetch throws when there is none. */
export async function send(path, { headers = {}, signal, ...rest } = {}) {
  const given = token.get();
  const answer = await fetch(path, {
    ...rest,
    signal,
    headers: given ? { ...headers, Authorization: `Bearer ${given}` } : headers,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** GETs JSON. */
export async function read(path) {
  const answer = await send(path, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(Patience) });
  return answer.json();
}

/** Says an operator's word of a member; the answer is the group as it is then. */
export async function say(group, member, word, body) {
  const path = `/v1/groups/${encodeURIComponent(group)}/members/${encodeURIComponent(member)}/${word}`;
  const answer = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(Patience),
  });
  return answer.json();
}

async function refusalOf(answer) {
  let detail = `The node answered ${answer.status}.`;
  try {
    const problem = await answer.json();
    if (typeof problem.detail === "string" && problem.detail) detail = problem.detail;
  } catch {
    // Not a problem document: something before the node has answered.
  }

  const seconds = Number(answer.headers.get("Retry-After"));
  return new Refusal(answer.status, detail, seconds > 0 ? seconds * 1000 : undefined);
}
