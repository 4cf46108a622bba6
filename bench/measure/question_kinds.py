"""A maker for each kind of question: from a book, what a person types who looks for it.

A maker gets a book, the catalogue it is in and the draw. It gives the text and the ids of the books
that are right, or None where this book gives no question that tells which book is meant.
"""

import dataclasses
import random
import re
from collections.abc import Callable

from measure import question_tables as tables
from measure import words
from measure.catalogue import Book, Catalogue, Person
from measure.words import ASKED_WORDS_MAX, STOP_WORDS, telling

TRIES = 6
SAME_SURNAME_TITLES_MAX = 50  # a surname that is a common word of titles names nobody
SERIES_SHARED_MAX = 4  # books of one number in one series
AND_LEFT_OUT = 0.9
IBERIAN = ("pt", "es")


@dataclasses.dataclass(frozen=True)
class Question:
    text: str
    wanted: frozenset[int]


Maker = Callable[[Book, Catalogue, random.Random], Question | None]


def told(text: str, wanted: set[int], catalogue: Catalogue) -> Question | None:
    """A question, unless another book answers it just as well."""
    if not wanted or not catalogue.tells(words.fold(text), wanted):
        return None
    return Question(text, frozenset(wanted))


def first_try(make: Callable[[], Question | None]) -> Question | None:
    return next(filter(None, (make() for _ in range(TRIES))), None)


def beginning(book: Book) -> list[str]:
    """The title as far as a person types it, folded, without the article."""
    return shortened(book.words)


def shortened(title: list[str]) -> list[str]:
    """The first words; where more follow, they do not end in a stop word."""
    typed = title[:ASKED_WORDS_MAX]
    while len(typed) < len(title) and len(typed) > 1 and typed[-1] in STOP_WORDS:
        typed.pop()
    return typed


def same_title(book: Book, catalogue: Catalogue) -> set[int]:
    return catalogue.titled[book.name]


