// The camera as a scanner: by the browser's own reader, or by a decoder that is loaded when it is needed.
import { decoder } from "./count-decoder.js";

const GONE_MS = 1500;
const LOOK_MS = 120;
const PICTURE = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "qr_code", "data_matrix"];

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  const known = await window.BarcodeDetector.getSupportedFormats();
  const formats = FORMATS.filter((format) => known.includes(format));
  return formats.length ? new window.BarcodeDetector({ formats }) : null;
}

// Why it cannot be used: each reason has words of its own in the page.
function reason(error) {
  if (!window.isSecureContext || !navigator.mediaDevices) return "insecure";
  if (error.name === "NotFoundError" || error.name === "OverconstrainedError") return "missing";
  return error.name === "NotAllowedError" ? "refused" : "broken";
}

export function camera({ button, view, address, words, read }) {
  const video = view.querySelector("video");
  const says = view.querySelector("[data-camera-says]");
  let stream = null;
  let turn = 0;
  const seenAt = new Map();

  // A code counts once for as long as it is in the picture: it has to go before it counts again.
  function seen(text) {
    const isStill = Date.now() - (seenAt.get(text) ?? 0) < GONE_MS;
    seenAt.set(text, Date.now());
    if (!isStill) read(text);
  }

  async function look(reader, mine) {
    const codes = video.readyState >= 2 ? await reader.detect(video).catch(() => []) : [];
    if (mine !== turn) return;
    if (codes.length) seen(codes[0].rawValue);
    setTimeout(look, LOOK_MS, reader, mine);
  }

  function close() {
    turn += 1;
    for (const track of stream?.getTracks() ?? []) track.stop();
    [stream, video.srcObject] = [null, null];
    seenAt.clear();
    [view.hidden, video.hidden] = [true, true];
    button.setAttribute("aria-pressed", "false");
  }

  async function open() {
    const mine = turn;
    button.setAttribute("aria-pressed", "true");
    const opened = await navigator.mediaDevices.getUserMedia({ video: PICTURE });
    if (mine !== turn) { for (const track of opened.getTracks()) track.stop(); return; }
    [stream, video.srcObject] = [opened, opened];
    [view.hidden, video.hidden] = [false, false];
    says.textContent = words.hold;
    await video.play();
    const reader = (await ownReader()) ?? (await decoder(address));
    if (mine === turn) look(reader, mine);
  }

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-pressed") === "true") { close(); return; }
    const mine = turn;
    try { await open(); } catch (error) {
      if (mine !== turn) return;
      close();
      view.hidden = false;
      says.textContent = words[reason(error)];
    }
  });
  window.addEventListener("pagehide", close);
}
