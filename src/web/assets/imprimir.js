// What is printed, and on which sheet. Sizes and the first free label are remembered.

import { element } from "./comum.js";

const kept_key = "livros.folha";
const sheet = document.getElementById("folha");
const parts = ["fichas", "etiquetas", "codigos"];

function kept() {
  try {
    return JSON.parse(localStorage.getItem(kept_key)) ?? {};
  } catch {
    return {};
  }
}

function keep(settings) {
  try {
    localStorage.setItem(kept_key, JSON.stringify(settings));
  } catch {
    // Without storage they are asked for each time.
  }
}

function place(testid) {
  return document.querySelector(`[data-testid=${testid}]`);
}

// Labels of the sheet that are used up already stay empty.
function leave_free(list, first) {
  for (const used of list.querySelectorAll(".usada")) {
    used.remove();
  }
  for (let i = 1; i < first; i += 1) {
    list.prepend(element("div", { class: "usada", "aria-hidden": "true" }));
  }
}

function apply() {
  const settings = Object.fromEntries(new FormData(sheet));
  keep(settings);
  const style = document.documentElement.style;
  for (const name of ["largura", "altura", "vao"]) {
    style.setProperty(`--${name}`, `${Number(settings[name]) || 0}mm`);
  }
  for (const part of parts) {
    place(part).hidden = settings.tipo !== "tudo" && settings.tipo !== part;
  }
  const first = Math.min(200, Math.max(1, Math.trunc(Number(settings.primeira)) || 1));
  leave_free(place("etiquetas"), first);
  leave_free(place("codigos"), first);
}

for (const [name, value] of Object.entries(kept())) {
  const input = sheet.elements.namedItem(name);
  if (input) {
    input.value = value;
  }
}
sheet.hidden = false;
sheet.addEventListener("input", apply);
apply();
