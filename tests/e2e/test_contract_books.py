"""Contract sections 2 and 3: making, reading, replacing, changing and deleting a book."""

import re
import unicodedata
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from wire import assert_invalid, assert_problem, book

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
READ_ONLY = {"id", "versao", "criado_em", "atualizado_em"}

EVERY_FIELD = {
    "título": "Memorial do convento de José Saramago",
    "autor": "Soares, Maria Almira",
    "subtitulo": "um modo de narrar",
    "titulo_original": "Memorial do convento",
    "autores": [
        {"nome": "Soares, Maria Almira", "papel": "aut"},
        {"nome": "Saramago, José", "papel": "ant"},
        {"nome": "Universidade de Lisboa", "papel": "isb", "tipo": "entidade"},
        {"nome": "Feira do Livro", "papel": "ctb", "tipo": "evento"},
    ],
    "isbn": "9789722323895",
    "outros_isbn": ["9788574190235", "9780141439518"],
    "identificadores": [
        {"tipo": "lccn", "valor": "00331534"},
        {"tipo": "isbn_invalido", "valor": "972-23-2389-1"},
    ],
    "editora": "Editorial Presença",
    "local": "Lisboa",
    "edicao": "1. ed.",
    "ano": 1999,
    "idioma": "pt-PT",
    "idioma_original": "pt",
    "paginas": 76,
    "assuntos": ["Literatura portuguesa", "Romance histórico"],
    "etiquetas": ["emprestado"],
    "cdd": "869.342",
    "cdu": "821.134.3",
    "serie": {"nome": "Colecção Texto de apoio", "volume": "93"},
    "sinopse": "Primeira linha.\nSegunda linha,\tcom tabulação.",
    "notas": ["Inclui bibliografia; índice.", "Tese de mestrado."],
    "ligacoes": [
        {"url": "https://exemplo.org/7"},
        {
            "url": "https://exemplo.org/7.pdf",
            "tipo": "application/pdf",
            "relacao": "texto",
            "nota": "só na biblioteca",
        },
    ],
    "capa": "https://covers.openlibrary.org/b/isbn/9789722323895-L.jpg",
    "extra": {"estante": "B-12", "vazio": {}, "números": [1, -2.5, 1e3], "nulo": None},
}


def test_a_created_book_is_answered_whole_and_can_be_read_at_its_location(api):
    answer = api.post("/livros", json={"título": "Dom Casmurro", "autor": "Machado de Assis"})
    made = answer.expect(201).json
    assert answer.headers["Location"] == f"/livros/{made['id']}"
    assert answer.etag == f'"{made["id"]}-1"'
    assert answer.sequence >= 1
    assert set(made) == {"título", "autor"} | READ_ONLY
    assert made["versao"] == 1
    assert made["criado_em"] == made["atualizado_em"]
    assert RFC3339.fullmatch(made["criado_em"])
    read = api.get(answer.headers["Location"]).expect(200)
    assert read.json == made
    assert read.etag == answer.etag
    assert read.headers["Content-Type"] == "application/json; charset=utf-8"


def test_every_field_is_kept_as_it_was_sent(api):
    made = api.create(**EVERY_FIELD)
    assert {k: v for k, v in made.items() if k not in READ_ONLY} == EVERY_FIELD
    assert api.get(f"/livros/{made['id']}").json == made


def test_extra_is_returned_byte_for_byte_apart_from_blanks(api):
    extra = b'"extra":{"b":1.0,"a":[1e3,-0.0,12345678901234567890]}'
    body = b'{"titulo":"x","autor":null,' + extra + b"}"
    headers = {"Content-Type": "application/json"}
    assert extra in api.post("/livros", body, headers=headers).expect(201).body


def test_prefer_minimal_answers_an_empty_201(api):
    answer = api.post("/livros", json=book(), headers={"Prefer": "return=minimal"}).expect(201)
    assert answer.body == b""
    assert answer.headers["Preference-Applied"] == "return=minimal"
    api.get(answer.headers["Location"]).expect(200)


