// The numbers of the service, anew every few seconds while somebody looks; the last imports, and
// what takes each back.

import { element, notify, parse_fragment, send } from "./comum.js";
import { word } from "./palavras.js";
import { may_be_undone, table, title_of } from "./relatorio.js";

const every_ms = 5000;
const imports_read = 50;
const imports_shown = 10; // of those that were no trial

const place = document.querySelector("[data-testid=importacoes]");
const number = new Intl.NumberFormat(document.documentElement.lang);
const instant = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: "medium",
  timeStyle: "short",
});

async function undo_import(id, button) {
  button.blur();
  button.disabled = true;
  const answer = await send("POST", `/importacoes/${id}/desfazer`);
  if (!answer.ok) {
    notify(answer.failed ?? answer.body.detail);
  }
  await show_imports();
}

function undo_button({ id }) {
  const name = `${word("undo")}: ${word("import_number", id)}`;
  const button = element(
    "button",
    { type: "button", "aria-label": name, "data-testid": "desfazer-importacao" },
    word("undo"),
  );
  button.addEventListener("click", () => undo_import(id, button));
  return button;
}

function import_row(one) {
  return [
    element("a", { href: `/importar/${one.id}` }, word("import_number", one.id)),
    element("time", { datetime: one.criado_em }, instant.format(new Date(one.criado_em))),
    title_of(one),
    number.format(one.criados),
    number.format(one.atualizados),
    number.format(one.recusados),
    may_be_undone(one) ? undo_button(one) : "",
  ];
}

async function show_imports() {
  const answer = await fetch(`/importacoes?limite=${imports_read}`).catch(() => null);
  const all = answer?.ok ? await answer.json() : [];
  const listed = all.filter((one) => !one.simular).slice(0, imports_shown);
  const focused = place.contains(document.activeElement);
  place.hidden = listed.length === 0;
  if (place.hidden || focused) {
    return; // a row that somebody is at stays where it is
  }
  const keys = ["import_file", "import_when", "import_state", "created", "updated"];
  const heads = [...keys, "records_refused", "undo"].map((key) => word(key));
  const made = table("ultimas", word("last_imports"), heads, listed.map(import_row));
  place.replaceChildren(element("h2", {}, word("last_imports")), made);
}

async function refresh() {
  if (document.hidden) {
    return;
  }
  const numbers = document.querySelector("[data-testid=estado]");
  try {
    const answer = await fetch("/estado?fragmento=1");
    const fresh = answer.ok && parse_fragment(await answer.text());
    const made = fresh && fresh.querySelector("[data-testid=estado]");
    if (made) {
      numbers.replaceWith(made);
    }
    await show_imports();
  } catch {
    const health = numbers.querySelector("[data-testid=saude] span");
    health.className = "estado-ruim";
    health.textContent = word("no_connection");
  }
}

show_imports();
setInterval(refresh, every_ms);
document.addEventListener("visibilitychange", refresh);
