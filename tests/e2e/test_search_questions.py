"""Is the right book found, however it is asked for? A few questions of each kind.

They are drawn from the records of tests/data, always the same. `bench/run questions` asks more of
these kinds, and of books that no floor was set with.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from service import ROOT, Service, run_cli

sys.path.insert(0, str(ROOT / "bench"))

from measure import question_kinds, question_tables, questions, words  # noqa: E402
from measure.catalogue import Catalogue  # noqa: E402

RECORDS = ROOT / "tests" / "data" / "loc_por_300.mrc"
PER_KIND = 40
ASKED_MIN = 25  # of a kind that these few books seldom give
SEED = 7

# Right book first, and among the first ten, in % at least. They only rise.
FLOORS = {
    "typed": (100, 100),
    "parts": (100, 100),
    "slip": (98, 98),
    "slips": (95, 95),
    "heard": (98, 98),
    "names": (95, 95),
    "number": (90, 90),
    "extra": (10, 10),
    "year": (5, 5),
    "volume": (2, 2),
    "joined": (20, 20),
    "short": (6, 6),
    "surname": (58, 68),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Holds the catalogue and the same books in NDJSON."""
    made = tmp_path_factory.mktemp("questions")
    for word, file in (("import", RECORDS), ("export", made / "books.ndjson")):
        done = run_cli(word, file, "--database", made / "livros.db")
        assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder / "books.ndjson")


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Service]:
    with Service(folder) as service:
        yield service.await_ready()


def drawn(catalogue: Catalogue, kind: str) -> list[question_kinds.Question]:
    return question_kinds.drawn(catalogue, kind, PER_KIND, SEED)


@pytest.mark.parametrize("kind", question_kinds.KINDS)
def test_the_right_book_is_found(library: Service, catalogue: Catalogue, kind: str):
    asked = drawn(catalogue, kind)
    assert len(asked) >= ASKED_MIN
    ranks = []
    with library.client() as api:
        for question in asked:
            answer = api.get("/livros", q=question.text, limite=10, campos="id").expect(200)
            ranks.append(questions.rank(question.wanted, [book["id"] for book in answer.json]))
    first, ten = (round(share) for share in questions.share(ranks))
    missed = [f"{q.text} ({at})" for q, at in zip(asked, ranks, strict=True) if at != 1]
    assert first >= FLOORS[kind][0], missed
    assert ten >= FLOORS[kind][1], missed


@pytest.mark.parametrize("kind", question_kinds.KINDS)
def test_a_draw_is_the_same_each_time_and_asks_nothing_twice(catalogue: Catalogue, kind: str):
    asked = drawn(catalogue, kind)
    assert asked == drawn(catalogue, kind)
    assert len({question.text for question in asked}) == len(asked)
    assert all(question.wanted <= catalogue.books.keys() for question in asked)


@pytest.mark.parametrize("kind", ["parts", "slip", "slips", "heard", "number", "joined", "short"])
def test_no_other_book_answers_a_question_as_well(catalogue: Catalogue, kind: str):
    for question in drawn(catalogue, kind):
        assert catalogue.holders(words.fold(question.text)) <= question.wanted


def test_a_slip_changes_a_word_by_one_letter():
    draw = random.Random(1)
    for word in ("casa", "aaaa", "memorias", "quixote"):
        for _ in range(200):
            slipped = words.slip(word, draw)
            assert slipped != word
            assert abs(len(slipped) - len(word)) <= 1


@pytest.mark.parametrize(
    ("word", "previous", "language", "other"),
    [
        ("vinte", "", "pt", "20"),
        ("20", "", "pt", "vinte"),
        ("xx", "seculo", "pt", "20"),
        ("20", "seculo", "pt", "XX"),
        ("segunda", "", "pt", "2ª"),
        ("third", "", "en", "3rd"),
        ("santo", "", "pt", "sto."),
        ("dr", "", "en", "doctor"),
    ],
)
def test_a_number_or_title_is_written_otherwise(word, previous, language, other):
    assert other in question_tables.written_otherwise(word, previous, language)


@pytest.mark.parametrize(
    ("word", "language", "singular"),
    [
        ("acoes", "pt", "acao"),
        ("alemaes", "pt", "alemao"),
        ("jornais", "pt", "jornal"),
        ("homens", "pt", "homem"),
        ("luces", "es", "luz"),
        ("canciones", "es", "cancion"),
        ("stories", "en", "story"),
        ("journaux", "fr", "journal"),
    ],
)
def test_a_plural_has_its_singular(word, language, singular):
    assert singular in words.singulars(word, language)
    assert word in words.plurals(singular, language)
