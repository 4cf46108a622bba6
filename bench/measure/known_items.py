"""The word `known-items`: does whoever knows a title find the book?

Titles of the Portuguese records among the Library of Congress's, drawn at random and typed as a
person types: lower case, no accents, without the leading article; then each with one slip of the
finger. How often the right book comes first, and among the first ten, asked over HTTP.
"""

import argparse
import dataclasses
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

from measure import loc, paths, servers, spelling, tools
from measure.data import emptied
from measure.servers import Running

ASKED = 500
SEED = 1
FIRST = 10
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ARTICLES = set("o a os as um uma uns umas".split())
WORDS_MAX = 32  # what follows is not searched (contract section 4)
SLIPPED_LETTERS_MIN = 4  # shorter words are taken as they are typed


@dataclasses.dataclass(frozen=True)
class Item:
    id: int
    typed: str


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="default: the LoC records, fetched once")
    parser.add_argument("--asked", type=int, default=ASKED, help="titles drawn")


def main(chosen: argparse.Namespace) -> int:
    tools.need_binary()
    work = emptied(paths.WORK / "known-items")
    count = keep_portuguese(chosen.file or loc.fetched(), work / "records.mrc")
    loc.timed(["import", "records.mrc", "--database", "own/livros.db"], work)
    loc.timed(["export", "books.ndjson", "--database", "own/livros.db"], work)
    items = known(work / "books.ndjson")
    draw = random.Random(SEED)
    drawn = draw.sample(items, min(chosen.asked, len(items)))
    slipped = [dataclasses.replace(item, typed=slip(item.typed, draw)) for item in drawn]
    server = dataclasses.replace(servers.own(count), name="known-items-own", folder=work / "own")
    with Running(server) as running:
        rows = {
            "as typed": [place(running, item) for item in drawn],
            "with one slip": [place(running, item) for item in slipped],
        }
    result = {
        "records": count,
        "titles": len(items),
        "asked": len(drawn),
        "shares": {name: shares(places) for name, places in rows.items()},
        "missed": {
            "as typed": missed(drawn, rows["as typed"]),
            "with one slip": missed(slipped, rows["with one slip"]),
        },
    }
    print(render(result))
    print(f"\nAll figures: {tools.save('known-items', result)}")
    return 0


def keep_portuguese(records: Path, target: Path) -> int:
    """Copies the records whose language is Portuguese; how many."""
    count = 0
    with target.open("wb") as kept:
        for record in records.read_bytes().split(spelling.RECORD_END):
            leader, _, rest = record.decode("utf-8", "replace").partition(spelling.FIELD_END)
            tags = [leader[at : at + 3] for at in range(24, len(leader), 12)]
            fields = dict(zip(tags, rest.split(spelling.FIELD_END), strict=False))
            if fields.get("008", "")[35:38] == "por":
                kept.write(record + spelling.RECORD_END)
                count += 1
    return count


def known(books: Path) -> list[Item]:
    """The books whose titles, as they are typed, are theirs alone: no other can be told apart."""
    with books.open(encoding="utf-8") as lines:
        items = [Item(book["id"], typed(book["título"])) for book in map(json.loads, lines)]
    times = Counter(item.typed for item in items)
    return [item for item in items if item.typed and times[item.typed] == 1]


def typed(title: str) -> str:
    words = spelling.fold(title)
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words[:WORDS_MAX])


def slip(text: str, draw: random.Random) -> str:
    """A letter doubled, lost, another or swapped in one longer word; none there, none slips."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if can_slip(word)]
    if not long:
        return text
    at = draw.choice(long)
    words[at] = draw.choice(list(slips(words[at], draw)))
    return " ".join(words)


def can_slip(word: str) -> bool:
    return len(word) >= SLIPPED_LETTERS_MIN and word.isalpha()


def slips(word: str, draw: random.Random) -> Iterator[str]:
    place = draw.randrange(len(word))
    other = draw.choice([letter for letter in LETTERS if letter != word[place]])
    yield word[:place] + word[place] + word[place:]
    yield word[:place] + word[place + 1 :]
    yield word[:place] + other + word[place + 1 :]
    swapped = min(place, len(word) - 2)
    yield word[:swapped] + word[swapped + 1] + word[swapped] + word[swapped + 2 :]


def place(running: Running, item: Item) -> int | None:
    """Where the right book comes among the first ten, from 1."""
    path = f"/livros?limite={FIRST}&campos=id&q={quote_plus(item.typed)}"
    status, _, answer = running.ask("GET", path)
    if status != 200:
        raise tools.Failed(f"GET {path} answered {status}")
    ids = [book["id"] for book in json.loads(answer)]
    return ids.index(item.id) + 1 if item.id in ids else None


def shares(places: list[int | None]) -> dict[str, float]:
    return {
        "first": round(100 * sum(place == 1 for place in places) / len(places), 1),
        "first_ten": round(100 * sum(place is not None for place in places) / len(places), 1),
    }


def missed(items: list[Item], places: list[int | None]) -> list[str]:
    return [item.typed for item, place in zip(items, places, strict=True) if place is None]


def render(result: dict) -> str:
    lines = [
        f"{result['records']} records, {result['titles']} titles that are one book's alone; "
        f"{result['asked']} of them asked for",
        "",
        "| title | right book first | among the first ten |",
        "|---|---|---|",
    ]
    for name, share in result["shares"].items():
        lines.append(f"| {name} | {share['first']} % | {share['first_ten']} % |")
    for name, titles in result["missed"].items():
        lines += [f"not found {name}: {title[:80]}" for title in titles]
    return "\n".join(lines)
