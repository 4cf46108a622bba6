"""Contract section 3: the start page, the document, the error codes, health and readiness."""

import json
from pathlib import Path

import pytest
import yaml
from service import run_cli, wait_until
from wire import assert_problem, book

OPENAPI = Path(__file__).parents[2] / "openapi.yaml"
DOCUMENT = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))
CODES = DOCUMENT["components"]["schemas"]["Codigo"]["enum"]


def test_the_start_page_leads_everywhere(api):
    start = api.get("/").expect(200).json
    assert start["nome"] == "API Livros"
    assert start["links"]["livros"] == "/livros"
    for target in start["links"].values():
        api.get(target).expect(200)


def test_the_document_served_is_the_one_in_the_project(api):
    text = api.get("/openapi.yaml").expect(200)
    assert text.body == OPENAPI.read_bytes()
    assert api.get("/openapi.json").expect(200).json == yaml.safe_load(text.body)


def test_every_error_code_is_explained_in_both_languages(api):
    listed = api.get("/problemas").expect(200).json
    assert sorted(one["codigo"] for one in listed) == sorted(CODES)
    for one in listed:
        assert api.get(f"/problemas/{one['codigo']}").expect(200).json == one
        assert one["title"] != one["title_en"]
        assert one["o_que_fazer"] and one["what_to_do"]
        assert 400 <= one["status"] <= 599


def test_an_error_code_nobody_gives_is_404(api):
    assert_problem(api.get("/problemas/inexistente"), 404, "caminho-desconhecido")


def test_the_type_of_an_error_leads_to_its_explanation(api):
    problem = api.get("/livros/abc").expect(404).json
    assert api.get(problem["type"]).expect(200).json["codigo"] == problem["codigo"]


def test_a_server_that_is_up_is_alive_and_ready(api):
    assert api.get("/healthz").expect(200).json == {"estado": "vivo"}
    assert api.get("/readyz").expect(200).json == {"estado": "pronto"}
    assert api.get("/readyz").headers["Cache-Control"] == "no-store"


def test_every_answer_carries_a_request_id(api):
    made = api.create()
    seen = set()
    for target in ("/livros", f"/livros/{made['id']}", f"/livros/{made['id']}", "/x", "/metrics"):
        seen.add(api.get(target).headers["X-Request-Id"])
    assert len(seen) == 5
    given = {"X-Request-Id": "meu-pedido.7"}
    for target in ("/livros", f"/livros/{made['id']}", "/x"):
        assert api.get(target, headers=given).headers["X-Request-Id"] == "meu-pedido.7"


def test_the_demonstration_fills_an_empty_catalogue_once(own_server):
    service = own_server("--demo")
    with service.client() as api:
        books = api.get("/livros").json
        assert [one["id"] for one in books] == list(range(1, 31))
        told = ("id", "versao", "título", "autor", "criado_em", "atualizado_em")
        assert all(set(one) == set(told) for one in books[:4])
        assert [(one["id"], one["título"], one["autor"]) for one in books[:4]] == [
            (1, "O Senhor dos Anéis - A Sociedade do Anel", "J.R.R. Tolkien"),
            (2, "Harry Potter e a Pedra Filosofal", "J.K. Rowling"),
            (3, "Hábitos Atômicos", "James Clear"),
            (4, "Dom Casmurro", "Machado de Assis"),
        ]
        api.delete("/livros/2").expect(204)
    assert service.stop() == 0
    service.restart()
    with service.client() as api:
        assert [one["id"] for one in api.get("/livros").json] == [1, *range(3, 31)]


def test_a_draining_server_is_not_ready_but_finishes(own_server):
    service = own_server("--drain-delay", "6")
    with service.client() as idle:
        service.terminate()
        answer = wait_until(
            lambda: (one := idle.get("/readyz")).status == 503 and one, "/readyz answers 503"
        )
        assert answer.json == {"estado": "encerrando"}
        assert answer.headers["Retry-After"]
        with service.client() as api:
            made = api.post("/livros", json=book()).expect(201)
        assert made.headers["Connection"] == "close"
    assert service.wait() == 0


def test_a_body_limit_can_be_set(own_server):
    with own_server("--body-bytes-max", "1000").client() as api:
        answer = api.post("/livros", json=book(sinopse="x" * 1000))
        assert_problem(answer, 413, "corpo-grande-demais")


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_document_can_be_printed(form):
    printed = run_cli("openapi", *form)
    assert printed.returncode == 0
    document = json.loads(printed.stdout) if form else yaml.safe_load(printed.stdout)
    assert document == DOCUMENT
