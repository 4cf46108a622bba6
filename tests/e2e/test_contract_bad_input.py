"""What hostile or broken clients send is answered 4xx problem+json, never 5xx, and does no harm."""

import json
import unicodedata

import pytest
from wire import assert_invalid, assert_problem, book

JSON = {"Content-Type": "application/json"}

MALFORMED = {
    "empty": b"",
    "blank": b"  \n",
    "cut off": b'{"titulo":"x","autor":"y"',
    "cut off in a string": b'{"titulo":"x',
    "trailing comma": b'{"titulo":"x","autor":"y",}',
    "text after the value": b'{"titulo":"x","autor":"y"} x',
    "two values": b'{"titulo":"x","autor":"y"}{"titulo":"x","autor":"y"}',
    "single quotes": b"{'titulo':'x'}",
    "comment": b'{"titulo":"x",/* */"autor":"y"}',
    "unquoted key": b'{titulo:"x"}',
    "raw newline in a string": b'{"titulo":"a\nb","autor":"y"}',
    "bad escape": b'{"titulo":"\\x","autor":"y"}',
    "short unicode escape": b'{"titulo":"\\u12","autor":"y"}',
    "leading zero": b'{"titulo":"x","autor":"y","ano":01999}',
    "plus sign": b'{"titulo":"x","autor":"y","ano":+1999}',
    "bare point": b'{"titulo":"x","autor":"y","ano":.5}',
    "NaN": b'{"titulo":"x","autor":"y","ano":NaN}',
    "wrong literal": b'{"titulo":"x","autor":nul}',
    "NUL byte": b'{"titulo":"x\x00","autor":"y"}',
    "invalid UTF-8": b'{"titulo":"\xff","autor":"y"}',
    "overlong UTF-8": b'{"titulo":"\xc0\xaf","autor":"y"}',
    "UTF-8 surrogate": b'{"titulo":"\xed\xa0\x80","autor":"y"}',
    "UTF-8 cut off": b'{"titulo":"\xc3","autor":"y"}',
    "UTF-16": '{"titulo":"x","autor":"y"}'.encode("utf-16"),
    "lone high surrogate": b'{"titulo":"\\ud800","autor":"y"}',
    "lone low surrogate": b'{"titulo":"\\udc00x","autor":"y"}',
    "surrogates reversed": b'{"titulo":"\\udc00\\ud800","autor":"y"}',
    "lone surrogate in a key": b'{"titulo":"x","autor":"y","\\ud800":1}',
    "lone surrogate in extra": b'{"titulo":"x","autor":"y","extra":{"a":"\\ud800"}}',
    "nested 100 000 deep, open": b"[" * 100_000,
    "nested 100 000 deep in extra": b'{"titulo":"x","autor":"y","extra":' + b'{"a":' * 100_000,
    "nested 100 000 deep, closed": b"[" * 100_000 + b"]" * 100_000,
}

# Sound JSON, but nested as deep as 100 000: refused as malformed or as too deep.
DEEP = b'{"titulo":"x","autor":"y","extra":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_json_is_400(api, name):
    answer = api.post("/livros", MALFORMED[name], headers=JSON)
    if name == "nested 100 000 deep, closed":
        assert answer.status in (400, 422)
        return
    assert_problem(answer, 400, "json-invalido")


def test_sound_json_nested_too_deep_is_refused(api):
    answer = api.post("/livros", DEEP, headers=JSON)
    assert answer.status in (400, 422)
    assert answer.json["codigo"] in ("json-invalido", "livro-invalido")


