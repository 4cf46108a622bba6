"""tools/reference.py: what /docs tells of each operation, and that its lines for curl work."""

import html
import re
import shlex
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from reference import SERVER, in_language, reference  # noqa: E402

# What an open server with the demo books answers to the lines, in their order, but 200, 201, 204.
# There are no keys; the book of the covers was deleted by a line before; an import may run still,
# or have ended.
OTHER_ANSWERS = {
    "entrar": {404},
    "lerCapa": {410},
    "guardarCapa": {410, 415},
    "removerCapa": {410},
    "importar": {202},
    "cancelarImportacao": {204, 409},
    "retomarImportacao": {202, 409},
    "desfazerImportacao": {200, 409},
}


def lines_for_curl(page: str) -> list[tuple[str, list[str]]]:
    """Operation, and the words of its line."""
    article = r'<article class="operacao" id="(\w+)">.*?<h4>curl</h4><pre.*?><code>(.*?)</code>'
    return [
        (name, shlex.split(html.unescape(line).replace("\\\n", "")))
        for name, line in re.findall(article, page, re.DOTALL)
    ]


def test_every_line_for_curl_is_answered_as_it_should_be(own_server):
    with own_server("--demo").await_ready().client() as api:
        lines = lines_for_curl(api.get("/docs").body.decode())
        assert len(lines) > 20
        for name, (program, *words) in lines:
            assert program == "curl"
            method, headers, body, target = "GET", {}, None, None
            while words:
                match words.pop(0):
                    case "-X":
                        method = words.pop(0)
                    case "--head":
                        method = "HEAD"
                    case "-H":
                        field, _, value = words.pop(0).partition(": ")
                        headers[field] = value
                    case "-d":
                        method = "POST" if method == "GET" else method
                        body = words.pop(0).encode()
                    case "--data-binary":
                        method = "POST" if method == "GET" else method
                        assert words.pop(0).startswith("@")
                        body = b"Obra,Autor(es),Sala\nUm,Ana,12\n"
                    case address:
                        assert target is None, (name, address)
                        parts = urlsplit(address)
                        assert parts.port == api.port
                        target = parts.path + ("?" + parts.query if parts.query else "")
            answer = api.request(method, target, body, headers)
            wanted = OTHER_ANSWERS.get(name, {200, 201, 204})
            assert answer.status in wanted, (name, answer.body)


@pytest.mark.parametrize(
    ("text", "portuguese", "english"),
    [
        ("Um livro. / One book.", "Um livro.", "One book."),
        ("Aqui `a`. /\n*Here `a`.*", "Aqui `a`.", "Here `a`."),
        ("Um.\n\nDois.\n\n*One.\nTwo.*\n", "Um.\n\nDois.", "One.\nTwo."),
        ("- um\n- dois\n\n*one, two*", "- um\n- dois", "one, two"),
        ("OpenAPI 3.1.", "OpenAPI 3.1.", "OpenAPI 3.1."),
    ],
)
def test_a_text_is_told_in_either_language(text, portuguese, english):
    assert in_language(text, "pt-BR") == (portuguese, "pt-BR")
    told, language = in_language(text, "en")
    assert told == english
    assert language == ("pt-BR" if portuguese == english else "en")


DOCUMENT = {
    "info": {"summary": "Um / One", "description": "a <b> & *c* / a <b> & *c*"},
    "tags": [{"name": "x", "description": "Xis. / Ex."}],
    "components": {
        "schemas": {
            "Coisa": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
        }
    },
    "paths": {
        "/x/{id}": {
            "post": {
                "operationId": "fazer",
                "tags": ["x"],
                "summary": "Faz. / Does.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "example": "a b", "schema": {}}
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Coisa"},
                            "example": {"n": "d'água"},
                        }
                    }
                },
                "responses": {"200": {"description": "Feito. / Done."}},
            }
        }
    },
}


def test_what_the_document_says_is_escaped_and_quoted():
    page = reference(DOCUMENT, "pt-BR")
    assert "a &lt;b&gt; &amp; <em>c</em>" in page
    ((name, words),) = lines_for_curl(page)
    assert name == "fazer"
    assert words[-3:] == [f"{SERVER}/x/a%20b", "-d", '{"n": "d\'água"}']


def test_a_shape_is_told_once_and_linked():
    page = reference(DOCUMENT, "en")
    assert page.count('id="forma-Coisa"') == 1
    assert '<a href="#forma-Coisa">Coisa</a>' in page
    assert "<code>n</code> <small>required</small>" in page


def test_a_body_without_an_example_is_a_file_of_the_readers_own():
    document = {
        **DOCUMENT,
        "paths": {
            "/x/{id}": {
                "post": {
                    **DOCUMENT["paths"]["/x/{id}"]["post"],
                    "requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}},
                }
            }
        },
    }
    ((_, words),) = lines_for_curl(reference(document, "pt-BR"))
    assert words[-2:] == ["--data-binary", "@arquivo"]
