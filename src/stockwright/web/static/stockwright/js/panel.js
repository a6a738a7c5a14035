// The side panel: a link with data-panel opens beside the list and keeps its own address.
const panel = document.getElementById("panel");
const body = panel?.querySelector(".body");
let opener = null;

const plainClick = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

async function load(url) {
  await htmx.ajax("GET", url, { target: body, swap: "innerHTML" });
  panel.hidden = false;
  panel.querySelector("[data-open-full]").href = url;
  body.scrollTop = 0;
}

async function open(url) {
  const state = { panel: url, list: history.state?.list ?? location.href };
  const already = Boolean(history.state?.panel);
  await load(url);
  history[already ? "replaceState" : "pushState"](state, "", url);
}

function hide() {
  panel.hidden = true;
  body.replaceChildren();
  opener?.focus({ preventScroll: true });
}

if (panel) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel]");
    if (!link || !plainClick(event) || innerWidth <= 720) return;
    event.preventDefault();
    opener = link;
    open(link.href);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-panel]")) history.back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    history.back();
  });
  addEventListener("popstate", (event) => {
    if (event.state?.panel) load(event.state.panel);
    else if (!panel.hidden) hide();
  });
  // j and k move the panel along with the list.
  document.addEventListener("row", (event) => {
    const link = event.detail.querySelector("a[data-panel]");
    if (!panel.hidden && link) { opener = link; open(link.href); }
  });
}

// Prefetch what the pointer rests on.
const warmed = new Set();
document.addEventListener("pointerover", (event) => {
  const link = event.target.closest("a[data-prefetch]");
  if (!link || warmed.has(link.href)) return;
  warmed.add(link.href);
  const hint = Object.assign(document.createElement("link"), { rel: "prefetch", href: link.href });
  document.head.append(hint);
});
