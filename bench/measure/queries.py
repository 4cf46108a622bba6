"""What is searched for in the synthetic books: the same queries for every program, folded."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from measure import books, paths, tools
from measure.known_items import slip
from measure.spelling import fold

SEED = 7
PER_CLASS = 50
TITLES = 200
TITLES_READ = 100_000
STOP_WORDS_ASKED = 3
COMMON, FREQUENT, MIDDLE, RARE = (20, 70), (20, 60), (100, 400), (20_000, 20_050)  # ranks
PREFIX_LETTERS_MAX = 4


def of(count: int) -> dict[str, list[str]]:
    """By class; of a catalogue of `count` books."""
    tools.need_word_list()
    draw = random.Random(SEED)
    vocabulary = [" ".join(fold(word)) for word in books.Author(books.words()).vocabulary]
    titles = [fold(title) for title in some_titles(paths.books_file(count))]
    whole = [title for title in draw.sample(titles, min(len(titles), TITLES)) if title]
    rare = vocabulary[slice(*RARE)]
    return {
        "stop word": vocabulary[:STOP_WORDS_ASKED],
        "common word": vocabulary[slice(*COMMON)],
        "two words": several(lambda: pair(draw, vocabulary)),
        **{
            f"prefix {letters}": prefixes(titles, letters, draw)
            for letters in range(1, PREFIX_LETTERS_MAX + 1)
        },
        "rare word": rare,
        "typo": [slip(word, draw) for word in rare],
        "phrase": several(lambda: neighbours(draw, titles)),
        "title": [" ".join(title) for title in whole],
        **unmet(titles, vocabulary),
    }


def unmet(titles: list[list[str]], vocabulary: list[str]) -> dict[str, list[str]]:
    """What no book has as it is: with a word of asking, with a word of another title, unknown."""
    draw = random.Random(SEED)

    def telling() -> list[str]:
        while True:
            words = [word for word in draw.choice(titles) if word not in books.STOP_WORDS]
            if len(words) > 1:
                return words

    letters = "bcdfghjklmnpqrstvwxz"
    return {
        "asked for": several(lambda: f"livro {' '.join(telling())} pdf"),
        "other word": several(lambda: " ".join([*telling(), vocabulary[draw.randrange(*MIDDLE)]])),
        "unknown": several(lambda: " ".join("".join(draw.choices(letters, k=9)) for _ in range(2))),
    }


def two_words(count: int) -> list[str]:
    """The queries of the workload `search`: both words of one title, no stop words."""
    draw = random.Random(SEED)
    titles = [fold(title) for title in some_titles(paths.books_file(count))]
    known = Counter(word for title in titles for word in set(title))
    asked = []
    while len(asked) < TITLES:
        words = set(draw.choice(titles)) - set(books.STOP_WORDS)
        common = sorted(words, key=lambda word: (-known[word], word))[:2]
        if len(common) == 2:
            asked.append(" ".join(common))
    return asked


def some_titles(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["título"] for line in islice(lines, TITLES_READ)]


def several(make: Callable[[], str]) -> list[str]:
    return [make() for _ in range(PER_CLASS)]


def pair(draw: random.Random, vocabulary: list[str]) -> str:
    return f"{vocabulary[draw.randrange(*FREQUENT)]} {vocabulary[draw.randrange(*MIDDLE)]}"


def neighbours(draw: random.Random, titles: list[list[str]]) -> str:
    title = draw.choice([title for title in draw.sample(titles, 20) if len(title) > 1])
    place = draw.randrange(len(title) - 1)
    return " ".join(title[place : place + 2])


def prefixes(titles: list[list[str]], letters: int, draw: random.Random) -> list[str]:
    """What somebody has typed of a word of a title, the commonest beginnings included."""
    longer = (word[:letters] for title in titles for word in title if len(word) > letters)
    counted = Counter(longer)
    common = [prefix for prefix, _ in counted.most_common(PER_CLASS // 2)]
    others = sorted(set(counted) - set(common))
    return common + draw.sample(others, min(len(others), PER_CLASS - len(common)))


def written(asked: dict[str, list[str]], path: Path) -> Path:
    path.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    return path


def each(asked: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, texts in asked.items():
        for text in texts:
            yield name, text
