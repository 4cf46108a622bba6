"""The word `spelling`: what the spelling families find, and what they join that they should not.

Recall: the hundred old titles of tests/data, each asked for in the spelling of today. Wrong
families: pairs of words of a thousand titles of today, and of the distribution's word lists with
them, that have one key. Which of those pairs are one word in two spellings is for a reader to say.
"""

import argparse
import csv
import random
import re
import subprocess
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from measure import loc, paths, tools

KEYS = Path(__file__).with_name("spelling_keys.cpp")
OLD_TITLES = paths.PROJECT / "tests" / "data" / "old_titles.tsv"
WORD_LISTS = {"wportuguese": tools.WORD_LIST, "wbrazilian": tools.WORD_LIST.parent / "brazilian"}
MODERN_YEAR_MIN = 1985
MODERN_TITLES = 1000
SEED = 1  # the same thousand titles each time
LIGATURES = str.maketrans({"æ": "ae", "œ": "oe"})
FIELD_END, SUBFIELD, RECORD_END = "\x1e", "\x1f", b"\x1d"  # ISO 2709


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="default: the LoC records, fetched once")


def main(chosen: argparse.Namespace) -> int:
    for package, words in WORD_LISTS.items():
        if not words.exists():
            tools.install(package)
    program = build()
    missed = [(old, lost) for old, new in old_titles() if (lost := lost_words(program, old, new))]
    vocabulary = {word for path in WORD_LISTS.values() for word in fold(path.read_text("utf-8"))}
    titles = modern_titles(chosen.file or loc.fetched(), vocabulary)
    words = {word for title in titles for word in title}
    inside = joined(program, words)
    around = [pair for pair in joined(program, vocabulary) if words.intersection(pair)]
    result = {
        "old_titles": sum(1 for _ in old_titles()),
        "missed": missed,
        "modern_titles": len(titles),
        "words": len(words),
        "joined_among_them": inside,
        "vocabulary": len(vocabulary),
        "joined_with_it": around,
    }
    print(render(result))
    print(f"written to {tools.save('spelling', result)}")
    return 0


def build() -> Path:
    tools.need("g++")
    program = paths.BUILD / "spelling_keys"
    program.parent.mkdir(parents=True, exist_ok=True)
    source = paths.PROJECT / "src"
    rules = sorted((source / "catalog").glob("spelling*.cpp"))
    command = ["g++", "-std=c++20", "-O2", "-I", source, KEYS, *rules, "-o", program]
    tools.run(command, "spelling_keys")
    return program


def fold(text: str) -> list[str]:
    """The words of a text as base::fold() makes them, for Latin letters."""
    plain = unicodedata.normalize("NFD", text.lower().translate(LIGATURES))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[0-9a-z]+", plain)


def keys(program: Path, words: Iterable[str]) -> dict[str, str]:
    """The family key of each word that has one."""
    asked = sorted(set(words))
    answer = subprocess.run(
        [program], input="\n".join(asked) + "\n", capture_output=True, text=True, check=True
    )
    found = zip(asked, answer.stdout.split("\n"), strict=False)
    return {word: key for word, key in found if key}


def old_titles() -> Iterable[tuple[str, str]]:
    with OLD_TITLES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["título"], row["busca"]


def lost_words(program: Path, old: str, new: str) -> list[str]:
    """Words asked for that the title does not have, in no spelling."""
    has, asked = fold(old), fold(new)
    family = keys(program, has + asked)
    known = {*has, *(family[word] for word in has if word in family)}
    return [word for word in asked if word not in has and family.get(word) not in known]


def modern_titles(records: Path, vocabulary: set[str]) -> list[list[str]]:
    titles = [
        words
        for year, title in portuguese_titles(records)
        if year >= MODERN_YEAR_MIN
        and (words := [word for word in fold(title) if word.isalpha()])
        and vocabulary.issuperset(words)
    ]
    random.Random(SEED).shuffle(titles)
    return titles[:MODERN_TITLES]


def portuguese_titles(records: Path) -> Iterable[tuple[int, str]]:
    """Year and 245 $a of each record whose 008 says `por`."""
    for record in records.read_bytes().split(RECORD_END):
        leader, _, rest = record.decode("utf-8", "replace").partition(FIELD_END)
        tags = re.findall(r"(\d{3})\d{9}", leader[24:])
        fields = dict(reversed(list(zip(tags, rest.split(FIELD_END), strict=False))))
        fixed, title = fields.get("008", ""), fields.get("245", "")
        parts = [part[1:] for part in title.split(SUBFIELD)[1:] if part.startswith("a")]
        if fixed[35:38] == "por" and fixed[7:11].isdigit() and parts:
            yield int(fixed[7:11]), parts[0]


def joined(program: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    families = defaultdict(list)
    for word, key in keys(program, words).items():
        families[key].append(word)
    return [pair for family in families.values() for pair in combinations(family, 2)]


def render(result: dict) -> str:
    found = result["old_titles"] - len(result["missed"])
    lines = [f"old titles found by the spelling of today: {found} of {result['old_titles']}"]
    lines += [f"  not found: {title[:60]} … {' '.join(lost)}" for title, lost in result["missed"]]
    lines.append(
        f"{result['modern_titles']} titles of today, {result['words']} words; joined among"
    )
    lists = f"the {result['vocabulary']} of the lists"
    for name, key in {"themselves": "joined_among_them", lists: "joined_with_it"}.items():
        shown = ", ".join("/".join(pair) for pair in result[key])
        lines.append(f"  {name}: {len(result[key])} pairs: {shown}")
    return "\n".join(lines)
