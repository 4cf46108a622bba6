"""Words of titles as a person types them, and what a word tells: stop words, plurals, slips."""

import random
import re
import unicodedata
from collections.abc import Iterator

ASKED_WORDS_MAX = 6  # of a title: nobody types twenty
WORDS_MAX = 32  # what follows is not searched (contract section 4)
SLIPPED_LETTERS_MIN = 4  # shorter words are taken as they are typed

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
# Soft signs, ayns and the like of transliterations, which nobody types.
_MODIFIERS = re.compile("[\u02b0-\u02ff]")
_WORD = re.compile(r"[^\W_]+")

ARTICLES = set(
    "o a os as um uma uns umas el la los las lo un una unos unas the an le les l une des "
    "der die das ein eine il gli".split()
)
STOP_WORDS = ARTICLES | set(
    "e de do da dos das em no na nos nas ao aos à às por pelo pela pelos pelas para com sem sob "
    "sobre que se ou como mais não y del al en con sin su sus por para and of in on at to for by "
    "with from its his her is are et du au aux dans sur und von zu zur im den dem des mit di della "
    "del dei delle nel nella ed i v".split()
)
# What lies beside a key, so that a slip looks like one.
_NEIGHBOURS = {
    key: f"{row[at - 1] if at else ''}{row[at + 1] if at + 1 < len(row) else ''}"
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, key in enumerate(row)
}


def plain(text: str) -> str:
    """Lower case without accents; all else as it stands."""
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _MODIFIERS.sub("", bare)


def fold(text: str) -> list[str]:
    """The words of a text, lower case, without accents."""
    return _WORD.findall(plain(text))


def accented(text: str) -> list[str]:
    """The words of a text, lower case, with their accents."""
    return _WORD.findall(_MODIFIERS.sub("", unicodedata.normalize("NFC", text.lower())))


def without_article(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words


def telling(words: list[str]) -> list[str]:
    """Without stop words, numbers and single letters, each once."""
    kept = (w for w in words if w not in STOP_WORDS and len(w) > 1 and w.isalpha())
    return list(dict.fromkeys(kept))


def can_slip(word: str) -> bool:
    return len(word) >= SLIPPED_LETTERS_MIN and word.isalpha() and word.isascii()


def slip(word: str, draw: random.Random) -> str:
    """A letter doubled, lost, another or swapped; never the word itself."""
    return draw.choice([other for other in _slips(word, draw) if other != word])


def _slips(word: str, draw: random.Random) -> Iterator[str]:
    at = draw.randrange(len(word))
    yield word[:at] + word[at] + word[at:]
    yield word[:at] + word[at + 1 :]
    yield word[:at] + draw.choice(_NEIGHBOURS[word[at]]) + word[at + 1 :]
    first = min(at, len(word) - 2)
    yield word[:first] + word[first + 1] + word[first] + word[first + 2 :]


# Ending of a plural -> of its singular, the longest first; by language, of folded words.
_SINGULAR = {
    "pt": "oes:ao aes:ao ais:al eis:el ois:ol uis:ul ns:m res:r zes:z as:a es:e is:i os:o us:u",
    "es": "iones:ion ones:on anes:an ces:z dades:dad ales:al eles:el oles:ol ores:or ares:ar "
    "eres:er as:a es:e os:o is:i",
    "en": "ies:y sses:ss shes:sh ches:ch xes:x men:man children:child s:",
    "fr": "aux:al eaux:eau s:",
}
_ENGLISH_SINGULARS_IN_S = ("ss", "us", "is", "ics")


def singulars(word: str, language: str) -> Iterator[str]:
    """What the word may be the plural of."""
    if not word.isalpha() or (language == "en" and word.endswith(_ENGLISH_SINGULARS_IN_S)):
        return
    for rule in _SINGULAR.get(language, "").split():
        plural, _, singular = rule.partition(":")
        if word.endswith(plural) and len(word) - len(plural) >= 2:
            yield word.removesuffix(plural) + singular


def plurals(word: str, language: str) -> Iterator[str]:
    """What the word may be the singular of."""
    if not word.isalpha():
        return
    for rule in _SINGULAR.get(language, "").split():
        plural, _, singular = rule.partition(":")
        if word.endswith(singular) and len(word) - len(singular) >= 2:
            yield word.removesuffix(singular) + plural
