// Many changes as batches: sent in slices, told in one notice, and taken back by other batches.

import { notify, send } from "./comum.js";
import { word } from "./palavras.js";

const operations_max = 1000; // of one POST /livros/lote
const bytes_max = 4 * 1024 * 1024; // half of what it takes
const attempts_max = 4; // where the catalogue is busy

function slices_of(operations) {
  const slices = [];
  let bytes = Infinity;
  for (const operation of operations) {
    const size = JSON.stringify(operation).length * 3; // in UTF-8, at most
    if (bytes + size > bytes_max || slices.at(-1).length === operations_max) {
      slices.push([]);
      bytes = 0;
    }
    slices.at(-1).push(operation);
    bytes += size;
  }
  return slices;
}

// The same key with each attempt, so that nothing happens twice.
function new_key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send_slice(operations, path) {
  const headers = { "Idempotency-Key": new_key(), Prefer: "return=minimal" };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send("POST", path, operations, undefined, headers);
    if (!answer.again || attempt === attempts_max) {
      return answer;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, answer.again * 1000);
    });
  }
}

// What takes an operation back; null: it changed nothing.
function reverse_of(operation, { id, versao }) {
  if (versao === operation.se_versao) {
    return null;
  }
  const before = { op: "restaurar", id, versao: versao - 1 };
  return operation.op === "excluir" ? before : { ...before, se_versao: versao };
}

export const path_of_each = "/livros/lote";
export const path_of_all = "/livros/lote?atomico=1"; // one slice: all or nothing

// Carries out the operations; each has `se_versao`, or is a `restaurar`. `tell` hears how many are
// through.
export async function change_many(operations, tell = () => {}, path = path_of_each) {
  const outcome = { reverse: [], skipped: 0, why: "" };
  let through = 0;
  for (const slice of slices_of(operations)) {
    const answer = await send_slice(slice, path);
    if (!answer.ok) {
      outcome.why = answer.failed ?? answer.body.detail;
      return { ...outcome, skipped: operations.length - outcome.reverse.length };
    }
    for (const [place, result] of answer.body.entries()) {
      const reverse = result.status < 300 && reverse_of(slice[place], result);
      if (reverse) {
        outcome.reverse.push(reverse);
      } else {
        outcome.skipped += 1;
        outcome.why ||= result.problema?.detail ?? "";
      }
    }
    through += slice.length;
    tell(through);
  }
  return outcome;
}

// "Etiqueta posta: 198. Ignorados: 2. (why)", with the Undo of what was done.
export function tell_outcome(key, outcome, changed) {
  const done = outcome.reverse.length;
  const parts = [word(key, done)];
  if (outcome.skipped > 0) {
    parts.push(word("skipped", outcome.skipped));
  }
  if (outcome.why) {
    parts.push(outcome.why);
  }
  const undo = async () => {
    // The newest first, should a book have been changed twice.
    tell_outcome("undone_many", await change_many(outcome.reverse.toReversed()));
    changed();
  };
  notify(parts.join(" "), done > 0 && changed ? undo : undefined);
}
