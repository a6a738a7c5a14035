// Light, dark or as the system says; remembered in a cookie so that the server draws the first paint right.
const root = document.documentElement;
root.classList.add("scripted");

const remember = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
};

const show = (theme) => {
  root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
  }
  document.dispatchEvent(new CustomEvent("theme"));
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (!button) return;
  remember("theme", button.dataset.setTheme);
  show(button.dataset.setTheme);
});

show(root.dataset.theme || "system");
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("theme")));
