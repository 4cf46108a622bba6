// ISBN first: typed, or by a scanner that types and ends in Enter. The catalogue says at once
// whether the number is right, and whether the book is there already.

import { element } from "./comum.js";
import { word } from "./palavras.js";

const place = document.getElementById("isbn-resposta");

function links_to(ids) {
  return ids.flatMap((id) => [" ", element("a", { href: `/livro/${id}` }, word("book_number", id))]);
}

function say(...parts) {
  place.replaceChildren(...parts);
}

function say_wrong(problem, use) {
  say(word("isbn_wrong"));
  for (const correction of problem.correcoes ?? []) {
    const button = element("button", { type: "button", class: "discreto" }, correction.isbn13);
    button.addEventListener("click", () => use(correction.isbn13));
    place.append(" ", word("isbn_maybe"), " ", button, ...links_to(correction.livros));
  }
}

function say_right(isbn) {
  if (isbn.livros.length > 0) {
    say(word("isbn_here"), ...links_to(isbn.livros));
  } else {
    say(word("isbn_free", isbn.hifenizado?.isbn13 ?? isbn.isbn13));
  }
}

let newest = 0;

async function ask(text, use) {
  newest += 1;
  const mine = newest;
  const answer = await fetch(`/isbn/${encodeURIComponent(text)}`).catch(() => null);
  const body = answer && (await answer.json());
  if (mine !== newest) {
    return null;
  }
  if (!answer) {
    say(word("offline_save"));
  } else if (answer.ok) {
    say_right(body);
    return body;
  } else if (answer.status === 422) {
    say_wrong(body, use);
  } else {
    say(body.detail);
  }
  return null;
}

// Answers in the place for it, and fills the form's own field when the number is right.
export function answer_isbn(form, changed) {
  const first = document.getElementById("isbn-primeiro");
  const field = form.elements.namedItem("isbn");
  let filled = "";
  function take_back() {
    if (filled !== "" && field.value === filled) {
      field.value = "";
      changed();
    }
    filled = "";
  }
  async function use(text) {
    first.value = text;
    const isbn = await ask(text, use);
    if (isbn) {
      filled = isbn.hifenizado?.isbn13 ?? isbn.isbn13;
      field.value = filled;
      // What is here already is no beginning of a new book.
      if (isbn.livros.length === 0) {
        changed();
      }
      if (isbn.livros.length === 0 && document.querySelector("[data-fontes]")) {
        const { fill_from_sources } = await import("./fontes.js");
        fill_from_sources(form, isbn.isbn13, changed);
      }
    }
    return isbn;
  }
  first.addEventListener("input", () => {
    newest += 1; // an answer to what stood there is for nobody
    take_back();
    place.replaceChildren();
    const digits = first.value.replace(/[^\dXx]/g, "");
    if (digits.length === 10 || digits.length === 13) {
      use(first.value);
    }
  });
  first.addEventListener("keydown", async (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (first.value.trim() !== "" && (await use(first.value))) {
        form.elements.namedItem("título").focus();
      }
    }
  });
  field.addEventListener("change", () => field.value.trim() !== "" && ask(field.value, use));
  if (!form.elements.namedItem("título").value) {
    first.focus();
  }
}
