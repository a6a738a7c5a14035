// Counting on a phone: a scanner types into the field, or the camera reads. Nothing is lost without a network.
import { entries } from "./count-queue.js";
import { camera } from "./count-camera.js";
import { signal } from "./count-signal.js";

const page = document.querySelector(".counting");
const find = (name) => page.querySelector(name);
const [form, code, pieces] = [find("[data-scan]"), find("#code"), find("#pieces")];
const words = find("[data-words]").dataset;
const mine = find("[data-mine]");
const done = [];

function number(text) {
  const value = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(value) && value >= 0 ? String(value) : null;
}

function show(kind, title, detail, amount = "") {
  const [last, name, more, output] = [find("[data-last]"), ...["b", "small", "output"].map((tag) => document.createElement(tag))];
  const text = document.createElement("span");
  [name.textContent, more.textContent, output.textContent] = [title, detail, amount];
  text.append(name, more);
  last.className = `last ${kind}`;
  last.replaceChildren(text, output);
}

function tally(item) {
  const waits = find(`[data-left] [data-item="${item.id}"]`);
  if (waits) {
    const left = find("[data-left-number]");
    waits.remove();
    left.textContent = `${find("[data-left]").children.length}${left.dataset.more}`;
  }
  let row = mine.querySelector(`[data-item="${item.id}"]`);
  if (!row) {
    row = find("[data-row-of]").content.firstElementChild.cloneNode(true);
    row.dataset.item = item.id;
    row.querySelector("b").textContent = item.name;
    row.querySelector("small").textContent = item.sku;
  }
  row.querySelector("output").textContent = item.pieces;
  mine.prepend(row);
  find("[data-none]").hidden = true;
}

const queue = entries({
  key: `count:${page.dataset.count}`,
  url: page.dataset.url,
  token: find("[name=csrfmiddlewaretoken]").value,
  answered(item, sent) {
    if (item.id && item.name) tally(item);
    if (["counted", "taken_back", "known"].includes(item.outcome)) {
      const detail = item.outcome === "taken_back" ? `${item.sku} · ${words.taken}` : item.sku;
      return show("counted", item.name, detail, item.pieces);
    }
    const at = done.indexOf(item.key);
    if (at !== -1) done.splice(at, 1);
    undoable();
    signal(false);
    return show("refused", item.name || sent.code, words[item.outcome] ?? item.outcome);
  },
  refused: (detail) => { signal(false); show("refused", detail || words.login, ""); },
  waiting(left) {
    find("[data-unsent]").hidden = !left;
    find("[data-unsent-number]").textContent = left;
  },
});

function undoable() {
  find("[data-undo]").disabled = done.length === 0;
}

function count(text) {
  const amount = number(pieces.value);
  if (!text) return;
  if (amount === null) { signal(false); show("refused", words.pieces, pieces.value); return; }
  show("", text, words.waiting, amount);
  done.push(queue.add({ code: text, quantity: amount }));
  pieces.value = "1";
  undoable();
  signal(true);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  count(code.value.trim());
  code.value = "";
  code.focus();
});

page.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.step) {
    pieces.value = String(Math.max(0, Number(number(pieces.value) ?? 1) + Number(button.dataset.step)));
    code.focus();
  }
  if (button?.dataset.code) { code.value = button.dataset.code; pieces.select(); }
});

find("[data-undo]").addEventListener("click", () => {
  const key = done.pop();
  undoable();
  if (key && queue.takeBack(key)) show("", words.taken, "");
  code.focus();
});

// A scanner types wherever the page happens to be: its letters belong in the field.
document.addEventListener("keydown", (event) => {
  const elsewhere = !event.target.closest("input, textarea, select, dialog");
  if (elsewhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.stopImmediatePropagation();
    code.focus();
  }
}, { capture: true });

camera({ button: find("[data-camera]"), view: find("[data-viewfinder]"), address: page.dataset.zxing, words, read: count });
for (const item of JSON.parse(document.getElementById("mine").textContent).reverse()) tally(item);
undoable();
queue.send();
