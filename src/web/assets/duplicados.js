// Books that may be one and the same, two by two: what differs is chosen field by field, and the
// other becomes a deleted book, whose history stays.

import { parse_json, value_text } from "./campos.js";
import { element, notify } from "./comum.js";
import { change_many, path_of_all } from "./lote.js";
import { word } from "./palavras.js";

const groups_of_page = 20;
// What the catalogue itself writes of a book.
const own_members = ["id", "versao", "criado_em", "atualizado_em"];
// Lists whose items may stand side by side.
const joined = ["outros_isbn", "identificadores", "assuntos", "etiquetas", "notas", "ligacoes"];

const place = document.querySelector("[data-testid=grupos]");
const summary = document.querySelector("[data-testid=resumo]");
const more = document.querySelector("[data-testid=proxima]");
const names = new Map(
  [...document.querySelectorAll("#campos li")].map((each) => [each.dataset.campo, each.textContent]),
);

let cursor = "";

const text_of = (book, name) => value_text(name, book[name]);
const differs = (one, other) => (name) => text_of(one, name) !== text_of(other, name);
const title_of = (book) => `${book.título} (${word("book_number", book.id)})`;

// ---- two books side by side

let made = 0; // tables, to name their radios apart

function choice(group, name, value, text, label) {
  const radio = element("input", { type: "radio", name: `${group}-${name}`, value });
  radio.checked = value === "um";
  radio.setAttribute("aria-label", label);
  radio.dataset.escolha = name;
  return element("label", {}, radio, element("span", {}, text || "—"));
}

function union(one, other, name) {
  const known = new Set();
  return [...(one[name] ?? []), ...(other[name] ?? [])].filter((item) => {
    const text = value_text(name, [item]);
    return !known.has(text) && known.add(text);
  });
}

function field_row(group, one, other, name) {
  const label = names.get(name);
  const cell = (value, book) => {
    const whose = `${label}: ${word("book_number", book.id)}`;
    return element("td", {}, choice(group, name, value, text_of(book, name), whose));
  };
  const cells = [cell("um", one), cell("outro", other)];
  if (joined.includes(name) && one[name] && other[name]) {
    cells[1].append(choice(group, name, "ambos", word("both_lists"), `${label}: ${word("both_lists")}`));
  }
  return element("tr", { "data-campo": name }, element("th", { scope: "row" }, label), ...cells);
}

function head_cell(group, book, value) {
  const link = element("a", { href: `/livro/${book.id}` }, word("book_number", book.id));
  const radio = choice(group, "fica", value, word("stays"), `${word("stays")}: ${word("book_number", book.id)}`);
  radio.firstChild.dataset.testid = value === "um" ? "fica-um" : "fica-outro";
  return element("th", { scope: "col" }, link, radio);
}

function table_of(group, one, other, fields) {
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, word("field")),
    head_cell(group, one, "um"),
    head_cell(group, other, "outro"),
  );
  return element(
    "div",
    { class: "rolo", tabindex: "0", role: "region", "aria-label": title_of(one) },
    element(
      "table",
      {},
      element("thead", {}, head),
      element("tbody", {}, ...fields.map((name) => field_row(group, one, other, name))),
    ),
  );
}

// ---- merging

function chosen(section, name) {
  return section.querySelector(`[data-escolha="${name}"]:checked`)?.value ?? "um";
}

function merged_fields(section, one, other) {
  const fields = {};
  for (const name of names.keys()) {
    const how = chosen(section, name);
    const value = how === "ambos" ? union(one, other, name) : (how === "outro" ? other : one)[name];
    if (value !== undefined) {
      fields[name] = value;
    }
  }
  for (const name of own_members) {
    delete fields[name];
  }
  return fields;
}

