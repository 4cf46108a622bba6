// What several modules need: notices at the foot, markup of the server's own fragments.

import { word } from "./palavras.js";

// The one place where a string becomes markup: what this server wrote for this page.
const policy = window.trustedTypes?.createPolicy("livros", {
  createHTML: (text) => text,
  createScriptURL: (address) => {
    if (!address.startsWith("/s/")) {
      throw new TypeError(address);
    }
    return address;
  },
});

// A worker of one of this server's own scripts.
export function worker_of(address) {
  return new Worker(policy ? policy.createScriptURL(address) : address);
}

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

// ---- drafts: by path and version, as long as the tab lives

const draft_prefix = "livros.rascunho:";

export function keep_draft(key, draft) {
  try {
    sessionStorage.setItem(draft_prefix + key, JSON.stringify(draft));
  } catch {
    // Without storage there are no drafts.
  }
}

export function kept_draft(key) {
  try {
    return JSON.parse(sessionStorage.getItem(draft_prefix + key));
  } catch {
    return null;
  }
}

export function forget_draft(key) {
  try {
    sessionStorage.removeItem(draft_prefix + key);
  } catch {
    // There was none.
  }
}

// ---- changing the catalogue

function go_and_sign_in() {
  location.assign(`/entrar?volta=${encodeURIComponent(location.pathname + location.search)}`);
  return { ok: false, failed: word("signing_in") };
}

// Files go as they are; whatever they say that they hold, the server looks at.
function type_of(method, body) {
  if (body instanceof Blob) {
    return "application/octet-stream";
  }
  return method === "PATCH" ? "application/merge-patch+json" : "application/json";
}

const sent_as = (body) => (body instanceof Blob ? body : body && JSON.stringify(body));

// What came of it: `ok` and the book, or the problem; `failed`: what to tell where nothing came.
// Who may not is sent to sign in, and comes back to what was written.
// `again`: seconds until it may be tried again.
export async function send(method, path, body, if_match, more_headers) {
  const language = document.documentElement.lang;
  const headers = { Accept: "application/json", "Accept-Language": language, ...more_headers };
  if (if_match) {
    headers["If-Match"] = if_match;
  }
  if (body !== undefined) {
    headers["Content-Type"] = type_of(method, body);
  }
  try {
    const answer = await fetch(path, { method, headers, body: sent_as(body) });
    const { ok, status } = answer;
    if ((status === 401 || status === 403) && document.documentElement.dataset.entrou) {
      return go_and_sign_in();
    }
    if (status === 429 || status === 503) {
      const again = Number(answer.headers.get("Retry-After")) || 1;
      return { ok, again, failed: word("busy_save", again) };
    }
    return { ok, status, body: status === 204 ? null : await answer.json() };
  } catch {
    return { ok: false, again: 1, failed: word("offline_save") };
  }
}

async function undo_now(undo) {
  const tag = (version) => version && `"${undo.id}-${version}"`;
  if (undo.how === "excluir") {
    return send("DELETE", `/livros/${undo.id}`, undefined, tag(undo.version));
  }
  return send("POST", `/livros/${undo.id}/restaurar`, { versao: undo.version }, tag(undo.now));
}

// The undo of a notice, as it was noted by the page that made the change.
export async function undo_change(undo) {
  const answer = await undo_now(undo);
  if (!answer.ok) {
    notify(answer.failed ?? answer.body.detail);
    return;
  }
  notify_on_next_page(word("undone"));
  location.assign(undo.how === "excluir" ? "/" : `/livro/${undo.id}`);
}
