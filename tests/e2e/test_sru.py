"""SRU as library systems speak it: YAZ (yaz-client, and ZOOM, as Koha), sruthi, plain XML."""

import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pymarc
import pytest
import sruthi
from service import DEADLINE_SECONDS, Service
from wire import Client, exchange

ZING = "http://www.loc.gov/zing/srw/"
SPACES = {
    "1.1": (ZING, ZING + "diagnostic/"),
    "1.2": (ZING, ZING + "diagnostic/"),
    "2.0": (
        "http://docs.oasis-open.org/ns/search-ws/sruResponse",
        "http://docs.oasis-open.org/ns/search-ws/diagnostic",
    ),
}
TYPES = {"1.1": "text/xml", "1.2": "text/xml", "2.0": "application/sru+xml"}
# The sequences of the schemas of SRU, as far as they are used.
ANSWER = ["version", "numberOfRecords", "records", "nextRecordPosition", "diagnostics"]
RECORD = {
    "1.1": ["recordSchema", "recordPacking", "recordData", "recordPosition"],
    "1.2": ["recordSchema", "recordPacking", "recordData", "recordIdentifier", "recordPosition"],
    "2.0": [
        "recordSchema",
        "recordXMLEscaping",
        "recordData",
        "recordIdentifier",
        "recordPosition",
    ],
}
MARC = "{http://www.loc.gov/MARC21/slim}record"


class Found:
    """An answer, which must be well-formed and have its elements in the order of its schema."""

    def __init__(self, answer, version: str):
        assert answer.status == 200, answer.body
        assert answer.headers["Content-Type"].split(";")[0] == TYPES[version]
        self.root = ET.fromstring(answer.body)
        space, self._diagnostics = SPACES[version]
        self._in = f"{{{space}}}"
        assert self.root.tag == self._in + "searchRetrieveResponse"
        assert self.names(self.root) == [n for n in ANSWER if n in self.names(self.root)]
        assert self.text("version") == version
        self.records = self.root.findall(f".//{self._in}record")
        for record in self.records:
            assert self.names(record) == RECORD[version]

    def names(self, element: ET.Element) -> list[str]:
        assert all(one.tag.startswith(self._in) for one in element)
        return [one.tag.removeprefix(self._in) for one in element]

    def text(self, name: str) -> str | None:
        return self.root.findtext(f".//{self._in}{name}")

    @property
    def count(self) -> int:
        return int(self.text("numberOfRecords"))

    @property
    def diagnostic(self) -> int:
        uri = self.root.findtext(f".//{{{self._diagnostics}}}uri")
        return int(uri.rpartition("/")[2]) if uri else 0

    @property
    def ids(self) -> list[int]:
        return [int(one.findtext(f".//{MARC}/*[@tag='001']")) for one in self.records]


def ask(api: Client, query: str, version: str = "1.2", **more) -> Found:
    parameters = {"version": version, "operation": "searchRetrieve", "query": query} | more
    return Found(api.get("/sru", **parameters), version)


@pytest.fixture(scope="module")
def word() -> str:
    return "sruprova"


@pytest.fixture(scope="module")
def books(server: Service, word: str) -> Iterator[list[int]]:
    """Three books that share a word nobody else uses."""
    made = [
        {
            "título": f"A {word} dos Anéis",
            "autor": "Tolkien, J. R. R.",
            "isbn": "9788533613379",
            "ano": 1954,
            "idioma": "pt-BR",
            "editora": "Martins Fontes",
            "assuntos": ["Fantasia -- Inglaterra"],
        },
        {
            "título": f"{word}: memórias & <póstumas>",
            "autor": "Machado de Assis",
            "isbn": "8574190233",
            "ano": 1881,
            "idioma": "pt",
            "identificadores": [{"tipo": "issn", "valor": "1234-5679"}],
            "assuntos": ["Ciúme"],
        },
        {"título": f"O outro {word}", "autor": "Ana Machado", "idioma": "en", "ano": 1990},
    ]
    with server.client() as api:
        yield [api.create(**one)["id"] for one in made]


