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

// What is chosen on a row: a field, or one member of `extra`.
const parts_of = (one, other) => [
  ...[...names.keys()]
    .filter((name) => name !== "extra" && !own_members.includes(name))
    .map((name) => ({ name, label: names.get(name) })),
  ...Object.keys({ ...one.extra, ...other.extra }).map((key) => ({
    name: "extra",
    key,
    label: key,
  })),
];

function value_of(book, { name, key }) {
  const holder = key === undefined ? book : (book.extra ?? {});
  return Object.hasOwn(holder, key ?? name) ? holder[key ?? name] : undefined;
}

// Of `extra`: lists in one line, what lies deeper as JSON.
function extra_text(value) {
  const item = (each) => (typeof each === "string" ? each : JSON.stringify(each));
  return value === null ? "" : Array.isArray(value) ? value.map(item).join("; ") : item(value);
}

function text_of(book, part) {
  const value = value_of(book, part);
  if (part.name === "serie") {
    return value ? [value.nome, value.volume].filter(Boolean).join(", ") : "";
  }
  if (part.key === undefined) {
    return value_text(part.name, value);
  }
  return value === undefined ? "" : extra_text(value);
}

const is_empty = (book, part) => text_of(book, part) === "";
// To the letter in `extra`, where 1 and "1" are not the same.
const written = (book, part) =>
  part.key === undefined ? text_of(book, part) : JSON.stringify(value_of(book, part));
const differs = (one, other) => (part) => written(one, part) !== written(other, part);
const title_of = (book) => `${book.título} (${word("book_number", book.id)})`;

// ---- two books side by side

let made = 0; // tables, to name their radios apart

function choice(group, id, value, text, label) {
  const radio = element("input", { type: "radio", name: `${group}-${id}`, value });
  radio.setAttribute("aria-label", label);
  radio.dataset.escolha = id;
  return element("label", {}, radio, element("span", {}, text || "—"));
}

function union(one, other, name) {
  const known = new Set();
  return [...(one[name] ?? []), ...(other[name] ?? [])].filter((item) => {
    const text = value_text(name, [item]);
    return !known.has(text) && known.add(text);
  });
}

function field_row(group, one, other, part) {
  const { id, name, key, label } = part;
  const cell = (value, book) => {
    const whose = `${label}: ${word("book_number", book.id)}`;
    return element("td", {}, choice(group, id, value, text_of(book, part), whose));
  };
  const cells = [cell("um", one), cell("outro", other)];
  if (joined.includes(name) && one[name] && other[name]) {
    cells[1].append(choice(group, id, "ambos", word("both_lists"), `${label}: ${word("both_lists")}`));
  }
  const hooks = { "data-campo": name, ...(key !== undefined && { "data-chave": key }) };
  return element("tr", hooks, element("th", { scope: "row" }, label), ...cells);
}

function head_cell(group, book, value) {
  const link = element("a", { href: `/livro/${book.id}` }, word("book_number", book.id));
  const radio = choice(group, "fica", value, word("stays"), `${word("stays")}: ${word("book_number", book.id)}`);
  radio.firstChild.dataset.testid = value === "um" ? "fica-um" : "fica-outro";
  radio.firstChild.checked = value === "um";
  return element("th", { scope: "col" }, link, radio);
}

function table_of(group, one, other, parts) {
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
      element("tbody", {}, ...parts.map((part) => field_row(group, one, other, part))),
    ),
  );
}

// Rows that nobody has chosen on show what the book that stays has; what only the other has is kept
// too.
function follow(section, one, other, parts, by_hand) {
  const stays = chosen(section, "fica");
  for (const part of parts.filter(({ id }) => !by_hand.has(id))) {
    const kept = stays === "um" ? one : other;
    const has_other_alone = is_empty(kept, part) && !is_empty(kept === one ? other : one, part);
    const value = has_other_alone ? (stays === "um" ? "outro" : "um") : stays;
    section.querySelector(`[data-escolha="${part.id}"][value=${value}]`).checked = true;
  }
}

// ---- merging

function chosen(section, id) {
  return section.querySelector(`[data-escolha="${id}"]:checked`)?.value;
}

// What is equal has no row.
function merged_fields(section, one, other, parts) {
  const fields = {};
  const extra = [];
  for (const part of parts) {
    const how = chosen(section, part.id) ?? chosen(section, "fica");
    const value =
      how === "ambos" ? union(one, other, part.name) : value_of(how === "outro" ? other : one, part);
    if (value !== undefined && part.key !== undefined) {
      extra.push([part.key, value]);
    } else if (value !== undefined) {
      fields[part.name] = value;
    }
  }
  return extra.length > 0 ? { ...fields, extra: Object.fromEntries(extra) } : fields;
}

function operations_of(section, one, other, parts) {
  const [kept, gone] = chosen(section, "fica") === "um" ? [one, other] : [other, one];
  const livro = merged_fields(section, one, other, parts);
  const is_changed = parts.some(differs(kept, livro));
  const change = { op: "substituir", id: kept.id, se_versao: kept.versao, livro };
  const removal = { op: "excluir", id: gone.id, se_versao: gone.versao };
  return is_changed ? [change, removal] : [removal];
}

async function merge(section, group, [one, other], parts) {
  const button = section.querySelector("[data-testid=juntar]");
  button.setAttribute("aria-disabled", "true");
  const operations = operations_of(section, one, other, parts);
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
  const parts = parts_of(one, other).map((part, place_of) => ({ ...part, id: `c${place_of}` }));
  const unlike = parts.filter(differs(one, other));
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
      merge(section, group, [one, other], parts);
    }
  });
  skip_button.addEventListener("click", () => leave(section));
  const by_hand = new Set();
  section.addEventListener("change", ({ target }) => {
    if (target.dataset.escolha === "fica") {
      follow(section, one, other, unlike, by_hand);
    } else {
      by_hand.add(target.dataset.escolha);
    }
  });
  follow(section, one, other, unlike, by_hand);
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
