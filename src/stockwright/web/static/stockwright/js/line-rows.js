// Lines of a form are typed or scanned one after the other: Enter goes to the pieces, then to the next line.
const section = document.querySelector("[data-line-rows]");
const lines = section.querySelector("[data-typed]");
const blank = section.querySelector("[data-blank]");
const total = document.querySelector("[name=line-TOTAL_FORMS]");
const most = Number(document.querySelector("[name=line-MAX_NUM_FORMS]").value);
const add = section.querySelector("[data-add]");

const cell = (row, name) => row.querySelector(`[name$="-${name}"]`);

// A new line says the same place and way as the one before it.
function addLine() {
  const number = Number(total.value);
  if (number >= most) return null;
  const before = lines.lastElementChild;
  const made = document.createElement("template");
  made.innerHTML = blank.innerHTML.replaceAll("__prefix__", String(number));
  const row = made.content.querySelector("tr");
  for (const name of ["location", "way"]) if (before) cell(row, name).value = cell(before, name).value;
  lines.append(row);
  total.value = String(number + 1);
  add.disabled = number + 1 >= most;
  return row;
}

function next(field) {
  const row = field.closest("tr");
  if (field === cell(row, "item")) return cell(row, "quantity");
  const following = row.nextElementSibling ?? addLine();
  return following && cell(following, "item");
}

add.addEventListener("click", (event) => {
  event.preventDefault();
  const row = addLine();
  if (row) cell(row, "item").focus();
});

lines.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  const field = next(event.target);
  field?.focus();
  field?.select();
});
