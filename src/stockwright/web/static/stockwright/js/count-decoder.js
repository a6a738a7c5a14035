// A reader of barcodes for browsers that have none: it answers to the same call as the browser's own.
const MOST_PIXELS = 1280;

function load(address) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

export async function decoder(address) {
  if (!window.ZXing) await load(address);
  const { ZXing } = window;
  const canvas = document.createElement("canvas");
  const screen = canvas.getContext("2d", { willReadFrequently: true });
  const hints = new Map([[ZXing.DecodeHintType.TRY_HARDER, true]]);
  const readers = [new ZXing.MultiFormatOneDReader(hints), new ZXing.QRCodeReader(), new ZXing.DataMatrixReader()];

  // What is not in the picture is told by an error, picture after picture: that is how this library says no.
  function readBy(reader, bitmap) {
    try { return reader.decode(bitmap, hints).getText(); } catch { return null; } finally { reader.reset(); }
  }

  return {
    async detect(video) {
      const scale = Math.min(1, MOST_PIXELS / video.videoWidth);
      [canvas.width, canvas.height] = [video.videoWidth * scale, video.videoHeight * scale];
      screen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const light = new ZXing.HTMLCanvasElementLuminanceSource(canvas);
      const bitmap = new ZXing.BinaryBitmap(new ZXing.HybridBinarizer(light));
      for (const reader of readers) {
        const rawValue = readBy(reader, bitmap);
        if (rawValue) return [{ rawValue }];
      }
      return [];
    },
  };
}
