"""Suggestions: persons, titles and subjects; what each of them finds, on both stores."""

from collections.abc import Iterator

import pytest
from postgres_cluster import postgres_server
from service import Service
from wire import Client

BOOKS = [
    {"título": "Ensaio sobre a cegueira", "autor": "José Saramago", "assuntos": ["Cegueira"]},
    {"título": "Memorial do convento", "autor": "Saramago, José, 1922-2010"},
    {"título": "A caverna", "autor": "José Saramago; Ana Sá", "assuntos": ["Ficção -- Portugal"]},
    {"título": "Manual de pharmácia", "autor": "Alves, Joaquim", "assuntos": ["Pharmácia"]},
    {"título": "Relação -primeira parte", "autor": "Navegador, Pedro Álvares, -1520?"},
    {"título": "titulo:enigmas e outros", "autor": "Rui Paz", "assuntos": ["C++ (Linguagem)"]},
    {"título": 'O "Navio"; ou, A viagem', "autor": "Lima, A. B.", "assuntos": ["Navios"]},
]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database_url(request) -> Iterator[str | None]:
    """Of an empty database; None for a file."""
    if request.param == "sqlite":
        yield None
        return
    with postgres_server() as server:
        yield server.url(server.new_database())


@pytest.fixture(scope="module")
def library(tmp_path_factory, database_url) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("suggestions") / "catalogue"
    with Service(folder, database=database_url) as service:
        with service.client() as api:
            for book in BOOKS:
                api.create(**book)
        yield service


@pytest.fixture
def api(library) -> Iterator[Client]:
    with library.client() as client:
        yield client


def suggested(api: Client, q: str) -> list[tuple[str, str, int]]:
    answer = api.get("/sugestoes", q=q).expect(200).json
    return [(one["texto"], one["tipo"], one["livros"]) for one in answer]


@pytest.mark.parametrize("q", ["sar", "saramago, jo", "jose sara", "Saramago, José, 1922-2010"])
def test_a_person_is_one_suggestion_however_written(api, q):
    assert suggested(api, q) == [("José Saramago", "autor", 3)]


def test_names_of_a_line_are_suggested_apart(api):
    assert suggested(api, "ana") == [("Ana Sá", "autor", 1)]


def test_another_spelling_and_one_slip_are_forgiven(api):
    assert set(suggested(api, "farmacia")) == {
        ("Manual de pharmácia", "titulo", 1),
        ("Pharmácia", "assunto", 1),
    }
    assert suggested(api, "saramgo") == [("José Saramago", "autor", 3)]
    assert suggested(api, "memorial do comvento") == [("Memorial do convento", "titulo", 1)]
    assert suggested(api, "xra") == []


LETTERS = (1, 2, 3, 9)
BEGINNINGS = sorted({word[:n] for book in BOOKS for word in str(book).split() for n in LETTERS})


def test_a_suggestion_searched_for_finds_its_books(api):
    looked_at = set()
    for q in BEGINNINGS:
        for text, kind, books in suggested(api, q):
            looked_at.add((text, kind))
            answer = api.get("/livros", q=text, total=1).expect(200)
            assert int(answer.headers["X-Total-Count"]) >= books, (q, text)
            assert answer.headers["X-Busca"] == "exata", (q, text)
    assert ("Navegador, Pedro Álvares, -1520?", "autor") in looked_at
    assert ("C++ (Linguagem)", "assunto") in looked_at
    assert {kind for _, kind in looked_at} == {"titulo", "autor", "assunto"}


def test_what_only_deleted_books_had_is_not_suggested(api):
    book = api.create(título="Passageiro", autor="Zulmira Tavares", assuntos=["Xilogravura"])
    assert suggested(api, "zulm") == [("Zulmira Tavares", "autor", 1)]
    assert suggested(api, "xilo") == [("Xilogravura", "assunto", 1)]
    api.delete(f"/livros/{book['id']}").expect(204)
    for q in ("zulm", "xilo", "passag"):
        assert suggested(api, q) == []
