// Buttons that bring a version back: in the history, and on the page of a deleted book.

import { notify, notify_on_next_page, send } from "./comum.js";
import { word } from "./palavras.js";

// A deleted book's last version: the last of its history that has fields.
async function last_version(id) {
  let after = 0;
  let found = 0;
  for (;;) {
    const answer = await fetch(`/livros/${id}/versoes?desde=${after}`);
    const entries = answer.ok ? await answer.json() : [];
    found = entries.findLast((entry) => entry.livro)?.versao ?? found;
    const next = entries.at(-1)?.versao ?? after;
    if (next === after || !answer.headers.get("Link")) {
      return found;
    }
    after = next;
  }
}

async function restore(button) {
  const { id, atual } = button.dataset;
  const version = Number(button.dataset.restaura) || (await last_version(id));
  const tag = atual && `"${id}-${atual}"`;
  const answer = await send("POST", `/livros/${id}/restaurar`, { versao: version }, tag);
  if (!answer.ok) {
    notify(answer.failed ?? answer.body.detail);
    return;
  }
  const undo = atual
    ? { how: "restaurar", id, version: Number(atual), now: answer.body.versao }
    : { how: "excluir", id, version: answer.body.versao };
  notify_on_next_page(word("restored", version), undo);
  location.assign(`/livro/${id}`);
}

for (const button of document.querySelectorAll("button[data-testid=restaurar]")) {
  button.hidden = false;
  button.addEventListener("click", () => restore(button));
}
