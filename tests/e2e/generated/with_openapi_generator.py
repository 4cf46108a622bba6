"""The day of a librarian by the Python client that openapi-generator makes: URL TAG."""

import json
import sys

from openapi_generator_made import (
    ApiClient,
    ApiException,
    BuscaApi,
    Configuration,
    Contribuicao,
    LivroAlteracao,
    LivroEntrada,
    LivrosApi,
    LivroSubstituto,
    VersoesApi,
)

url, tag = sys.argv[1:]
client = ApiClient(Configuration(host=url))
livros, busca, versoes = LivrosApi(client), BuscaApi(client), VersoesApi(client)


def created(title: str, **fields) -> int:
    return livros.criar_livro(LivroEntrada(ttulo=title, etiquetas=[tag], **fields)).id


def pages() -> list[list[str]]:
    found, cursor = [], None
    while True:
        page = livros.listar_livros_with_http_info(
            limite=2,
            etiqueta=tag,
            ordem=["-ano", "titulo"],
            campos=["título", "id"],
            cursor=cursor,
        )
        found.append([book.ttulo for book in page.data])
        cursor = page.headers.get("X-Proximo-Cursor")
        if cursor is None:
            return found


def refusal(call, *arguments, **options) -> dict:
    try:
        call(*arguments, **options)
    except ApiException as refused:
        return json.loads(refused.body)
    return {}


books = [
    created("Dom Casmurro", autor="Machado de Assis", ano=1899),
    created(
        "Lazarilho de Tormes", autor=None, ano=1554, autores=[Contribuicao(nome="X", papel="trl")]
    ),
    created("Os Maias", autor="Eça de Queirós", ano=1888, editora="Chardron"),
]
report = {"pages": pages()}
read = livros.ler_livro_with_http_info(books[2])
report["read"] = [read.data.ttulo, read.data.autor, read.data.criado_em.year > 2000]
change = LivroAlteracao(edicao="2ª", editora=None)
etag = read.headers["ETag"]
changed = livros.alterar_livro(books[2], change, if_match=etag)
report["changed"] = [changed.versao, changed.edicao, "editora" in changed.to_dict()]
stale = refusal(livros.alterar_livro, books[2], change, if_match=etag)
report["stale"] = [stale["status"], stale["codigo"], stale["livro"]["versao"]]
replaced = livros.substituir_livro(
    books[0], LivroSubstituto(ttulo="Dom Casmurro", autor="M. de Assis")
)
report["replaced"] = replaced.ano
report["found"] = [book.ttulo for book in livros.listar_livros(q="maias", etiqueta=tag)]
facets = busca.contar_facetas(por=["autor", "ano"], etiqueta=tag)
report["facets"] = [facets.livros, len(facets.facetas.autor), len(facets.facetas.ano)]
report["isbn"] = busca.ler_isbn("978-85-359-1484-9").grupo.nome
report["deleted"] = livros.excluir_livro_with_http_info(books[1]).status_code
report["gone"] = refusal(livros.ler_livro, books[1])["codigo"]
history = versoes.listar_versoes_with_http_info(books[1], limite=1)
report["history"] = [history.data[0].tipo, history.headers["X-Proximo-Cursor"]]
json.dump(report, sys.stdout)
