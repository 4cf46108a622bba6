// Adding and changing a book: what changed is sent with the version it was based on, a draft
// survives everything, and what somebody else changed meanwhile is put side by side.

import {
  element,
  forget_draft,
  keep_draft,
  kept_draft,
  notify,
  notify_on_next_page,
  send,
  undo_change,
} from "./comum.js";
import { answer_isbn } from "./isbn.js";
import { word } from "./palavras.js";

const form = document.querySelector("[data-testid=form-livro]");
const conflict_place = document.querySelector("[data-testid=conflito]");
const said = document.querySelector("[data-testid=salvo]");
const is_new = form.dataset.id === "";
const inputs = [...form.querySelectorAll("[name]")];

let version = form.dataset.versao;
// The values that the form was filled with: what differs from them was changed here.
let base = Object.fromEntries(inputs.map((input) => [input.name, input.value]));

// ---- values

function lines_of(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

// "Nome (trl)", "Nome (aut; entidade)": the role stands behind the name, but for authors, and the
// kind, but for persons.
function contributor_of(line) {
  const [, nome, papel, tipo] = line.match(
    /^(.*?)(?:\s*\(([a-z]{3})(?:;\s*(entidade|evento|pessoa))?\))?$/,
  );
  return { nome, ...(papel && { papel }), ...(tipo && { tipo }) };
}

function item_text(item) {
  if (typeof item !== "object") {
    return String(item);
  }
  if (item.tipo) {
    return `${item.nome} (${item.papel}; ${item.tipo})`;
  }
  return item.papel === "aut" ? item.nome : `${item.nome} (${item.papel})`;
}

// A value as the API takes it; null: the book has none.
function value_of(input) {
  const text = input.value.trim();
  if ("lista" in input.dataset) {
    const items = lines_of(text).map(input.name === "autores" ? contributor_of : (line) => line);
    return items.length > 0 ? items : null;
  }
  if (text === "") {
    return null;
  }
  return "numero" in input.dataset && /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

function text_of(value) {
  return Array.isArray(value) ? value.map(item_text).join("\n") : String(value ?? "");
}

function same(left, right) {
  return lines_of(left).join("\n") === lines_of(right).join("\n");
}

function changed_inputs() {
  return inputs.filter((input) => !same(input.value, base[input.name]));
}

function changes() {
  return Object.fromEntries(changed_inputs().map((each) => [each.name, value_of(each)]));
}

function label_of(name) {
  const input = form.elements.namedItem(name);
  return input?.labels[0]?.firstChild.textContent.trim() ?? name;
}

// ---- the draft

const draft_key = () => `${location.pathname}#${version}`;

function save_draft() {
  const draft = Object.fromEntries(changed_inputs().map((each) => [each.name, each.value]));
  if (Object.keys(draft).length > 0) {
    keep_draft(draft_key(), draft);
  } else {
    forget_draft(draft_key());
  }
}

function recover_draft() {
  const draft = kept_draft(draft_key());
  if (!draft) {
    return;
  }
  for (const input of inputs) {
    if (input.name in draft) {
      input.value = draft[input.name];
      input.closest("details")?.setAttribute("open", "");
    }
  }
  say(word("draft_recovered"));
}

// ---- what is said

function say(text) {
  said.textContent = text;
}

function clear_errors() {
  for (const error of form.querySelectorAll(".erro-campo")) {
    error.remove();
  }
  for (const input of inputs) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
}

function say_error_at(input, text) {
  const id = `erro-${input.name}`;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
  input.closest("details")?.setAttribute("open", "");
  input.closest(".campo").append(element("p", { class: "erro-campo", id }, text));
}

// Each error stands at its field; what belongs to none is said beside the button.
function show_errors(problem) {
  const elsewhere = [];
  const wrong = [];
  for (const error of problem.erros ?? []) {
    const name = decodeURIComponent(error.ponteiro.split("/")[1] ?? "");
    const input = form.elements.namedItem(name);
    if (input && !wrong.includes(input)) {
      say_error_at(input, error.mensagem);
      wrong.push(input);
    } else if (!input) {
      elsewhere.push(error.mensagem);
    }
  }
  say(wrong.length > 0 && elsewhere.length === 0 ? word("check_fields") : "");
  if (elsewhere.length > 0 || wrong.length === 0) {
    say(elsewhere.join(" ") || problem.detail);
  }
  inputs.find((input) => wrong.includes(input))?.focus();
}

// ---- a conflict

function choice(name, whose, text, is_chosen) {
  const testid = whose === "meu" ? "manter-meu" : "usar-deles";
  const radio = element("input", {
    type: "radio",
    name: `x-${name}`,
    value: whose,
    "data-testid": testid,
    "data-campo": name,
  });
  radio.checked = is_chosen;
  return element("td", {}, element("label", {}, radio, element("span", {}, text || "—")));
}

function conflict_row(name, theirs) {
  const mine = form.elements.namedItem(name).value;
  return element(
    "tr",
    { "data-campo": name },
    element("th", { scope: "row" }, label_of(name)),
    choice(name, "meu", mine, true),
    choice(name, "deles", text_of(theirs[name]), false),
  );
}

function conflict_table(names, theirs) {
  const heads = ["field", "yours", "catalogues"].map((key) =>
    element("th", { scope: "col" }, word(key)),
  );
  return element(
    "div",
    { class: "rolo", tabindex: "0", role: "region", "aria-label": word("conflict_title") },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...names.map((name) => conflict_row(name, theirs))),
    ),
  );
}

