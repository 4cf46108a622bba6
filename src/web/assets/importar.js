// A file, step by step: chosen, tried without writing, brought in, taken back. What runs already is
// shown to who comes back.

import { column_map, look_at_columns, name_csv } from "./colunas.js";
import { element, notify, send } from "./comum.js";
import { word } from "./palavras.js";
import { is_under_way, may_be_undone, report_of } from "./relatorio.js";

const look_again_ms = 700;

const form = document.querySelector("[data-testid=form-importar]");
const place = document.querySelector("[data-testid=relatorio]");
const said = form.querySelector("[data-testid=andamento]");
const steps = [...document.querySelectorAll(".etapas li")];

let watching = null; // the newest watch(), which alone goes on; null where the form is shown
let is_sending = false;

function go_to_step(at) {
  for (const [place_of_step, step] of steps.entries()) {
    if (place_of_step === at) {
      step.setAttribute("aria-current", "step");
    } else {
      step.removeAttribute("aria-current");
    }
  }
}

// ---- the upload

function chosen(...names) {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = form.elements.namedItem(name).value.trim();
    if (value !== "") {
      query.set(name, value);
    }
  }
  return query;
}

// By an XMLHttpRequest, which alone tells how much has gone.
function upload(file, query, tell) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/importacoes?${query}`);
    // What the bytes are is for the catalogue to see: browsers name few of these types rightly.
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      tell(total > 0 ? Math.floor((loaded / total) * 10) * 10 : 0); // in steps, since it is read out
    });
    request.addEventListener("load", () => {
      const { status, response } = request;
      resolve({ ok: status === 202, status, body: response });
    });
    request.addEventListener("error", () => resolve({ ok: false }));
    request.send(file);
  });
}

async function query_of(file, simulate) {
  const query = chosen("duplicados", "etiqueta", "formato", "codificacao");
  if (simulate) {
    query.set("simular", "1");
  }
  await name_csv(file, query);
  const map = await column_map();
  if (map !== "") {
    query.set("mapa", map);
  }
  return query;
}

async function send_file(simulate) {
  const [file] = form.elements.arquivo.files;
  if (!file || is_sending) {
    form.elements.arquivo.focus();
    return;
  }
  is_sending = true;
  said.textContent = word("import_sending", 0);
  const answer = await upload(file, await query_of(file, simulate), (part) => {
    said.textContent = word("import_sending", part);
  });
  is_sending = false;
  said.textContent = "";
  if ([401, 403].includes(answer.status) && document.documentElement.dataset.entrou) {
    location.assign(`/entrar?volta=${encodeURIComponent(location.pathname)}`);
    return;
  }
  if (!answer.ok) {
    said.textContent = answer.body?.detail ?? word("offline_save");
    show_form();
    return;
  }
  if (!simulate) {
    history.replaceState(null, "", `/importar/${answer.body.id}`);
  }
  watch(answer.body.id);
}

// ---- the report

function show_form() {
  watching = null;
  form.hidden = false;
  place.hidden = true;
  go_to_step(0);
}

function button(testid, key, action, ...words) {
  const made = element("button", { type: "button", "data-testid": testid }, word(key, ...words));
  made.addEventListener("click", action);
  return made;
}

async function act(report, method, what) {
  const answer = await send(method, `/importacoes/${report.id}${what}`);
  if (!answer.ok) {
    notify(answer.failed ?? answer.body.detail);
    return;
  }
  watch(report.id);
}

function undo(report, pressed) {
  pressed.replaceWith(element("span", { role: "status" }, word("import_undoing")));
  act(report, "POST", "/desfazer");
}

function import_button(report) {
  const count = report.criados + report.atualizados;
  const text = new Intl.NumberFormat(document.documentElement.lang).format(count);
  const made = button("importar", count === 1 ? "import_one" : "import_many", () => send_file(false), text);
  made.className = "principal";
  return made;
}

function choose_another() {
  history.replaceState(null, "", "/importar");
  show_form();
  form.elements.arquivo.focus();
}

function buttons_of(report) {
  if (is_under_way(report)) {
    return [button("interromper", "stop_import", () => act(report, "DELETE", ""))];
  }
  const made = [];
  const may_import = report.simular && report.estado === "concluida" && form.elements.arquivo.files[0];
  if (may_import && report.criados + report.atualizados > 0) {
    made.push(import_button(report));
  }
  if (report.estado === "interrompida" && !report.desfazer && !report.simular) {
    made.push(button("retomar", "resume_import", () => act(report, "POST", "/retomar")));
  }
  if (may_be_undone(report)) {
    made.push(button("desfazer-importacao", "undo_import", ({ target }) => undo(report, target)));
  }
  const another = button("trocar", report.simular ? "change_file" : "import_another", choose_another);
  another.className = "discreto";
  return [...made, another];
}

function show(report) {
  const was_same = place.dataset.estado === report.estado && place.dataset.id === String(report.id);
  const had_focus = place.contains(document.activeElement);
  const focused = document.activeElement?.dataset.testid;
  form.hidden = true;
  place.hidden = false;
  place.dataset.id = report.id;
  place.dataset.estado = report.estado;
  place.replaceChildren(...report_of(report, buttons_of(report)));
  go_to_step(report.simular ? 1 : 2);
  if (!was_same) {
    place.querySelector("h2").focus();
  } else if (had_focus) {
    (place.querySelector(`[data-testid="${focused}"]`) ?? place.querySelector("h2")).focus();
  }
}

async function watch(id) {
  const mine = Symbol();
  watching = mine;
  while (watching === mine) {
    const answer = await send("GET", `/importacoes/${id}`);
    if (watching !== mine) {
      return;
    }
    if (answer.ok) {
      show(answer.body);
    } else if (!answer.again) {
      notify(answer.body?.detail ?? answer.failed);
      show_form();
      return;
    }
    if (answer.ok && !is_under_way(answer.body)) {
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, answer.again ? answer.again * 1000 : look_again_ms);
    });
  }
}

// ---- the page

// Who comes back finds what runs.
async function look_for_running() {
  const answer = await fetch("/importacoes?limite=20").catch(() => null);
  const listed = answer?.ok ? await answer.json() : [];
  const running = listed.findLast((one) => is_under_way(one) && !one.simular);
  if (running && watching === null && !form.elements.arquivo.files[0]) {
    watch(running.id);
  }
}

form.addEventListener("change", ({ target }) => {
  if (["arquivo", "formato", "codificacao"].includes(target.name)) {
    look_at_columns(form.elements.arquivo.files[0], chosen("formato", "codificacao"));
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send_file(true);
});
if (place.dataset.id) {
  watch(Number(place.dataset.id));
} else {
  look_for_running();
}