function operations_of(section, one, other) {
  const [kept, gone] = chosen(section, "fica") === "um" ? [one, other] : [other, one];
  const livro = merged_fields(section, one, other);
  const is_changed = [...names.keys()].some(
    (name) => value_text(name, livro[name]) !== text_of(kept, name) && !own_members.includes(name),
  );
  const change = { op: "substituir", id: kept.id, se_versao: kept.versao, livro };
  const removal = { op: "excluir", id: gone.id, se_versao: gone.versao };
  return is_changed ? [change, removal] : [removal];
}

async function merge(section, group, one, other) {
  const button = section.querySelector("[data-testid=juntar]");
  button.setAttribute("aria-disabled", "true");
  const operations = operations_of(section, one, other);
  const outcome = await change_many(operations, undefined, path_of_all);
  button.removeAttribute("aria-disabled");
  if (outcome.reverse.length === 0) {
    notify(outcome.why);
    return;
  }
  const part_again = async () => {
    const parted = await change_many(outcome.reverse.toReversed(), undefined, path_of_all);
    notify(parted.reverse.length > 0 ? word("books_parted") : parted.why);
    begin();
  };
  notify(word("books_merged"), part_again);
  const rest = group.livros.length - 2;
  if (rest > 0) {
    begin(); // the one that stays is compared with the next
    return;
  }
  leave(section);
}

// The focus goes to what comes next.
function leave(section) {
  const next = section.nextElementSibling ?? section.previousElementSibling;
  section.remove();
  const heading = next?.querySelector("h2") ?? document.getElementById("conteudo");
  heading.focus();
  tell();
}

// ---- the page

function group_section(group) {
  const [one, other] = group.livros;
  made += 1;
  const name = `g${made}`;
  const reason = word(group.motivo === "isbn" ? "same_isbn" : "same_title");
  const fields = [...names.keys()].filter(
    (each) => !own_members.includes(each) && (one[each] !== undefined || other[each] !== undefined),
  );
  const unlike = fields.filter(differs(one, other));
  const merge_button = element(
    "button",
    { type: "button", class: "principal", "data-testid": "juntar" },
    word("merge_books"),
  );
  const skip_button = element("button", { type: "button", class: "discreto", "data-testid": "pular" }, word("skip_pair"));
  const section = element(
    "section",
    { class: "grupo conflito", "data-testid": "grupo", "data-ids": `${one.id},${other.id}` },
    element("h2", { tabindex: "-1" }, one.título),
    element("p", { class: "pe" }, reason, unlike.length === 0 ? ` ${word("nothing_differs")}` : ""),
    table_of(name, one, other, unlike),
    element("div", { class: "acoes" }, merge_button, skip_button),
  );
  merge_button.addEventListener("click", () => {
    if (merge_button.getAttribute("aria-disabled") !== "true") {
      merge(section, group, one, other);
    }
  });
  skip_button.addEventListener("click", () => leave(section));
  return section;
}

function tell() {
  const count = place.childElementCount;
  const texts = { 0: "no_duplicates", 1: "one_duplicate" };
  summary.textContent = word(texts[count] ?? "duplicates_shown", count);
}

// A page may be empty while there are more.
const empty_pages_max = 50;

async function read_pages() {
  for (let page = 0; page < empty_pages_max; page += 1) {
    const before = place.childElementCount;
    if (!(await read_page()) || cursor === "" || place.childElementCount > before) {
      break;
    }
  }
}

// true: it could be read.
async function read_page() {
  const address = `/duplicados?limite=${groups_of_page}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
  const answer = await fetch(address, {
    headers: { "Accept-Language": document.documentElement.lang },
  }).catch(() => null);
  if (!answer) {
    summary.textContent = word("offline_save");
    return false;
  }
  const body = parse_json(await answer.text());
  if (!answer.ok) {
    summary.textContent = body.detail;
    return false;
  }
  place.append(...body.filter(({ livros }) => livros.length > 1).map(group_section));
  cursor = answer.headers.get("X-Proximo-Cursor") ?? "";
  more.hidden = cursor === "";
  tell();
  return true;
}

function begin() {
  cursor = "";
  place.replaceChildren();
  return read_pages();
}

more.addEventListener("click", read_pages);
begin();
