// The columns of a spreadsheet that is to be imported: what the catalogue takes each for, and what
// somebody says it holds.

import { element } from "./comum.js";
import { word } from "./palavras.js";
import { table } from "./relatorio.js";

const head_bytes = 1024 * 1024; // as many as an analysis reads
const examples_max = 3;
const example_letters = 80;
const not_imported = "-";

const place = document.querySelector("[data-testid=colunas]");
const choice = document.querySelector("#campos-de-coluna").content.firstElementChild;

let newest = Symbol(); // the look() that alone is shown
let looking = Promise.resolve();

// A file called .csv is one, whatever its columns are called; but not what a spreadsheet program
// keeps under that name.
async function is_csv(file) {
  const spreadsheet_beginnings = ["80,75", "208,207"]; // of .xlsx and .ods, of .xls
  if (!/\.(csv|tsv|tab)$/i.test(file.name)) {
    return false;
  }
  // The upload tells of one that cannot be read.
  const bytes = await file
    .slice(0, 2)
    .arrayBuffer()
    .catch(() => null);
  return bytes !== null && !spreadsheet_beginnings.includes(`${new Uint8Array(bytes)}`);
}

// Says the format of such a file, where nobody chose one.
export async function name_csv(file, query) {
  if (!query.has("formato") && (await is_csv(file))) {
    query.set("formato", "csv");
  }
}

// ---- what is shown

function example_of(rows, at) {
  const cells = rows.map((row) => row[at]?.trim()).filter(Boolean);
  const text = [...new Set(cells)].slice(0, examples_max).join(" · ");
  return text.length > example_letters ? `${text.slice(0, example_letters)}…` : text;
}

// A field may end in the sign that parts the items of its list: "autores;".
function option_of(select, field) {
  const options = [...select.options].filter(({ value }) => value.length > 1);
  const exact = options.find(({ value }) => value === field);
  return exact ?? options.find(({ value }) => value === field.slice(0, -1));
}

function select_of({ coluna, campo, certeza }) {
  const select = choice.cloneNode(true);
  select.setAttribute("aria-label", word("column_holds", coluna));
  select.dataset.coluna = coluna;
  if (campo) {
    select.options[0].remove(); // "extra data" is for what nobody knows
    const known = option_of(select, campo);
    if (known) {
      known.value = campo;
    } else {
      select.append(element("option", { value: campo }, campo));
    }
    select.value = campo;
  }
  // What need not be said, since an import sees it by itself.
  select.dataset.sabido = certeza === "alta" || !campo ? select.value : "";
  return select;
}

function show({ avisos, cabecalho, sugestao, amostra, formato }) {
  const is_sheet = formato === "csv" && cabecalho.length > 0;
  const warnings = avisos.map((text) => element("p", {}, text));
  const parts = warnings.length > 0 ? [element("div", { class: "faixa aviso" }, ...warnings)] : [];
  if (is_sheet) {
    const heads = [word("column"), word("column_example"), word("column_field")];
    const rows = sugestao.map((guess, at) => [
      guess.coluna || "—",
      example_of(amostra, at),
      guess.coluna ? select_of(guess) : "—",
    ]);
    parts.push(element("h2", {}, word("columns")), table("mapa-de-colunas", word("columns"), heads, rows));
  }
  place.replaceChildren(...parts);
  place.hidden = parts.length === 0;
}

// Who chooses has read what was missing.
place.addEventListener("change", () => place.querySelector(".aviso")?.remove());

// ---- what is asked

async function analysis_of(file, query) {
  const answer = await fetch(`/importacoes/analisar?${query}`, {
    method: "POST",
    body: file.slice(0, head_bytes),
    headers: {
      "Content-Type": "application/octet-stream",
      Accept: "application/json",
      "Accept-Language": document.documentElement.lang,
    },
  }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function look(file, query) {
  const mine = Symbol();
  newest = mine;
  place.hidden = true;
  place.replaceChildren();
  if (!file) {
    return;
  }
  await name_csv(file, query);
  const analysis = await analysis_of(file, query);
  // Of files of records the check tells more.
  const is_sheet_or_unknown = analysis && (analysis.formato === "csv" || analysis.formato === null);
  if (mine === newest && is_sheet_or_unknown) {
    show(analysis);
  }
}

// `query`: `formato` and `codificacao`, where somebody chose them.
export function look_at_columns(file, query) {
  looking = look(file, query);
}

// What an import would not see by itself, as `mapa` of its address; empty: nothing.
export async function column_map() {
  await looking;
  const selects = [...place.querySelectorAll("select")];
  const said = selects.filter(({ value, dataset }) => value !== dataset.sabido);
  const map = said.map(({ value, dataset }) => [dataset.coluna, value === not_imported ? null : value]);
  return map.length > 0 ? JSON.stringify(Object.fromEntries(map)) : "";
}