def test_a_client_may_choose_the_id_once(api):
    chosen = 9_007_199_254_740_000
    assert api.create(id=chosen)["id"] == chosen
    assert_problem(api.post("/livros", json=book(id=chosen)), 409, "id-em-uso")
    api.delete(f"/livros/{chosen}").expect(204)
    assert_problem(api.post("/livros", json=book(id=chosen)), 409, "id-em-uso")


def test_a_given_id_is_never_one_that_was_ever_used(own_server):
    with own_server().client() as api:
        for chosen in (2, 3, 5):
            api.create(id=chosen)
        api.delete("/livros/3").expect(204)
        given = [api.create()["id"] for _ in range(4)]
        assert len(set(given) - {2, 3, 5}) == 4
        last = max(given)
        api.delete(f"/livros/{last}").expect(204)
        assert api.create()["id"] not in {2, 3, 5, *given}


def test_the_largest_id_does_not_wedge_the_server(own_server):
    with own_server().client() as api:
        api.create(id=2**53 - 1)
        answer = api.post("/livros", json=book())
        assert answer.status < 500 or answer.status == 503, answer
        api.get(f"/livros/{2**53 - 1}").expect(200)


def test_names_of_authors_make_the_author_when_none_is_sent(api):
    names = [{"nome": "Jorge Amado"}, {"nome": "Zélia Gattai", "papel": "edt"}]
    made = api.create(autores=names)
    assert made["autor"] == "Jorge Amado; Zélia Gattai"
    assert [one["papel"] for one in made["autores"]] == ["aut", "edt"]


def test_null_says_that_the_author_is_unknown_on_purpose(api):
    assert api.create(autor=None)["autor"] is None


@pytest.mark.parametrize("alias", ["titulo", "title", unicodedata.normalize("NFD", "título")])
def test_a_title_may_come_under_its_other_names(api, alias):
    fields = {alias: "Vidas Secas", "autor": "Graciliano Ramos"}
    assert api.post("/livros", json=fields).expect(201).json["título"] == "Vidas Secas"


def test_author_is_another_name_of_autor(api):
    fields = {"title": "Iracema", "author": "José de Alencar"}
    made = api.post("/livros", json=fields).expect(201).json
    assert (made["título"], made["autor"]) == ("Iracema", "José de Alencar")


def test_two_names_of_one_field_must_agree(api):
    same = {"título": "Senhora", "titulo": " Senhora", "author": "X", "autor": "X"}
    api.post("/livros", json=same).expect(201)
    other = api.post("/livros", json=same | {"titulo": "Sonhos d'Ouro", "autor": None})
    problem = assert_invalid(
        other, ("/titulo", "sinonimos-divergentes"), ("/autor", "sinonimos-divergentes")
    )
    told = {error["ponteiro"]: error["mensagem"] for error in problem["erros"]}
    assert "título" in told["/titulo"] and "author" in told["/autor"]


def test_text_becomes_nfc_and_is_trimmed(api):
    decomposed = unicodedata.normalize("NFD", "  A Relíquia\u00a0\u2003 ")
    made = api.create(título=decomposed, editora="\ufeff Lello ")
    assert made["título"] == "A Relíquia"
    assert made["editora"] == "Lello"


def test_an_empty_optional_text_is_absent(api):
    made = api.create(subtitulo="", editora="   ", cdd="")
    assert not {"subtitulo", "editora", "cdd"} & made.keys()


def test_an_isbn_of_ten_digits_is_shown_as_thirteen(api):
    assert api.create(isbn="85-7419-023-3")["isbn"] == "9788574190235"
    assert api.create(isbn="972-23-2389-x")["isbn"] == "9789722323895"
    for copied in (
        "978-972-23-2389-5",
        "ISBN 972.23.2389.x",
        "\u200eisbn:978 972\u201323 2389 5\u200f",
    ):
        assert api.create(isbn=copied)["isbn"] == "9789722323895"
        assert api.get(f"/isbn/{quote(copied)}").json["isbn13"] == "9789722323895"


def test_terms_that_fold_alike_are_kept_once(api):
    made = api.create(assuntos=["Ficção", "ficcao", "FICÇÃO ", "Poesia"])
    assert made["assuntos"] == ["Ficção", "Poesia"]


