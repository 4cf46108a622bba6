"""The day of a librarian by the client that openapi-python-client makes: URL TAG."""

import json
import sys

from openapi_python_client_made import Client
from openapi_python_client_made.api.busca import contar_facetas, ler_isbn
from openapi_python_client_made.api.livros import (
    alterar_livro,
    criar_livro,
    excluir_livro,
    ler_livro,
    listar_livros,
    substituir_livro,
)
from openapi_python_client_made.api.versoes import listar_versoes
from openapi_python_client_made.models import (
    ContarFacetasPorItem,
    Contribuicao,
    ListarLivrosCamposItem,
    ListarLivrosOrdemItem,
    LivroAlteracao,
    LivroEntrada,
    LivroSubstituto,
)

url, tag = sys.argv[1:]
client = Client(base_url=url)


def created(title: str, **fields) -> int:
    entry = LivroEntrada(título=title, etiquetas=[tag], **fields)
    return criar_livro.sync(client=client, body=entry).id


def pages() -> list[list[str]]:
    order = [ListarLivrosOrdemItem.ANO_DECRESCENTE, ListarLivrosOrdemItem.TITULO]
    members = [ListarLivrosCamposItem.TÍTULO, ListarLivrosCamposItem.ID]
    found, cursor = [], {}
    while True:
        page = listar_livros.sync_detailed(
            client=client, limite=2, etiqueta=tag, ordem=order, campos=members, **cursor
        )
        found.append([book.título for book in page.parsed])
        if "X-Proximo-Cursor" not in page.headers:
            return found
        cursor = {"cursor": page.headers["X-Proximo-Cursor"]}


books = [
    created("Dom Casmurro", autor="Machado de Assis", ano=1899),
    created("Lazarilho de Tormes", autor=None, ano=1554, autores=[Contribuicao("X", papel="trl")]),
    created("Os Maias", autor="Eça de Queirós", ano=1888, editora="Chardron"),
]
report = {"pages": pages()}
read = ler_livro.sync_detailed(books[2], client=client)
report["read"] = [read.parsed.título, read.parsed.autor, read.parsed.criado_em.year > 2000]
change = LivroAlteracao(edicao="2ª", editora=None)
etag = read.headers["ETag"]
changed = alterar_livro.sync(books[2], client=client, body=change, if_match=etag)
report["changed"] = [changed.versao, changed.edicao, "editora" in changed.to_dict()]
stale = alterar_livro.sync(books[2], client=client, body=change, if_match=etag)
report["stale"] = [stale.status, stale.codigo.value, stale.livro.versao]
replaced = substituir_livro.sync(
    books[0], client=client, body=LivroSubstituto(título="Dom Casmurro", autor="M. de Assis")
)
report["replaced"] = replaced.to_dict().get("ano")
report["found"] = [b.título for b in listar_livros.sync(client=client, q="maias", etiqueta=tag)]
facets = contar_facetas.sync(
    client=client, por=[ContarFacetasPorItem.AUTOR, ContarFacetasPorItem.ANO], etiqueta=tag
)
report["facets"] = [facets.livros, len(facets.facetas.autor), len(facets.facetas.ano)]
report["isbn"] = ler_isbn.sync("978-85-359-1484-9", client=client).grupo.nome
report["deleted"] = excluir_livro.sync_detailed(books[1], client=client).status_code
report["gone"] = ler_livro.sync(books[1], client=client).codigo.value
history = listar_versoes.sync_detailed(books[1], client=client, limite=1)
report["history"] = [history.parsed[0].tipo.value, history.headers["X-Proximo-Cursor"]]
json.dump(report, sys.stdout)
