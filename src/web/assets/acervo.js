// The selection of the table: one by one, a range with Shift, all of the page; x and Shift+x on the
// row that has the focus.

import { is_typing, keys_are_on } from "./comum.js";
import { word } from "./palavras.js";

const printed_max = 100; // books that /imprimir takes

const table = document.querySelector("[data-testid=tabela]");
const bar = document.querySelector("[data-testid=barra-selecao]");
const all = document.querySelector("[data-testid=selecionar-todos]");
const boxes = table ? [...table.querySelectorAll("[data-testid=selecionar]")] : [];

let last = -1; // the box that was changed last, where a range begins

const selected = () => boxes.filter((box) => box.checked);

function show() {
  const chosen = selected();
  for (const box of boxes) {
    box.closest("tr").setAttribute("aria-selected", String(box.checked));
  }
  all.checked = chosen.length === boxes.length;
  all.indeterminate = chosen.length > 0 && !all.checked;
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-testid=selecionados]").textContent =
    chosen.length === 1 ? word("one_selected") : word("selected", chosen.length);
  const ids = chosen.slice(0, printed_max).map((box) => box.closest("tr").dataset.id);
  bar.querySelector("[data-testid=imprimir]").href = `/imprimir?ids=${ids.join(",")}`;
}

function choose(place, checked, as_range) {
  const first = as_range && last >= 0 ? Math.min(last, place) : place;
  const end = as_range && last >= 0 ? Math.max(last, place) : place;
  for (let i = first; i <= end; i += 1) {
    boxes[i].checked = checked;
  }
  last = place;
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
  const place = boxes.indexOf(row.querySelector("[data-testid=selecionar]"));
  choose(place, event.shiftKey || !boxes[place].checked, event.shiftKey);
}

if (table) {
  boxes.forEach((box, place) => {
    box.addEventListener("click", (event) => choose(place, box.checked, event.shiftKey));
  });
  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
    show();
  });
  bar.querySelector("[data-testid=limpar]").addEventListener("click", () => {
    for (const box of boxes) {
      box.checked = false;
    }
    show();
  });
  document.addEventListener("keydown", press);
  show(); // a browser keeps boxes over a reload
}
