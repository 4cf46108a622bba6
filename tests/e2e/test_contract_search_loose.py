"""Contract section 4: what a search forgives, what it says of that, and how it ranks."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

import pytest
from service import Service
from wire import Answer, Client

# Name -> book; ids follow this order, which is not the order of relevance.
BOOKS = {
    "penal_es": {"título": "Código de proceso penal", "autor": "Juan Pérez", "idioma": "es"},
    "penal_1": {"título": "Código de processo penal", "autor": "Luís Lima", "idioma": "pt"},
    "penal_2": {"título": "Processo penal: o código", "autor": "Luís Lima", "idioma": "pt"},
    "beija": {"título": "Dia do beija-flor", "autor": "Ana Prado"},
    "estrada": {"título": "A autoestrada", "autor": "Rui Paz"},
    "social": {"título": "O antissocial", "autor": "Rui Paz"},
    "lua": {"título": "A pedra da lua", "autor": "Wilkie Collins", "ano": 1868},
    "cpp": {"título": "Programar em C++", "autor": "Ivo Reis"},
    "csharp": {"título": "Programar em C#", "autor": "Ivo Reis"},
    "c": {"título": "Programar em C", "autor": "Ivo Reis"},
    "dotnet": {"título": "Programar para .NET", "autor": "Ivo Reis"},
    "net": {"título": "Internet e net", "autor": "Lia Sá"},
    "five": {"título": "Jogos 5+", "autor": "Lia Sá"},
    "sobre_freud": {"título": "Introdução a Freud", "autor": "Ana Prado"},
    "de_freud": {"título": "Totem e tabu", "autor": "Sigmund Freud", "ano": 1913},
    "freud": {"título": "Freud", "autor": "Peter Gay"},
    "freud_e": {"título": "Freud e a alma", "autor": "Bruno Bettelheim"},
    "freudianos": {"título": "Freudianos", "autor": "Elio Frattaroli"},
    "cegueira": {"título": "Ensaio sobre a cegueira", "autor": "José Saramago", "ano": 1995},
    "memorial": {"título": "Memorial do convento", "autor": "Saramago, José", "ano": 1982},
    "caverna": {"título": "A caverna", "autor": "José Saramago; Ana Sá", "ano": 2000},
    "seculo": {"título": "História do século XX", "autor": "Eric Hobsbawm", "edicao": "3. ed."},
    "camara": {
        "título": "A câmara secreta",
        "autor": "J. K. Rowling",
        "serie": {"nome": "Harry Potter", "volume": "2"},
        "isbn": "9788532511669",
    },
    "filosofal": {
        "título": "A pedra filosofal",
        "titulo_original": "The philosopher's stone",
        "autor": "Joanne Rowling",
        "serie": {"nome": "Harry Potter", "volume": "1"},
        "identificadores": [{"tipo": "lccn", "valor": "n79021164"}],
    },
}
NAMES = dict(enumerate(BOOKS, start=1))


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Service]:
    with Service(tmp_path_factory.mktemp("loose") / "catalogue") as service:
        with service.client() as api:
            for one in BOOKS.values():
                api.create(**one)
        yield service


@pytest.fixture
def api(library) -> Iterator[Client]:
    with library.client() as client:
        yield client


def found(answer: Answer) -> list[str]:
    return [NAMES[one["id"]] for one in answer.expect(200).json]


@dataclass
class Told:
    """What a page of a search says of itself."""

    stage: str
    ignored: str
    meant: str


def told(answer: Answer) -> Told:
    headers = answer.expect(200).headers
    texts = (headers.get(name, "") for name in ("X-Busca-Ignoradas", "X-Busca-Sugestao"))
    return Told(headers["X-Busca"], *map(unquote, texts))


# ---- words too many -----------------------------------------------------------------------------

TOO_MANY = [
    ("o livro a pedra da lua", "lua", "o livro", "a pedra da lua"),
    ("pedra da lua pdf", "lua", "pdf", "pedra da lua"),
    ("quem escreveu a pedra da lua", "lua", "quem escreveu", "a pedra da lua"),
    ("pedra lua xyzzyplugh", "lua", "xyzzyplugh", "pedra lua"),
    ("pedra lua collinz edição", "lua", "edicao", "pedra lua collins"),
    ("pedra lua 1869", "lua", "1869", "pedra lua"),
    ("baixar ensaio cegueira grátis -convento", "cegueira", "baixar gratis", None),
    ("titulo:caverna autor:rowling", "caverna", "rowling", "titulo:caverna"),
]


@pytest.mark.parametrize(("q", "book", "ignored", "meant"), TOO_MANY)
def test_words_too_many_are_left_out_and_named(api, q, book, ignored, meant):
    answer = api.get("/livros", q=q)
    assert found(answer)[0] == book
    said = told(answer)
    assert (said.stage, said.ignored) == ("parcial", ignored)
    assert meant is None or said.meant == meant
    assert answer.headers["X-Busca-Ignoradas"] == quote(ignored, safe="")


def test_what_is_excluded_or_quoted_is_never_left_out(api):
    assert found(api.get("/livros", q="pedra lua xyzzyplugh -collins")) == []
    assert found(api.get("/livros", q='lua "xyzzyplugh"')) == []
    assert found(api.get("/livros", q="pedra lua xyzzyplugh", autor="rowling")) == []


def test_a_book_holds_at_least_half_of_the_question(api):
    answer = api.get("/livros", q="lua caverna freud rowling hobsbawm")
    assert found(answer) == []
    assert told(answer) == Told("exata", "", "")


@pytest.mark.parametrize("order", ["relevancia", "id", "titulo", "-ano"])
def test_a_partial_search_is_one_in_every_order_page_and_count(api, order):
    query = {"q": "josé saramago xyzzyplugh", "ordem": order}
    whole = api.get("/livros", total=1, **query)
    assert sorted(found(whole)) == ["caverna", "cegueira", "memorial"]
    assert whole.headers["X-Total-Count"] == "3"
    pages, answer = [], api.get("/livros", limite=1, **query)
    while True:
        assert told(answer) == Told("parcial", "xyzzyplugh", "jose saramago")
        pages += found(answer)
        if "next" not in answer.links():
            break
        answer = api.get(answer.links()["next"])
    assert pages == found(whole)
    facets = api.get("/facetas", por="ano", q=query["q"]).expect(200)
    assert facets.json["livros"] == 3
    assert facets.headers["X-Busca"] == "parcial"


# ---- what was meant -----------------------------------------------------------------------------

OTHERWISE = [
    *(q for q, *_ in TOO_MANY),
    "collinz",
    "autor:collinz",
    "pedradalua",
    "pedra dalua",
    "bei ja flor",
    "harry pottre saramago xyzzyplugh",
]


@pytest.mark.parametrize("q", OTHERWISE)
def test_the_alternate_link_finds_the_first_book_as_it_is_spelled(api, q):
    answer = api.get("/livros", q=q, campos="id", limite=5)
    meant = answer.links()["alternate"]
    assert "campos=id" in meant and "limite=5" in meant
    assert f"q={answer.headers['X-Busca-Sugestao']}&" in meant
    better = api.get(meant)
    assert found(answer)[0] in found(better)
    assert told(better) == Told("exata", "", "")


def test_a_few_books_beside_the_meant_ones_do_not_hide_them(api):
    answer = api.get("/livros", q="codigo proceso penal")
    assert found(answer) == ["penal_es"]
    assert told(answer) == Told("exata", "", "codigo processo penal")
    assert found(api.get(answer.links()["alternate"])) == ["penal_1", "penal_2"]
    # Who asks for a title or an author means it.
    for q in ("codigo de proceso penal", "juan perez"):
        assert told(api.get("/livros", q=q)) == Told("exata", "", "")


def test_a_wrong_isbn_names_the_right_one(api):
    for q in ("9788532511668", "978-85-325-1166-8", "8532511667"):
        answer = api.get("/livros", q=q)
        assert found(answer) == []
        assert told(answer) == Told("exata", "", "9788532511669")
        assert found(api.get(answer.links()["alternate"])) == ["camara"]
    nobodys = api.get("/livros", q="9788535914848")
    assert found(nobodys) == []
    assert "alternate" not in nobodys.links()


# ---- words joined, split, written otherwise -----------------------------------------------------

JOINED = [
    ("pedradalua", ["lua"], "aproximada"),
    ("bei ja flor", ["beija"], "aproximada"),
    ("beijaflor", ["beija"], "exata"),
    ("beija flor", ["beija"], "exata"),
    ("beija-flor", ["beija"], "exata"),
    ("auto-estrada", ["estrada"], "familia"),
    ("auto estrada", ["estrada"], "aproximada"),
    ("anti-social", ["social"], "familia"),
    ("anti social", ["social"], "aproximada"),
]


@pytest.mark.parametrize(("q", "books", "stage"), JOINED)
def test_words_may_be_joined_or_split(api, q, books, stage):
    answer = api.get("/livros", q=q)
    assert found(answer) == books
    assert told(answer).stage == stage


FORMS = [
    ("historia do século 20", ["seculo"]),
    ("historia do sec. vinte", ["seculo"]),
    ("historias do seculo", ["seculo"]),
    ("hobsbawm terceira", ["seculo"]),
    ("autoestradas", ["estrada"]),
]


@pytest.mark.parametrize(("q", "books"), FORMS)
def test_forms_numbers_and_abbreviations_of_a_word_are_its_family(api, q, books):
    answer = api.get("/livros", q=q)
    assert found(answer) == books
    assert told(answer) == Told("familia", "", "")


SIGNED = [
    ("c++", ["cpp"]),
    ("C#", ["csharp"]),
    (".net", ["dotnet"]),
    ("5+", ["five"]),
    ("programar c++", ["cpp"]),
    ("titulo:c#", ["csharp"]),
    ('"c++"', ["cpp"]),
]


@pytest.mark.parametrize(("q", "books"), SIGNED)
def test_signs_are_part_of_some_words(api, q, books):
    answer = api.get("/livros", q=q)
    assert found(answer) == books
    assert told(answer).stage == "exata"


def test_without_the_sign_all_of_them_are_found(api):
    assert set(found(api.get("/livros", q="programar c"))) == {"c", "cpp", "csharp"}
    assert set(found(api.get("/livros", q="net"))) == {"dotnet", "net"}


def test_a_word_in_quotes_is_exact(api):
    assert found(api.get("/livros", q="freudiano")) == ["freudianos"]
    assert found(api.get("/livros", q='"freudiano"')) == []
    assert "freudianos" in found(api.get("/livros", q="freud"))
    assert "freudianos" not in found(api.get("/livros", q='"freud"'))


def test_a_minus_excludes_before_a_letter_or_a_quote_beside_something_else(api):
    assert found(api.get("/livros", q="caverna -saramago")) == []
    assert found(api.get("/livros", q='caverna -"josé saramago"')) == []
    # The years of a life.
    assert found(api.get("/livros", q="caverna -2000")) == ["caverna"]
    assert found(api.get("/livros", q="Saramago, José, -2000?")) == ["caverna"]
    assert found(api.get("/livros", q="caverna - saramago")) == ["caverna"]
    assert found(api.get("/livros", q="-caverna")) == ["caverna"]
    assert found(api.get("/livros", q="-caverna -saramago")) == ["caverna"]


# ---- where and in which order -------------------------------------------------------------------

PLACES = [
    ("cegueira 1995", ["cegueira"]),
    ("harry potter 2", ["camara"]),
    ("hobsbawm 3", ["seculo"]),
    ("n79021164", ["filosofal"]),
    ("philosopher stone", ["filosofal"]),
]


@pytest.mark.parametrize(("q", "books"), PLACES)
def test_year_volume_edition_identifier_and_original_title_are_searched(api, q, books):
    answer = api.get("/livros", q=q)
    assert found(answer) == books
    assert told(answer).stage == "exata"


def test_an_initial_beside_a_name_stands_for_names(api):
    assert set(found(api.get("/livros", q="j. rowling"))) == {"camara", "filosofal"}
    assert set(found(api.get("/livros", q="s freud"))) == {"de_freud"}
    assert set(found(api.get("/livros", q="autor:saramago autor:j"))) == {
        *("cegueira", "memorial", "caverna")
    }


def test_what_is_asked_for_comes_before_what_is_about_it_and_longer_words(api):
    assert found(api.get("/livros", q="freud")) == [
        *("freud", "de_freud", "freud_e", "sobre_freud", "freudianos")
    ]


@pytest.mark.parametrize("q", ["saramago", "josé saramago", "saramago josé", "Saramago, José"])
def test_an_author_is_found_in_either_order_the_shorter_title_first(api, q):
    assert found(api.get("/livros", q=q)) == ["caverna", "memorial", "cegueira"]


# ---- persons ------------------------------------------------------------------------------------


def test_a_facet_counts_persons_however_they_are_written(api):
    counts = api.get("/facetas", por="autor", q="saramago").expect(200).json["facetas"]["autor"]
    assert counts == [{"valor": "José Saramago", "livros": 3}, {"valor": "Ana Sá", "livros": 1}]


def test_a_facet_joins_values_and_shows_the_commonest_form(own_server):
    with own_server().client() as api:
        for subject in ("romance", "Romance", "ROMANCE", "Romance", "Romance policial"):
            api.create(assuntos=[subject], idioma="pt-BR")
        api.create(idioma="pt")
        facets = api.get("/facetas", por="assunto,idioma").expect(200).json["facetas"]
        # As many as the filter finds: with all the words of the value, and pt with pt-BR.
        assert facets["assunto"] == [
            {"valor": "Romance", "livros": 5},
            {"valor": "Romance policial", "livros": 1},
        ]
        assert facets["idioma"] == [{"valor": "pt", "livros": 6}, {"valor": "pt-BR", "livros": 5}]
