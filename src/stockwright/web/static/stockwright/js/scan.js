// A scanner types a code and presses Enter: the line that has it counts one more. An unknown code is heard and read.
const counts = new WeakSet();

function beep() {
  const Sound = window.AudioContext;
  if (!Sound) return;
  const sound = new Sound();
  const tone = sound.createOscillator();
  tone.type = "square";
  tone.frequency.value = 220;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.25);
  tone.onended = () => sound.close();
}

const same = (one, other) => one.toLowerCase() === other.toLowerCase();
const hasCode = (row, code) => row.dataset.codes.split("\n").some((known) => same(known.trim(), code));

function count(form, row) {
  const amounts = form.querySelectorAll("[data-codes] .amount");
  if (!counts.has(form)) for (const amount of amounts) amount.value = "0";
  counts.add(form);
  const amount = row.querySelector(".amount");
  const had = Number(amount.value.replace(",", ".")) || 0;
  amount.value = String(had + 1);
  return amount.value;
}

function scanned(field) {
  const form = field.closest("form");
  const said = form.querySelector("[data-said]");
  const code = field.value.trim();
  field.value = "";
  if (!code) return;
  const row = [...form.querySelectorAll("[data-codes]")].find((one) => hasCode(one, code));
  for (const one of form.querySelectorAll("[data-codes].chosen")) one.classList.remove("chosen");
  said.classList.toggle("error", !row);
  if (!row) {
    said.textContent = `${said.dataset.unknown}: ${code}`;
    beep();
    return;
  }
  said.textContent = `${code}: ${count(form, row)} ${said.dataset.counted}`;
  row.classList.add("chosen");
  row.scrollIntoView({ block: "nearest" });
}

for (const field of document.querySelectorAll("[data-scan]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    scanned(field);
  });
}