// What only the other changed comes into the form; what both changed is asked for.
function take_over(theirs, asked) {
  for (const input of inputs) {
    const text = text_of(theirs[input.name]);
    if (!asked.includes(input.name) && same(input.value, base[input.name])) {
      input.value = text;
    }
    base[input.name] = text;
  }
  version = String(theirs.versao);
  form.dataset.versao = version;
}

function resolve() {
  for (const radio of conflict_place.querySelectorAll("input[value=deles]:checked")) {
    const name = radio.dataset.campo;
    form.elements.namedItem(name).value = base[name];
  }
  close_conflict();
  save();
}

function close_conflict() {
  conflict_place.hidden = true;
  conflict_place.replaceChildren();
}

function show_conflict(problem) {
  const theirs = problem.livro;
  const asked = problem.campos_em_conflito.filter(
    (name) =>
      form.elements.namedItem(name) &&
      !same(form.elements.namedItem(name).value, text_of(theirs[name])),
  );
  forget_draft(draft_key());
  take_over(theirs, asked);
  save_draft();
  if (asked.length === 0) {
    save();
    return;
  }
  const title = element("h2", { tabindex: "-1" }, word("conflict_title"));
  const button = element(
    "button",
    { type: "button", class: "principal", "data-testid": "resolver" },
    word("conflict_save"),
  );
  button.addEventListener("click", resolve);
  conflict_place.replaceChildren(
    element(
      "div",
      { class: "faixa aviso" },
      title,
      element("p", { class: "pe" }, word("conflict_text")),
      conflict_table(asked, theirs),
      element("div", { class: "acoes" }, button),
    ),
  );
  conflict_place.hidden = false;
  say("");
  title.focus();
}

// ---- saving

function leave(text, undo, address) {
  forget_draft(draft_key());
  notify_on_next_page(text, undo);
  location.assign(address);
}

let next_wanted = false; // after this new book another one
let added = 0;

function begin_next() {
  forget_draft(draft_key());
  form.reset();
  added += 1;
  say(word("added_so_far", added));
  document.getElementById("isbn-primeiro").value = "";
  document.getElementById("isbn-primeiro").focus();
}

function done(book) {
  const undo = is_new
    ? { how: "excluir", id: book.id, version: book.versao }
    : { how: "restaurar", id: book.id, version: Number(version), now: book.versao };
  if (is_new && next_wanted) {
    begin_next();
    notify(word("added"), () => undo_change(undo));
    return;
  }
  leave(word(is_new ? "added" : "saved"), undo, `/livro/${book.id}`);
}