CLAUSES = {
    # index or relation: query, the books that it finds
    "serverChoice": ("{word}", [0, 1, 2]),
    "all words": ('"{word} aneis"', [0]),
    "cql.anywhere": ('cql.anywhere any "aneis postumas" and {word}', [0, 1]),
    "cql.keywords": ('cql.keywords all "{word} MACHADO"', [1, 2]),
    "dc.title =": ('dc.title = "{word} dos ANEIS"', [0]),
    "bath.title adj": ('bath.title adj "outro {word}"', [2]),
    "title any": ('title any "outro {word}" and {word}', [0, 1, 2]),
    "title exact": ('title exact "o outro {word}"', [2]),
    "title ==": ('title == "{word}"', []),
    "dc.creator": ("{word} and dc.creator = machado", [1, 2]),
    "dc.author": ('{word} and dc.author all "assis machado"', [1]),
    "bath.author": ('{word} and bath.author adj "machado de"', [1]),
    "bath.name": ("{word} and bath.name = ana", [2]),
    "author exact": ('{word} and author exact "ana machado"', [2]),
    "dc.subject": ("{word} and dc.subject = fantasia", [0]),
    "bath.subject": ("{word} and bath.subject = ciume", [1]),
    "subject": ('{word} and subject exact "fantasia inglaterra"', [0]),
    "dc.publisher": ('{word} and dc.publisher = "martins fontes"', [0]),
    "isbn": ("{word} and isbn = 978-85-336-1337-9", [0]),
    "bath.isbn": ("{word} and bath.isbn = 8574190233", [1]),
    "dc.identifier": ("{word} and dc.identifier = 9788574190235", [1]),
    "issn": ("{word} and issn = 12345679", [1]),
    "bath.issn": ('{word} and bath.issn = "1234-5679"', [1]),
    "standardIdentifier": ("{word} and bath.standardIdentifier = 9788533613379", [0]),
    "isbn or isbn": ("{word} and (isbn=8574190233 or isbn=9788533613379)", [0, 1]),
    "isbn any": ('{word} and isbn any "8574190233 9788533613379"', [0, 1]),
    "date =": ("{word} and date = 1954", [0]),
    "dc.date <": ("{word} and dc.date < 1954", [1]),
    "dc.date <=": ("{word} and dc.date <= 1954", [0, 1]),
    "dc.date >": ("{word} and dc.date > 1954", [2]),
    "dc.date >=": ("{word} and dc.date >= 1954", [0, 2]),
    "dc.date within": ('{word} and dc.date within "1900 1990"', [0, 2]),
    "language": ("{word} and language = pt", [0, 1]),
    "dc.language": ("{word} and dc.language = eng", [2]),
    "cql.allRecords": ("cql.allRecords = 1 and {word}", [0, 1, 2]),
    "not": ("{word} not dc.creator=machado", [0]),
    "or": ("({word} and aneis) OR ({word} and outro)", [0, 2]),
    "prefix": ("title = sruprov* and title = an*", [0]),
    "sortBy title": ("{word} sortBy dc.title", [2, 0, 1]),
    "sortBy date": ("{word} sortBy dc.date/sort.descending", [2, 0, 1]),
    "sortBy creator": ("{word} sortBy dc.creator", [2, 1, 0]),
}


@pytest.mark.parametrize("name", CLAUSES)
def test_every_index_and_relation(api, books, word, name):
    query, found = CLAUSES[name]
    answer = ask(api, query.format(word=word))
    assert answer.diagnostic == 0
    assert answer.ids == [books[n] for n in found]
    assert answer.count == len(found)


def test_a_record_by_its_number(api, books):
    assert ask(api, f"rec.id = {books[1]} or rec.identifier = {books[0]}").ids == books[:2]
    assert ask(api, "rec.id = 9007199254740991").count == 0


@pytest.mark.parametrize("version", SPACES)
def test_every_version_pages_through_records(api, books, word, version):
    first = ask(api, word, version, maximumRecords=2)
    assert (first.count, first.ids, first.text("nextRecordPosition")) == (3, books[:2], "3")
    last = ask(api, word, version, startRecord=3, maximumRecords=2)
    assert (last.count, last.ids, last.text("nextRecordPosition")) == (3, books[2:], None)
    assert last.text("recordPosition") == "3"
    counted = ask(api, word, version, maximumRecords=0)
    assert (counted.count, counted.records) == (3, [])
    assert ask(api, word, version, startRecord=4).diagnostic == 61
    assert ask(api, "ausente" + word, version).count == 0
    assert ask(api, "foo = a", version).diagnostic == 16


@pytest.mark.parametrize(
    ("schema", "tag"),
    [
        ("marcxml", MARC),
        ("info:srw/schema/1/dc-v1.1", "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"),
        ("mods", "{http://www.loc.gov/mods/v3}mods"),
    ],
)
def test_a_record_stands_alone_in_each_schema(api, books, word, schema, tag):
    for packing in ("xml", "string"):
        answer = ask(api, f"{word} and postumas", recordSchema=schema, recordPacking=packing)
        [record] = answer.records
        data = record.find(f"{{{ZING}}}recordData")
        book = data[0] if packing == "xml" else ET.fromstring(data.text)
        assert book.tag == tag
        assert "memórias & <póstumas>" in "".join(book.itertext())
        if tag == MARC:
            [read] = pymarc.parse_xml_to_array(io.BytesIO(ET.tostring(book)))
            assert read["001"].data == str(books[1])


