// Every page: what a script adds to reading. Pages work without it.

import { is_typing, keys_are_on, notify, take_notice, undo_change } from "./comum.js";
import { word } from "./palavras.js";

// ---- the theme is a cookie, so that the server writes it into the next page and nothing flashes

const year_seconds = 365 * 24 * 60 * 60;

function choose_theme(theme) {
  const root = document.documentElement;
  if (theme === "sistema") {
    delete root.dataset.tema;
  } else {
    root.dataset.tema = theme;
  }
  document.cookie = `livros_tema=${theme}; Path=/; Max-Age=${year_seconds}; SameSite=Lax`;
  for (const link of document.querySelectorAll("[data-muda-tema]")) {
    if (link.dataset.mudaTema === theme) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function is_plain_click(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-muda-tema]");
  if (link && is_plain_click(event)) {
    event.preventDefault();
    choose_theme(link.dataset.mudaTema);
  }
});

// ---- a book

async function copy(text) {
  await navigator.clipboard.writeText(text);
  notify(word("copied"));
}

function offer(testid, action) {
  const button = document.querySelector(`button[data-testid="${testid}"]`);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", action);
  }
}

const canonical = document.querySelector("link[rel=canonical]");
// The clipboard is there on secure addresses and on localhost only.
if (navigator.clipboard && canonical) {
  offer("copiar-link", () => copy(canonical.href));
}
for (const button of navigator.clipboard ? document.querySelectorAll("button[data-copia]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copia).textContent);
  });
}
offer("imprimir", () => window.print());

const back = document.querySelector("[data-volta]");
const came_from = document.referrer && new URL(document.referrer);
if (back && came_from.origin === location.origin && /^\/(busca)?$/.test(came_from.pathname)) {
  back.href = came_from.pathname + came_from.search;
}

// A cover that does not come shows the binding below it.
document.addEventListener(
  "error",
  (event) => {
    if (event.target.matches?.(".capa img")) {
      event.target.remove();
    }
  },
  true,
);

// ---- what the page before this one did

const notice = take_notice();
if (notice) {
  notify(notice.text, notice.undo && (() => undo_change(notice.undo)));
}

// Who signs in or out in one tab has done so in all; a form that is being filled stays.
const tabs = new BroadcastChannel("livros.sessao");
document.querySelector("form[action='/sessao']")?.addEventListener("submit", () => {
  tabs.postMessage("mudou");
});
tabs.addEventListener("message", () => {
  if (!document.querySelector("[data-testid=form-livro]")) {
    setTimeout(() => location.reload(), 500);
  }
});

// ---- instants in the reader's own time

const instants = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: "medium",
  timeStyle: "short",
});
for (const time of document.querySelectorAll("time[datetime]")) {
  time.textContent = instants.format(new Date(time.dateTime));
}


// ---- keys, never with a modifier and never while typing

const second_key_ms = 1500;
let waits_for_place = 0;

const box = () => document.querySelector("form[role=search] input[name=q]");
const result_links = () => [...document.querySelectorAll("[data-testid=resultado] h2 a, [data-testid=tabela] td a")];

function open(selector) {
  document.querySelector(selector)?.click();
}

// From the box, or from nowhere, to the first result.
function move(by) {
  const links = result_links();
  const now = links.indexOf(document.activeElement);
  const next = links[now < 0 ? 0 : now + by];
  (next ?? (now + by < 0 ? box() : null))?.focus();
}

function go(place) {
  open(`header nav [data-tecla="${place}"]`);
}

const actions = {
  "/": () => box()?.focus(),
  j: () => move(1),
  k: () => move(-1),
  e: () => open("[data-testid=editar]"),
  n: () => open("header nav [data-tecla=n]"),
  "?": () => open("a[href='/atalhos']"),
  g: () => {
    waits_for_place = performance.now() + second_key_ms;
  },
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keys_are_on()) {
    return;
  }
  if (event.key === "ArrowDown" && event.target === box() && result_links().length > 0) {
    event.preventDefault();
    move(0);
    return;
  }
  if (is_typing(event)) {
    return;
  }
  const goes = performance.now() < waits_for_place;
  waits_for_place = 0;
  if (goes && /^[baie]$/.test(event.key)) {
    event.preventDefault();
    go(event.key);
  } else if (Object.hasOwn(actions, event.key)) {
    event.preventDefault();
    actions[event.key]();
  }
}

document.addEventListener("keydown", press);
