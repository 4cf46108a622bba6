"""Synthetic books, the same on every machine: Portuguese words by Zipf's law.

Words are the lower-case entries of 3 to 12 letters of Debian's `wportuguese`, shuffled; a
title draws 2 to 7 of 60 000 with weights 1/(rank+2.7)^1.05, the ten commonest ranks being
real stop words. The same seed and word list give the same books.
"""

import bisect
import itertools
import random
from collections.abc import Iterator

from measure.tools import WORD_LIST

SEED = 20240601
VOCABULARY = 60_000
STOP_WORDS = "de o a e do da em um os para".split()
FIRST_NAMES = (
    "Ana João Maria José Antônio Clarice Machado Jorge Cecília Érico Lygia Graciliano "
    "Rachel Carlos Mário Oswald Paulo Hilda Rubem Adélia Conceição Itamar Milton "
    "Raduan Dalton Caio Luís Moacyr Ariano Cora Lúcia Nélida Ferreira Murilo Guimarães "
    "Fernando Sophia Eça Camilo Inês Teresa Álvaro Ricardo Alberto Sérgio Mônica Zélia "
    "Patrícia Márcia Flávio"
).split()
LANGUAGES = ["pt"] * 14 + ["en"] * 4 + ["es"] * 2 + ["fr"]


def isbn13(number: int) -> str:
    """978, nine digits and the check digit of ISO 2108."""
    digits = f"978{number:09d}"
    total = sum(int(d) * (1, 3)[place % 2] for place, d in enumerate(digits))
    return digits + str(-total % 10)


def words() -> list[str]:
    with WORD_LIST.open(encoding="utf-8") as lines:
        entries = {line.strip() for line in lines}
    return sorted(w for w in entries if 3 <= len(w) <= 12 and w.isalpha() and w.islower())


class Author:
    """Writes the books; one instance, one sequence."""

    def __init__(self, vocabulary: list[str]):
        self._random = random.Random(SEED)
        self._random.shuffle(vocabulary)
        rest = iter(vocabulary)
        self.vocabulary = STOP_WORDS + take(rest, VOCABULARY - len(STOP_WORDS))
        self._surnames = [w.capitalize() for w in take(rest, 4000)]
        self._subjects = take(rest, 600)
        self._publishers = ["Editora " + w.capitalize() for w in take(rest, 300)]
        weights = (1.0 / (rank + 2.7) ** 1.05 for rank in range(VOCABULARY))
        self._cumulative = list(itertools.accumulate(weights))

    def _word(self) -> str:
        place = self._random.random() * self._cumulative[-1]
        return self.vocabulary[bisect.bisect(self._cumulative, place)]

    def book(self, number: int) -> dict:
        draw = self._random
        title = " ".join(self._word() for _ in range(draw.randint(2, 7)))
        return {
            "id": number,
            "título": title[0].upper() + title[1:],
            "autor": f"{draw.choice(FIRST_NAMES)} {draw.choice(self._surnames)}",
            "isbn": isbn13(number),
            "editora": draw.choice(self._publishers),
            "ano": draw.randint(1900, 2025),
            "idioma": draw.choice(LANGUAGES),
            "assuntos": draw.sample(self._subjects, draw.randint(1, 4)),
        }


def take(words: Iterator[str], count: int) -> list[str]:
    return list(itertools.islice(words, count))


def books(count: int) -> Iterator[dict]:
    author = Author(words())
    return (author.book(number) for number in range(1, count + 1))
