// What was counted waits here, with a key of its own, until the server has answered for it. It survives a reload.
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];
const AT_ONCE = 100;

const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function entries({ key, url, token, answered, refused, waiting }) {
  let queue = JSON.parse(localStorage.getItem(key) ?? "[]");
  let sending = null;
  let failures = 0;
  let later = 0;

  const keep = () => { localStorage.setItem(key, JSON.stringify(queue)); waiting(queue.length); };
  const body = (part) => JSON.stringify({ entries: part.map(({ at, ...entry }) => ({ ...entry, age: Date.now() - at })) });

  function again() {
    clearTimeout(later);
    later = setTimeout(send, RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? RETRY_MS[0]);
  }

  async function post(part) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: body(part),
      redirect: "manual",
      signal: AbortSignal.timeout(15000),
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, told: isJson ? await answer.json() : {} };
  }

  async function send() {
    clearTimeout(later);
    if (sending || queue.length === 0) return;
    sending = queue.slice(0, AT_ONCE);
    const part = sending;
    try {
      const { status, told } = await post(part);
      failures = 0;
      if (told.items) {
        const answers = new Map(told.items.map((item) => [item.key, item]));
        queue = queue.filter((entry) => !answers.has(entry.key));
        for (const entry of part) if (answers.has(entry.key)) answered(answers.get(entry.key), entry);
      } else if (status >= 500) { failures += 1; }
      else { refused(told.detail); failures = RETRY_MS.length; }
    } catch { failures += 1; }
    sending = null;
    keep();
    if (queue.length) failures ? again() : send();
  }

  window.addEventListener("online", () => { failures = 0; send(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  keep();

  return {
    send,
    add(entry) {
      const told = { key: fresh(), at: Date.now(), ...entry };
      queue.push(told);
      keep();
      if (!failures) send();
      return told.key;
    },
    // True where it never left this device; else the server is asked.
    takeBack(wrong) {
      const waits = queue.some((entry) => entry.key === wrong) && !sending?.some((entry) => entry.key === wrong);
      if (!waits || failures) {
        this.add({ takes_back: wrong });
        return false;
      }
      queue = queue.filter((entry) => entry.key !== wrong);
      keep();
      return true;
    },
  };
}
