"""Contract section 4: filters, orders and the shape of GET /livros."""

import json

import pytest
from service import Service, run_cli
from wire import Client, assert_problem, book, with_query


def ids(answer) -> list[int]:
    return [one["id"] for one in answer.expect(200).json]


def titles(answer) -> list[str]:
    return [one["título"] for one in answer.expect(200).json]


@pytest.fixture(scope="module")
def shelf(server) -> dict[str, int]:
    """name -> id of a few books, all tagged `estante-de-teste`."""
    books = {
        "casmurro": {
            "título": "Dom Casmurro",
            "autor": "Machado de Assis",
            "editora": "Garnier",
            "ano": 1899,
            "idioma": "pt-BR",
            "assuntos": ["Ciúme", "Literatura brasileira"],
        },
        "relíquia": {
            "título": "A Relíquia",
            "autor": "Queirós, Eça de",
            "editora": "Lello & Irmão",
            "ano": 1887,
            "idioma": "pt-PT",
            "isbn": "9789722323895",
        },
        "odyssey": {
            "título": "The Odyssey",
            "titulo_original": "Ὀδύσσεια",
            "autor": None,
            "autores": [{"nome": "Homero"}, {"nome": "Odorico Mendes", "papel": "trl"}],
            "ano": -750,
            "idioma": "en",
            "outros_isbn": ["9788574190235"],
        },
        "sem ano": {"título": "Água Viva", "subtitulo": "ficção", "autor": "Clarice Lispector"},
    }
    with server.client() as api:
        made = {name: api.create(etiquetas=["estante-de-teste"], **b) for name, b in books.items()}
    return {name: one["id"] for name, one in made.items()}


def on_shelf(api: Client, **query):
    return api.get("/livros", etiqueta="estante-de-teste", **query)


