// The cover that the catalogue keeps: sent and removed beside the form, each as a version of its own.

import { send } from "./comum.js";
import { word } from "./palavras.js";

const bytes_max = 5 * 1024 * 1024;

const place = document.querySelector("[data-testid=capa-guardada]");
const answer_place = document.querySelector("[data-testid=capa-resposta]");
const file_input = document.getElementById("capa-arquivo");
const remove_button = document.querySelector("[data-testid=capa-remover]");
const image = document.querySelector("[data-testid=capa-imagem]");

function say(text) {
  answer_place.textContent = text;
}

function show(cover) {
  const is_own = cover?.startsWith("/") ?? false;
  image.hidden = !is_own;
  if (is_own) {
    image.src = cover;
  }
  remove_button.hidden = !is_own;
}

// `book` tells what the form is based on; `changed` takes the book as it is now into the form.
export function keep_cover(book, changed) {
  async function change(method, body, done) {
    const { id, version } = book();
    say(word("saving"));
    const answer = await send(method, `/livros/${id}/capa`, body, `"${id}-${version}"`);
    if (answer.ok) {
      changed(answer.body);
      show(answer.body.capa);
      say(word(done));
    } else if (answer.status === 412 && answer.body.livro) {
      changed(answer.body.livro);
      show(answer.body.livro.capa);
      say(word("cover_changed"));
    } else {
      say(answer.failed ?? (answer.status === 415 ? word("cover_no_image") : answer.body.detail));
    }
  }

  file_input.addEventListener("change", async () => {
    const [file] = file_input.files;
    file_input.value = "";
    if (file && file.size > bytes_max) {
      say(word("cover_too_large"));
    } else if (file) {
      await change("PUT", file, "cover_kept");
    }
  });
  remove_button.addEventListener("click", () => change("DELETE", undefined, "cover_removed"));
  place.hidden = false;
}
