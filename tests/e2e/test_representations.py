"""Books in other forms than JSON, read by programs that know nothing of this one."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import bibtexparser
import pybtex.database
import pymarc
import pytest
import rispy
from service import Service, run_cli
from wire import Client, assert_problem

RECORDS = Path(__file__).parents[1] / "data" / "loc_por_300.mrc"
COUNT = 300
EXPORTED = ("bibtex", "ris", "csl", "abnt")
PUBLIC = "https://livros.exemplo"


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Service]:
    """300 real records, exported in several forms, then on a server that trusts this machine."""
    folder = tmp_path_factory.mktemp("library")
    database = ("--database", folder / "livros.db")
    run_cli("import", RECORDS, *database)
    for form in EXPORTED:
        done = run_cli("export", folder / form, "--format", form, *database)
        assert done.returncode == 0, done.stderr
    run_cli("export", folder / "livros.jsonld", "--public-url", f"{PUBLIC}/", *database)
    options = ("--trusted-proxies", "127.0.0.1", "--allowed-host", "livros.exemplo")
    with Service(folder, *options) as service:
        yield service.await_ready()


@pytest.fixture
def books(library: Service) -> Iterator[Client]:
    with library.client() as client:
        yield client


def text_of(books: Client, form: str) -> str:
    return books.get(f"/livros?limite=1000&formato={form}").expect(200).body.decode()


@pytest.fixture(scope="module")
def as_json(library: Service) -> dict[int, dict]:
    with library.client() as client:
        found = client.get("/livros?limite=1000").expect(200).json
    assert len(found) == COUNT
    return {book["id"]: book for book in found}


def test_bibtexparser_and_pybtex_read_every_book(books, as_json):
    text = text_of(books, "bibtex")
    parsed = bibtexparser.parse_string(text)
    assert not parsed.failed_blocks
    assert len(parsed.entries) == COUNT
    entries = pybtex.database.parse_string(text, "bibtex").entries
    assert len(entries) == COUNT
    for key, entry in entries.items():
        book = as_json[int(key.removeprefix("livros-"))]
        assert entry.fields.get("year") == (str(book["ano"]) if "ano" in book else None), key
        assert entry.fields.get("isbn") == book.get("isbn"), key
        authors = [c for c in book.get("autores", []) if c["papel"] in ("aut", "cre", "dub", "att")]
        if authors:
            assert len(entry.persons["author"]) == len(authors), key
        for person in entry.persons.get("author", []):
            assert person.last_names or person.first_names, key


def test_rispy_reads_every_book(books, as_json):
    references = rispy.loads(text_of(books, "ris"))
    assert len(references) == COUNT
    for reference in references:
        book = as_json[int(reference["id"])]
        assert reference["type_of_reference"] == "BOOK"
        subtitle = f": {book['subtitulo']}" if "subtitulo" in book else ""
        assert reference["title"] == book["título"] + subtitle
        assert reference.get("keywords", []) == book.get("assuntos", []) + book.get("etiquetas", [])
        assert "unknown_tag" not in reference, reference


def test_json_forms_are_json_and_lists_have_all_books(books, as_json):
    csl = json.loads(text_of(books, "csl"))
    assert {int(item["id"]) for item in csl} == as_json.keys()
    graph = json.loads(text_of(books, "jsonld"))
    assert graph["@context"] == "https://schema.org"
    assert len({book["@id"] for book in graph["@graph"]}) == COUNT
    assert len(text_of(books, "abnt").splitlines()) == COUNT
    assert [json.loads(line) for line in text_of(books, "ndjson").splitlines()] == list(
        as_json.values()
    )


XML_FORMS = {
    "marcxml": "{http://www.loc.gov/MARC21/slim}record",
    "mods": "{http://www.loc.gov/mods/v3}mods",
}


@pytest.mark.parametrize("form", XML_FORMS)
def test_xml_forms_are_well_formed_and_hold_every_book(books, form):
    many = ElementTree.fromstring(text_of(books, form))
    assert len(many.findall(XML_FORMS[form])) == COUNT
    one = books.get(f"/livros/1?formato={form}").expect(200).body
    assert len(list(ElementTree.fromstring(one).iter(XML_FORMS[form]))) == 1


def test_marc_and_dublin_core_are_given_too(books, as_json):
    records = books.get("/livros?limite=1000&formato=marc").expect(200)
    assert records.headers["Content-Type"] == "application/marc"
    assert len(list(pymarc.MARCReader(records.body))) == COUNT
    assert len(json.loads(text_of(books, "marcjson"))) == COUNT
    core = ElementTree.fromstring(books.get("/livros/1?formato=dc").expect(200).body)
    title = core.find("{http://purl.org/dc/elements/1.1/}title").text
    assert title.startswith(as_json[1]["título"])
    assert_problem(books.get("/livros?formato=dc"), 406, "formato-nao-disponivel")


def test_pages_of_a_form_join_to_the_whole_list(books):
    whole, parts, target = text_of(books, "ris"), "", "/livros?limite=70&formato=ris"
    while target:
        page = books.get(target).expect(200)
        parts += page.body.decode()
        target = page.links().get("next")
    assert parts == whole


def test_absolute_addresses_follow_the_proxy_and_compressed_forms_have_their_tag(books):
    answer = books.get(
        "/livros/1?formato=jsonld",
        headers={"Host": "livros.exemplo", "X-Forwarded-Proto": "https"},
    ).expect(200)
    assert answer.json["@id"] == f"{PUBLIC}/livros/1"
    zipped = books.get("/livros?formato=bibtex", headers={"Accept-Encoding": "gzip"}).expect(200)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.etag.endswith('.bibtex-gzip"')
    again = {"Accept-Encoding": "gzip", "If-None-Match": zipped.etag}
    books.get("/livros?formato=bibtex", headers=again).expect(304)
    assert_problem(
        books.get("/livros/1", headers={"Accept": "text/html"}), 406, "formato-nao-disponivel"
    )


def test_export_writes_what_the_server_answers(library, books):
    for form in EXPORTED:
        assert (library.folder / form).read_bytes().decode() == text_of(books, form)
    graph = json.loads((library.folder / "livros.jsonld").read_text())["@graph"]
    assert graph[0]["@id"] == f"{PUBLIC}/livros/1"