def test_read_only_members_are_ignored_when_they_are_right(api):
    made = api.create(ano=1899)
    path = f"/livros/{made['id']}"
    replaced = api.put(path, json=made | {"ano": 1900}).expect(200).json
    assert (replaced["ano"], replaced["versao"]) == (1900, 2)
    stale = {"versao": 1, "ano": 1901}
    assert_invalid(api.patch(path, json=stale), ("/versao", "somente-leitura"))
    api.patch(path, json=stale | {"versao": 2, "id": made["id"]}).expect(200)


def test_read_only_members_are_refused_when_they_are_wrong(api):
    assert_invalid(api.post("/livros", json=book(versao=2)), ("/versao", "somente-leitura"))
    made = api.create()
    path = f"/livros/{made['id']}"
    wrong = made | {"criado_em": "2001-01-01T00:00:00.000Z"}
    assert_invalid(api.put(path, json=wrong), ("/criado_em", "somente-leitura"))
    assert_invalid(api.put(path, json=made | {"id": made["id"] + 1}), ("/id", "somente-leitura"))
    assert_invalid(api.patch(path, json={"id": made["id"] + 1}), ("/id", "somente-leitura"))


def test_put_replaces_and_forgets_what_it_does_not_say(api):
    made = api.create(**EVERY_FIELD)
    path = f"/livros/{made['id']}"
    answer = api.put(path, json={"título": "Só isto", "autor": None}).expect(200)
    assert set(answer.json) == {"título", "autor"} | READ_ONLY
    assert answer.json["versao"] == 2
    assert answer.json["criado_em"] == made["criado_em"]
    assert answer.etag == f'"{made["id"]}-2"'
    assert api.get(path).json == answer.json


def test_put_makes_a_book_only_when_asked_to(api):
    path = "/livros/8007199254740000"
    assert_problem(api.put(path, json=book()), 404, "livro-nao-encontrado")
    only_new = {"If-None-Match": "*"}
    made = api.put(path, json=book(), headers=only_new).expect(201)
    assert made.headers["Location"] == path
    assert made.json["id"] == 8007199254740000
    again = api.put(path, json=book(), headers=only_new)
    assert_problem(again, 412, "versao-divergente")
    assert again.json["livro"] == made.json
    api.delete(path).expect(204)
    assert_problem(api.put(path, json=book(), headers=only_new), 409, "id-em-uso")


def test_patch_changes_only_what_it_says(api):
    made = api.create(**EVERY_FIELD)
    path = f"/livros/{made['id']}"
    patch = {
        "ano": 2000,
        "edicao": None,
        "serie": {"volume": None},
        "extra": {"estante": None, "sala": 3},
        "etiquetas": ["lido"],
    }
    changed = api.patch(path, json=patch).expect(200).json
    expected = made | {
        "ano": 2000,
        "serie": {"nome": "Colecção Texto de apoio"},
        "extra": {"vazio": {}, "números": [1, -2.5, 1e3], "nulo": None, "sala": 3},
        "etiquetas": ["lido"],
        "versao": 2,
        "atualizado_em": changed["atualizado_em"],
    }
    del expected["edicao"]
    assert changed == expected
    assert changed["atualizado_em"] >= made["atualizado_em"]


def test_patch_null_makes_the_author_unknown_but_cannot_take_the_title(api):
    made = api.create()
    path = f"/livros/{made['id']}"
    assert api.patch(path, json={"autor": None}).expect(200).json["autor"] is None
    assert_invalid(api.patch(path, json={"título": None}), ("/título", "obrigatorio"))
    assert_invalid(api.patch(path, json={"title": None}), ("/title", "obrigatorio"))


@pytest.mark.parametrize("media", ["application/merge-patch+json", "application/json"])
def test_patch_takes_both_media_types(api, media):
    made = api.create()
    headers = {"Content-Type": media}
    api.patch(f"/livros/{made['id']}", b'{"ano":1881}', headers=headers).expect(200)


