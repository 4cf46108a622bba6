// The values of a book's fields as people write them, and as the API has them.

export function lines_of(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

// "Nome (trl)", "Nome (aut; entidade)": the role stands behind the name, but for authors, and the
// kind, but for persons. "Nome (tradutora)": a word of the form's own list says it too.
const role = /\s*\(([a-z]{3})(?:;\s*(entidade|evento|pessoa))?\)$/;
const word_for_role = /\s*\(([^()]+)\)$/;

function roles_in_words() {
  const form = document.querySelector("form[data-papeis]");
  return new Map(form?.dataset.papeis.split(";").map((one) => one.split("=")));
}

function contributor_of(line) {
  const [whole, papel, tipo] = line.match(role) ?? [""];
  if (whole === "") {
    const [words, term] = line.match(word_for_role) ?? [""];
    const told = term && roles_in_words().get(term.toLowerCase().trim());
    if (told) {
      return { nome: line.slice(0, line.length - words.length), papel: told };
    }
  }
  const nome = line.slice(0, line.length - whole.length);
  return { nome, ...(papel && { papel }), ...(tipo && { tipo }) };
}

function contributor_text({ nome, papel, tipo }) {
  if (tipo) {
    return `${nome} (${papel}; ${tipo})`;
  }
  return papel === "aut" && !nome.endsWith(")") ? nome : `${nome} (${papel})`;
}

// "doi 10.1000/x"; a value alone is of no known type.
function identifier_of(line) {
  const [, tipo, valor] = line.match(/^([^\s:]+):?\s+(.*)$/) ?? ["", "outro", line];
  return { tipo: tipo.toLowerCase(), valor };
}

// "https://… texto application/pdf (nota)": all but the address may be missing.
const link =
  /^(\S+)(?:\s+(texto|amostra|emprestimo|compra|outro))?(?:\s+([^\s()/]+\/[^()]*?))?(?:\s+\((.*)\))?$/;

function link_of(line) {
  const [, url, relacao, tipo, nota] = line.match(link) ?? ["", line];
  return { url, ...(tipo && { tipo }), ...(relacao && { relacao }), ...(nota && { nota }) };
}

function link_text({ url, relacao, tipo, nota }) {
  return [url, relacao, tipo, nota && `(${nota})`].filter(Boolean).join(" ");
}

// How the items of a list that are no texts are read, and written.
const kinds = {
  autores: { read: contributor_of, write: contributor_text },
  identificadores: { read: identifier_of, write: ({ tipo, valor }) => `${tipo} ${valor}` },
  ligacoes: { read: link_of, write: link_text },
};

export function item_of(name, line) {
  return kinds[name] ? kinds[name].read(line) : line;
}

// Numbers that JavaScript would write otherwise stay as they are written, in browsers that can tell.
export function parse_json(text) {
  return JSON.parse(text, (key, value, context) => {
    const is_other = typeof value === "number" && context && String(value) !== context.source;
    return is_other && JSON.rawJSON ? JSON.rawJSON(context.source) : value;
  });
}

function is_object(value) {
  const is_structure = typeof value === "object" && value !== null && !Array.isArray(value);
  return is_structure && !JSON.isRawJSON?.(value);
}

// What a merge patch (RFC 7396) says to make the one of the other; keys that go are null.
export function merge_patch(before, after) {
  if (!is_object(before) || !is_object(after)) {
    return after;
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.keys(after).filter(
    (key) =>
      !Object.hasOwn(before, key) || JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const member = (key) =>
    Object.hasOwn(before, key) ? merge_patch(before[key], after[key]) : after[key];
  return Object.fromEntries([
    ...gone.map((key) => [key, null]),
    ...changed.map((key) => [key, member(key)]),
  ]);
}

export function is_json(text) {
  try {
    parse_json(text);
    return true;
  } catch {
    return false;
  }
}

// "" for a field that the book has not.
export function value_text(name, value) {
  if (Array.isArray(value)) {
    const write = kinds[name]?.write ?? String;
    return value.map((item) => write(item)).join("\n");
  }
  if (JSON.isRawJSON?.(value)) {
    return JSON.stringify(value);
  }
  return is_object(value) ? JSON.stringify(value, null, 2) : String(value ?? "");
}
