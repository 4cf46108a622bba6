// Search as you type: the list is fetched as a fragment that the server wrote, and put in place.
// Focus and text of the box are never touched; a late answer never replaces a newer one.

import { parse_fragment } from "./comum.js";
import { word } from "./palavras.js";

const pause_ms = 90; // after the last key
const dim_ms = 300; // longer waiting is shown
const own_parameters = ["cursor", "lang", "tema"]; // of one page, not of a search

const form = document.querySelector("form[role=search]");
const box = form?.elements.q;
const summary = document.getElementById("resumo");
const failure = document.getElementById("falha");

let shown = ""; // the search whose list is on the page
let under_way = null; // AbortController of the last request
let pause = 0;
let again = 0;

function search_of(parameters) {
  const kept = new URLSearchParams();
  for (const [name, value] of parameters) {
    if (!(name === "q" && value.trim() === "") && !(name === "ordem" && value === "relevancia")) {
      kept.append(name, value);
    }
  }
  return kept.toString();
}

// What is asked for now: the filters of the address, the text of the box, the chosen order.
function wanted() {
  const parameters = new URLSearchParams(location.search);
  for (const name of own_parameters) {
    parameters.delete(name);
  }
  parameters.set("q", box.value);
  parameters.set("ordem", document.getElementById("ordem").value);
  return search_of(parameters);
}

function address_of(search) {
  return search === "" ? "/" : `/busca?${search}`;
}

function say_failure(text) {
  failure.textContent = text;
  failure.hidden = text === "";
}

function show(html, search) {
  const fragment = parse_fragment(html);
  const list = fragment.getElementById("lista-viva");
  document.getElementById("lista-viva").replaceChildren(...list.childNodes);
  const fresh = fragment.getElementById("resumo");
  summary.textContent = fresh.textContent;
  document.querySelector("#ordem [value=relevancia]").textContent = fresh.dataset.ordem;
  for (const hidden of document.querySelectorAll("input[type=hidden][form=busca]")) {
    hidden.remove();
  }
  document.title = document.title.replace(/^.* · /, () => {
    const text = new URLSearchParams(search).get("q");
    return `${text ? `“${text}”` : word("catalogue")} · `;
  });
  shown = search;
  // Reference managers look at the page again.
  document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true }));
}

function try_again(search, seconds) {
  say_failure(word("overloaded", seconds));
  again = setTimeout(() => load(search), seconds * 1000);
}

async function take(answer, search) {
  if (answer.status === 429 || answer.status === 503) {
    try_again(search, Math.max(1, Number(answer.headers.get("Retry-After")) || 1));
    return;
  }
  const text = await answer.text();
  if (!answer.ok) {
    const page = parse_fragment(text);
    say_failure(page.querySelector("[data-testid=erro] h1")?.textContent ?? answer.statusText);
    return;
  }
  say_failure("");
  show(text, search);
}

// Gives the list of `search` its place; false when a newer one came first.
async function load(search) {
  clearTimeout(again);
  under_way?.abort();
  const mine = new AbortController();
  under_way = mine;
  const list = document.getElementById("lista-viva");
  const dim = setTimeout(() => list.classList.add("esperando"), dim_ms);
  try {
    const separator = search === "" ? "" : "&";
    const answer = await fetch(`/busca?${search}${separator}fragmento=1`, { signal: mine.signal });
    await take(answer, search);
    return true;
  } catch (reason) {
    if (reason.name !== "AbortError") {
      say_failure(word("offline_search"));
      return true;
    }
    return false;
  } finally {
    clearTimeout(dim);
    if (under_way === mine) {
      list.classList.remove("esperando");
    }
  }
}

// What was asked for on purpose (a link, Enter) keeps its place in the history; what is typed takes
// one place, whatever the number of keys.
let is_on_purpose = true;

function change_address(search, purpose) {
  if (address_of(search) !== location.pathname + location.search) {
    const how = is_on_purpose || purpose ? "pushState" : "replaceState";
    history[how]({}, "", address_of(search));
  }
  is_on_purpose = purpose;
}

function type() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const search = wanted();
    if (search !== shown || !failure.hidden) {
      change_address(search, false);
      load(search);
    }
  }, pause_ms);
}

function submit(event) {
  event.preventDefault();
  clearTimeout(pause);
  const search = wanted();
  change_address(search, true);
  if (search !== shown || !failure.hidden) {
    load(search);
  }
}

// Also fires for the skip link's #conteudo, where nothing is to be loaded.
async function go_back(event) {
  const parameters = new URLSearchParams(location.search);
  const search = search_of(parameters);
  if (search === shown) {
    return;
  }
  is_on_purpose = true;
  box.value = parameters.get("q") ?? "";
  document.getElementById("ordem").value = parameters.get("ordem") ?? "relevancia";
  if ((await load(search)) && event.state?.y !== undefined) {
    scrollTo(0, event.state.y);
  }
}

function remember_scroll() {
  history.replaceState({ ...history.state, y: scrollY }, "");
}

if (form && summary) {
  shown = search_of(new URLSearchParams(location.search));
  box.addEventListener("input", type);
  form.addEventListener("submit", submit);
  document.getElementById("ordem").addEventListener("change", submit);
  addEventListener("popstate", go_back);
  addEventListener("scrollend", remember_scroll);
  addEventListener("online", () => {
    if (!failure.hidden) {
      load(wanted());
    }
  });
}
