"""The word `suggestions`: is the author offered while the name is typed, and at what cost?

Persons with two books or more, drawn at random, are typed letter by letter: the surname, the name
as it is catalogued, and the forename first. An author counts as offered when one of the ten
suggestions has the words of the name and no others. No cache of finished answers is on.
"""

import argparse
import json
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from measure import catalogue as catalogues
from measure import processes, servers, tools, words
from measure.catalogue import Catalogue, Serving

PERSONS = 300
BOOKS_MIN = 2  # of a person who is looked for
LETTERS_MIN = 4  # typed before the author must be there
TYPED_MAX = 40
WAYS = {
    "surname": "the surname",
    "catalogued": "surname and forename",
    "said": "forename and surname",
}


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--records", type=Path, help="MARC 21; default: the LoC records")
    parser.add_argument("--limit-books", type=int, default=catalogues.ALL_BOOKS)
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--seed", type=int, default=catalogues.SEED)
    parser.add_argument("--json", type=Path, help="writes every person with what was typed")


def main(chosen: argparse.Namespace) -> int:
    folder = catalogues.prepared(chosen.records, chosen.limit_books)
    catalogue = Catalogue(folder / "books.ndjson")
    persons = drawn(catalogue, chosen.persons, chosen.seed)
    with catalogues.serving(folder, len(catalogue.books), servers.uncached) as server:
        server.await_ready()
        costs: dict[int, list[float]] = defaultdict(list)
        rows = [typed_out(person, server, costs) for person in persons]
    print(f"{len(catalogue.books)} books, {len(rows)} persons with {BOOKS_MIN} books or more\n")
    print(render(rows, costs))
    saved = tools.save("suggestions", rows)
    if chosen.json:
        chosen.json.write_text(saved.read_text("utf-8"), "utf-8")
        saved = chosen.json
    print(f"\nEvery person: {saved}")
    return 0


def drawn(catalogue: Catalogue, count: int, seed: int) -> list[tuple[str, str]]:
    """Surname and forename, folded, of authors; short surnames and lone initials are left out."""
    written = Counter(
        person
        for book in catalogue.books.values()
        for person in {(a.surname, a.forename) for a in book.authors}
    )
    known = sorted(
        (surname, forename)
        for (surname, forename), books in written.items()
        if books >= BOOKS_MIN and len(surname) >= LETTERS_MIN and len(forename) > 1
    )
    return random.Random(seed).sample(known, min(count, len(known)))


def typed_out(person: tuple[str, str], server: Serving, costs: dict[int, list[float]]) -> dict:
    surname, forename = person
    texts = {
        "surname": surname,
        "catalogued": f"{surname}, {forename}",
        "said": f"{forename} {surname}",
    }
    return {"person": texts["catalogued"]} | {
        way: letters_needed(texts[way], person, server, costs) for way in WAYS
    }


def letters_needed(
    text: str, person: tuple[str, str], server: Serving, costs: dict[int, list[float]]
) -> int | None:
    """How many letters of the text had been typed when the author was among the suggestions."""
    for typed in beginnings(text):
        before = processes.exact_cpu_us(server.pid)
        status, _, body = server.get(f"/sugestoes?q={quote(typed)}")
        costs[len(typed)].append(processes.exact_cpu_us(server.pid) - before)
        if status != 200:
            raise tools.Failed(f"/sugestoes?q={typed!r} answered {status}")
        if len(typed) >= LETTERS_MIN and any(
            names(one["texto"], person) for one in json.loads(body)
        ):
            return len(typed)
    return None


def names(offered: str, person: tuple[str, str]) -> bool:
    """A suggestion is the person's name in either order; a title such as "Sir" may follow it."""
    headed = catalogues.person_of(offered)
    if headed and (headed.surname, headed.forename) == person:
        return True
    return sorted(words.fold(offered)) == sorted(words.fold(" ".join(person)))


def beginnings(text: str) -> Iterator[str]:
    for end in range(1, min(len(text), TYPED_MAX) + 1):
        if text[end - 1] not in " ,":
            yield text[:end]


def render(rows: list[dict], costs: dict[int, list[float]]) -> str:
    lines = [
        "| typed, from 4 letters on | author among ten, % | letters, median |",
        "|---|---|---|",
    ]
    for way, name in WAYS.items():
        needed = [row[way] for row in rows if row[way] is not None]
        found = 100 * len(needed) / len(rows)
        letters = statistics.median(needed) if needed else "–"
        lines.append(f"| {name} | {found:.1f} | {letters} |")
    lines += ["", "target: within the typed name ≥ 98", ""]
    lines += ["| letters | requests | CPU ms, median | CPU ms, worst |", "|---|---|---|---|"]
    groups = {"1": [1], "2": [2], "3": [3], "4": [4], "5 and more": range(5, TYPED_MAX + 1)}
    for name, lengths in groups.items():
        lines.append(cost_line(name, [us for n in lengths for us in costs.get(n, [])]))
    lines.append(cost_line("all", [us for some in costs.values() for us in some]))
    lines += ["", "target: median ≤ 1, worst ≤ 5"]
    return "\n".join(lines)


def cost_line(name: str, us: list[float]) -> str:
    if not us:
        return f"| {name} | 0 | | |"
    return f"| {name} | {len(us)} | {statistics.median(us) / 1000:.2f} | {max(us) / 1000:.2f} |"
