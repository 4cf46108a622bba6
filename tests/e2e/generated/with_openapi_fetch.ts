// The day of a librarian by openapi-fetch, on the types that openapi-typescript makes: URL TAG.
import createClient from "openapi-fetch";

import type { components, paths } from "./openapi_typescript_made";

declare const process: { argv: string[] };
const [url, tag] = process.argv.slice(2);
// Books have other forms too; this client asks for none of them.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: url });

type Entry = components["schemas"]["LivroEntrada"];
type Change = components["schemas"]["LivroAlteracao"];

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no value");
  return value;
}

async function created(entry: Entry): Promise<number> {
  const { data } = await client.POST("/livros", { body: { ...entry, etiquetas: [tag] } });
  return known(data).id;
}

async function pages(): Promise<(string | undefined)[][]> {
  const found = [];
  let cursor: string | undefined;
  do {
    const { data, response } = await client.GET("/livros", {
      params: {
        query: { limite: 2, etiqueta: tag, ordem: ["-ano", "titulo"], campos: ["título", "id"], cursor },
      },
    });
    found.push(known(data).map((book) => book.título));
    cursor = response.headers.get("X-Proximo-Cursor") ?? undefined;
  } while (cursor);
  return found;
}

const change: Change = { edicao: "2ª", editora: null };
const altered = (id: number, etag: string) =>
  client.PATCH("/livros/{id}", { params: { path: { id }, header: { "If-Match": etag } }, body: change });

async function day() {
  const books = [
    await created({ título: "Dom Casmurro", autor: "Machado de Assis", ano: 1899 }),
    await created({ título: "Lazarilho de Tormes", autor: null, ano: 1554, autores: [{ nome: "X", papel: "trl" }] }),
    await created({ título: "Os Maias", autor: "Eça de Queirós", ano: 1888, editora: "Chardron" }),
  ];
  const listed = await pages();
  const path = { id: books[2] };
  const read = await client.GET("/livros/{id}", { params: { path } });
  const book = known(read.data);
  const etag = read.response.headers.get("ETag") ?? "";
  const changed = known((await altered(books[2], etag)).data);
  const stale = known((await altered(books[2], etag)).error);
  const replaced = await client.PUT("/livros/{id}", {
    params: { path: { id: books[0] } },
    body: { título: "Dom Casmurro", autor: "M. de Assis" },
  });
  const found = await client.GET("/livros", { params: { query: { q: "maias", etiqueta: tag } } });
  const counted = await client.GET("/facetas", { params: { query: { por: ["autor", "ano"], etiqueta: tag } } });
  const facets = known(counted.data);
  const isbn = await client.GET("/isbn/{isbn}", { params: { path: { isbn: "978-85-359-1484-9" } } });
  const gone = { path: { id: books[1] } };
  const deleted = await client.DELETE("/livros/{id}", { params: gone });
  const afterwards = await client.GET("/livros/{id}", { params: gone });
  const history = await client.GET("/livros/{id}/versoes", { params: { ...gone, query: { limite: 1 } } });
  return {
    pages: listed,
    read: [book.título, book.autor, new Date(book.criado_em).getUTCFullYear() > 2000],
    changed: [changed.versao, changed.edicao, "editora" in changed],
    stale: [stale.status, stale.codigo, stale.livro?.versao],
    replaced: known(replaced.data).ano ?? null,
    found: known(found.data).map((one) => one.título),
    facets: [facets.livros, facets.facetas.autor?.length, facets.facetas.ano?.length],
    isbn: known(isbn.data).grupo?.nome,
    deleted: deleted.response.status,
    gone: known(afterwards.error).codigo,
    history: [known(history.data)[0].tipo, history.response.headers.get("X-Proximo-Cursor")],
  };
}

day().then((report) => console.log(JSON.stringify(report)));
