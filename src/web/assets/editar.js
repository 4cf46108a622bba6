// Adding and changing a book: what changed is sent with the version it was based on, a draft
// survives everything, and what somebody else changed meanwhile is put side by side.

import { is_json, item_of, lines_of, merge_patch, parse_json, value_text } from "./campos.js";
import { keep_cover } from "./capa.js";
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
const field = (name) => form.elements.namedItem(name);

let version = form.dataset.versao;
// The values that the form was filled with: what differs from them was changed here.
let base = Object.fromEntries(inputs.map((input) => [input.name, input.value]));

// ---- values

function json_value(input) {
  const after = parse_json(input.value);
  const before = base[input.name].trim();
  return before === "" ? after : merge_patch(parse_json(before), after);
}

function series_value() {
  const nome = field("serie").value.trim();
  const volume = field("serie.volume").value.trim();
  if (nome === "" && volume === "") {
    return null;
  }
  return { nome, ...((volume !== "" || !is_new) && { volume: volume || null }) };
}

// A value as the API takes it; null: the book has none.
function value_of(input) {
  const text = input.value.trim();
  if (input.name === "serie") {
    return series_value();
  }
  if ("lista" in input.dataset) {
    const values = lines_of(text).map((line) => item_of(input.name, line));
    return values.length > 0 ? values : null;
  }
  if (text === "") {
    return null;
  }
  if ("json" in input.dataset) {
    return json_value(input);
  }
  return "numero" in input.dataset && /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

// What an input holds of a book.
function text_of(input, book) {
  const [name, part] = input.name.split(".");
  return name === "serie" ? (book.serie?.[part ?? "nome"] ?? "") : value_text(name, book[name]);
}

function same(left, right) {
  return lines_of(left).join("\n") === lines_of(right).join("\n");
}

function changed_inputs() {
  return inputs.filter((input) => !same(input.value, base[input.name]));
}

// "serie.volume" -> "serie".
const field_of = (input) => input.name.split(".")[0];
const inputs_of = (name) => inputs.filter((input) => field_of(input) === name);

function changes() {
  const names = new Set(changed_inputs().map(field_of));
  return Object.fromEntries([...names].map((name) => [name, value_of(field(name))]));
}

function label_of(name) {
  return field(name)?.labels[0]?.firstChild.textContent.trim() ?? name;
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

// The input that a pointer means: "/autores/0/nome", "/serie/volume".
function input_at(pointer) {
  const [, name = "", part = ""] = pointer.split("/").map(decodeURIComponent);
  return field(`${name}.${part}`) ?? field(name);
}

// Each error stands at its field; what belongs to none is said beside the button.
function show_errors(problem) {
  const elsewhere = [];
  const wrong = [];
  for (const error of problem.erros ?? []) {
    const input = input_at(error.ponteiro);
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

function choice(name, whose, text) {
  const is_mine = whose === "meu";
  const testid = is_mine ? "manter-meu" : "usar-deles";
  const radio = element("input", {
    type: "radio",
    name: `x-${name}`,
    value: whose,
    "data-testid": testid,
    "data-campo": name,
  });
  radio.checked = is_mine;
  return element(
    "td",
    { role: "cell", "data-nome": word(is_mine ? "yours" : "catalogues") },
    element("label", {}, radio, element("span", {}, text || "—")),
  );
}

function conflict_row(name, theirs) {
  const shown = (text) => inputs_of(name).map(text).filter(Boolean).join(", ");
  return element(
    "tr",
    { role: "row", "data-campo": name },
    element("th", { scope: "row", role: "rowheader" }, label_of(name)),
    choice(name, "meu", shown((input) => input.value)),
    choice(name, "deles", shown((input) => text_of(input, theirs))),
  );
}

function conflict_table(names, theirs) {
  const heads = ["field", "yours", "catalogues"].map((key) =>
    element("th", { scope: "col", role: "columnheader" }, word(key)),
  );
  return element(
    "div",
    { class: "rolo", tabindex: "0", role: "region", "aria-label": word("conflict_title") },
    element(
      "table",
      { class: "cartoes", role: "table" }, // as relatorio.js makes them
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
      element("tbody", { role: "rowgroup" }, ...names.map((name) => conflict_row(name, theirs))),
    ),
  );
}

// What only the other changed comes into the form; what both changed is asked for.
function take_over(theirs, asked) {
  for (const input of inputs) {
    const text = text_of(input, theirs);
    if (!asked.includes(field_of(input)) && same(input.value, base[input.name])) {
      input.value = text;
    }
    base[input.name] = text;
  }
  version = String(theirs.versao);
  form.dataset.versao = version;
}

function resolve() {
  for (const radio of conflict_place.querySelectorAll("input[value=deles]:checked")) {
    for (const input of inputs_of(radio.dataset.campo)) {
      input.value = base[input.name];
    }
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
  const asked = problem.campos_em_conflito.filter((name) =>
    inputs_of(name).some((input) => !same(input.value, text_of(input, theirs))),
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
  tell_of_change(false); // which is said at length now
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
    // The server makes the author of those who are listed.
    const author = members.autores?.length > 0 ? {} : { autor: null };
    return send("POST", `/livros${query}`, { título: "", ...author, ...members });
  }
  return send("PATCH", `/livros/${form.dataset.id}`, members, `"${form.dataset.id}-${version}"`);
}

// JSON that cannot be read is not sent; true: there is some.
function has_wrong_json() {
  const wrong = changed_inputs().filter(
    (input) => "json" in input.dataset && input.value.trim() !== "" && !is_json(input.value),
  );
  for (const input of wrong) {
    say_error_at(input, word("wrong_json"));
  }
  wrong[0]?.focus();
  return wrong.length > 0;
}

async function save(duplicates) {
  clear_errors();
  if (has_wrong_json()) {
    say(word("check_fields"));
    return;
  }
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
  tell_of_change(Boolean(now) && now !== version);
}

function tell_of_change(has_changed) {
  const line = document.getElementById("mudou");
  line.hidden = !has_changed;
  line.textContent = has_changed ? word("changed_meanwhile") : "";
}

// As soon as somebody changes it, while the page is looked at: browsers open few connections to one
// server, and those of hidden pages would take the place of others.
let stream = null;

function hear_change({ data }) {
  const { id, versao } = JSON.parse(data);
  if (String(id) === form.dataset.id && String(versao) !== version) {
    tell_of_change(true);
  }
}

function listen() {
  if (document.hidden) {
    stop_listening();
    return;
  }
  if (stream) {
    return;
  }
  stream = new EventSource("/mudancas");
  for (const kind of ["alterado", "excluido", "restaurado"]) {
    stream.addEventListener(kind, hear_change);
  }
  stream.addEventListener("open", look_again); // for what came before it
}

function stop_listening() {
  stream?.close();
  stream = null;
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
    // A late answer never replaces a newer one.
    if (input.value.trim() !== text) return;
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

// What is stored without blanks is shown to be read.
for (const input of inputs) {
  if ("json" in input.dataset && is_json(input.value)) {
    input.value = JSON.stringify(parse_json(input.value), null, 2);
    base[input.name] = input.value;
  }
}
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
  keep_cover(
    () => ({ id: form.dataset.id, version }),
    (book) => {
      forget_draft(draft_key());
      take_over(book, []);
      save_draft();
      tell_of_change(false);
    },
  );
  addEventListener("focus", look_again);
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", stop_listening);
  addEventListener("pageshow", listen);
}
