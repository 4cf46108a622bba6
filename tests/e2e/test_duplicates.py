"""GET /duplicados: groups of books that may be the same."""

import pytest
from postgres_cluster import postgres_server
from wire import assert_problem


@pytest.fixture(params=["sqlite", "postgres"])
def api(request, own_server):
    if request.param == "sqlite":
        with own_server().await_ready().client() as client:
            yield client
        return
    with postgres_server() as server:
        url = server.url(server.new_database())
        service = own_server(database=url)
        with service.await_ready().client() as client:
            yield client
        service.stop()


def shown(groups: list[dict]) -> list[tuple]:
    return [(group["motivo"], *(one["id"] for one in group["livros"])) for group in groups]


def test_groups_by_isbn_and_by_title_come_page_by_page(api):
    same = {"título": "Dom Casmurro", "autor": "Machado de Assis", "ano": 1899}
    api.create(**same)
    api.create(**{**same, "título": "DOM  CASMURRO"})
    api.create(**{**same, "ano": 1900})
    api.create(título="A", autor=None, isbn="9788535914849")
    api.create(título="B", autor=None, isbn="978-85-359-1484-9")
    api.create(título="C", autor=None, isbn="9788508040810")
    # Told of once, by the ISBN.
    for _ in range(2):
        api.create(título="Igual", autor=None, isbn="9788508072736")
    for edition in ("1. ed.", "2. ed."):
        api.create(título="Outras edições", autor=None, edicao=edition)
    answer = api.get("/duplicados").expect(200)
    expected = [("isbn", 7, 8), ("isbn", 4, 5), ("titulo", 1, 2)]
    assert shown(answer.json) == expected
    assert answer.json[1]["livros"][0] == api.get("/livros/4").json
    assert "Link" not in answer.headers
    pages, target = [], "/duplicados?limite=1"
    while target:
        page = api.get(target).expect(200)
        pages += shown(page.json)
        assert len(page.json) <= 1
        target = page.links().get("next")
    assert pages == expected
    assert api.get("/duplicados", headers={"If-None-Match": answer.etag}).status == 304
    api.delete("/livros/2").expect(204)
    assert shown(api.get("/duplicados").json) == expected[:2]


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=isbn-1", "cursor=titulo-", "limite=0", "q=a"]
)
def test_a_wrong_parameter_is_named(server, query):
    with server.client() as client:
        answer = client.get(f"/duplicados?{query}")
        code = "parametro-desconhecido" if query == "q=a" else "parametro-invalido"
        assert_problem(answer, 400, code)
