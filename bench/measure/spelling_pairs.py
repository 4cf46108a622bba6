"""The word `spelling-pairs`: are two spellings of a word one word, and two words two?

The pairs of tests/data: spellings that the reforms of Portuguese made, by rule, and words that
differ by as little. Each word is the title of a book, with a number of its own that must be found
as it stands; the other word of the pair and that number are asked for, both ways. One word are they
to a search that finds the book as it is spelled or by its spelling family.
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from measure import catalogue, loc, paths, tools, words
from measure.data import emptied

DATA = paths.PROJECT / "tests" / "data"
SPELLINGS = DATA / "spelling_pairs.tsv"
WORDS = DATA / "minimal_pairs.tsv"
JOINED_BY = ("exata", "familia")
RECALL_MIN = 95
FALSE_MAX = 3

# Ids found for a text, and the stage that found them.
Find = Callable[[str], tuple[list[int], str]]


@dataclass(frozen=True)
class Pair:
    rule: str
    one: str
    other: str

    def is_folded_alike(self) -> bool:
        """No family is needed: the words differ by accents alone."""
        return words.fold(self.one) == words.fold(self.other)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--spellings", type=Path, default=SPELLINGS, help="pairs of one word each")
    parser.add_argument("--words", type=Path, default=WORDS, help="pairs of two words")


def main(chosen: argparse.Namespace) -> int:
    tools.need_binary()
    spellings, others = read(chosen.spellings), read(chosen.words)
    folder = emptied(paths.WORK / "spelling-pairs")
    write_books([*spellings, *others], folder / "books.ndjson")
    loc.timed(["import", "books.ndjson", "--database", "own/livros.db"], folder)
    with catalogue.serving_in(folder / "own", 1) as server:
        server.await_ready()
        joined = joined_pairs([*spellings, *others], server.find)
    rows = {
        "spellings": rows_of(spellings, joined[: len(spellings)]),
        "words": rows_of(others, joined[len(spellings) :]),
    }
    print(render(rows))
    print(f"\nAll figures: {tools.save('spelling-pairs', rows)}")
    return 0


def read(file: Path) -> list[Pair]:
    """The rows of a table of three columns: rule, one word, the other."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Pair(*row) for row in rows]


def number_of(pair: int, way: int) -> str:
    return f"p{2 * pair + way:05}"


def write_books(pairs: list[Pair], file: Path) -> None:
    """Two books for each pair, ids from 1 in their order."""
    with file.open("w", encoding="utf-8") as lines:
        for at, pair in enumerate(pairs):
            for way, word in enumerate((pair.one, pair.other)):
                title = f"{word} {number_of(at, way)}"
                book = {"id": 2 * at + way + 1, "título": title, "autor": None}
                lines.write(json.dumps(book, ensure_ascii=False) + "\n")


def joined_pairs(pairs: list[Pair], find: Find) -> list[tuple[bool, bool]]:
    """For each pair: is the book of one found by the other, and the other's by the one?"""
    return [
        (
            is_found(find, f"{pair.other} {number_of(at, 0)}", 2 * at + 1),
            is_found(find, f"{pair.one} {number_of(at, 1)}", 2 * at + 2),
        )
        for at, pair in enumerate(pairs)
    ]


def is_found(find: Find, text: str, id: int) -> bool:
    found, stage = find(text)
    return stage in JOINED_BY and id in found


def rows_of(pairs: list[Pair], joined: list[tuple[bool, bool]]) -> list[dict]:
    return [
        {
            "rule": pair.rule,
            "pair": [pair.one, pair.other],
            "joined": ways,
            "folded_alike": pair.is_folded_alike(),
        }
        for pair, ways in zip(pairs, joined, strict=True)
    ]


def counted(rows: list[dict]) -> list[dict]:
    """Those that folding leaves apart."""
    return [row for row in rows if not row["folded_alike"]]


def recall(rows: Iterable[dict]) -> float:
    """In %: the pairs that are joined both ways."""
    both = [all(row["joined"]) for row in rows]
    return 100 * sum(both) / len(both)


def false_share(rows: Iterable[dict]) -> float:
    """In %: the pairs that are joined either way."""
    either = [any(row["joined"]) for row in rows]
    return 100 * sum(either) / len(either)


def render(rows: dict[str, list[dict]]) -> str:
    lines = ["| one word by the rule | pairs | joined, % | missed |", "|---|---|---|---|"]
    lines += table(rows["spellings"], recall, lambda row: not all(row["joined"]))
    lines += ["", f"target: ≥ {RECALL_MIN}", ""]
    lines += ["| two words | pairs | joined in error, % | |", "|---|---|---|---|"]
    lines += table(rows["words"], false_share, lambda row: any(row["joined"]))
    lines += ["", f"target: ≤ {FALSE_MAX}"]
    return "\n".join(lines)


def table(rows: list[dict], figure, is_wrong) -> list[str]:
    lines = []
    for rule in dict.fromkeys(row["rule"] for row in rows):
        own = [row for row in rows if row["rule"] == rule]
        wrong = ", ".join("/".join(row["pair"]) for row in own if is_wrong(row))
        lines.append(f"| {rule} | {len(own)} | {figure(own):.1f} | {wrong} |")
    apart = counted(rows)
    lines.append(f"| all that folding leaves apart | {len(apart)} | {figure(apart):.1f} | |")
    return lines