FILTERS = [
    ({"autor": "assis"}, ["casmurro"]),
    ({"autor": "ASSÍS machado"}, ["casmurro"]),
    ({"autor": "eca queiros"}, ["relíquia"]),
    ({"autor": "homero"}, ["odyssey"]),
    ({"autor": "mendes homero"}, ["odyssey"]),
    ({"autor": "machado queiros"}, []),
    ({"autor": "mach"}, []),
    ({"titulo": "reliquia"}, ["relíquia"]),
    ({"titulo": "FICCAO"}, ["sem ano"]),
    ({"titulo": "οδυσσεια"}, ["odyssey"]),
    ({"editora": "lello irmao"}, ["relíquia"]),
    ({"assunto": "ciume"}, ["casmurro"]),
    ({"assunto": "literatura brasileira"}, ["casmurro"]),
    ({"isbn": "9789722323895"}, ["relíquia"]),
    ({"isbn": "972-23-2389-X"}, ["relíquia"]),
    ({"isbn": "85-7419-023-3"}, ["odyssey"]),
    ({"idioma": "pt"}, ["casmurro", "relíquia"]),
    ({"idioma": "PT-br"}, ["casmurro"]),
    ({"idioma": "por"}, ["casmurro", "relíquia"]),
    ({"idioma": "english"}, None),
    ({"isbn": "ISBN-13: 978.972.23.2389.5"}, ["relíquia"]),
    ({"idioma": "e"}, None),
    ({"ano": "1899"}, ["casmurro"]),
    ({"ano_min": "1888"}, ["casmurro"]),
    ({"ano_max": "1887"}, ["relíquia", "odyssey"]),
    ({"ano_min": "-750", "ano_max": "-750"}, ["odyssey"]),
    ({"ano_min": "1900", "ano_max": "1800"}, []),
    ({"idioma": "pt", "autor": "assis", "ano": "1899"}, ["casmurro"]),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_filters_fold_and_add_up(api, shelf, query, found):
    answer = on_shelf(api, **query)
    if found is None:
        assert_problem(answer, 400, "parametro-invalido")
        return
    assert ids(answer) == sorted(shelf[name] for name in found)


def test_a_filter_takes_as_many_words_as_the_longest_author_has(api):
    longest = "a " * 249 + "z"
    made = api.create(autor=longest)
    assert ids(api.get("/livros", autor=longest)) == [made["id"]]


def test_ids_choose_books_whatever_their_order(api, shelf):
    wanted = [shelf["odyssey"], shelf["casmurro"], shelf["odyssey"], 5007199254740000]
    answer = api.get("/livros", id=",".join(map(str, wanted)))
    assert ids(answer) == sorted({shelf["odyssey"], shelf["casmurro"]})


def test_a_thousand_ids_are_taken_and_one_more_refused(api):
    thousand = ",".join(str(n) for n in range(1, 1001))
    api.get("/livros", id=thousand).expect(200)
    answer = api.get("/livros", id=thousand + ",1001")
    assert_problem(answer, 400, "parametro-invalido")


def test_changed_since_finds_the_instant_itself_and_later(api, mark):
    first = api.create(etiquetas=[mark])
    second = api.patch(f"/livros/{first['id']}", json={"ano": 1950}).json
    moment = second["atualizado_em"]
    assert ids(api.get("/livros", etiqueta=mark, alterado_desde=moment)) == [first["id"]]
    later = moment[:-1].replace(moment[:4], str(int(moment[:4]) + 1)) + "Z"
    assert ids(api.get("/livros", etiqueta=mark, alterado_desde=later)) == []
    assert ids(api.get("/livros", etiqueta=mark, alterado_desde="2001-01-01")) == [first["id"]]
    zone = "2001-01-01T00:00:00+03:00"
    assert ids(api.get("/livros", etiqueta=mark, alterado_desde=zone)) == [first["id"]]


ORDERS = [
    ("titulo", ["sem ano", "casmurro", "odyssey", "relíquia"]),
    ("-titulo", ["relíquia", "odyssey", "casmurro", "sem ano"]),
    ("ano", ["sem ano", "odyssey", "relíquia", "casmurro"]),
    ("-ano", ["casmurro", "relíquia", "odyssey", "sem ano"]),
    ("id", ["casmurro", "relíquia", "odyssey", "sem ano"]),
    ("-id", ["sem ano", "odyssey", "relíquia", "casmurro"]),
    ("-criado_em,-id", ["sem ano", "odyssey", "relíquia", "casmurro"]),
    ("título", ["sem ano", "casmurro", "odyssey", "relíquia"]),
]


@pytest.mark.parametrize(("order", "expected"), ORDERS)
def test_orders_skip_articles_and_fold(api, shelf, order, expected):
    assert ids(on_shelf(api, ordem=order)) == [shelf[name] for name in expected]


ARTICLES = [
    ("pt-BR", "Os Sertões", "sertoes"),
    ("pt", "Uma Aprendizagem", "aprendizagem"),
    ("pt", "Ás de Espadas", "as de espadas"),
    ("pt", "À Espera", "a espera"),
    ("en", "An Ideal Husband", "ideal husband"),
    ("es", "Los Detectives Salvajes", "detectives"),
    ("fr", "L'Étranger", "etranger"),
    (None, "O Cortiço", "cortico"),
    ("en", "O Pioneers!", "o pioneers"),
    ("pt", "Le Monde", "le monde"),
]


def test_an_article_is_skipped_only_in_its_own_language(api, mark):
    for language, title, _ in ARTICLES:
        optional = {"idioma": language} if language else {}
        api.create(título=title, etiquetas=[mark], **optional)
    expected = [title for _, title, key in sorted(ARTICLES, key=lambda row: row[2])]
    assert titles(api.get("/livros", etiqueta=mark, ordem="titulo")) == expected


def test_a_later_key_orders_what_the_earlier_one_leaves_equal(api, mark):
    for author, year in [("B", 1990), ("A", 1980), ("A", 1990), ("B", 1980)]:
        api.create(título=f"{author} {year}", autor=author, ano=year, etiquetas=[mark])
    answer = api.get("/livros", etiqueta=mark, ordem="autor,-ano")
    assert titles(answer) == ["A 1990", "A 1980", "B 1990", "B 1980"]


def test_chosen_members_are_all_that_is_shown(api, shelf):
    one = on_shelf(api, autor="assis", campos="id,título,ano").json[0]
    assert one == {"id": shelf["casmurro"], "título": "Dom Casmurro", "ano": 1899}
    aliased = on_shelf(api, autor="assis", campos="titulo").json[0]
    assert aliased == {"título": "Dom Casmurro"}


def test_a_list_shows_books_as_they_are_read_alone(api, shelf):
    for one in on_shelf(api).json:
        assert api.get(f"/livros/{one['id']}").json == one


def test_the_total_counts_what_the_filters_find(api, shelf):
    answer = on_shelf(api, idioma="pt", total=1, limite=1)
    assert answer.headers["X-Total-Count"] == "2"
    assert "X-Total-Minimo" not in answer.headers
    assert "X-Total-Count" not in on_shelf(api).headers
    assert "X-Total-Count" not in on_shelf(api, total=0).headers


def test_a_count_that_would_cost_too_much_is_said_to_be_a_minimum(tmp_path):
    file = tmp_path / "many.ndjson"
    lines = (json.dumps(book(autor="Ana" if n % 20 else "Bia")) for n in range(11_000))
    file.write_text("\n".join(lines) + "\n")
    folder = tmp_path / "catalogue"
    folder.mkdir()
    assert run_cli("import", file, "--database", folder / "livros.db").returncode == 0
    with Service(folder) as service, service.client() as api:
        few = api.get("/livros", total=1, limite=1, autor="bia").headers
        assert few["X-Total-Count"] == "550" and "X-Total-Minimo" not in few
        many = api.get("/livros", total=1, limite=1, autor="ana").headers
        assert 10_000 <= int(many["X-Total-Count"]) <= 10_450
        assert (many.get("X-Total-Minimo") == "1") == (many["X-Total-Count"] != "10450")


def test_a_page_has_a_hundred_books_unless_asked_otherwise(own_server):
    with own_server().client() as api:
        assert api.get("/livros").expect(200).json == []
        for _ in range(102):
            api.create()
        first = api.get("/livros").expect(200)
        assert len(first.json) == 100
        assert len(api.get("/livros", limite=1000).json) == 102
        links = first.links()
        assert set(links) == {"next", "first"}
        second = api.get(links["next"]).expect(200)
        assert len(second.json) == 2
        assert set(second.links()) == {"prev", "first"}
        assert api.get(second.links()["prev"]).json == first.json


def test_links_keep_the_filters_of_the_list(api, shelf):
    answer = on_shelf(api, ordem="-ano", campos="id", limite=1)
    seen = []
    while True:
        seen += ids(answer)
        following = answer.links().get("next")
        if not following:
            break
        answer = api.get(following)
    assert seen == ids(on_shelf(api, ordem="-ano", campos="id"))


BAD_QUERIES = [
    ({"limite": "0"}, "parametro-invalido", "limite"),
    ({"limite": "1001"}, "parametro-invalido", "limite"),
    ({"limite": "-1"}, "parametro-invalido", "limite"),
    ({"limite": "9223372036854775808"}, "parametro-invalido", "limite"),
    ({"limite": "dez"}, "parametro-invalido", "limite"),
    ({"limite": ""}, "parametro-invalido", "limite"),
    ({"limite": "1.5"}, "parametro-invalido", "limite"),
    ({"total": "sim"}, "parametro-invalido", "total"),
    ({"ordem": "preco"}, "parametro-invalido", "ordem"),
    ({"ordem": ""}, "parametro-invalido", "ordem"),
    ({"ordem": "--id"}, "parametro-invalido", "ordem"),
    ({"ordem": "id,"}, "parametro-invalido", "ordem"),
    ({"ordem": "titulo,-titulo"}, "parametro-invalido", "ordem"),
    ({"campos": "id,preco"}, "parametro-invalido", "campos"),
    ({"campos": ""}, "parametro-invalido", "campos"),
    ({"cursor": "x"}, "parametro-invalido", "cursor"),
    ({"cursor": ""}, "parametro-invalido", "cursor"),
    ({"autor": ""}, "parametro-invalido", "autor"),
    ({"autor": "..."}, "parametro-invalido", "autor"),
    ({"autor": "x " * 251}, "parametro-invalido", "autor"),
    ({"isbn": "9789722323896"}, "parametro-invalido", "isbn"),
    ({"idioma": "pt_BR"}, "parametro-invalido", "idioma"),
    ({"ano": "mil"}, "parametro-invalido", "ano"),
    ({"ano_min": "99999999999"}, "parametro-invalido", "ano_min"),
    ({"ano_max": "1e3"}, "parametro-invalido", "ano_max"),
    ({"id": "0"}, "parametro-invalido", "id"),
    ({"id": "-1"}, "parametro-invalido", "id"),
    ({"id": "9007199254740992"}, "parametro-invalido", "id"),
    ({"id": "9223372036854775808"}, "parametro-invalido", "id"),
    ({"id": "1,,2"}, "parametro-invalido", "id"),
    ({"alterado_desde": "ontem"}, "parametro-invalido", "alterado_desde"),
    ({"alterado_desde": "2026-02-30"}, "parametro-invalido", "alterado_desde"),
    ({"limit": "10"}, "parametro-desconhecido", "limite"),
    ({"tittulo": "x"}, "parametro-desconhecido", "titulo"),
    ({"xyzzy": "x"}, "parametro-desconhecido", "xyzzy"),
]


@pytest.mark.parametrize(("query", "code", "named"), BAD_QUERIES)
def test_a_bad_parameter_is_refused_by_name(api, query, code, named):
    problem = assert_problem(api.get("/livros", **query), 400, code)
    assert named in problem["detail"]


def test_a_repeated_parameter_is_refused(api):
    problem = assert_problem(api.get("/livros?ano=1&ano=2"), 400, "parametro-invalido")
    assert "ano" in problem["detail"]


@pytest.mark.parametrize("path", ["", "/versoes/1"])
def test_other_addresses_take_no_parameters(api, path):
    made = api.create()
    answer = api.get(f"/livros/{made['id']}{path}", campos="id")
    assert_problem(answer, 400, "parametro-desconhecido")


def test_parameters_are_decoded_once(api, mark):
    api.create(título=f"100% {mark}", autor="C++ & Cia")
    assert len(api.get("/livros", titulo=f"100% {mark}", autor="C++ &").json) == 1
    assert len(api.get(f"/livros?titulo={mark}+100%25").json) == 1
    twice = with_query("/livros", {"titulo": "%2531"})
    api.get(twice).expect(200)


@pytest.mark.parametrize("raw", ["%ZZ", "%2", "%", "%FF", "%C3", "%ED%A0%80", "%00"])
def test_damaged_percent_encoding_is_refused(api, raw):
    answer = api.get(f"/livros?autor=a{raw}")
    assert_problem(answer, 400, "parametro-invalido")
