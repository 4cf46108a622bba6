"""openapi.yaml is sound, agrees with the code, and the running binary keeps its every word."""

import copy
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from wire import assert_problem

ROOT = Path(__file__).parents[2]
DOCUMENT = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = {"get", "head", "post", "put", "patch", "delete", "options", "trace"}

# Takes half a minute on two free cores, and many on a loaded machine.
SECONDS_MAX = 1800


def test_the_document_is_sound_openapi_3_1():
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_the_document_has_exactly_the_routes_of_the_program():
    table = (ROOT / "src/api/routes.cpp").read_text(encoding="utf-8")
    names = {"del": "delete"}
    routed = {
        (names.get(method, method), path)
        for method, path in re.findall(r'Route\{(\w+), "([^"]+)"', table)
    }
    documented = {
        (method, path)
        for path, item in DOCUMENT["paths"].items()
        for method in item.keys() & METHODS - {"head"}
    }
    assert documented == routed


def nodes(node, where=""):
    """(place, object) of every object in the document."""
    if isinstance(node, dict):
        yield where, node
        for key, child in node.items():
            yield from nodes(child, f"{where}/{key}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from nodes(child, f"{where}/{index}")


# What a document may not hold, because one generator or another makes a client of it that does not
# compile, cannot say what it must, or fails on answers.
STUMBLING_BLOCKS = {
    "a pattern beside a format": lambda node: {"pattern", "format"} <= node.keys(),
    "a composed schema": lambda node: bool(node.keys() & {"allOf", "anyOf", "oneOf", "not"}),
    "a constant, which is taken for a text": lambda node: "const" in node,
    "items that are unique, which become sets": lambda node: "uniqueItems" in node,
    "a tag that is no name in ASCII": lambda node: any(
        not re.fullmatch("[a-z]+", tag) for tag in node.get("tags", []) if isinstance(tag, str)
    ),
    "a key that a writer must have": lambda node: "security" in node and {} not in node["security"],
}


@pytest.mark.parametrize("block", STUMBLING_BLOCKS)
def test_no_generator_stumbles_over(block):
    assert [place for place, node in nodes(DOCUMENT) if STUMBLING_BLOCKS[block](node)] == []


def test_parameters_stand_with_their_operations_and_the_first_server_can_be_called():
    assert [path for path, item in DOCUMENT["paths"].items() if item.keys() - METHODS] == []
    assert DOCUMENT["servers"][0]["url"] == "http://localhost:8080"


def test_what_a_change_may_remove_is_what_a_book_may_have_or_null():
    said_once = {"description", "examples"}
    for name, schema in SCHEMAS.items():
        plain = SCHEMAS.get(name.removesuffix("OuNulo"))
        if schema is not plain:
            expected = plain | {"type": [plain["type"], "null"]}
            assert {k: v for k, v in expected.items() if k not in said_once} == schema, name


def test_a_whole_book_has_the_members_of_one_in_a_list():
    assert SCHEMAS["Livro"]["properties"] == SCHEMAS["LivroParcial"]["properties"]


def resolved(node: dict) -> dict:
    while "$ref" in node:
        found = DOCUMENT
        for key in node["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        node = found
    return node


def query_parameters():
    """(operation, parameter) of every one that goes into a URL."""
    for path, item in DOCUMENT["paths"].items():
        for method in item.keys() & METHODS - {"head"}:
            for parameter in map(resolved, item[method].get("parameters", [])):
                if parameter["in"] == "query":
                    place = f"{method.upper()} {path}"
                    yield pytest.param(place, parameter, id=f"{place} {parameter['name']}")


@pytest.mark.parametrize(("place", "parameter"), sorted(query_parameters(), key=lambda p: p.id))
def test_a_list_may_be_repeated_and_nothing_else(api, place, parameter):
    schema, name = resolved(parameter["schema"]), parameter["name"]
    is_list = schema["type"] == "array"
    values = resolved(schema["items"]).get("enum", [1, 2]) if is_list else [1, 1]
    method, path = place.split()
    query = f"{name}={quote(str(values[0]))}&{name}={quote(str(values[1]))}"
    if path == "/facetas" and name != "por":
        query += "&por=ano"
    if path == "/exportar" and name != "formato":
        query += "&formato=ndjson"
    answer = api.request(method, f"{path.replace('{id}', '1')}?{query}")
    if is_list:
        answer.expect(200)
    else:
        problem = assert_problem(answer, 400, "parametro-invalido")
        assert f"“{name}”" in problem["detail"] and "só uma vez" in problem["detail"]


# Constant in src/catalog/limits.hpp -> where the document says the same.
LIMITS = {
    "title_max": ["Titulo.maxLength", "TextoAte1000.maxLength"],
    "author_max": ["Autor.maxLength"],
    "subtitle_max": ["TextoAte1000.maxLength"],
    "contributors_max": ["Autores.maxItems"],
    "contributor_name_max": ["Contribuicao.properties.nome.maxLength"],
    "other_isbns_max": ["LivroEntrada.properties.outros_isbn.maxItems"],
    "identifiers_max": ["Identificadores.maxItems"],
    "identifier_value_max": ["Identificador.properties.valor.maxLength"],
    "publisher_max": ["TextoAte300.maxLength"],
    "place_max": ["TextoAte200.maxLength"],
    "edition_max": ["TextoAte100.maxLength"],
    "year_min": ["Ano.minimum", "AnoProcurado.minimum"],
    "filter_year_max": ["AnoProcurado.maximum"],
    "pages_max": ["Paginas.maximum"],
    "language_max": ["Idioma.maxLength"],
    "terms_max": ["Termos.maxItems"],
    "term_max": ["Termos.items.maxLength"],
    "classification_max": ["Classificacao.maxLength"],
    "series_name_max": ["Serie.properties.nome.maxLength"],
    "series_volume_max": ["Serie.properties.volume.maxLength"],
    "synopsis_max": ["Sinopse.maxLength"],
    "notes_max": ["Notas.maxItems", "NotasOuNulo.maxItems"],
    "note_max": ["Notas.items.maxLength", "NotasOuNulo.items.maxLength"],
    "cover_max": ["Capa.maxLength"],
    "links_max": ["Ligacoes.maxItems", "LigacoesOuNulo.maxItems"],
    "link_url_max": ["Ligacao.properties.url.maxLength"],
    "link_media_type_max": ["Ligacao.properties.tipo.maxLength"],
    "link_note_max": ["Ligacao.properties.nota.maxLength"],
    "errors_max": ["Problema.properties.erros.maxItems"],
}
IN_WORDS = {"years_ahead_max", "extra_bytes_max", "extra_depth_max"}


def test_the_document_states_every_limit_of_the_code():
    text = (ROOT / "src/catalog/limits.hpp").read_text(encoding="utf-8")
    pairs = re.findall(r"inline constexpr \S+ (\w+) = (-?[\d']+)[; ]", text)
    in_code = {name: int(value.replace("'", "")) for name, value in pairs}
    assert in_code.keys() | IN_WORDS == LIMITS.keys() | IN_WORDS
    for name, places in LIMITS.items():
        for place in places:
            value = SCHEMAS
            for key in place.split("."):
                value = value[key]
            assert value == in_code[name], place


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def test_nothing_in_the_document_is_unused():
    used = set(references(DOCUMENT))
    operations = [op for item in DOCUMENT["paths"].values() for op in item.values()]
    secured = [DOCUMENT, *(op for op in operations if isinstance(op, dict))]
    names = {name for one in secured for way in one.get("security", []) for name in way}
    used |= {f"#/components/securitySchemes/{name}" for name in names}
    for kind, entries in DOCUMENT["components"].items():
        for name in entries:
            assert f"#/components/{kind}/{name}" in used, f"{kind}/{name} is used nowhere"


def examples(node, where=""):
    """(place, schema, value) of every example that stands beside a schema."""
    if isinstance(node, dict):
        if "schema" in node:
            if "example" in node:
                yield f"{where}/example", f"{where}/schema", node["example"]
            for name, example in node.get("examples", {}).items():
                if "value" in example:
                    yield f"{where}/examples/{name}", f"{where}/schema", example["value"]
        for key, child in node.items():
            yield from examples(child, f"{where}/{str(key).replace('~', '~0').replace('/', '~1')}")


@pytest.mark.parametrize("place", [place for place, _, _ in examples(DOCUMENT)])
def test_an_example_obeys_its_schema(place):
    schema, value = next((s, v) for p, s, v in examples(DOCUMENT) if p == place)
    resource = Resource(contents=DOCUMENT, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", resource)
    reference = {"$ref": f"urn:document#{schema}"}
    Draft202012Validator(reference, registry=registry, format_checker=FormatChecker()).validate(
        value
    )


MILLISECONDS = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"


INTEGER = {"type": "integer"}
# What each operation of a batch needs and takes: generators of clients stumble over `oneOf`.
OPERATIONS = [
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["op", *(name for name in members if name != "se_versao")],
        "properties": {"op": {"enum": names}, **dict.fromkeys(members, INTEGER)}
        | ({"livro": {}} if "livro" in members else {}),
    }
    for names, members in [
        (["criar"], ["livro"]),
        (["substituir", "alterar"], ["id", "livro", "se_versao"]),
        (["excluir"], ["id", "se_versao"]),
        (["restaurar"], ["id", "versao", "se_versao"]),
    ]
]


def as_tested(document: dict) -> dict:
    """The document with the one limit that moves with the calendar, with the key that this server
    demands of writers, and with what is true but would disturb generators."""
    components = document["components"]
    for name in ("Ano", "AnoOuNulo"):
        components["schemas"][name]["maximum"] = datetime.now(UTC).year + 5
    components["schemas"]["Instante"]["pattern"] = MILLISECONDS
    components["schemas"]["IsbnDescrito"]["properties"]["valido"]["const"] = True
    components["parameters"]["ordem"]["schema"]["uniqueItems"] = True
    facets = document["paths"]["/facetas"]["get"]["parameters"]
    next(p for p in facets if p.get("name") == "por")["schema"]["uniqueItems"] = True
    for path, item in document["paths"].items():
        for method in item.keys() & METHODS - {"get", "head"} if path != "/sessao" else ():
            item[method]["security"] = [{"chave": []}]
    components["schemas"]["OperacaoDeLote"] = {"oneOf": OPERATIONS}
    # A key that follows the schema is not thereby known.
    sign_in = components["schemas"]["Entrada"]
    sign_in["properties"]["chave"]["enum"] = [ADMINISTRATOR]
    del sign_in["example"]
    return document


ADMINISTRATOR = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"

CONFIGURATION = """
hooks = "openapi_hooks"
[generation]
deterministic = true
max-examples = 25
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "404", "409", "410", "412"]
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "405", "406", "409", "410", "412", "414", "415", "422", "431"]
[[operations]]
include-operation-id = "entrar"
checks.negative_data_rejection.expected-statuses = ["400", "401", "415", "422"]
"""


def test_the_binary_keeps_every_word_of_the_document(own_server, tmp_path):
    limits = ("--rate-reads=off", "--rate-writes=off", "--rate-failures=off")
    service = own_server(
        "--demo", "--auth=keys", *limits, env={"API_LIVROS_ADMIN_KEY": ADMINISTRATOR}
    )
    schema = tmp_path / "openapi.json"
    schema.write_text(json.dumps(as_tested(copy.deepcopy(DOCUMENT))))
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(schema), "--url", service.url]
    command += ["--checks", "all", "--phases", "examples,coverage,fuzzing,stateful"]
    command += ["--header", f"Authorization: Bearer {ADMINISTRATOR}"]
    command += ["--continue-on-failure", "--warnings", "off", "--request-timeout", "10"]
    environment = os.environ | {
        "API_PORT": str(service.port),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )
    assert run.returncode == 0, run.stdout[-20000:] + run.stderr[-4000:]
