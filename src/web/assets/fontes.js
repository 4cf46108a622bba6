// What other catalogues know of an ISBN: asked by the browser, where the server's options name them,
// and only into fields that are empty. Their answers are data: texts of bounded length.

import { word } from "./palavras.js";

const wait_ms = 8000;
const text_max = 1000;
const items_max = 50;

const text = (value) => (typeof value === "string" ? value.trim().slice(0, text_max) : "");
const items = (value) =>
  (Array.isArray(value) ? value : [value])
    .map((each) => text(each?.name ?? each))
    .filter((each) => each !== "")
    .slice(0, items_max);
const year = (value) => String(value ?? "").match(/\b\d{4}\b/)?.[0] ?? "";
const number = (value) => (Number.isInteger(value) && value > 0 ? String(value) : "");

const sources = {
  brasilapi: {
    name: "BrasilAPI",
    // It knows the books of Brazilian publishers alone.
    knows: (isbn) => /^978(65|85)/.test(isbn),
    address: (isbn) => `https://brasilapi.com.br/api/isbn/v1/${isbn}`,
    read: (found) => ({
      título: text(found.title),
      subtitulo: text(found.subtitle),
      autor: items(found.authors).join("; "),
      editora: text(found.publisher),
      local: text(found.location),
      ano: year(found.year),
      paginas: number(found.page_count),
      assuntos: items(found.subjects).join("\n"),
      sinopse: text(found.synopsis),
    }),
  },
  openlibrary: {
    name: "Open Library",
    knows: () => true,
    address: (isbn) =>
      `https://openlibrary.org/api/books?bibkeys=ISBN:${isbn}&jscmd=data&format=json`,
    read: (answer, isbn) => {
      const found = answer[`ISBN:${isbn}`];
      return (
        found && {
          título: text(found.title),
          subtitulo: text(found.subtitle),
          autor: items(found.authors ?? []).join("; "),
          editora: items(found.publishers ?? [])[0] ?? "",
          local: items(found.publish_places ?? [])[0] ?? "",
          ano: year(found.publish_date),
          paginas: number(found.number_of_pages),
          assuntos: items(found.subjects ?? []).join("\n"),
        }
      );
    },
  },
  google: {
    name: "Google Books",
    knows: () => true,
    address: (isbn) => `https://www.googleapis.com/books/v1/volumes?q=isbn:${isbn}`,
    read: (answer) => {
      const found = answer.items?.[0]?.volumeInfo;
      return (
        found && {
          título: text(found.title),
          subtitulo: text(found.subtitle),
          autor: items(found.authors ?? []).join("; "),
          editora: text(found.publisher),
          ano: year(found.publishedDate),
          paginas: number(found.pageCount),
          assuntos: items(found.categories ?? []).join("\n"),
          sinopse: text(found.description),
          idioma: text(found.language),
        }
      );
    },
  },
};

// Names of the fields that were filled.
function fill(form, values) {
  const filled = [];
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements.namedItem(name);
    if (input && value !== "" && input.value.trim() === "") {
      input.value = value;
      input.closest("details")?.setAttribute("open", "");
      filled.push(input.labels[0]?.firstChild.textContent.trim() ?? name);
    }
  }
  return filled;
}

// What a source knows; null: nothing.
async function ask(source, isbn) {
  const answer = await fetch(source.address(isbn), {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(wait_ms),
  });
  if (answer.status === 404) {
    return null;
  }
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const values = source.read(await answer.json(), isbn);
  return values?.título ? values : null;
}

const asked_for = document.querySelector("[data-fontes]");
const place = document.querySelector("[data-testid=fonte-resposta]");
let newest = 0;

// Asks one source behind another until one knows the book.
export async function fill_from_sources(form, isbn, changed) {
  newest += 1;
  const mine = newest;
  const wanted = (asked_for?.dataset.fontes ?? "").split(",").map((name) => sources[name]);
  const able = wanted.filter((source) => source?.knows(isbn));
  const silent = [];
  for (const source of able) {
    place.textContent = word("source_asking", source.name);
    let values = null;
    try {
      values = await ask(source, isbn);
    } catch {
      silent.push(source.name);
    }
    if (mine !== newest) {
      return;
    }
    if (values) {
      const filled = fill(form, values);
      changed();
      place.textContent =
        filled.length > 0
          ? word("source_filled", source.name, filled.join(", "))
          : word("source_nothing_new", source.name);
      return;
    }
  }
  if (able.length > 0) {
    place.textContent =
      silent.length > 0 ? word("source_silent", silent.join(", ")) : word("source_unknown");
  }
}
