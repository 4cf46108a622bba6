// An import as people read it: its numbers, its first books, what was refused and why.

import { element } from "./comum.js";
import { word } from "./palavras.js";

const { lang } = document.documentElement;
const number = new Intl.NumberFormat(lang);
const warnings_open_max = 10; // more are shown to who asks for them

export const is_under_way = ({ estado }) => estado === "na_fila" || estado === "executando";

export function may_be_undone(report) {
  const did = report.criados + report.atualizados > 0;
  const ended = ["concluida", "falhou", "interrompida"].includes(report.estado);
  return ended && did && !report.simular;
}

export function title_of({ estado, simular }) {
  if (estado === "executando") {
    return word(simular ? "import_checking" : "import_running");
  }
  if (estado === "concluida") {
    return word(simular ? "import_would" : "import_done");
  }
  const titles = {
    na_fila: "import_waits",
    falhou: "import_failed",
    interrompida: "import_interrupted",
    desfeita: "import_undone",
  };
  return word(titles[estado]);
}

function numbers(report) {
  const did = report.simular ? ["to_create", "to_update"] : ["created", "updated"];
  const rows = [
    ["registros", "records_read", report.registros],
    ["criados", did[0], report.criados],
    ["atualizados", did[1], report.atualizados],
    ["ignorados", "records_ignored", report.ignorados],
    ["rejeitados", "records_refused", report.recusados],
  ];
  return element(
    "dl",
    { class: "numeros" },
    ...rows.map(([testid, key, count]) =>
      element(
        "div",
        {},
        element("dt", {}, word(key)),
        element("dd", { "data-testid": testid }, number.format(count)),
      ),
    ),
  );
}

// In a narrow window each row is a card, where cells stand below each other behind their names. The
// roles are said, since the style sheet takes those of the table away.
export function table(testid, label, heads, rows) {
  const headings = heads.map((head) => element("th", { scope: "col", role: "columnheader" }, head));
  const cells = (row) =>
    row.map((cell, at) => element("td", { role: "cell", "data-nome": heads[at] }, cell));
  const line = (parts) => element("tr", { role: "row" }, ...parts);
  return element(
    "div",
    { class: "rolo", tabindex: "0", role: "region", "aria-label": label },
    element(
      "table",
      { class: "cartoes", role: "table", "data-testid": testid },
      element("thead", { role: "rowgroup" }, line(headings)),
      element("tbody", { role: "rowgroup" }, ...rows.map((row) => line(cells(row)))),
    ),
  );
}

// Why, and what stands in the file there.
function reason({ mensagem, trecho }) {
  return trecho
    ? element("span", {}, `${mensagem} `, element("code", { class: "trecho" }, trecho))
    : mensagem;
}

function place_of({ linha, registro }) {
  if (linha) {
    return number.format(linha);
  }
  return registro > 0 ? word("record_number", number.format(registro)) : "—";
}

function errors(report) {
  if (report.erros.length === 0) {
    return [];
  }
  const rows = report.erros.map((error) => [place_of(error), reason(error)]);
  const parts = [
    element("h3", { class: "depois" }, word("import_errors")),
    table("erros", word("import_errors"), [word("error_line"), word("error_reason")], rows),
  ];
  if (report.recusados > 0) {
    const link = { href: `/importacoes/${report.id}/recusados`, download: "" };
    const text = word("download_refused");
    parts.push(element("p", { class: "depois" }, element("a", { ...link, "data-testid": "baixar-recusados" }, text)));
  }
  return parts;
}

// How many there are, where to find what they tell of, and the first of them one by one.
function warnings(report) {
  const { avisos, primeiros_avisos = [] } = report;
  if (!avisos) {
    return [];
  }
  const text = avisos === 1 ? word("import_warning") : word("import_warnings", number.format(avisos));
  const where = word("import_warnings_where");
  const parts = [
    element("div", { class: "faixa aviso", "data-testid": "avisos" }, element("p", {}, `${text} ${where}`)),
  ];
  // Not before the end, since the report is made anew until then and would close the list.
  if (primeiros_avisos.length > 0 && !is_under_way(report)) {
    const listed = primeiros_avisos.length;
    const title = listed < avisos ? word("first_warnings", number.format(listed)) : word("warnings");
    const heads = ["error_line", "warning_field", "error_reason"].map((key) => word(key));
    const rows = primeiros_avisos.map((one) => [place_of(one), one.campo ?? "", reason(one)]);
    const attributes = { class: "mais", "data-testid": "ver-avisos" };
    parts.push(
      element(
        "details",
        primeiros_avisos.length <= warnings_open_max ? { ...attributes, open: "" } : attributes,
        element("summary", {}, title),
        table("lista-avisos", title, heads, rows),
      ),
    );
  }
  return parts;
}

function sample_item({ título, autor, editora, local, ano }) {
  const where = [editora, local, ano].filter(Boolean).join(" · ");
  return element(
    "li",
    {},
    element("p", { class: "titulo" }, título),
    ...(autor ? [element("p", {}, autor)] : []),
    ...(where ? [element("p", { class: "onde" }, where)] : []),
  );
}

function sample({ amostra = [] }) {
  return amostra.length === 0
    ? []
    : [
        element("h3", { class: "depois" }, word("import_sample")),
        element("ol", { class: "amostra", "data-testid": "amostra" }, ...amostra.map(sample_item)),
      ];
}

function progress({ bytes_lidos, arquivo }) {
  return element("progress", {
    max: String(arquivo.bytes),
    value: String(bytes_lidos),
    "aria-label": word("import_progress"),
  });
}

function kept_link({ id, motivo }) {
  const why = word(motivo === "excluido" ? "kept_deleted" : "kept_changed");
  const text = `${word("book_number", id)} (${why})`;
  return element("li", {}, element("a", { href: `/livro/${id}` }, text));
}

function undone({ desfazer }) {
  if (!desfazer) {
    return [];
  }
  const { apagados, revertidos, total_mantidos, mantidos = [] } = desfazer;
  const text = word(
    "import_undone_text",
    number.format(apagados),
    number.format(revertidos),
    number.format(total_mantidos),
  );
  return [
    element("p", { "data-testid": "desfeito" }, text),
    ...(mantidos.length > 0 ? [element("ul", { class: "mantidos" }, ...mantidos.map(kept_link))] : []),
  ];
}

// The parts of the report of one import; the buttons come from who shows it.
export function report_of(report, buttons) {
  return [
    element("h2", { tabindex: "-1" }, title_of(report)),
    ...(is_under_way(report) ? [progress(report)] : []),
    ...undone(report),
    numbers(report),
    ...errors(report),
    ...warnings(report),
    ...sample(report),
    element("div", { class: "salvar" }, ...buttons),
  ];
}
