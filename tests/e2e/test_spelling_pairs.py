"""Spelling families on pairs that no rule was written from: joined where they are one word."""

import sys
from pathlib import Path

import pytest
from service import ROOT, Service, run_cli

sys.path.insert(0, str(ROOT / "bench"))

from measure import spelling_pairs as pairs  # noqa: E402

RECALL_MIN = 94  # % of one word; it only rises
FALSE_MAX = 1  # % of two words; it only falls


@pytest.fixture(scope="module")
def joined(tmp_path_factory) -> dict[str, list[dict]]:
    """The rows of each file, found by a search or not."""
    folder: Path = tmp_path_factory.mktemp("pairs")
    spellings, others = pairs.read(pairs.SPELLINGS), pairs.read(pairs.WORDS)
    pairs.write_books([*spellings, *others], folder / "books.ndjson")
    done = run_cli("import", folder / "books.ndjson", "--database", folder / "livros.db")
    assert done.returncode == 0, done.stderr
    with Service(folder) as service, service.await_ready().client() as api:

        def find(text: str) -> tuple[list[int], str]:
            answer = api.get("/livros", q=text, limite=10, campos="id").expect(200)
            return [book["id"] for book in answer.json], answer.headers.get("X-Busca", "")

        ways = pairs.joined_pairs([*spellings, *others], find)
    return {
        "spellings": pairs.rows_of(spellings, ways[: len(spellings)]),
        "words": pairs.rows_of(others, ways[len(spellings) :]),
    }


def test_two_spellings_are_one_word(joined: dict[str, list[dict]]):
    rows = pairs.counted(joined["spellings"])
    missed = [row["pair"] for row in rows if not all(row["joined"])]
    assert pairs.recall(rows) >= RECALL_MIN, missed


def test_accents_alone_part_no_word(joined: dict[str, list[dict]]):
    alike = [row for row in joined["spellings"] if row["folded_alike"]]
    assert len(alike) > 50
    assert pairs.recall(alike) == 100


def test_two_words_stay_two(joined: dict[str, list[dict]]):
    rows = joined["words"]
    assert pairs.false_share(rows) <= FALSE_MAX, [r["pair"] for r in rows if any(r["joined"])]


def test_no_pair_is_one_that_the_rules_were_written_from():
    seen = {frozenset(map(str.lower, row)) for row in old_words()}
    new = [p for file in (pairs.SPELLINGS, pairs.WORDS) for p in pairs.read(file)]
    assert not [p for p in new if frozenset((p.one.lower(), p.other.lower())) in seen]


def old_words() -> list[list[str]]:
    text = (pairs.DATA / "old_words.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]
