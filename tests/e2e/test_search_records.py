"""What a catalogue of library records hands out, it takes back: values of facets, suggestions."""

from collections.abc import Iterator

import pytest
from service import ROOT, Service, run_cli
from wire import Client

RECORDS = ROOT / "tests" / "data" / "loc_por_300.mrc"
FACETS = ["autor", "editora", "idioma", "ano", "assunto"]
LONG_VALUE_WORDS = 20
SUGGESTIONS_MIN = 500


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("records") / "catalogue"
    folder.mkdir()
    done = run_cli("import", RECORDS, "--database", folder / "livros.db")
    assert done.returncode == 0, done.stderr
    with Service(folder) as service:
        yield service.await_ready()


@pytest.fixture
def api(library) -> Iterator[Client]:
    with library.client() as client:
        yield client


def total(api: Client, **query) -> int:
    answer = api.get("/livros", total=1, limite=1, campos="id", **query).expect(200)
    return int(answer.headers["X-Total-Count"])


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("narrowed", [{}, {"q": "historia"}, {"q": "livro historia brasil"}])
def test_the_filter_of_a_value_finds_as_many_books_as_its_facet_counts(api, facet, narrowed):
    answer = api.get("/facetas", por=facet, limite=1000, **narrowed).expect(200).json
    counts = answer["facetas"][facet]
    assert counts
    for count in counts:
        assert total(api, **narrowed, **{facet: count["valor"]}) == count["livros"], count


def test_some_values_are_long(api):
    """So the test above is one of them, too."""
    answer = api.get("/facetas", por=",".join(FACETS), limite=1000).expect(200).json
    values = [count["valor"] for counts in answer["facetas"].values() for count in counts]
    assert max(len(value.split()) for value in values) > LONG_VALUE_WORDS


def test_a_suggestion_finds_its_books(api):
    books = api.get("/livros", limite=1000).expect(200).json
    beginnings = {
        word[:4]
        for book in books
        for text in (book["título"], book["autor"] or "", *book.get("assuntos", []))
        for word in text.split()[:2]
    }
    suggested = {
        one["texto"]: one["livros"]
        for beginning in sorted(beginnings)
        for one in api.get("/sugestoes", q=beginning).expect(200).json
    }
    assert len(suggested) >= SUGGESTIONS_MIN
    for text, counted in suggested.items():
        assert total(api, q=text) >= counted, text
