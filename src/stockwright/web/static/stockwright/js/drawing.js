// What every chart needs: the library, which loads only where something is drawn, and the colours of the theme.
let library = null;

export function load(url) {
  library ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: () => resolve(window.echarts), onerror: reject });
    document.head.append(script);
  });
  return library;
}

// The tokens are light-dark() and oklch(); the drawing needs plain rgb of the theme that is on.
export function colours(names) {
  const probe = document.body.appendChild(document.createElement("i"));
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
    return `rgb(${r}, ${g}, ${b})`;
  };
  const found = Object.fromEntries(names.map((name) => [name.replace("-", "_"), read(name)]));
  probe.remove();
  return found;
}
