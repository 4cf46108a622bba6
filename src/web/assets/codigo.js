// A worker of its own: reads the barcode of a book out of one picture. It is made on the first press
// of the scanner's button, and only where the browser has no reader of its own.

/* global ZXingWASM, importScripts */

importScripts("asset:zxing-reader.js");

// By default the library would fetch its program from elsewhere.
ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => "asset:zxing-reader.wasm" } });

self.addEventListener("message", async ({ data }) => {
  const options = { formats: ["EAN13"], tryHarder: true, maxNumberOfSymbols: 1 };
  try {
    const found = await ZXingWASM.readBarcodes(data, options);
    self.postMessage(found[0]?.isValid ? found[0].text : "");
  } catch {
    self.postMessage("");
  }
});