def as_typed(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    printed = re.sub(r"[\"“”«»]|(?<!\w)[-–—]+|--+", " ", book.title)
    printed = " ".join(printed.split()[: words.WORDS_MAX])
    style = draw.choice([printed, printed.lower(), printed.upper(), " ".join(book.words)])
    if not book.words or len(book.words) > words.WORDS_MAX - 2:
        return None
    return Question(style, frozenset(same_title(book, catalogue)))


def parts(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    has = telling(book.words)
    if len(has) < 3:
        return None

    def one() -> Question | None:
        chosen = draw.sample(has, draw.randint(2, min(4, len(has))))
        in_order = [has.index(word) for word in chosen]
        if in_order == sorted(in_order):
            chosen.reverse()
        return told(" ".join(chosen), same_title(book, catalogue), catalogue)

    return first_try(one)


def slipped(times: int) -> Maker:
    def make(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
        asked = beginning(book)
        wanted = same_title(book, catalogue)
        where = [at for at, word in enumerate(asked) if words.can_slip(word)]
        if len(where) < times or not catalogue.tells(asked, wanted):
            return None

        def one() -> Question | None:
            typed = list(asked)
            for at in draw.sample(where, times):
                typed[at] = words.slip(typed[at], draw)
            return told(" ".join(typed), wanted, catalogue)

        return first_try(one)

    return make


def as_heard(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    rules = tables.HEARD.get(book.language)
    typed = words.without_article(words.accented(book.title))[: len(beginning(book))]
    wanted = same_title(book, catalogue)
    if not rules or not catalogue.tells(beginning(book), wanted):
        return None
    spelled = [without_marks(word) for word in typed]

    def one() -> Question | None:
        heard = list(spelled)
        for _ in range(draw.choice([1, 1, 2])):
            ways = [
                (at, changed)
                for at, word in enumerate(heard)
                if len(word) >= words.SLIPPED_LETTERS_MIN
                for written, other in rules
                if (changed := re.sub(written, other, word, count=1)) != word
            ]
            if ways:
                at, heard[at] = draw.choice(ways)
        text = " ".join(heard)
        return None if heard == spelled else told(text, wanted, catalogue)

    return first_try(one)


KEPT_LETTERS = {"ç": "\0", "ñ": "\1"}  # whose sound is not that of the bare letter


def without_marks(word: str) -> str:
    """Without accents, but with ç and ñ."""
    for letter, stand_in in KEPT_LETTERS.items():
        word = word.replace(letter, stand_in)
    word = words.plain(word)
    for letter, stand_in in KEPT_LETTERS.items():
        word = word.replace(stand_in, letter)
    return word


def other_names(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    if not book.authors:
        return None
    person = draw.choice(book.authors)
    umlauts = "".join(words.plain(c) for c in person.printed.lower() if c in "äöüø")
    surname = variant(person.surname, umlauts, book.language, draw)
    forename = variant(person.forename.split(" ")[0], umlauts, book.language, draw)
    if not surname and not forename:
        return None
    has = telling(book.words)
    if surname and has and draw.random() < 0.6:
        chosen = sorted(draw.sample(has, min(len(has), draw.choice([1, 2]))), key=has.index)
        wanted = same_title(book, catalogue) & catalogue.by_person[person.surname, person.forename]
        if not catalogue.tells([*person.surname.split(" "), *chosen], wanted):
            return None
        return told(" ".join([*chosen, surname]), wanted, catalogue)
    if not person.forename:
        return None
    wanted = catalogue.by_person[person.surname, person.forename]
    first = person.forename.split(" ")[0]
    if len(first) < 2 or not catalogue.tells([first, *person.surname.split(" ")], wanted):
        return None
    return told(f"{forename or first} {surname or person.surname}", wanted, catalogue)


def variant(name: str, umlauts: str, language: str, draw: random.Random) -> str | None:
    """Another spelling of a name of one or more words."""
    parts_of_name = name.split(" ")
    ways = [
        [*parts_of_name[:at], other, *parts_of_name[at + 1 :]]
        for at, part in enumerate(parts_of_name)
        if len(part) > 2
        for other in tables.name_variants(part, umlauts, language)
    ]
    return " ".join(draw.choice(ways)) if ways else None


def other_number(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    """Singular for plural, more often than plural for singular."""
    asked, wanted = beginning(book), same_title(book, catalogue)
    if not catalogue.tells(asked, wanted):
        return None
    turn = words.singulars if draw.random() < 0.7 else words.plurals
    known = catalogue.vocabulary[book.language]
    ways = {
        at: sorted(others)
        for at, word in enumerate(asked)
        if len(word) > 3
        and word not in STOP_WORDS
        and word not in tables.CARDINALS.get(book.language, ())
        and (others := {o for o in turn(word, book.language) if o in known})
    }
    if not ways:
        return None

    def one() -> Question | None:
        typed = list(asked)
        for at in ways if draw.random() < 0.5 else [draw.choice(sorted(ways))]:
            typed[at] = draw.choice(ways[at])
        return told(" ".join(typed), wanted, catalogue)

    return first_try(one)


# {x}: the title, {n}: an author, forename first.
OF_TITLE = {
    "pt": [
        "o livro {x}",
        "{x} pdf",
        "{x} de {n}",
        "quem escreveu {x}",
        "livro {x}",
        "baixar {x}",
        "{x} epub",
        "comprar {x}",
        "{x} {n} livro",
        "autor de {x}",
        "obra {x}",
        "{x} resumo",
    ],
    "es": [
        "el libro {x}",
        "{x} pdf",
        "{x} de {n}",
        "quién escribió {x}",
        "libro {x}",
        "descargar {x}",
        "{x} epub",
        "autor de {x}",
    ],
    "en": [
        "the book {x}",
        "{x} pdf",
        "{x} by {n}",
        "who wrote {x}",
        "{x} book",
        "{x} ebook",
        "author of {x}",
        "o livro {x}",
        "quem escreveu {x}",
        "{x} livro",
    ],
    "fr": ["le livre {x}", "{x} pdf", "{x} de {n}", "qui a écrit {x}", "livre {x}"],
}
OF_AUTHOR = {
    "pt": ["livros de {n}", "obras de {n}", "livros do autor {n}"],
    "es": ["libros de {n}", "obras de {n}"],
    "en": ["books by {n}", "livros de {n}", "works of {n}"],
    "fr": ["livres de {n}", "œuvres de {n}"],
}
ASKED_OF_AUTHOR = 0.2


def one_too_many(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    language = book.language if book.language in OF_TITLE else draw.choice(["pt", "en"])
    if draw.random() < 0.25:
        language = "pt"  # who asks reads Portuguese, whatever the book is written in
    if draw.random() < ASKED_OF_AUTHOR:
        person = next((p for p in book.authors if len(p.forename) > 2), None)
        if not person:
            return None
        wanted = catalogue.by_person[person.surname, person.forename]
        return Question(
            draw.choice(OF_AUTHOR[language]).format(n=full_name(person)), frozenset(wanted)
        )
    asked, wanted = beginning(book), same_title(book, catalogue)
    if not asked or not catalogue.tells(asked, wanted):
        return None
    form = draw.choice(OF_TITLE[language])
    if "{n}" in form:
        if not book.authors:
            return None
        wanted = wanted & catalogue.by_person[book.authors[0].surname, book.authors[0].forename]
        return told(form.format(x=" ".join(asked), n=full_name(book.authors[0])), wanted, catalogue)
    return Question(form.format(x=" ".join(asked)), frozenset(wanted))


def full_name(person: Person) -> str:
    """As it is said, forename first, with particles after the forename as they are catalogued."""
    return f"{person.forename} {person.surname}".strip()


def with_year(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    asked = beginning(book)
    if not book.year or not asked or str(book.year) in asked:
        return None
    alike = same_title(book, catalogue)
    wanted = {id for id in alike if catalogue.books[id].year == book.year}
    title = " ".join(asked)
    form = draw.choice(["{x} {y}", "{x} {y}", "{x} ({y})", "{x}, {y}", "{y} {x}"])
    return told(form.format(x=title, y=book.year), wanted, catalogue)


VOLUME_OF_TITLE = re.compile(
    r"^(?P<title>.+?)[.,;:]* \(?(?:v|vol|tomo|t|volume|livro|parte|part|book|libro|band|bd|n|no|nr)"
    r"\b\.? ?(?P<number>\d{1,3}|[IVX]{1,5})\b",
    re.IGNORECASE,
)


def with_volume(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    """Series and number, or title and volume."""
    if found := VOLUME_OF_TITLE.match(book.title):
        title = " ".join(shortened(words.without_article(words.fold(found["title"]))))
        given = found["number"].lower()
        number = given if given.isdigit() else str(tables.ROMANS.get(given, 1))
        alike = same_title(book, catalogue)
        return Question(
            f"{title} {draw.choice(['vol. ', 'volume ', 'v. ', ''])}{number}", frozenset(alike)
        )
    if not book.series or not book.volume or " " not in book.series or len(book.words) < 2:
        return None  # "série 2" and "Peru 5" name nothing
    shared = catalogue.in_series[book.series, book.volume]
    sign = draw.choice(["", "", "vol. ", "volume ", "n. ", "nº "])
    if draw.random() < 0.3:
        alike = same_title(book, catalogue) & shared
        return told(f"{' '.join(beginning(book))} {sign}{book.volume}", alike, catalogue)
    if len(shared) > SERIES_SHARED_MAX:
        return None
    name = " ".join(shortened(book.series.split(" ")))
    return Question(f"{name} {sign}{book.volume}", frozenset(shared))


def joined_or_split(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    asked, wanted = beginning(book), same_title(book, catalogue)
    if not catalogue.tells(asked, wanted):
        return None
    if hyphened := HYPHENED.search(words.plain(book.title)):
        return without_hyphen(hyphened[0], book, catalogue, draw)
    if draw.random() < 0.55:
        return joined(asked, wanted, catalogue, draw)
    return split(asked, wanted, catalogue, draw)


HYPHENED = re.compile(r"(?:[a-z]+['’-])+[a-z]{2,}|(?:[a-z]\.){2,}")


def without_hyphen(found: str, book: Book, catalogue: Catalogue, draw: random.Random):
    pieces = re.split(r"['’.-]", found)
    whole = "".join(
        piece[0] + piece
        if at
        and piece[:1] in ("r", "s")
        and pieces[at - 1][-1:] in VOWELS
        and "-" in found
        and draw.random() < 0.5
        else piece
        for at, piece in enumerate(pieces)
    )
    asked = words.plain(book.title).replace(found, f" {whole} ")
    typed = shortened(words.without_article(words.fold(asked)))
    if whole not in typed:
        return None
    return told(" ".join(typed), same_title(book, catalogue), catalogue)


VOWELS = tuple("aeiou")


def joined(asked: list[str], wanted: set[int], catalogue: Catalogue, draw: random.Random):
    """Two neighbours as one word, or the whole of a short title."""
    if not len(asked) >= 2 or any(word.isdigit() for word in asked):
        return None
    if len(asked) <= 3 and draw.random() < 0.5:
        return told("".join(asked), wanted, catalogue)
    at = draw.randrange(len(asked) - 1)
    return told(
        " ".join([*asked[:at], asked[at] + asked[at + 1], *asked[at + 2 :]]), wanted, catalogue
    )


def split(asked: list[str], wanted: set[int], catalogue: Catalogue, draw: random.Random):
    """A blank within a word, seldom two."""
    where = [at for at, word in enumerate(asked) if len(word) >= 6 and word.isalpha()]
    if not where:
        return None
    at = draw.choice(where)
    word, cut = asked[at], draw.randint(2, len(asked[at]) - 2)
    pieces = [word[:cut], word[cut:]]
    if len(word) >= 8 and cut >= 5 and draw.random() < 0.3:
        pieces[:1] = [word[: cut - 2], word[cut - 2 : cut]]
    return told(" ".join([*asked[:at], *pieces, *asked[at + 1 :]]), wanted, catalogue)


def otherwise_written(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    asked, wanted = beginning(book), same_title(book, catalogue)
    if not catalogue.tells(asked, wanted):
        return None
    ways = [
        (at, other)
        for at, word in enumerate(asked)
        if not (word == "segundo" and asked[at + 1 : at + 2] and asked[at + 1] in words.ARTICLES)
        for other in tables.written_otherwise(word, asked[at - 1] if at else "", book.language)
    ]
    if not ways or len(asked) < 2:
        return None
    at, other = draw.choice(ways)
    # Half of all English titles have an "and", which tells nothing.
    if other == "&" and draw.random() < AND_LEFT_OUT:
        return None
    return told(" ".join([*asked[:at], other, *asked[at + 1 :]]), wanted, catalogue)


def by_surname(book: Book, catalogue: Catalogue, draw: random.Random) -> Question | None:
    """The surname alone, or with the first letter of the forename."""
    person = next(iter(book.authors), None)
    if not person or len(person.surname) < 3:
        return None
    bearers = catalogue.bearers[person.surname]
    if person.surname in catalogue.titled:
        return None
    common = max(len(catalogue.title_words.get(w, ())) for w in person.surname.split(" "))
    if draw.random() < 0.5 or not person.forename:
        if common > SAME_SURNAME_TITLES_MAX:
            return None
        return Question(person.surname, frozenset(bearers))
    initial = person.forename[0]
    wanted = {
        id
        for (surname, forename), ids in catalogue.by_person.items()
        if surname == person.surname and forename.startswith(initial)
        for id in ids
    }
    form = draw.choice(["{i}. {s}", "{i} {s}", "{s}, {i}."])
    return Question(form.format(i=initial, s=person.surname), frozenset(wanted))


KINDS: dict[str, tuple[str, Maker]] = {
    "typed": ("title as typed", as_typed),
    "parts": ("parts of it, other order", parts),
    "slip": ("one slip", slipped(1)),
    "slips": ("two slips", slipped(2)),
    "heard": ("as heard", as_heard),
    "names": ("names in other spellings", other_names),
    "number": ("singular for plural", other_number),
    "extra": ("one word too many", one_too_many),
    "year": ("title + year", with_year),
    "volume": ("series + number, title + volume", with_volume),
    "joined": ("joined, split, hyphen left out", joined_or_split),
    "short": ("abbreviation, number, roman", otherwise_written),
    "surname": ("surname; initial + surname", by_surname),
}


def drawn(catalogue: Catalogue, kind: str, count: int, seed: int) -> list[Question]:
    """So many questions of a kind, each from another title; fewer where the books give no more."""
    draw = random.Random(f"{seed}/{kind}")
    _, make = KINDS[kind]
    asked: dict[str, Question] = {}
    used: set[str] = set()
    for book in in_turns(catalogue, draw):
        if len(asked) == count:
            break
        if not book.words or book.name in used:
            continue
        if (question := make(book, catalogue, draw)) and question.text not in asked:
            asked[question.text] = question
            used.add(book.name)
    return list(asked.values())


def in_turns(catalogue: Catalogue, draw: random.Random) -> list[Book]:
    """All books in a drawn order: Portuguese, Spanish, any other, in turns while there are some."""
    shelves = {"pt": [], "es": [], "": []}
    for book in catalogue.books.values():
        shelves[book.language if book.language in IBERIAN else ""].append(book)
    order = []
    for shelf in shelves.values():
        draw.shuffle(shelf)
        order += [(at, draw.random(), book) for at, book in enumerate(shelf)]
    return [book for *_, book in sorted(order, key=lambda one: one[:2])]
