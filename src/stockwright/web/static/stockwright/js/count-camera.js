// The camera as a scanner: by the browser's own reader, or by a decoder that is loaded when it is needed.
const PAUSE_MS = 1500;
const LOOK_MS = 150;
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "qr_code", "data_matrix"];

function load(address) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  const known = await window.BarcodeDetector.getSupportedFormats();
  const formats = FORMATS.filter((format) => known.includes(format));
  return formats.length ? new window.BarcodeDetector({ formats }) : null;
}

export function camera({ button, view, decoder, words, read }) {
  const video = view.querySelector("video");
  let stop = null;
  let [last, lastAt] = ["", 0];

  function found(text) {
    const now = Date.now();
    if (text === last && now - lastAt < PAUSE_MS) return;
    [last, lastAt] = [text, now];
    read(text);
  }

  async function lookWith(reader) {
    let isOn = true;
    const look = async () => {
      if (!isOn) return;
      const codes = video.readyState >= 2 ? await reader.detect(video).catch(() => []) : [];
      if (isOn && codes.length) found(codes[0].rawValue);
      setTimeout(look, LOOK_MS);
    };
    look();
    return () => { isOn = false; };
  }

  async function decodeWith(stream) {
    if (!window.ZXing) await load(decoder);
    const reader = new window.ZXing.BrowserMultiFormatReader(null, LOOK_MS);
    reader.decodeFromStream(stream, video, (result) => { if (result) found(result.getText()); });
    return () => reader.reset();
  }

  async function open() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    view.hidden = false;
    button.setAttribute("aria-pressed", "true");
    const own = await ownReader();
    video.srcObject = stream;
    await video.play();
    const end = own ? await lookWith(own) : await decodeWith(stream);
    stop = () => {
      end();
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    };
  }

  button.addEventListener("click", async () => {
    if (stop) {
      stop();
      stop = null;
      view.hidden = true;
      button.setAttribute("aria-pressed", "false");
      return;
    }
    view.querySelector("[data-camera-says]").textContent = "";
    try { await open(); } catch {
      view.hidden = false;
      view.querySelector("[data-camera-says]").textContent = words.refused;
      button.setAttribute("aria-pressed", "false");
    }
  });
}