function likely_duplicate(problem) {
  const links = problem.candidatos.flatMap((id) => [
    " ",
    element("a", { href: `/livro/${id}` }, word("book_number", id)),
  ]);
  const anyway = element("button", { type: "button", "data-testid": "mesmo-assim" }, word("add_anyway"));
  anyway.addEventListener("click", () => {
    close_conflict();
    save("criar");
  });
  const title = element("h2", { tabindex: "-1" }, word("duplicate_title"));
  conflict_place.replaceChildren(
    element(
      "div",
      { class: "faixa aviso" },
      title,
      element("p", { class: "pe" }, word("duplicate_text"), ...links),
      element("div", { class: "acoes" }, anyway),
    ),
  );
  conflict_place.hidden = false;
  say("");
  title.focus();
}

function request(members, duplicates) {
  if (is_new) {
    const query = duplicates === "criar" ? "" : "?duplicado=recusar";
    return send("POST", `/livros${query}`, { título: "", autor: null, ...members });
  }
  return send("PATCH", `/livros/${form.dataset.id}`, members, `"${form.dataset.id}-${version}"`);
}

async function save(duplicates) {
  clear_errors();
  const members = changes();
  if (Object.keys(members).length === 0) {
    say(word("nothing_changed"));
    return;
  }
  say(word("saving"));
  const answer = await request(members, duplicates);
  if (answer.failed) {
    say(answer.failed);
  } else if (answer.ok) {
    done(answer.body);
  } else if (answer.status === 412 && answer.body.livro) {
    show_conflict(answer.body);
  } else if (answer.status === 409 && answer.body.candidatos) {
    likely_duplicate(answer.body);
  } else {
    show_errors(answer.body);
  }
}

async function remove() {
  const { id } = form.dataset;
  const answer = await send("DELETE", `/livros/${id}`, undefined, `"${id}-${version}"`);
  if (answer.ok) {
    leave(word("removed"), { how: "restaurar", id: Number(id), version: Number(version) }, "/");
  } else if (answer.status === 412 && answer.body.livro) {
    take_over(answer.body.livro, []);
    say(word("changed_before_removal"));
  } else {
    say(answer.failed ?? answer.body.detail);
  }
}

// Before a conflict happens: who comes back to this page hears that the book has changed.
async function look_again() {
  const answer = await fetch(`/livros/${form.dataset.id}`, { method: "HEAD" }).catch(() => null);
  const now = answer?.headers.get("ETag")?.match(/^"\d+-(\d+)/)?.[1];
  const line = document.getElementById("mudou");
  line.hidden = !now || now === version;
  line.textContent = line.hidden ? "" : word("changed_meanwhile");
}

// Authors that the catalogue has already are offered as they are written there.
const pause_ms = 150;
let asked = 0;

function suggest_authors(input) {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const text = input.value.trim();
    const answer = text && (await fetch(`/sugestoes?q=${encodeURIComponent(text)}`).catch(() => null));
    const found = answer?.ok ? await answer.json() : [];
    const names = found.filter((each) => each.tipo === "autor").map((each) => each.texto);
    input.list.replaceChildren(...names.map((value) => element("option", { value })));
  }, pause_ms);
}

form.elements.autor.addEventListener("input", (event) => suggest_authors(event.target));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  next_wanted = false;
  save();
});
form.addEventListener("input", save_draft);
form.querySelector("[data-cancela]").addEventListener("click", () => forget_draft(draft_key()));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    next_wanted = false;
    save();
  }
});

recover_draft();
if (is_new) {
  const button = form.querySelector("[data-testid=salvar-outro]");
  button.hidden = false;
  button.addEventListener("click", () => {
    next_wanted = true;
    save();
  });
  answer_isbn(form, save_draft);
} else {
  const button = form.querySelector("[data-testid=excluir]");
  button.hidden = false;
  button.addEventListener("click", remove);
  addEventListener("focus", look_again);
}
