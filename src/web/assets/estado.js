// The numbers of the service, anew every few seconds while somebody looks.

import { parse_fragment } from "./comum.js";
import { word } from "./palavras.js";

const every_ms = 5000;

async function refresh() {
  if (document.hidden) {
    return;
  }
  const numbers = document.querySelector("[data-testid=estado]");
  try {
    const answer = await fetch("/estado?fragmento=1");
    const fresh = answer.ok && parse_fragment(await answer.text());
    const made = fresh && fresh.querySelector("[data-testid=estado]");
    if (made) {
      numbers.replaceWith(made);
    }
  } catch {
    const health = numbers.querySelector("[data-testid=saude] span");
    health.className = "estado-ruim";
    health.textContent = word("no_connection");
  }
}

setInterval(refresh, every_ms);
document.addEventListener("visibilitychange", refresh);
