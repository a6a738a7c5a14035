// Parts of a page that follow what happens: `data-follows="inventory"` names the kinds of events, parted by spaces.
// A part with hx-get (and hx-trigger="changed") is fetched anew; a hidden one is shown.
// Of all open tabs one listens and tells the others, since a browser has few connections to one server.
const url = document.querySelector("[data-changes]")?.dataset.changes;
const others = "BroadcastChannel" in window ? new BroadcastChannel("stockwright-changes") : null;
const waiting = new Set();
let timer;

const follows = (part, names) =>
  part.dataset.follows.split(" ").some((kind) => names.some((name) => name.startsWith(`${kind}.`)));

const refresh = () => {
  const names = [...waiting];
  waiting.clear();
  timer = undefined;
  for (const part of document.querySelectorAll("[data-follows]")) {
    if (!follows(part, names)) continue;
    if (part.hasAttribute("hx-get")) window.htmx?.trigger(part, "changed");
    else part.hidden = false;
  }
};

// Many events of one deed are one refresh.
const heard = (name) => {
  waiting.add(name);
  timer ??= setTimeout(refresh, 500);
};

const listen = () => {
  const source = new EventSource(url);
  source.addEventListener("message", (event) => {
    const { name } = JSON.parse(event.data);
    heard(name);
    others?.postMessage(name);
  });
  return source;
};

// Without locks (plain http on another machine) each tab listens while it is looked at.
const listenWhileSeen = () => {
  let source;
  const look = () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else source ??= listen();
  };
  document.addEventListener("visibilitychange", look);
  look();
};

if (url) {
  others?.addEventListener("message", (event) => heard(event.data));
  if (navigator.locks && others) {
    navigator.locks.request("stockwright-changes", () => new Promise(() => listen()));
  } else listenWhileSeen();
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-reload]")) location.reload();
  });
}
