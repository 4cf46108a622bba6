// /docs: Swagger UI in place of the written reference, which stays one press away. Where it is
// missing, or does not come, the reference is the page.

const place = document.getElementById("swagger-ui");
const reference = document.getElementById("referencia");
const choice = document.getElementById("escolha");
const is_portuguese = document.documentElement.lang !== "en";

function loaded(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${element.src || element.href}`)));
    document.head.append(element);
  });
}

function script(address) {
  return loaded(Object.assign(document.createElement("script"), { src: address }));
}

// Before this page's own sheet, whose rules come later and win.
function style(address) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  const coming = loaded(link);
  document.head.prepend(link);
  return coming;
}

// ---- the document as it is tried ----------------------------------------------------------------

function resolved(document, node) {
  const steps = node.$ref?.slice(2).split("/") ?? [];
  return steps.length === 0
    ? node
    : resolved(document, steps.reduce((at, step) => at[step], document));
}

// Examples and defaults are put into the fields, so the first Execute would ask for a book that meets
// them all, and send the same Idempotency-Key each time: the description tells them instead.
function without_example(document, given) {
  const parameter = resolved(document, given);
  if (parameter.in === "path") {
    return given;
  }
  const { example, examples, ...rest } = parameter;
  const schema = { ...resolved(document, rest.schema ?? {}) };
  const told = [
    [example, is_portuguese ? "exemplo" : "example"],
    [schema.default, is_portuguese ? "padrão" : "default"],
  ].filter(([value]) => value !== undefined);
  for (const key of ["example", "examples", "default"]) {
    delete schema[key];
  }
  const values = told.map(([value, name]) => `${name}: \`${[value].flat().join(",")}\``);
  return { ...rest, schema, description: [rest.description, ...values].join("\n\n") };
}

function as_tried(document) {
  for (const item of Object.values(document.paths)) {
    for (const operation of [item, ...Object.values(item)]) {
      if (Array.isArray(operation.parameters)) {
        operation.parameters = operation.parameters.map((one) => without_example(document, one));
      }
    }
  }
  // Only this server: nothing is sent anywhere else.
  document.servers = [{ url: location.origin }];
  return document;
}

// ---- in Portuguese ------------------------------------------------------------------------------

const portuguese = {
  "Try it out": "Experimentar",
  Cancel: "Cancelar",
  Execute: "Executar",
  Clear: "Limpar",
  Reset: "Restaurar",
  Authorize: "Usar uma chave",
  Logout: "Esquecer a chave",
  Close: "Fechar",
  "Available authorizations": "Chaves de acesso",
  Authorized: "Chave em uso",
  "Value:": "Chave:",
  Parameters: "Parâmetros",
  "No parameters": "Sem parâmetros",
  "Edit Value": "Editar",
  required: "obrigatório",
  Name: "Nome",
  Description: "Descrição",
  "Request body": "Corpo",
  Responses: "Respostas",
  Response: "Resposta",
  Code: "Código",
  Links: "Ligações",
  "No links": "Sem ligações",
  "Media type": "Formato",
  "Example Value": "Exemplo",
  Examples: "Exemplos",
  "Examples:": "Exemplos:",
  "Example Description": "O exemplo",
  Schema: "Forma",
  Schemas: "Formas",
  "Expand all": "Abrir tudo",
  "Collapse all": "Fechar tudo",
  "Server response": "Resposta do servidor",
  "Response body": "Corpo da resposta",
  "Response headers": "Cabeçalhos da resposta",
  "Request URL": "Endereço pedido",
  "Request duration": "Duração",
  Download: "Baixar",
  Details: "Detalhes",
  Headers: "Cabeçalhos",
  Example: "Exemplo",
  "Send empty value": "Enviar vazio",
  "Loading...": "Carregando…",
};
// What is written by others, or typed.
const untouched = "code, pre, textarea, .renderedMarkdown, .markdown, .microlight, .opblock-summary-path";

const said = (english) => (is_portuguese && portuguese[english]) || english;

function translate(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const name = portuguese[text.data.trim()];
    if (name !== undefined && text.parentElement?.closest(untouched) === null) {
      text.data = name;
    }
  }
}

// ---- for everyone -------------------------------------------------------------------------------

function label_of(field) {
  const parameter = field.closest("[data-param-name]")?.dataset.paramName;
  if (parameter) {
    return parameter;
  }
  if (field.closest(".examples-select")) {
    return said("Examples");
  }
  return said(field.closest(".opblock-section-request-body") ? "Request body" : "Media type");
}

// Fields without a name, and boxes that scroll but cannot be reached with the keyboard.
function name_fields(root) {
  for (const field of root.querySelectorAll("select, textarea, input")) {
    if (field.labels?.length === 0 && !field.ariaLabel) {
      field.ariaLabel = label_of(field);
    }
  }
  for (const box of root.querySelectorAll("pre:not([tabindex])")) {
    box.tabIndex = 0;
  }
}

// Swagger UI knows no languages: its names are replaced where they appear.
function mend_what_appears() {
  new MutationObserver((changes) => {
    for (const change of changes) {
      const at = change.type === "characterData" ? change.target.parentElement : change.target;
      if (is_portuguese && at) {
        translate(at);
      }
    }
    name_fields(place);
  }).observe(place, { subtree: true, childList: true, characterData: true });
}

const nothing = () => null;
function plugin(system) {
  const path = ({ text }) => system.React.createElement("span", { className: "nostyle" }, text);
  return {
    components: {
      // The page has a title, and there is no other server to choose.
      InfoContainer: nothing,
      ServersContainer: nothing,
      // A link inside the button that opens an operation.
      DeepLink: path,
    },
  };
}

// ---- the page -----------------------------------------------------------------------------------

function show(what) {
  place.hidden = what !== "experimentar";
  reference.hidden = what !== "referencia";
  for (const button of choice.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.ver === what));
  }
}

// An address that ends in the name of an operation of the reference.
function is_of_reference() {
  const name = decodeURIComponent(location.hash.slice(1));
  return name !== "" && reference.querySelector(`#${CSS.escape(name)}`) !== null;
}

async function start() {
  // What Swagger UI scrolls with would take over every link of this page, the one to its content too.
  window.noZensmooth = true;
  const first = is_of_reference() ? "referencia" : "experimentar";
  const [answer] = await Promise.all([
    fetch("/openapi.json"),
    style(place.dataset.estilo),
    script(place.dataset.programa),
  ]);
  if (!answer.ok) {
    throw new Error(`/openapi.json: ${answer.status}`);
  }
  mend_what_appears();
  window.SwaggerUIBundle({
    spec: as_tried(await answer.json()),
    domNode: place,
    plugins: [plugin],
    // It would write its own form of an address over one of the reference.
    deepLinking: first === "experimentar",
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    persistAuthorization: false,
    validatorUrl: null,
    onComplete: () => {
      choice.hidden = false;
      show(first);
    },
  });
  choice.addEventListener("click", (event) => {
    const what = event.target.closest("[data-ver]")?.dataset.ver;
    if (what) {
      show(what);
    }
  });
  window.addEventListener("hashchange", () => {
    if (is_of_reference()) {
      show("referencia");
    }
  });
}

if (place?.dataset.programa) {
  start().catch((failure) => console.warn("Swagger UI:", failure.message));
}