DIAGNOSTICS = {
    4: {"operation": "update"},
    5: {"version": "3.0"},
    6: {"startRecord": "0"},
    7: {"query": ""},
    8: {"foo": "bar"},
    10: {"query": "dom casmurro"},
    16: {"query": "dc.foo = a"},
    19: {"query": "title < a"},
    20: {"query": "title =/fuzzy a"},
    28: {"query": "cas*rro"},
    37: {"query": "a prox b"},
    39: {"query": "a prox/distance<3 b"},
    48: {"query": " or ".join("a" * 60)},
    61: {"startRecord": "9999999"},
    66: {"recordSchema": "foo"},
    71: {"recordPacking": "foo"},
    80: {"query": "a sortBy dc.subject"},
    87: {"sortKeys": "title,foo"},
}


@pytest.mark.parametrize("number", DIAGNOSTICS)
def test_every_diagnostic(api, books, number):
    parameters = {"operation": "searchRetrieve", "query": "a", "version": "1.1"}
    answer = api.get("/sru", **(parameters | DIAGNOSTICS[number])).expect(200)
    uris = re.findall(rb"<uri>info:srw/diagnostic/1/(\d+)</uri>", answer.body)
    assert uris == [str(number).encode()]
    ET.fromstring(answer.body)
    scan = ET.fromstring(api.get("/sru", operation="scan", scanClause="title=a").body)
    assert scan.findtext(f".//{{{SPACES['1.2'][1]}}}uri") == "info:srw/diagnostic/1/4"


def test_forms_are_taken_and_soap_is_not(api, books, word):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"version=1.2&operation=searchRetrieve&query=title%3D{word}+and+an%C3%A9is"
    assert Found(api.post("/sru", body, headers=form), "1.2").ids == books[:1]
    api.post("/sru", "<Envelope/>", headers={"Content-Type": "text/xml"}).expect(415)
    request = f"GET /sru?query={word} HTTP/1.0\r\nContent-Type: text/xml\r\nHost: a\r\n\r\n"
    assert b" 200 " in exchange(api.port, request.encode().replace(b"Host: a", b"Host: localhost"))
    assert api.head("/sru", query=word).status == 200


# ---- other people's clients


def yaz_client(port: int, *commands: str) -> str:
    assert shutil.which("yaz-client"), "apt install yaz"
    lines = ["format marc21", *commands, "quit", ""]
    done = subprocess.run(
        ["yaz-client"],
        input="\n".join(lines).replace("PORT", str(port)),
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("way", ["get 1.1", "get 1.2", "get 2.0", "post 1.2"])
def test_yaz_client_finds_and_shows(server, books, word, way):
    said = yaz_client(
        server.port,
        f"sru {way}",
        "open http://127.0.0.1:PORT/sru",
        "querytype cql",
        f"find title={word} and isbn=8574190233",
        "show 1",
        f"find {word}",
        "schema dc",
        "show 2+2",
        "find foo=bar",
    )
    assert re.findall(r"Number of hits: (\d+)", said) == ["1", "1", "3", "3", "0"], said
    assert "póstumas" in said
    assert f'<controlfield tag="001">{books[1]}</controlfield>' in said
    assert f"<dc:title>O outro {word}</dc:title>" in said
    assert "Unsupported index" in said


def test_zoom_finds_as_koha_asks(server, books, word):
    assert shutil.which("zoomsh"), "apt install yaz"
    said = subprocess.run(
        [
            "zoomsh",
            *("set sru get", "set sru_version 1.2", "set preferredRecordSyntax MARC21"),
            *(f"connect http://127.0.0.1:{server.port}/sru", "set count 10"),
            f"search cql:dc.title={word} and dc.creator=machado and dc.date=1881",
            "show 0 1 xml",
            "quit",
        ],
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=True,
    ).stdout
    assert "1 hits" in said, said
    assert "póstumas" in said


def test_sruthi_searches_and_reads_what_is_explained(server, books, word):
    url = f"http://127.0.0.1:{server.port}/sru"
    for version in ("1.1", "1.2"):
        client = sruthi.Client(url, sru_version=version, record_schema="dc", maximum_records=2)
        found = client.searchretrieve(query=f"title = {word}")
        assert found.count == 3
        assert [one["title"].split()[-1] for one in found][2] == word
        with pytest.raises(sruthi.errors.SruthiError, match="Unsupported index"):
            client.searchretrieve(query="foo = bar")
    explained = sruthi.explain(url, sru_version="1.2")
    assert int(explained.server["port"]) == server.port
    assert explained.server["database"] == "sru"
    assert {"dc", "cql", "bath", "rec"} <= set(explained.index)
    assert "title" in explained.index["dc"]
    assert "marcxml" in explained.schema
