// The camera as a scanner of ISBNs: on press only, and on until it is switched off, for book after
// book. The picture never leaves the browser.

import { element, worker_of } from "./comum.js";
import { word } from "./palavras.js";

const pause_ms = 120; // between pictures
const again_ms = 3000; // the same book is not read twice in a row

const button = document.querySelector("[data-testid=escanear]");
const panel = document.getElementById("camera");
const box = document.getElementById("isbn-primeiro");

let stream = null;
let read_last = { text: "", at: 0 };
let count = 0;

// ---- readers: the browser's, or the library in its worker

async function own_reader() {
  if (!("BarcodeDetector" in window)) {
    return null;
  }
  const formats = await BarcodeDetector.getSupportedFormats();
  if (!formats.includes("ean_13")) {
    return null;
  }
  const detector = new BarcodeDetector({ formats: ["ean_13"] });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? "";
}

function worker_reader() {
  const worker = worker_of("asset:codigo.js");
  return (canvas) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      worker.postMessage(picture);
    });
}

let reader = null;

// ---- what is heard, felt and seen

function beep() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  tone.frequency.value = 880;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.09);
  tone.onended = () => audio.close();
  navigator.vibrate?.(60);
}

function say(text) {
  panel.querySelector("[role=status]").textContent = text;
}

function take(text) {
  const is_new = text !== read_last.text || performance.now() - read_last.at > again_ms;
  if (!/^97[89]\d{10}$/.test(text) || !is_new) {
    return;
  }
  read_last = { text, at: performance.now() };
  count += 1;
  beep();
  say(word("scanned", count, text));
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// ---- the camera

async function look(video, canvas) {
  while (stream) {
    if (video.readyState >= 2) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0);
      take(await reader(canvas));
    }
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
}

function stop() {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
  stream = null;
  panel.hidden = true;
  panel.replaceChildren();
  button.setAttribute("aria-expanded", "false");
}

function torch_button(track) {
  if (!track.getCapabilities?.().torch) {
    return [];
  }
  const torch = element("button", { type: "button", "aria-pressed": "false" }, word("torch"));
  torch.addEventListener("click", () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    track.applyConstraints({ advanced: [{ torch: on }] });
    torch.setAttribute("aria-pressed", String(on));
  });
  return [torch];
}

async function start() {
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  } catch {
    panel.hidden = false;
    panel.replaceChildren(element("p", { role: "status" }, word("no_camera")));
    return;
  }
  const video = element("video", { playsinline: "", "aria-label": word("camera") });
  video.muted = true;
  video.srcObject = stream;
  const off = element("button", { type: "button", "data-testid": "desligar" }, word("camera_off"));
  off.addEventListener("click", stop);
  panel.replaceChildren(
    video,
    element("div", { class: "acoes" }, off, ...torch_button(stream.getVideoTracks()[0])),
    element("p", { role: "status", "data-testid": "lidos" }, word("point_camera")),
  );
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  await video.play();
  reader ??= (await own_reader()) ?? worker_reader();
  look(video, document.createElement("canvas"));
}

if (button) {
  button.hidden = false;
  // A camera is given to secure addresses and to localhost alone.
  if (navigator.mediaDevices) {
    button.addEventListener("click", () => (stream ? stop() : start()));
  } else {
    button.disabled = true;
    document.getElementById("isbn-resposta").textContent = word("camera_needs_https");
  }
}
