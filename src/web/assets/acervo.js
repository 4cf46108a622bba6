// The selection of the table: one by one, a range with Shift, all of the page, all of the search; x
// and Shift+x on the row that has the focus. And what is done to it: many changes at once.

import { is_typing, keys_are_on, notify, parse_fragment } from "./comum.js";
import { change_many, tell_outcome } from "./lote.js";
import { word } from "./palavras.js";

const printed_max = 100; // books that /imprimir takes
const ids_of_request = 200; // in an address
const page_of_search = 1000; // books that GET /livros gives at once
const changed_max = 100_000; // of one search

const place = document.getElementById("tabela-viva");
const bar = document.querySelector("[data-testid=barra-selecao]");
const part = (testid) => bar.querySelector(`[data-testid=${testid}]`);

const all = () => place.querySelector("[data-testid=selecionar-todos]");
const boxes = () => [...place.querySelectorAll("[data-testid=selecionar]")];
const selected = () => boxes().filter((box) => box.checked);
const id_of = (box) => Number(box.closest("tr").dataset.id);

let last = -1; // the box that was changed last, where a range begins
let whole_search = false; // also what is on other pages
let is_working = false;

// ---- the selection

const number = new Intl.NumberFormat(document.documentElement.lang);
const found_total = () => Number(place.querySelector("[data-total]")?.dataset.total ?? 0);

function show_counts(chosen) {
  const total = found_total();
  const count = whole_search ? total : chosen.length;
  part("selecionados").textContent =
    count === 1 ? word("one_selected") : word("selected", number.format(count));
  const more = part("selecionar-busca");
  more.hidden = whole_search || !all().checked || total <= chosen.length || total > changed_max;
  more.textContent = word("select_search", number.format(total));
}

function export_address(chosen) {
  const search = new URL(place.querySelector("[data-busca]").dataset.busca, location.origin);
  const query = whole_search
    ? search.searchParams
    : new URLSearchParams({ id: chosen.map(id_of).join(",") });
  query.delete("ordem");
  query.set("formato", "csv");
  return `/exportar?${query}`;
}

function show() {
  const chosen = selected();
  for (const box of boxes()) {
    box.closest("tr").setAttribute("aria-selected", String(box.checked));
  }
  bar.hidden = chosen.length === 0;
  if (chosen.length === 0) {
    whole_search = false;
    if (all()) {
      all().checked = false;
      all().indeterminate = false;
    }
    return;
  }
  all().checked = chosen.length === boxes().length;
  all().indeterminate = !all().checked;
  whole_search &&= all().checked;
  show_counts(chosen);
  const ids = chosen.slice(0, printed_max).map(id_of);
  part("imprimir").href = `/imprimir?ids=${ids.join(",")}`;
  part("lote-exportar").href = export_address(chosen);
}

function choose(at, checked, as_range) {
  const first = as_range && last >= 0 ? Math.min(last, at) : at;
  const end = as_range && last >= 0 ? Math.max(last, at) : at;
  for (const box of boxes().slice(first, end + 1)) {
    box.checked = checked;
  }
  last = at;
  show();
}

function choose_all(checked) {
  for (const box of boxes()) {
    box.checked = checked;
  }
  show();
}

function press(event) {
  const is_x = event.key === "x" || event.key === "X";
  if (!is_x || event.ctrlKey || event.metaKey || event.altKey || !keys_are_on()) {
    return;
  }
  const row = document.activeElement.closest?.("tr[data-id]");
  if (!row || (is_typing(event) && event.target.type !== "checkbox")) {
    return;
  }
  const box = row.querySelector("[data-testid=selecionar]");
  choose(boxes().indexOf(box), event.shiftKey || !box.checked, event.shiftKey);
}

// ---- the books of the selection

async function read_books(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error((await answer.json()).detail);
  }
  return { books: await answer.json(), cursor: answer.headers.get("X-Proximo-Cursor") };
}

const members = "id,versao,etiquetas";

async function books_of_search() {
  const address = new URL(place.querySelector("[data-busca]").dataset.busca, location.origin);
  address.searchParams.set("limite", page_of_search);
  address.searchParams.set("campos", members);
  const found = [];
  for (;;) {
    const { books, cursor } = await read_books(address);
    found.push(...books);
    if (!cursor || found.length > changed_max) {
      return found;
    }
    address.searchParams.set("cursor", cursor);
  }
}

// As they are now; those that were deleted meanwhile are missing.
async function books_of_rows() {
  const ids = selected().map(id_of);
  const found = [];
  for (let from = 0; from < ids.length; from += ids_of_request) {
    const some = ids.slice(from, from + ids_of_request).join(",");
    const { books } = await read_books(
      `/livros?id=${some}&campos=${members}&limite=${ids_of_request}`,
    );
    found.push(...books);
  }
  return found;
}