@pytest.mark.parametrize("name", ["cut off", "invalid UTF-8", "lone high surrogate"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_malformed_json_is_400_wherever_a_body_is_taken(api, name, method):
    path = f"/livros/{api.create()['id']}"
    target = f"{path}/restaurar" if method == "POST" else path
    answer = api.request(method, target, MALFORMED[name], JSON)
    assert_problem(answer, 400, "json-invalido")
    assert api.get(path).json["versao"] == 1


@pytest.mark.parametrize("value", ["[]", '"x"', "7", "null", "true", "[{}]"])
def test_a_body_that_is_no_object_is_refused(api, value):
    made = api.create()
    for method, target in (
        ("POST", "/livros"),
        ("PUT", f"/livros/{made['id']}"),
        ("PATCH", f"/livros/{made['id']}"),
        ("POST", f"/livros/{made['id']}/restaurar"),
    ):
        answer = api.request(method, target, value.encode(), JSON)
        assert_invalid(answer, ("", "tipo-invalido"))


DUPLICATE_KEYS = {
    "plain": '{"titulo":"a","titulo":"a","autor":"b"}',
    "escaped": '{"titulo":"a","\\u0074itulo":"a","autor":"b"}',
    "decomposed": '{"título":"a","ti\u0301tulo":"a","autor":"b"}',
    "in an author": '{"titulo":"a","autor":"b","autores":[{"nome":"x","nome":"x"}]}',
    "in a series": '{"titulo":"a","autor":"b","serie":{"nome":"x","nome":"x"}}',
    "in extra": '{"titulo":"a","autor":"b","extra":{"x":{"y":1,"y":1}}}',
}


@pytest.mark.parametrize("name", DUPLICATE_KEYS)
def test_a_duplicate_key_is_400(api, name):
    answer = api.post("/livros", DUPLICATE_KEYS[name].encode(), headers=JSON)
    assert_problem(answer, 400, "chave-duplicada")


def test_a_surrogate_pair_is_one_letter(api):
    body = b'{"titulo":"\\ud83d\\udcda x","autor":"y"}'
    assert api.post("/livros", body, headers=JSON).expect(201).json["título"] == "📚 x"


def test_odd_letters_are_kept(api):
    odd = "\u200d\u202e\ufffd\U0010ffff\ufdd0 زرافة 漢字 e\u0301\u0327"
    made = api.create(título=odd)
    assert made["título"] == unicodedata.normalize("NFC", odd).strip()
    assert api.get(f"/livros/{made['id']}").json == made


@pytest.mark.parametrize("key", ["título", "sinopse", "etiquetas", "desconhecida"])
def test_a_string_of_a_megabyte_is_refused_in_good_order(api, key):
    value = "x" * (1024 * 1024 - 200)
    answer = api.post("/livros", json=book(**{key: [value] if key == "etiquetas" else value}))
    assert_problem(answer, 422, "livro-invalido")
    assert len(answer.body) < 4096


def test_a_body_over_a_megabyte_is_413(api):
    body = json.dumps(book(sinopse="x" * 1024 * 1024)).encode()
    assert_problem(api.post("/livros", body, headers=JSON), 413, "corpo-grande-demais")
    api.close()
    api.get("/livros", limite=1).expect(200)


def test_thousands_of_unknown_keys_make_a_bounded_answer(api):
    answer = api.post("/livros", json={f"k{n}": n for n in range(50_000)})
    assert answer.status in (400, 422)
    assert len(answer.body) < 1024 * 1024


SQL = [
    "' OR 1=1 --",
    "'; DROP TABLE books; --",
    '" OR ""="',
    "1 UNION SELECT * FROM sqlite_master",
    "%' ESCAPE '\\",
    "x' AND randomblob(1000000000) --",
    "NEAR(a b) OR *",
    "NULL",
    "?1",
]
LIST_PARAMETERS = (
    "limite cursor total ordem campos autor titulo editora assunto etiqueta isbn idioma ano "
    "ano_min ano_max id alterado_desde"
).split()


@pytest.mark.parametrize("attack", SQL)
def test_sql_is_only_text_in_every_parameter(api, attack):
    survivor = api.create()
    for name in LIST_PARAMETERS:
        answer = api.get("/livros", **{name: attack, "limite" if name != "limite" else "total": 1})
        assert answer.status in (200, 400), (name, answer.status)
        if answer.status == 400:
            assert_problem(answer, 400, "parametro-invalido")
        else:
            assert answer.json == [], name
    api.get(f"/livros/{survivor['id']}").expect(200)


@pytest.mark.parametrize("attack", SQL)
def test_sql_is_only_text_in_every_field(api, attack):
    fields = {"título": attack, "autor": attack, "editora": attack, "etiquetas": [attack]}
    made = api.create(**fields, extra={attack: attack})
    read = api.get(f"/livros/{made['id']}").json
    assert {key: read[key] for key in fields} == fields
    assert read["extra"] == {attack: attack}
    quoted = attack.replace("%", "%25").replace(" ", "%20").replace('"', "%22").replace("?", "%3F")
    assert_problem(api.get(f"/livros/{quoted}"), 404, "livro-nao-encontrado")


def test_a_header_cannot_be_split_from_a_parameter(api):
    answer = api.get("/livros?autor=a%0d%0aX-Injected:%201")
    assert "X-Injected" not in answer.headers
    answer = api.get("/livros?limite=1&titulo=%3C%3E%22%0d%0aX-Injected:%201")
    assert "X-Injected" not in answer.headers


def test_markup_in_an_address_is_not_repeated_as_markup(api):
    answer = api.get("/livros/<script>alert(1)</script>")
    assert answer.status in (400, 404)
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_request_id_that_could_do_harm_is_replaced(api):
    for given in ("a b", "x" * 129, '"quoted"', "{}", "ç"):
        headers = {"X-Request-Id": given.encode("utf-8").decode("latin-1")}
        answer = api.get("/livros/abc", headers=headers)
        assert answer.headers["X-Request-Id"] != given
        assert_problem(answer, 404, "livro-nao-encontrado")
