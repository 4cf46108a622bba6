"""Contract sections 3 and 4: q, relevance, facets, suggestions and ISBNs, on a shelf of its own."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from postgres_cluster import postgres_server
from service import Service
from wire import Answer, Client, assert_problem

# Name -> book; ids follow this order, which is not the order of relevance.
BOOKS = {
    "ensaio": {"título": "Ensaios reunidos", "autor": "Ana Prado", "assuntos": ["Dom Casmurro"]},
    "capitu": {"título": "Casmurro e os outros", "autor": "Dom Pedro Lima"},
    "enigma": {
        "título": "O enigma de Dom Casmurro",
        "autor": "Helena Caldas",
        "ano": 1960,
        "idioma": "pt-BR",
        "assuntos": ["Ciúme", "Crítica literária"],
    },
    "ilustrado": {"título": "Dom Casmurro ilustrado", "autor": "Machado de Assis", "ano": 2008},
    "casmurro": {
        "título": "Dom Casmurro",
        "autor": "Machado de Assis",
        "editora": "Garnier",
        "ano": 1899,
        "idioma": "pt-BR",
        "isbn": "9788535914849",
        "assuntos": ["Ciúme"],
        "etiquetas": ["escola"],
    },
    "outro": {"título": "DOM CASMURRO", "autor": "Machado de Assis", "ano": 1900},
    "memorias": {
        "título": "Memórias póstumas de Brás Cubas",
        "autor": "Machado de Assis",
        "editora": "Tipografia Nacional",
        "ano": 1881,
        "idioma": "pt-BR",
        "assuntos": ["Ironia"],
    },
    "quincas": {
        "título": "Quincas Borba",
        "autor": "Machado de Assis",
        "editora": "Garnier",
        "ano": 1891,
        "isbn": "85-7419-023-3",
    },
    "pharmacia": {"título": "Compendio de pharmacia", "autor": "Joaquim Alves", "idioma": "pt-PT"},
    "accao": {"título": "A acção popular", "autor": "António Sousa", "idioma": "pt-PT"},
    "acao": {"título": "A ação popular", "autor": "Antônio Lopes", "idioma": "pt-BR"},
    "franca": {"título": "L'Été à São-Paulo", "autor": "Œuvre Straße", "idioma": "fr"},
    "china": {"título": "紅樓夢", "autor": "曹雪芹", "idioma": "zh"},
    "serie": {
        "título": "Volume dois",
        "autor": "Ivo Reis",
        "serie": {"nome": "Coleção Azulejo"},
        "editora": "Relógio d'Água",
        "outros_isbn": ["979-10-90636-07-1"],
    },
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database_url(request) -> Iterator[str | None]:
    """Of an empty database; None for a file."""
    if request.param == "sqlite":
        yield None
        return
    with postgres_server() as server:
        yield server.url(server.new_database())


@pytest.fixture(scope="module")
def library(tmp_path_factory, database_url) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("busca") / "catalogue"
    with Service(folder, database=database_url) as service:
        with service.client() as api:
            for one in BOOKS.values():
                api.create(**one)
        yield service


@pytest.fixture
def api(library) -> Iterator[Client]:
    with library.client() as client:
        yield client


NAMES = dict(enumerate(BOOKS, start=1))


def found(answer: Answer) -> list[str]:
    return [NAMES[one["id"]] for one in answer.expect(200).json]


def stage(answer: Answer) -> str:
    return answer.expect(200).headers["X-Busca"]


# ---- words --------------------------------------------------------------------------------------

# Of one title the newer book comes first.
CASMURRO = ["outro", "casmurro", "ilustrado", "enigma", "capitu", "ensaio"]

FOUND = [
    ("dom casmurro", CASMURRO),
    ("casmurro dom", None),
    ("DOM CASMURRO", CASMURRO),
    ("memorias postumas", ["memorias"]),
    ("MEMÓRIAS PÓSTUMAS", ["memorias"]),
    ("memo\u0301rias po\u0301stumas", ["memorias"]),
    ("postumas memor", ["memorias"]),
    ("postumas 1881", ["memorias"]),
    ("volume 979-10-90636-07-1", ["serie"]),
    ("l'ete a sao paulo", ["franca"]),
    ("oeuvre strasse", ["franca"]),
    ("紅樓", ["china"]),
    ("colecao azulejo", ["serie"]),
    ("relogio d'agua", ["serie"]),
    ("escola", []),
]


@pytest.mark.parametrize(("q", "expected"), FOUND)
def test_words_are_folded_and_all_of_them_must_occur(api, q, expected):
    answer = api.get("/livros", q=q)
    if expected is None:
        assert sorted(found(answer)) == sorted(CASMURRO)
    else:
        assert found(answer) == expected


SYNTAX = [
    ('"dom casmurro"', {"ensaio", "enigma", "ilustrado", "casmurro", "outro"}),
    ('"casmurro dom"', set()),
    ("casmurro -enigma", {"ensaio", "capitu", "ilustrado", "casmurro", "outro"}),
    ('casmurro -"dom casmurro"', {"capitu"}),
    ("autor:machado casmurro", {"ilustrado", "casmurro", "outro"}),
    ("autor:casmurro", set()),
    ("titulo:quincas", {"quincas"}),
    ("título:quincas", {"quincas"}),
    ("assunto:ciume", {"enigma", "casmurro"}),
    ("editora:garnier autor:assis", {"casmurro", "quincas"}),
    ('autor:"machado de assis" borba', {"quincas"}),
]


@pytest.mark.parametrize(("q", "expected"), SYNTAX)
def test_phrases_absent_words_and_fields(api, q, expected):
    assert set(found(api.get("/livros", q=q))) == expected


@pytest.mark.parametrize(
    "q",
    [
        '"dom casmurro',
        'dom" casmurro',
        "(dom AND casmurro)",
        "dom* casmurro*",
        "dom + casmurro",
        "dom:casmurro",
        "'; DROP TABLE books; -- dom casmurro",
        "-",
        "autor:",
        '"" - :',
        "NEAR(dom casmurro, 2)",
        "%",
        "dom\tcasmurro\n",
    ],
)
def test_what_is_malformed_is_searched_as_words_and_never_an_error(api, q):
    api.get("/livros", q=q).expect(200)
    api.get("/facetas", por="ano", q=q).expect(200)
    api.get("/sugestoes", q=q).expect(200)


@pytest.mark.parametrize("q", ['""', "...", "-", "???", "+ & :", "«»", "-----------", "。"])
def test_a_q_of_signs_alone_finds_nothing(api, q):
    answer = api.get("/livros", q=q, total=1)
    assert found(answer) == []
    assert answer.headers["X-Total-Count"] == "0"
    assert stage(answer) == "exata"
    assert answer.links().keys() == {"first"}
    assert api.get("/facetas", por="ano", q=q).expect(200).json["livros"] == 0
    assert found(api.get("/livros", q=q, ordem="titulo")) == []


@pytest.mark.parametrize("q", ["", " "])
def test_an_empty_q_is_no_search(api, q):
    answer = api.get("/livros", q=q)
    assert found(answer) == list(BOOKS)
    assert "X-Busca" not in answer.headers
    assert "X-Busca" not in api.get("/facetas", por="ano", q=q).expect(200).headers
    assert found(api.get("/livros", q=q, ordem="relevancia")) == list(BOOKS)


def test_q_has_at_most_a_thousand_bytes(api):
    api.get("/livros", q="é" * 500).expect(200)
    problem = assert_problem(api.get("/livros", q="é" * 501), 400, "parametro-invalido")
    assert "“q”" in problem["detail"]


# ---- order and pages ----------------------------------------------------------------------------


def test_titles_come_before_authors_before_the_rest(api):
    assert found(api.get("/livros", q="dom casmurro")) == CASMURRO
    assert found(api.get("/livros", q="dom casmurro", ordem="relevancia")) == CASMURRO


@pytest.mark.parametrize("q", ["dom casmurro", "casmurro", "machado", "acao popular", "a"])
@pytest.mark.parametrize("order", ["relevancia", "id", "titulo", "-ano"])
def test_one_book_a_page_gives_the_same_order_as_one_page(api, q, order):
    whole = found(api.get("/livros", q=q, ordem=order))
    one_by_one, answer = [], api.get("/livros", q=q, ordem=order, limite=1)
    backwards = []
    while True:
        one_by_one += found(answer)
        links = answer.links()
        if "prev" in links:
            backwards.append(found(api.get(links["prev"]))[0])
        if "next" not in links:
            break
        answer = api.get(links["next"])
    assert one_by_one == whole
    assert backwards == whole[:-1]


def test_a_search_takes_another_order_and_filters(api):
    assert found(api.get("/livros", q="machado", ordem="-ano")) == [
        *("ilustrado", "outro", "casmurro", "quincas", "memorias")
    ]
    assert found(api.get("/livros", q="casmurro", ano_max=1899)) == ["casmurro"]
    assert found(api.get("/livros", q="machado", editora="garnier", ordem="titulo")) == [
        *("casmurro", "quincas")
    ]
    assert found(api.get("/livros", q="casmurro", etiqueta="escola")) == ["casmurro"]
    assert found(api.get("/livros", q="popular", idioma="pt-PT")) == ["accao"]


def test_the_total_counts_what_the_search_finds(api):
    answer = api.get("/livros", q="dom casmurro", total=1, limite=2)
    assert answer.headers["X-Total-Count"] == str(len(CASMURRO))


@pytest.mark.parametrize(
    "query",
    [
        {"ordem": "relevancia"},
        {"q": "dom", "ordem": "-relevancia"},
        {"q": "dom", "ordem": "relevancia,id"},
        {"q": "dom", "ordem": "titulo,relevancia"},
    ],
)
def test_relevance_stands_alone_beside_a_search(api, query):
    problem = assert_problem(api.get("/livros", **query), 400, "parametro-invalido")
    assert "“ordem”" in problem["detail"] and "relevancia" in problem["detail"]


def test_a_cursor_of_relevance_is_good_for_that_order_alone(api):
    following = api.get("/livros", q="casmurro", limite=1).links()["next"]
    answer = api.get(following + "&ordem=id")
    assert_problem(answer, 400, "parametro-invalido")


# ---- spellings and typos ------------------------------------------------------------------------


def test_what_is_spelled_as_asked_is_exact(api):
    assert stage(api.get("/livros", q="dom casmurro")) == "exata"
    assert stage(api.get("/livros", q="antonio")) == "exata"


@pytest.mark.parametrize("q", ["farmácia", "compêndio de farmacia", "autor:joaquim farmacia"])
def test_an_old_spelling_is_found_by_the_modern_one(api, q):
    answer = api.get("/livros", q=q)
    assert found(answer) == ["pharmacia"]
    assert stage(answer) == "familia"


def test_the_exact_spelling_comes_first(api):
    assert found(api.get("/livros", q="ação popular")) == ["acao", "accao"]
    assert found(api.get("/livros", q="acção popular")) == ["accao", "acao"]


TYPOS = [
    ("quincas bobra", "quincas", "quincas borba"),
    ("quincas barba", "quincas", "quincas borba"),
    ("memorais postumqs", "memorias", "memorias postumas"),
]


@pytest.mark.parametrize(("q", "meant", "words"), TYPOS)
def test_a_typo_is_forgiven_when_nothing_else_is_found(api, q, meant, words):
    answer = api.get("/livros", q=q, idioma=BOOKS[meant].get("idioma"), campos="id")
    assert found(answer) == [meant]
    assert stage(answer) == "aproximada"
    assert stage(api.get("/facetas", por="ano", q=q)) == "aproximada"
    assert unquote(answer.headers["X-Busca-Sugestao"]) == words
    alternate = answer.links()["alternate"]
    assert "campos=id" in alternate
    better = api.get(alternate)
    assert found(better) == [meant]
    assert stage(better) == "exata"
    assert "X-Busca-Sugestao" not in better.headers


@pytest.mark.parametrize("q", ["xyzzyplugh", "1898", '"quincas bobra"', '"casmuro"'])
def test_what_is_far_away_has_digits_or_is_quoted_is_no_typo(api, q):
    answer = api.get("/livros", q=q)
    assert found(answer) == []
    assert stage(answer) == "exata"
    assert "X-Busca-Sugestao" not in answer.headers
    assert "X-Busca-Ignoradas" not in answer.headers


# ---- changes ------------------------------------------------------------------------------------


def test_a_search_sees_what_was_just_written(own_server):
    with own_server().client() as api:
        made = api.create(título="Zorzal")
        assert [b["id"] for b in api.get("/livros", q="zorzal").json] == [made["id"]]
        api.patch(f"/livros/{made['id']}", json={"título": "Sabiá"}).expect(200)
        assert api.get("/livros", q="zorzal").json == []
        assert [b["id"] for b in api.get("/livros", q="sabia").json] == [made["id"]]
        api.delete(f"/livros/{made['id']}").expect(204)
        assert api.get("/livros", q="sabia").json == []
        assert api.get("/sugestoes", q="sab").json == []
        assert api.get("/facetas", por="autor").json["livros"] == 0


@pytest.mark.parametrize(
    "target", ["/livros?q=dom", "/facetas?por=ano&q=dom", "/sugestoes?q=dom", "/livros?q=domm"]
)
def test_a_search_of_an_unchanged_catalogue_costs_304(api, target):
    answer = api.get(target).expect(200)
    assert api.get(target).body == answer.body
    assert api.get(target, headers={"If-None-Match": answer.etag}).expect(304).body == b""
    head = api.head(target).expect(200)
    assert head.headers.get("X-Busca") == answer.headers.get("X-Busca")


# ---- facets -------------------------------------------------------------------------------------

# Each is also the name of the filter that finds one of its values.
FACETS = ["autor", "editora", "idioma", "ano", "assunto", "etiqueta"]


@pytest.mark.parametrize("narrowed", [{}, {"q": "machado"}, {"idioma": "pt-BR"}, {"q": "casmurro"}])
def test_a_facet_counts_what_the_list_would_find(api, narrowed):
    answer = api.get("/facetas", por=",".join(FACETS), limite=1000, **narrowed).expect(200)
    total = api.get("/livros", total=1, **narrowed).headers["X-Total-Count"]
    assert answer.json["livros"] == int(total)
    assert answer.json["estimado"] is False
    assert list(answer.json["facetas"]) == FACETS
    for facet, counts in answer.json["facetas"].items():
        assert counts == sorted(counts, key=lambda count: -count["livros"])
        for count in counts:
            query = narrowed | {facet: count["valor"]}
            listed = api.get("/livros", total=1, **query).expect(200)
            assert int(listed.headers["X-Total-Count"]) == count["livros"], (facet, count)


def test_a_facet_has_the_most_frequent_values_first(api):
    answer = api.get("/facetas", por="autor,ano", limite=1).expect(200).json
    assert answer["facetas"]["autor"] == [{"valor": "Machado de Assis", "livros": 5}]
    assert len(answer["facetas"]["ano"]) == 1
    assert answer["livros"] == len(BOOKS)


@pytest.mark.parametrize(
    ("query", "code", "named"),
    [
        ({}, "parametro-invalido", "por"),
        ({"por": ""}, "parametro-invalido", "por"),
        ({"por": "titulo"}, "parametro-invalido", "etiqueta"),
        ({"por": "ano,ano"}, "parametro-invalido", "por"),
        ({"por": "ano", "limite": "0"}, "parametro-invalido", "limite"),
        ({"por": "ano", "limite": "1001"}, "parametro-invalido", "limite"),
        ({"por": "ano", "ordem": "id"}, "parametro-desconhecido", "ordem"),
        ({"por": "ano", "isbn": "1"}, "parametro-invalido", "isbn"),
    ],
)
def test_a_bad_facet_is_refused_by_name(api, query, code, named):
    problem = assert_problem(api.get("/facetas", **query), 400, code)
    assert named in problem["detail"]


# ---- suggestions --------------------------------------------------------------------------------


def suggested(api: Client, q: str, **query) -> set[tuple[str, str]]:
    answer = api.get("/sugestoes", q=q, **query).expect(200).json
    assert all(one.keys() == {"texto", "tipo", "livros"} and one["livros"] > 0 for one in answer)
    return {(one["texto"], one["tipo"]) for one in answer}


def test_suggestions_complete_titles_authors_and_subjects(api):
    assert ("Machado de Assis", "autor") in suggested(api, "mach")
    assert ("Machado de Assis", "autor") in suggested(api, "MACHADO DE")
    assert ("Quincas Borba", "titulo") in suggested(api, "quinc")
    assert ("Memórias póstumas de Brás Cubas", "titulo") in suggested(api, "memorias post")
    assert ("Ciúme", "assunto") in suggested(api, "ciu")
    assert suggested(api, "xyzzy") == set()


def test_suggestions_are_few(api):
    assert len(api.get("/sugestoes", q="a").json) <= 10
    assert len(api.get("/sugestoes", q="d", limite=1).json) == 1
    for query in ({}, {"q": "a", "limite": 0}, {"q": "a", "limite": 11}):
        assert_problem(api.get("/sugestoes", **query), 400, "parametro-invalido")
    assert api.get("/sugestoes", q="").expect(200).json == []


# ---- ISBN ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["9788535914849", "978-85-359-1484-9", "8535914846", "85-359-1484-6"])
def test_an_isbn_finds_its_book_whatever_its_form(api, q):
    answer = api.get("/livros", q=q)
    assert found(answer) == ["casmurro"]
    assert stage(answer) == "exata"


def test_another_isbn_of_a_book_finds_it_too(api):
    assert found(api.get("/livros", q="9791090636071")) == ["serie"]
    assert found(api.get("/livros", q="8574190233")) == ["quincas"]
    assert found(api.get("/livros", q="9788535914856")) == []


@pytest.mark.parametrize("text", ["9788535914849", "978-85-359-1484-9", "85-359-1484-6"])
def test_an_isbn_is_explained(api, text):
    answer = api.get(f"/isbn/{text}").expect(200)
    table = answer.json["tabela"]
    assert table >= "2026-01-04"
    assert answer.json == {
        "valido": True,
        "isbn13": "9788535914849",
        "isbn10": "8535914846",
        "hifenizado": {"isbn13": "978-85-359-1484-9", "isbn10": "85-359-1484-6"},
        "grupo": {"prefixo": "978-85", "nome": "Brazil"},
        "tabela": table,
        "livros": [list(BOOKS).index("casmurro") + 1],
    }


def test_an_isbn_that_no_book_has_is_valid_all_the_same(api):
    answer = api.get("/isbn/9789722323895").expect(200).json
    assert answer["livros"] == []
    assert answer["grupo"]["nome"] == "Portugal"


@pytest.mark.parametrize(
    "text", ["9788535914848", "978-85-359-1494-9", "8535914847", "9788535194849", "853591486X"]
)
def test_a_mistyped_isbn_is_answered_with_what_was_meant(api, text):
    problem = assert_problem(api.get(f"/isbn/{text}"), 422, "isbn-invalido")
    if text == "853591486X":  # two digits are wrong
        assert problem["correcoes"] == []
        return
    assert problem["correcoes"] == [
        {"isbn13": "9788535914849", "isbn10": "8535914846", "livros": [5]}
    ]


@pytest.mark.parametrize("text", ["1", "97885359148", "dom-casmurro", "%22", "97885359148490"])
def test_what_is_no_isbn_is_422(api, text):
    assert assert_problem(api.get(f"/isbn/{text}"), 422, "isbn-invalido")["correcoes"] == []


def test_the_range_table_can_be_replaced(own_server, tmp_path):
    table = tmp_path / "RangeMessage.xml"
    table.write_text(
        "<ISBNRangeMessage><MessageDate>Mon, 7 Jun 2027 10:00:00 GMT</MessageDate>"
        "<RegistrationGroups><Group><Prefix>978-85</Prefix><Agency>Brasil</Agency><Rules>"
        "<Rule><Range>0000000-9999999</Range><Length>4</Length></Rule>"
        "</Rules></Group></RegistrationGroups></ISBNRangeMessage>"
    )
    with own_server("--isbn-ranges", str(table)).client() as api:
        answer = api.get("/isbn/9788535914849").expect(200).json
    assert answer["tabela"] == "2027-06-07"
    assert answer["grupo"]["nome"] == "Brasil"
    assert answer["hifenizado"]["isbn13"] == "978-85-3591-484-9"
