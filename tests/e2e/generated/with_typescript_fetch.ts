// The day of a librarian by the TypeScript client that openapi-generator makes: URL TAG.
import {
  BuscaApi,
  Configuration,
  ContarFacetasPorEnum,
  ListarLivrosCamposEnum,
  ListarLivrosOrdemEnum,
  LivroEntrada,
  LivrosApi,
  Problema,
  ResponseError,
  VersoesApi,
} from "./typescript_fetch_made";

declare const process: { argv: string[] };
const [url, tag] = process.argv.slice(2);
const configuration = new Configuration({ basePath: url });
const livros = new LivrosApi(configuration);
const busca = new BuscaApi(configuration);

async function created(entry: LivroEntrada): Promise<number> {
  return (await livros.criarLivro({ livroEntrada: { ...entry, etiquetas: [tag] } })).id;
}

async function pages(): Promise<(string | undefined)[][]> {
  const found = [];
  let cursor: string | undefined;
  do {
    const page = await livros.listarLivrosRaw({
      limite: 2,
      etiqueta: tag,
      ordem: [ListarLivrosOrdemEnum.ANO_DECRESCENTE, ListarLivrosOrdemEnum.TITULO],
      campos: [ListarLivrosCamposEnum.Ttulo, ListarLivrosCamposEnum.Id],
      cursor,
    });
    found.push((await page.value()).map((book) => book.ttulo));
    cursor = page.raw.headers.get("X-Proximo-Cursor") ?? undefined;
  } while (cursor);
  return found;
}

async function refusal(call: Promise<unknown>): Promise<Problema> {
  try {
    await call;
  } catch (refused) {
    return await (refused as ResponseError).response.json();
  }
  throw new Error("it was not refused");
}

async function day() {
  const books = [
    await created({ ttulo: "Dom Casmurro", autor: "Machado de Assis", ano: 1899 }),
    await created({ ttulo: "Lazarilho de Tormes", autor: null, ano: 1554, autores: [{ nome: "X", papel: "trl" }] }),
    await created({ ttulo: "Os Maias", autor: "Eça de Queirós", ano: 1888, editora: "Chardron" }),
  ];
  const listed = await pages();
  const read = await livros.lerLivroRaw({ id: books[2] });
  const book = await read.value();
  const change = {
    id: books[2],
    livroAlteracao: { edicao: "2ª", editora: null },
    ifMatch: read.raw.headers.get("ETag") ?? "",
  };
  const changed = await livros.alterarLivro(change);
  const stale = await refusal(livros.alterarLivro(change));
  const replaced = await livros.substituirLivro({
    id: books[0],
    livroSubstituto: { ttulo: "Dom Casmurro", autor: "M. de Assis" },
  });
  const found = await livros.listarLivros({ q: "maias", etiqueta: tag });
  const facets = await busca.contarFacetas({
    por: [ContarFacetasPorEnum.Autor, ContarFacetasPorEnum.Ano],
    etiqueta: tag,
  });
  const isbn = await busca.lerIsbn({ isbn: "978-85-359-1484-9" });
  const gone = { id: books[1] };
  const deleted = await livros.excluirLivroRaw(gone);
  const afterwards = await refusal(livros.lerLivro(gone));
  const history = await new VersoesApi(configuration).listarVersoesRaw({ ...gone, limite: 1 });
  return {
    pages: listed,
    read: [book.ttulo, book.autor, book.criadoEm.getUTCFullYear() > 2000],
    changed: [changed.versao, changed.edicao, changed.editora !== undefined],
    stale: [stale.status, stale.codigo, stale.livro?.versao],
    replaced: replaced.ano ?? null,
    found: found.map((one) => one.ttulo),
    facets: [facets.livros, facets.facetas.autor?.length, facets.facetas.ano?.length],
    isbn: isbn.grupo?.nome,
    deleted: deleted.raw.status,
    gone: afterwards.codigo,
    history: [(await history.value())[0].tipo, history.raw.headers.get("X-Proximo-Cursor")],
  };
}

day().then((report) => console.log(JSON.stringify(report)));
