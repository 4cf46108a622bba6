"""Contract sections 3 and 5: methods, media types, languages, codings."""

import gzip
import json

import pytest
import zstandard
from wire import assert_problem, book

ADDRESSES = {
    "/livros": "GET, HEAD, OPTIONS, POST",
    "/livros/1": "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
    "/livros/1/versoes": "GET, HEAD, OPTIONS",
    "/livros/1/versoes/1": "GET, HEAD, OPTIONS",
    "/livros/1/restaurar": "OPTIONS, POST",
    "/": "GET, HEAD, OPTIONS",
    "/openapi.json": "GET, HEAD, OPTIONS",
    "/openapi.yaml": "GET, HEAD, OPTIONS",
    "/problemas": "GET, HEAD, OPTIONS",
    "/problemas/livro-excluido": "GET, HEAD, OPTIONS",
    "/healthz": "GET, HEAD, OPTIONS",
    "/readyz": "GET, HEAD, OPTIONS",
    "/metrics": "GET, HEAD, OPTIONS",
}


def allowed(answer) -> set[str]:
    return {method.strip() for method in answer.headers["Allow"].split(",")}


@pytest.mark.parametrize("path", ADDRESSES)
def test_options_says_what_an_address_takes(api, path):
    answer = api.request("OPTIONS", path).expect(204)
    assert allowed(answer) == set(ADDRESSES[path].split(", "))
    assert answer.body == b""


@pytest.mark.parametrize("path", ADDRESSES)
def test_another_method_is_405_and_allow_says_which(api, path):
    methods = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}
    for method in methods - set(ADDRESSES[path].split(", ")):
        answer = api.request(method, path)
        assert_problem(answer, 405, "metodo-nao-permitido")
        assert allowed(answer) == set(ADDRESSES[path].split(", "))


def test_options_for_the_whole_server_is_answered(api):
    assert api.request("OPTIONS", "*").status in (200, 204)


@pytest.mark.parametrize("method", ["BREW", "get", "GETS", "PROPFINDING"])
def test_a_method_nobody_knows_is_501(api, method):
    assert_problem(api.request(method, "/livros"), 501, "metodo-desconhecido")


UNKNOWN = ["/livro", "/livros/", "/livros/1/", "/livros/1/versao", "//livros", "/LIVROS", "/x/y"]


@pytest.mark.parametrize("path", [*UNKNOWN, "/livros/1/versoes/1/2", "/.%2e/etc/passwd", "/docs/x"])
def test_an_unknown_address_is_404(api, path):
    assert_problem(api.get(path), 404, "caminho-desconhecido")


@pytest.mark.parametrize(
    "id_", ["0", "-1", "9007199254740992", "9223372036854775808", "abc", "1.0"]
)
def test_an_id_that_cannot_be_is_404(api, id_):
    assert_problem(api.get(f"/livros/{id_}"), 404, "livro-nao-encontrado")
    assert_problem(api.delete(f"/livros/{id_}"), 404, "livro-nao-encontrado")


@pytest.mark.parametrize("path", [path for path, methods in ADDRESSES.items() if "GET" in methods])
def test_head_is_get_without_the_body(own_server, path):
    with own_server("--demo").await_ready().client() as api:
        get, head = api.get(path).expect(200), api.head(path).expect(200)
        assert head.body == b""
        changing = {"date", "x-request-id"}
        if path == "/metrics":
            changing.add("content-length")
        for one in (get, head):
            for name in changing:
                one.headers.pop(name, None)
        assert head.headers == get.headers


