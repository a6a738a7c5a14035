// Dropping a file shows its name and size; sending shows how far it is. The form works without any of it.
const size = (bytes) => (bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`);

for (const zone of document.querySelectorAll(".dropzone")) {
  const input = zone.querySelector("input[type=file]");
  const form = input.form;
  const title = zone.querySelector("[data-title]");
  const bar = form.querySelector("progress");

  const show = () => {
    const [file] = input.files;
    zone.classList.toggle("filled", Boolean(file));
    if (file) title.textContent = `${file.name} · ${size(file.size)}`;
  };
  input.addEventListener("change", show);

  for (const kind of ["dragover", "dragenter"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    show();
  });

  form.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    if (!total) return;
    bar.hidden = false;
    bar.max = total;
    bar.value = loaded;
  });
  show();
}
