// What happens around a line after the server answered: messages pass, folded rows go, failures are told.
const messages = document.getElementById("messages");

function tell(template) {
  document.getElementById("messages").append(document.getElementById(template).content.cloneNode(true));
}

function pass(root) {
  for (const notice of root.querySelectorAll("[data-passing]:not(.bad)")) setTimeout(() => notice.remove(), 6000);
}

const isProblem = (text) => text.includes("data-problem");

// A refusal in words becomes a message; it never takes the place of the line it is about.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || !isProblem(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  document.getElementById("messages").insertAdjacentHTML("beforeend", xhr.responseText);
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (!isProblem(event.detail.xhr?.responseText ?? "")) tell("not-saved");
  });
}

document.addEventListener("htmx:afterRequest", (event) => {
  const fold = event.target.closest?.("tr.unfolded");
  if (fold && event.detail.successful && event.detail.requestConfig.verb === "post") fold.remove();
});

document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.("[autofocus]")?.focus();
  pass(document);
});

if (messages) pass(messages);