def test_head_of_an_error_has_the_headers_of_the_error(api):
    head = api.head("/livros/3007199254740000").expect(404)
    assert head.body == b""
    assert head.headers["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "accept",
    ["application/json", "*/*", "application/*", "text/html, */*;q=0.1", "application/json;q=0.5"],
)
def test_json_is_given_to_whoever_takes_it(api, accept):
    answer = api.get("/livros", limite=1, headers={"Accept": accept}).expect(200)
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml, text/plain", "application/json;q=0", "image/*"]
)
def test_what_nobody_can_give_is_406(api, accept):
    made = api.create()
    for path in ("/livros", f"/livros/{made['id']}"):
        answer = api.get(path, headers={"Accept": accept})
        assert_problem(answer, 406, "formato-nao-disponivel")


def test_a_write_that_cannot_be_answered_is_not_done(api, mark):
    answer = api.post("/livros", json=book(etiquetas=[mark]), headers={"Accept": "text/html"})
    assert_problem(answer, 406, "formato-nao-disponivel")
    assert api.get("/livros", etiqueta=mark).json == []


@pytest.mark.parametrize(
    "media",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "application/xml",
        "json",
        "application/merge-patch+json",
    ],
)
def test_a_body_of_another_type_is_415(api, media):
    body = json.dumps(book()).encode()
    answer = api.post("/livros", body, headers={"Content-Type": media})
    assert_problem(answer, 415, "tipo-nao-suportado")
    assert "application/json" in answer.headers["Accept"]


@pytest.mark.parametrize("media", ["application/json;charset=UTF-8", "APPLICATION/JSON"])
def test_json_is_json_however_it_is_written(api, media):
    headers = {"Content-Type": media}
    api.post("/livros", json.dumps(book()).encode(), headers=headers).expect(201)


def test_a_compressed_body_is_415(api):
    body = gzip.compress(json.dumps(book()).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert_problem(api.post("/livros", body, headers=headers), 415, "tipo-nao-suportado")


def unzipped(answer) -> bytes:
    coding = answer.headers.get("Content-Encoding")
    if coding == "gzip":
        return gzip.decompress(answer.body)
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(answer.body)
    assert coding is None
    return answer.body


CODINGS = [
    ("gzip", "gzip"),
    ("zstd", "zstd"),
    ("gzip, deflate, br, zstd", "zstd"),
    ("gzip;q=1.0, zstd;q=0.5", "gzip"),
    ("br", None),
    ("identity", None),
    ("gzip;q=0, zstd;q=0", None),
    ("*", "zstd"),
    ("", None),
]


@pytest.mark.parametrize(("accepted", "coding"), CODINGS)
def test_long_answers_are_compressed_as_asked(api, accepted, coding):
    made = api.create(sinopse="palavra " * 400)
    path = f"/livros/{made['id']}"
    for target in (path, f"/livros?id={made['id']}", f"{path}/versoes", "/openapi.json"):
        plain = api.get(target).expect(200)
        answer = api.get(target, headers={"Accept-Encoding": accepted}).expect(200)
        assert answer.headers.get("Content-Encoding") == coding
        assert "accept-encoding" in answer.headers["Vary"].lower()
        assert unzipped(answer) == plain.body
        if coding:
            assert len(answer.body) < len(plain.body)
            assert answer.headers.get("ETag") != plain.headers.get("ETag", "none")


def test_short_answers_are_not_compressed(api):
    made = api.create()
    answer = api.get(f"/livros/{made['id']}", headers={"Accept-Encoding": "gzip, zstd"})
    assert "Content-Encoding" not in answer.headers


def test_a_list_is_compressed_whether_cached_or_not(own_server):
    with own_server().client() as api:
        for _ in range(20):
            api.create()
        for _ in range(3):
            for coding in ("gzip", "zstd", "identity"):
                answer = api.get("/livros", headers={"Accept-Encoding": coding}).expect(200)
                assert len(json.loads(unzipped(answer))) == 20


def test_data_says_revalidate_and_what_it_varies_by(api):
    made = api.create()
    for target in ("/livros", f"/livros/{made['id']}", f"/livros/{made['id']}/versoes"):
        headers = api.get(target).headers
        assert headers["Cache-Control"] == "no-cache"
        varies = {name.strip().lower() for name in headers["Vary"].split(",")}
        assert varies == {"accept", "accept-encoding", "accept-language"}


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("en-US,en;q=0.9", "en"), ("pt-BR", "pt-BR"), ("de", "pt-BR"), ("*", "pt-BR")],
)
def test_errors_speak_the_language_asked_for(api, asked, language):
    answer = api.get("/livros/abc", headers={"Accept-Language": asked})
    assert answer.headers["Content-Language"] == language
    titles = {"en": "Book not found", "pt-BR": "Livro não encontrado"}
    assert answer.json["title"] == titles[language]
