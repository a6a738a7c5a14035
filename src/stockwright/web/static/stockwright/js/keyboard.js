// Lists by keyboard: j and k move, Enter opens, x selects, / finds, e edits, o orders, f flags, ? helps.
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
let held = "";
const current = () => document.querySelector("[data-row].at");

function go(row) {
  if (!row) return;
  current()?.classList.remove("at");
  row.classList.add("at");
  held = row.id;
  row.querySelector("a")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("row", { detail: row }));
}

// Where the reader was: a line that was dealt with is gone, and the next one has its place.
let place = -1;

function move(by) {
  const all = rows();
  const at = all.indexOf(current());
  const to = at === -1 ? place + (by > 0 ? Math.max(0, -place) : by) : at + by;
  place = Math.max(0, Math.min(all.length - 1, to));
  go(all[place]);
}

// A line that was only redrawn keeps the reader's place.
document.addEventListener("htmx:afterSettle", () => {
  const row = held && !current() ? document.getElementById(held) : null;
  if (row?.matches("[data-row]")) row.classList.add("at");
  tell();
});
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row || row === current()) return;
  current()?.classList.remove("at");
  row.classList.add("at");
  held = row.id;
});

const press = (selector) => current()?.querySelector(selector)?.click();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => press("input[name=line]"),
  e: () => current()?.querySelector(".quantity-input")?.select(),
  o: () => press("[data-key=o]"),
  f: () => press("[data-key=f]"),
  t: () => press("[data-key=t]"),
  Enter: () => press("a"),
  "/": () => document.querySelector("[data-find]")?.select(),
  "?": () => document.getElementById("keys")?.showModal(),
};

let leading = false;
const PLACES = { t: "today", i: "items", k: "stock", m: "imports", s: "settings" };

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (leading) {
    leading = false;
    const place = document.querySelector(`[data-place=${PLACES[event.key] ?? "none"}]`);
    if (place) { event.preventDefault(); place.click(); }
    return;
  }
  if (event.key === "g") { leading = true; setTimeout(() => { leading = false; }, 900); return; }
  const act = KEYS[event.key];
  if (!act || (event.key === "Enter" && event.target.closest("a, button, summary"))) return;
  event.preventDefault();
  act();
});

// Selecting: all on the page, a range with Shift, and what the selection comes to.
let last = null;
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-pick-all]")) {
    for (const one of document.querySelectorAll("input[name=line]")) one.checked = box.checked;
  }
  if (box.matches(".quantity-input")) box.classList.toggle("changed", box.value !== box.defaultValue);
  tell();
});
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("input[name=line]");
  if (!box) return;
  const boxes = [...document.querySelectorAll("input[name=line]")];
  if (event.shiftKey && last) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
    tell();
  }
  last = box;
});

function tell() {
  const shown = document.querySelector("[data-picked]");
  if (shown) shown.textContent = document.querySelectorAll("input[name=line]:checked").length;
}

// A filter applies as soon as it is chosen; without scripts its button does it.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-auto]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-again]")) event.target.form.elements.again.click();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(document.querySelector(copy.dataset.copy).textContent.trim());
  if (event.target.closest("[data-dismiss]")) event.target.closest(".notice").remove();
  if (event.target.closest("[data-fold-away]")) event.target.closest("tr").remove();
});