// As they were seen.
function seen_books() {
  return selected().map((box) => ({ id: id_of(box), versao: Number(box.dataset.versao) }));
}

// ---- what is done to it

// Tags are put and taken whatever else of a book has changed since it was seen; all other changes
// are for books as they were seen.
function tags_changed(change) {
  return ({ id, versao, etiquetas = [] }) => {
    const after = change(etiquetas);
    return after && { op: "alterar", id, se_versao: versao, livro: { etiquetas: after } };
  };
}

const operations = {
  tagged: (added) =>
    tags_changed((tags) => {
      const missing = added.filter((tag) => !tags.includes(tag));
      return missing.length > 0 && [...tags, ...missing];
    }),
  untagged: (taken) =>
    tags_changed((tags) => {
      const left = tags.filter((tag) => !taken.includes(tag));
      return left.length < tags.length && left;
    }),
  changed_many: (livro) => ({ id, versao }) => ({ op: "alterar", id, se_versao: versao, livro }),
  removed_many: () => ({ id, versao }) => ({ op: "excluir", id, se_versao: versao }),
};

async function refresh() {
  const address = new URL(location.href);
  address.searchParams.set("fragmento", "1");
  const kept = new Set(selected().map(id_of));
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) {
    return;
  }
  const fresh = parse_fragment(await answer.text());
  place.replaceChildren(...fresh.getElementById("tabela-viva").childNodes);
  document.querySelector("[data-testid=resumo]").textContent =
    fresh.getElementById("resumo").textContent;
  for (const box of boxes()) {
    box.checked = kept.has(id_of(box));
  }
  const held_focus = bar.contains(document.activeElement);
  show();
  if (held_focus && bar.hidden) {
    document.getElementById("conteudo").focus();
  }
}

function tell_progress(text) {
  part("lote-andamento").textContent = text;
}

async function books_for(key) {
  if (whole_search) {
    return books_of_search();
  }
  return key === "tagged" || key === "untagged" ? books_of_rows() : seen_books();
}

async function carry_out(key, value) {
  if (is_working) {
    return;
  }
  is_working = true;
  tell_progress(word("saving"));
  try {
    const books = await books_for(key);
    const wanted = books.map(operations[key](value)).filter(Boolean);
    const outcome = await change_many(wanted, (through) => {
      tell_progress(word("so_many_of", number.format(through), number.format(wanted.length)));
    });
    outcome.skipped += books.length - wanted.length;
    tell_outcome(key, outcome, refresh);
    await refresh();
  } catch (error) {
    notify(error instanceof TypeError ? word("offline_save") : error.message);
  } finally {
    is_working = false;
    tell_progress("");
  }
}

// Semicolons part tags, as they do in CSV.
function change_tag(key) {
  const input = part("lote-etiqueta");
  const tags = [...new Set(input.value.split(";").map((tag) => tag.trim()))].filter(Boolean);
  if (tags.length === 0) {
    tell_progress(word("tag_missing"));
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return;
  }
  // A tag that has a semicolon in it can be taken away only.
  carry_out(key, key === "untagged" ? [...tags, input.value.trim()] : tags);
}

function forget_missing_tag({ target }) {
  if (target.getAttribute("aria-invalid") === "true") {
    target.removeAttribute("aria-invalid");
    tell_progress("");
  }
}

function change_field() {
  const select = part("lote-campo");
  const text = part("lote-valor").value.trim();
  const is_number = "numero" in select.selectedOptions[0].dataset && /^-?\d{1,9}$/.test(text);
  carry_out("changed_many", { [select.value]: text === "" ? null : is_number ? Number(text) : text });
}

if (place) {
  place.addEventListener("click", (event) => {
    const box = event.target.closest("[data-testid=selecionar]");
    if (box) {
      choose(boxes().indexOf(box), box.checked, event.shiftKey);
    }
  });
  place.addEventListener("change", (event) => {
    if (event.target === all()) {
      choose_all(all().checked);
    }
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    change_tag("tagged");
  });
  part("lote-etiqueta").addEventListener("input", forget_missing_tag);
  const actions = {
    limpar: () => choose_all(false),
    "selecionar-busca": () => {
      whole_search = true;
      part("lote-etiqueta").focus();
      show();
    },
    "lote-tirar": () => change_tag("untagged"),
    "lote-mudar": change_field,
    "lote-excluir": () => carry_out("removed_many"),
  };
  for (const [testid, action] of Object.entries(actions)) {
    part(testid).addEventListener("click", action);
  }
  document.addEventListener("keydown", press);
  show(); // a browser keeps boxes over a reload
}
