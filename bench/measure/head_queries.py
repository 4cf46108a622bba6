"""The word `head-queries`: do the commonest questions show the obviously right book first?

Sixty questions of one to three words that a reader types: an author, a classic, a country, a
subject; each judged by hand (head_queries.tsv). Then words drawn from the titles, each of which
begins a longer one: how often has the first book only the longer word.
"""

import argparse
import csv
import dataclasses
import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from measure import catalogue as catalogues
from measure import tools, words
from measure.catalogue import Catalogue, Serving
from measure.questions import share

JUDGED = Path(__file__).with_name("head_queries.tsv")
ONE_WORD_ASKED = 200
ONE_WORD_LETTERS_MIN = 4


@dataclasses.dataclass(frozen=True)
class HeadQuery:
    text: str
    first: frozenset[int]  # obviously right in the first place
    ten: frozenset[int]  # one of these must be among the first ten


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--records", type=Path, help="MARC 21; default: the LoC records")
    parser.add_argument("--limit-books", type=int, default=catalogues.ALL_BOOKS)
    parser.add_argument(
        "--seed", type=int, default=catalogues.SEED, help="of the one-word questions"
    )
    parser.add_argument("--json", type=Path, help="writes every question with what was found")


def main(chosen: argparse.Namespace) -> int:
    folder = catalogues.prepared(chosen.records, chosen.limit_books)
    catalogue = Catalogue(folder / "books.ndjson")
    asked = list(judged(catalogue))
    with catalogues.serving(folder, len(catalogue.books)) as server:
        server.await_ready()
        head = [head_row(query, server, catalogue) for query in asked]
        drawn = one_words(catalogue, chosen.seed)
        one_word = [one_word_row(word, server) for word in drawn]
    rows = {"head": head, "one_word": one_word}
    print(f"{len(catalogue.books)} books\n")
    print(render(head, one_word))
    saved = tools.save("head-queries", rows)
    if chosen.json:
        chosen.json.write_text(saved.read_text("utf-8"), "utf-8")
        saved = chosen.json
    print(f"\nEvery question: {saved}")
    return 0


def judged(catalogue: Catalogue) -> Iterator[HeadQuery]:
    """The questions of the file to which these records have a right book."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            first = matching(row["first"], catalogue)
            if first:
                yield HeadQuery(row["query"], first, matching(row["ten"], catalogue))


def matching(rules: str, catalogue: Catalogue) -> frozenset[int]:
    """The books that one of the rules calls right; rules are parted by `|`."""
    return frozenset(id for rule in rules.split("|") for id in matching_one(rule, catalogue))


def matching_one(rule: str, catalogue: Catalogue) -> set[int]:
    """`title:` is all of the title, `begins:` its first words, `by:` its author."""
    kind, _, value = rule.partition(":")
    if kind == "by":
        surname, _, forename = value.partition(",")
        return catalogue.by_person[" ".join(words.fold(surname)), " ".join(words.fold(forename))]
    asked = words.without_article(words.fold(value))
    if kind == "title":
        return catalogue.titled[" ".join(asked)]
    if kind == "begins":
        some = catalogue.title_words[asked[0]]
        return {id for id in some if catalogue.books[id].words[: len(asked)] == asked}
    raise tools.Failed(f"{JUDGED.name}: no rule {kind!r}")


def head_row(query: HeadQuery, server: Serving, catalogue: Catalogue) -> dict:
    found, stage = server.find(query.text)
    return {
        "text": query.text,
        "first": bool(found) and found[0] in query.first,
        "ten": any(id in query.ten for id in found),
        "stage": stage,
        "found": found,
        "titles": [catalogue.books[id].title for id in found],
    }


def one_words(catalogue: Catalogue, seed: int) -> list[str]:
    """Words of titles that also begin a longer word of a title."""
    known = sorted(w for w in catalogue.title_words if w.isalpha() and w.isascii())
    has_longer = [
        word
        for word, after in zip(known, known[1:], strict=False)
        if len(word) >= ONE_WORD_LETTERS_MIN and after.startswith(word)
    ]
    return random.Random(seed).sample(has_longer, min(ONE_WORD_ASKED, len(has_longer)))


def one_word_row(word: str, server: Serving) -> dict:
    _, _, body = server.get(f"/livros?limite=1&q={quote(word)}")
    book = next(iter(json.loads(body)), {})
    return {"text": word, "whole": word in words.fold(all_text(book)), "first": book.get("título")}


def all_text(value: object) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    return " ".join(map(all_text, value)) if isinstance(value, list) else str(value)


def render(head: list[dict], one_word: list[dict]) -> str:
    first, _ = share([1 if row["first"] else None for row in head])
    ten, _ = share([1 if row["ten"] else None for row in head])
    longer = [row for row in one_word if not row["whole"]]
    lines = [
        "| figure | measured | target |",
        "|---|---|---|",
        f"| {len(head)} head queries, obviously right first, % | {first:.1f} | ≥ 85 |",
        f"| obviously right among the first ten, % | {ten:.1f} | ≥ 97 |",
        f"| {len(one_word)} one-word questions, a longer word first | {len(longer)} | ≤ 2 |",
        "",
    ]
    lines += [f"not first: {r['text']}: {shown(r['titles'])}" for r in head if not r["first"]]
    lines += [f"not in ten: {row['text']}" for row in head if not row["ten"]]
    lines += [f"longer first: {row['text']}: {row['first']}" for row in longer[:20]]
    return "\n".join(lines)


def shown(titles: list[str]) -> str:
    return titles[0][:70] if titles else "nothing found"
