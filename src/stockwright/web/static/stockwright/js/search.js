// Ctrl or Cmd K: one box for items, pages and actions. Without scripts its button is a link to the search page.
const box = document.getElementById("search-box");
const input = box?.querySelector("input");

function openSearch() {
  if (!box.open) box.showModal();
  input.select();
}

const results = () => [...box.querySelectorAll(".results a")];

function step(by) {
  const links = results();
  const at = links.indexOf(document.activeElement);
  if (at + by < 0) input.focus();
  else links[Math.min(at + by, links.length - 1)]?.focus();
}

if (box) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-search]")) return;
    event.preventDefault();
    openSearch();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openSearch();
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Enter" && document.activeElement === input && results()[0]) {
      event.preventDefault();
      results()[0].click();
    }
  });
}

// Any dialog closes by its button or by a click on the dimmed page.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement || event.target.closest("[data-close-dialog]")) {
    event.target.closest("dialog")?.close();
  }
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
});