def test_a_deleted_book_is_gone_but_not_forgotten(api):
    made = api.create()
    path = f"/livros/{made['id']}"
    answer = api.delete(path).expect(204)
    assert answer.body == b""
    assert_problem(api.get(path), 410, "livro-excluido")
    assert_problem(api.put(path, json=book()), 410, "livro-excluido")
    assert_problem(api.patch(path, json={"ano": 1}), 410, "livro-excluido")
    assert_problem(api.delete(path), 410, "livro-excluido")
    assert api.get("/livros", id=made["id"]).json == []
    api.get(f"{path}/versoes").expect(200)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_book_that_never_was_is_404(api, method):
    body = None if method in ("GET", "DELETE") else b'{"titulo":"x","autor":"y"}'
    headers = {"Content-Type": "application/json"}
    answer = api.request(method, "/livros/7007199254740000", body, headers)
    problem = assert_problem(answer, 404, "livro-nao-encontrado")
    assert problem["instance"] == "/livros/7007199254740000"


def test_every_write_moves_the_sequence_and_reads_tell_it(own_server):
    with own_server().client() as api:
        before = api.get("/livros").sequence
        first = api.post("/livros", json=book())
        path = first.headers["Location"]
        steps = [
            first,
            api.patch(path, json={"ano": 1950}),
            api.put(path, json=book()),
            api.delete(path),
            api.post(f"{path}/restaurar", json={"versao": 1}),
        ]
        assert [step.sequence for step in steps] == [before + n for n in range(1, 6)]
        assert api.get(path).sequence == before + 5
        assert api.get("/livros").sequence == before + 5
        refused = api.post("/livros", json={})
        assert refused.status == 422
        assert api.get("/livros").sequence == before + 5


def test_a_likely_duplicate_is_made_and_pointed_out(api, mark):
    first = api.create(título=f"Memórias Póstumas {mark}", autor="Machado de Assis", ano=1881)
    twin = book(título=f"MEMORIAS  postumas {mark}", autor="machado de assís", ano=1881)
    answer = api.post("/livros", json=twin).expect(201)
    assert answer.headers["Link"] == f'</livros/{first["id"]}>; rel="duplicate"'
    other_year = api.post("/livros", json=twin | {"ano": 1882}).expect(201)
    assert "Link" not in other_year.headers


def test_a_likely_duplicate_is_refused_on_request(api):
    first = api.create(isbn="9780306406157")
    answer = api.post("/livros?duplicado=recusar", json=book(isbn="0-306-40615-2"))
    problem = assert_problem(answer, 409, "duplicado")
    assert problem["candidatos"] == [first["id"]]
    api.post("/livros?duplicado=recusar", json=book()).expect(201)
    api.delete(f"/livros/{first['id']}").expect(204)
    api.post("/livros?duplicado=recusar", json=book(isbn="0-306-40615-2")).expect(201)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ({"título": "C++"}, {"título": "C#"}, 201),
        ({"título": "C++"}, {"título": "c++"}, 409),
        ({"título": "Às portas"}, {"título": "As portas"}, 201),
        ({"isbn": "9788525406958"}, {"isbn": "9780195101706"}, 201),
        ({"edicao": "1. ed."}, {"edicao": "2. ed."}, 201),
        ({"edicao": "2. ed."}, {"edicao": "Segunda edição"}, 409),
        ({"serie": {"nome": "S", "volume": "1"}}, {"serie": {"nome": "S", "volume": "2"}}, 201),
        ({}, {"edicao": "2. ed."}, 409),
    ],
)
def test_another_sign_isbn_edition_or_volume_is_another_book(api, mark, first, second, status):
    api.create(**{"título": "Obras", "autor": mark, **first})
    again = book(**{"título": "Obras", "autor": mark, **second})
    api.post("/livros?duplicado=recusar", json=again).expect(status)


def test_the_current_year_bounds_the_year_of_a_book(api):
    last = datetime.now(UTC).year + 5
    assert api.create(ano=last)["ano"] == last
    assert_invalid(api.post("/livros", json=book(ano=last + 2)), ("/ano", "fora-da-faixa"))
