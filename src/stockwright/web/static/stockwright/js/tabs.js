// The tab of this page is in sight, however many there are before it; and a row that goes on says so.
const ROWS = ".tabs, .segments";

function hint(row) {
  const rest = row.scrollWidth - row.clientWidth - row.scrollLeft;
  row.classList.toggle("went-before", row.scrollLeft > 1);
  row.classList.toggle("goes-on", rest > 1);
}

function show() {
  for (const row of document.querySelectorAll(ROWS)) {
    const tab = row.querySelector("[aria-current]");
    if (tab) {
      const [at, around] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
      row.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
    }
    hint(row);
  }
}

show();
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("scroll", (event) => { if (event.target.matches?.(ROWS)) hint(event.target); }, true);
addEventListener("resize", () => document.querySelectorAll(ROWS).forEach(hint));
