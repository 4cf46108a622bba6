// What several modules need: notices at the foot, markup of the server's own fragments.

import { word } from "./palavras.js";

// The one place where a string becomes markup: what this server wrote for this page.
const policy = window.trustedTypes?.createPolicy("livros", { createHTML: (text) => text });

export function parse_fragment(html) {
  const text = policy ? policy.createHTML(html) : html;
  return new DOMParser().parseFromString(text, "text/html");
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const notice_ms = 5000;
const undo_ms = 15000;

// Says something at the foot of the page for a while. With `undo`, a button that calls it; the
// notice stays as long as it is hovered or has the focus.
export function notify(text, undo) {
  const place = document.querySelector(".avisos");
  const notice = element("div", {}, element("span", {}, text));
  let timer = 0;
  const close = () => {
    clearTimeout(timer);
    notice.remove();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(close, undo ? undo_ms : notice_ms);
  };
  if (undo) {
    const button = element("button", { type: "button", "data-testid": "desfazer" }, word("undo"));
    button.addEventListener("click", () => {
      close();
      undo();
    });
    notice.append(button);
  }
  for (const event of ["pointerenter", "focusin"]) {
    notice.addEventListener(event, () => clearTimeout(timer));
  }
  for (const event of ["pointerleave", "focusout"]) {
    notice.addEventListener(event, wait);
  }
  place.append(notice);
  wait();
}

// A notice that the next page shows, after a form has led there.
const later_key = "livros.aviso";

export function notify_on_next_page(text, undo) {
  try {
    sessionStorage.setItem(later_key, JSON.stringify({ text, undo }));
  } catch {
    // Without storage the page goes on without its notice.
  }
}

export function take_notice() {
  try {
    const kept = sessionStorage.getItem(later_key);
    sessionStorage.removeItem(later_key);
    return kept ? JSON.parse(kept) : null;
  } catch {
    return null;
  }
}

export function is_typing(event) {
  return event.target.closest?.("input, textarea, select, [contenteditable]") !== null;
}

// Keys of one letter can be switched off on /atalhos (WCAG 2.1.4), in this browser.
const switch_key = "livros.atalhos";

export function keys_are_on() {
  try {
    return localStorage.getItem(switch_key) !== "nao";
  } catch {
    return true;
  }
}

export function switch_keys(on) {
  try {
    localStorage.setItem(switch_key, on ? "sim" : "nao");
  } catch {
    // Without storage they stay as they are.
  }
}
