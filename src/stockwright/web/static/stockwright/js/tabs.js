// The tab of this page is in sight, however many there are before it.
function show() {
  for (const tab of document.querySelectorAll(".tabs [aria-current], .segments [aria-current]")) {
    const [row, at] = [tab.parentElement, tab.getBoundingClientRect()];
    const around = row.getBoundingClientRect();
    row.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
  }
}

show();
document.addEventListener("htmx:afterSettle", show);
