"""What schemathesis must be told that JSON Schema cannot say; loaded by test_openapi.py's runs."""

import functools
import json
import os
import re
import uuid
from http.client import HTTPConnection

import schemathesis
from hypothesis import strategies as st


def isbn_13(digits: list[int]) -> str:
    twelve = [9, 7, 8, *digits[:9]]
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return "".join(map(str, [*twelve, -total % 10]))


def isbn_10(digits: list[int]) -> str:
    total = sum(digit * (10 - place) for place, digit in enumerate(digits[:9]))
    return "".join(map(str, digits[:9])) + "0123456789X"[-total % 11]


nine_digits = st.lists(st.integers(0, 9), min_size=9, max_size=9)
schemathesis.openapi.format("isbn", nine_digits.map(isbn_13) | nine_digits.map(isbn_10))

schemathesis.openapi.format(
    "bcp47", st.sampled_from("pt pt-BR en en-GB zh-Hant-TW x-klingon".split())
)
schemathesis.openapi.format(
    "palavras", st.sampled_from("machado,Érico Veríssimo,o,2001".split(","))
)
schemathesis.openapi.format(
    "busca",
    st.sampled_from(["dom casmurro", "machad", '"dom casmurro" -sagas', "autor:rowling", ""]),
)
schemathesis.openapi.format("tipo-de-midia", st.sampled_from(["application/pdf", "text/html"]))
schemathesis.openapi.format("marc-relator", st.sampled_from("aut trl ill edt org ctb".split()))
schemathesis.openapi.format(
    "url-http",
    st.sampled_from(["https://exemplo.org", "http://[::1]:8080/capa?x=1#y", "https://a.b/ç"]),
)

schemathesis.openapi.format(
    "etiquetas-de-entidade", st.sampled_from(["*", '"7-3"', 'W/"7-3"', '"1-1", "2-1-gzip"'])
)

schemathesis.openapi.format("chave-idempotencia", st.uuids().map(str))

schemathesis.openapi.format(
    "instante-ou-data",
    st.dates().map(str) | st.sampled_from(["2026-11-23T00:00:00Z", "2026-11-23T00:00:00.5-03:00"]),
)


schemathesis.openapi.format(
    "mapa-de-colunas",
    st.sampled_from(['{"Obra":"título"}', '{"Autor(es)":"autores;","Sala":null}', "{}"]),
)


@functools.cache
def cursor_of_the_second_page() -> str:
    connection = HTTPConnection("127.0.0.1", int(os.environ["API_PORT"]))
    connection.request("GET", "/livros?limite=1")
    response = connection.getresponse()
    response.read()
    link = response.getheader("Link")
    return link.split("cursor=")[1].split(">")[0]


schemathesis.openapi.format("cursor", st.builds(cursor_of_the_second_page))


# Parameter -> the one format that it goes with, and its good values (None: any).
OF_ONE_FORMAT = {
    "campos": ("json", None),
    "bom": ("csv", "0 1"),
    "completa": ("abnt", "0 1"),
    "marcacao": ("abnt", "texto html markdown"),
    "autores": ("abnt", "todos"),
}


def of_other_formats(query) -> set[str]:
    """The parameters whose values are good, but for another format than the one asked for."""
    form = query.get("formato", "json")
    return {
        name
        for name, (own, values) in OF_ONE_FORMAT.items()
        if name in query and own != form and (values is None or str(query[name]) in values.split())
    }


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """A key stands for one request; an order names a key once, relevance none but itself and only
    beside a search; a cursor is good for one order; some parameters belong to one format."""
    if re.fullmatch("[0-9a-f-]{36}", str((case.headers or {}).get("Idempotency-Key"))):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    query = case.query or {}
    for name in of_other_formats(query):
        del query[name]
    if ("ordem" in query or "q" in query) and query.get("cursor") == cursor_of_the_second_page():
        del query["cursor"]
    order = query.get("ordem")
    keys = order.split(",") if isinstance(order, str) else order
    if isinstance(keys, list):
        once = list({str(key).lstrip("-"): str(key) for key in keys}.values())
        if "relevancia" in once and (len(once) > 1 or "q" not in query):
            once = [key for key in once if key != "relevancia"] or ["id"]
        if once != keys:
            query["ordem"] = ",".join(once) if isinstance(order, str) else once


# Refusals that depend on what is in the catalogue, not on the form of the request.
OF_THE_MOMENT = {
    "livro-excluido",
    "livro-nao-encontrado",
    "versao-divergente",
    "precondicao-nao-atendida",
    "versao-nao-encontrada",
    "capa-nao-encontrada",
    "id-em-uso",
    "duplicado",
    "lote-recusado",
    "chave-reutilizada",
}


def refusal(response) -> tuple[str, set[str]]:
    """The code of the problem and those of the errors in it."""
    try:
        problem = json.loads(response.content)
        return problem["codigo"], {error["codigo"] for error in problem["erros"]}
    except (ValueError, KeyError, TypeError):
        return "", set()


def sends_a_file_of_nothing(case, code) -> bool:
    """Which bytes are a file of a format is beyond JSON Schema."""
    return code == "formato-nao-suportado" and case.path.startswith("/importacoes")


def says_marc8_of_text(case, code) -> bool:
    """Which format a file in MARC-8 has is told by two parameters, or by its first bytes."""
    return code == "parametro-invalido" and (case.query or {}).get("codificacao") == "marc-8"


def sends_no_image(case, code) -> bool:
    """Which bytes are an image, likewise."""
    return code == "tipo-nao-suportado" and case.path.endswith("/capa")


def breaks_an_entity_tag(case, code) -> bool:
    """The runs put text of their own in place of the format that the document names."""
    headers = case.headers or {}
    asked = [str(headers.get(name, "*")) for name in ("If-Match", "If-None-Match")]
    is_broken = any(not re.match(r'\*$|(W/)?"', tags) for tags in asked)
    return code == "parametro-invalido" and is_broken


def sends_a_float(case) -> bool:
    """1.0 is an integer to JSON Schema; here numbers never travel as floats."""
    return bool(re.search(r"\d\.0\b", json.dumps(case.body, default=str)))


def names_its_authors_otherwise(case) -> bool:
    """`autores` suffice; the document asks for `autor` as well, so that generators understand."""
    return (
        isinstance(case.body, dict) and "autor" not in case.body and bool(case.body.get("autores"))
    )


def says_null(value) -> bool:
    """Null in an optional key is taken for "absent"; the document does not offer it."""
    if isinstance(value, dict):
        return any(one is None or says_null(one) for one in value.values())
    return isinstance(value, list) and any(says_null(one) for one in value)


def names_an_isbn(case) -> bool:
    """Its check digit is beyond JSON Schema; the document itself quotes a wrong one."""
    asked = str((case.path_parameters or {}).get("isbn")).upper()
    digits = re.sub("[^0-9X]", "", re.sub("^.*ISBN[^0-9]*(1[03][ :.-]+)?", "", asked))
    if re.fullmatch("[0-9]{13}", digits):
        return sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(digits)) % 10 == 0
    is_short = re.fullmatch("[0-9]{9}[0-9X]", digits)
    return bool(is_short) and isbn_10([int(d) for d in digits[:9]]) == digits


def names_rare_subtags(case) -> bool:
    """Which extended languages and variants are registered is beyond JSON Schema."""
    sent = json.dumps([case.body, case.query], default=str)
    return bool(re.search(r"[A-Za-z]-([A-Za-z]{3}|[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3})\b", sent))


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """False: the document and the program differ here on purpose."""
    if (case.path_parameters or {}).get("id") == "lote":
        return False  # the address of batches, which is no book's and takes POST alone
    if type(failure).__name__ == "MissingHeaderNotRejected":
        return failure.header_name.lower() != "authorization"  # the runs put it back
    if type(failure).__name__ == "UseAfterFree":
        return not case.path.endswith("/versoes")  # the history of a deleted book stays
    if type(failure).__name__ == "AcceptedNegativeData":
        violated = set(re.findall(r"violates `(\w+)`", str(failure)))
        mended_above = violated == {"uniqueItems", "format"}
        return not (mended_above or names_its_authors_otherwise(case) or says_null(case.body))
    if type(failure).__name__ != "RejectedPositiveData":
        return True
    code, rules = refusal(response)
    if sends_a_file_of_nothing(case, code) or breaks_an_entity_tag(case, code):
        return False
    if sends_no_image(case, code) or says_marc8_of_text(case, code):
        return False
    if rules == {"tipo-invalido"} and sends_a_float(case):
        return False
    if names_rare_subtags(case) and (
        rules == {"idioma-invalido"} or code == "parametro-invalido" and "idioma" in case.query
    ):
        return False
    if code == "isbn-invalido":
        return names_an_isbn(case)
    return code not in OF_THE_MOMENT and rules != {"versao-desconhecida"}
