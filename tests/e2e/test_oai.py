"""OAI-PMH at /oai: two harvesters that know nothing of this program, and the protocol's schema."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from clients import all_books
from lxml import etree
from oaipmh_scythe import Scythe
from postgres_cluster import postgres_server
from service import Service, wait_until
from sickle import Sickle
from wire import Client, book

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "data/oai/OAI-PMH.xsd"))
OAI = "{http://www.openarchives.org/OAI/2.0/}"
BOOKS = 350
OPTIONS = ("--email", "acervo@livros.example", "--oai-namespace", "livros.example")
LABELS = ["Ficção Científica", "Mar & Céu", "книга"]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def repository(request, tmp_path_factory):
    """A server over each store, with 350 books of which ten were deleted."""
    folder = tmp_path_factory.mktemp("oai") / "catalogue"
    if request.param == "sqlite":
        with Service(folder, *OPTIONS) as service:
            fill(service)
            yield service
        return
    with postgres_server() as server:
        url = server.url(server.new_database())
        with Service(folder, *OPTIONS, database=url) as service:
            fill(service)
            yield service


def fill(service: Service) -> None:
    service.await_ready()
    with service.client() as api:
        books = [book(etiquetas=[LABELS[n % 3]] if n % 5 else []) for n in range(BOOKS)]
        api.post("/livros/lote", json=[{"op": "criar", "livro": one} for one in books]).expect(200)
        for number in range(11, 21):
            api.delete(f"/livros/{number}").expect(204)


@pytest.fixture
def api(repository):
    with repository.client() as client:
        yield client


def ask(api: Client, **arguments) -> etree._Element:
    """The answer, which is valid whatever was asked, by GET and as a form alike."""
    answer = api.get("/oai", **arguments).expect(200)
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.body)
    SCHEMA.assertValid(root)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    posted = etree.fromstring(api.post("/oai", urlencode(arguments), headers=form).expect(200).body)
    assert [child.tag for child in posted] == [child.tag for child in root]
    return root


IDENTIFIER = "oai:livros.example:livros/1"


@pytest.mark.parametrize(
    "arguments",
    [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListMetadataFormats", "identifier": IDENTIFIER},
        {"verb": "ListSets"},
        *(
            {"verb": "GetRecord", "identifier": IDENTIFIER, "metadataPrefix": prefix}
            for prefix in ("oai_dc", "marc21", "marcxml", "mods")
        ),
        {"verb": "GetRecord", "identifier": f"{IDENTIFIER}1", "metadataPrefix": "oai_dc"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"},
        *({"verb": "ListRecords", "metadataPrefix": p} for p in ("oai_dc", "marc21", "mods")),
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "etiqueta:mar-ceu"},
    ],
)
def test_what_is_found_is_valid(api, arguments):
    root = ask(api, **arguments)
    assert root.find(f"{OAI}error") is None, etree.tostring(root)
    assert dict(root.find(f"{OAI}request").attrib) == arguments


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("badVerb", {}),
        ("badVerb", {"verb": "identify"}),
        ("badArgument", {"verb": "Identify", "x": "1"}),
        ("badArgument", {"verb": "ListRecords"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "a\u0001&<b>"}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": '\u0001&<"'}),
        ("cannotDisseminateFormat", {"verb": "ListRecords", "metadataPrefix": "unimarc"}),
        (
            "idDoesNotExist",
            {"verb": "GetRecord", "metadataPrefix": "mods", "identifier": "oai:a.b:livros/1"},
        ),
        (
            "noRecordsMatch",
            {"verb": "ListRecords", "metadataPrefix": "mods", "until": "1900-01-01"},
        ),
        ("noRecordsMatch", {"verb": "ListRecords", "metadataPrefix": "mods", "set": "x:y"}),
    ],
)
def test_what_is_wrong_is_told_in_a_valid_answer(api, code, arguments):
    assert [error.get("code") for error in ask(api, **arguments).findall(f"{OAI}error")] == [code]


def test_sets_hold_the_books_of_a_label_and_those_that_had_it(api, repository):
    client = Sickle(f"{repository.url}/oai")
    sets = {one.setSpec: one.setName for one in client.ListSets()}
    assert sorted(sets.values()) == sorted(LABELS)
    for name, label in sets.items():
        headers = list(client.ListIdentifiers(metadataPrefix="oai_dc", set=name))
        living = api.get("/livros", etiqueta=label, limite=1000).expect(200).json
        found = {int(one.identifier.rpartition("/")[2]) for one in headers if not one.deleted}
        assert found == {one["id"] for one in living}, label
        assert all(name in one.setSpecs for one in headers)
        gone = {int(one.identifier.rpartition("/")[2]) for one in headers if one.deleted}
        expected = {n for n in range(11, 21) if (n - 1) % 5 and LABELS[(n - 1) % 3] == label}
        assert expected <= gone <= set(range(11, 21))


PIECES = [
    *("C", "c", "C#", "C++", "+", "#", " ", "-", "~", "ção", "CÃO", "♥", "\u0301", "日", "本"),
    *("שלום", "\u200f", "сеть", ".net", "straße", "STRASSE", "ﷺ", "&", "😀", "x" * 70, "x" * 71),
]


def make_labels(random: Random) -> list[str]:
    """A few labels of odd pieces; the server refuses those that show nothing."""
    made = ("".join(random.choices(PIECES, k=random.randint(1, 4))) for _ in range(3))
    return [label for label in made if label.strip("\u200f\u0301 ")]


def harvested(api: Client, verb: str, **arguments) -> list[etree._Element]:
    """All items of a list, page by page, each page valid and each token good."""
    items = []
    while True:
        root = ask(api, verb=verb, **arguments)
        assert root.find(f"{OAI}error") is None, (arguments, etree.tostring(root))
        items += [one for one in root.find(OAI + verb) if one.tag != f"{OAI}resumptionToken"]
        token = root.findtext(f"{OAI}{verb}/{OAI}resumptionToken")
        if not token:
            return items
        arguments = {"resumptionToken": token}


def members(headers: list[etree._Element]) -> dict[str, set[str]]:
    """The records of each set, as headers name it."""
    sets: dict[str, set[str]] = {}
    for header in headers:
        for name in header.findall(f"{OAI}setSpec"):
            sets.setdefault(name.text, set()).add(header.findtext(f"{OAI}identifier"))
    return sets


def put_labelled(service: Service, labels: list[list[str]]) -> None:
    """Only these books, for they are another catalogue's."""
    service.await_ready()
    with service.client() as api:
        books = [book(etiquetas=one) for one in labels]
        for at in range(0, len(books), 500):
            batch = [{"op": "criar", "livro": one} for one in books[at : at + 500]]
            api.post("/livros/lote", json=batch).expect(200)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    """A server over each store, with nothing in it."""
    if request.param == "sqlite":
        with Service(tmp_path / "catalogue", *OPTIONS) as service:
            yield service
        return
    with postgres_server() as server:
        url = server.url(server.new_database())
        with Service(tmp_path / "catalogue", *OPTIONS, database=url) as service:
            yield service


def test_headers_lists_and_harvests_of_sets_agree(empty):
    random = Random(7)
    odd = [["-", "zeta"], ["C#"], ["C++"], ["c++", "C"], ["C avançado"], ["avançado", "C"]]
    put_labelled(empty, odd + [make_labels(random) for _ in range(60)])
    with empty.client() as api:
        listed = [one.findtext(f"{OAI}setSpec") for one in harvested(api, "ListSets")]
        assert len(set(listed)) == len(listed)
        assert {"etiqueta:zeta", "etiqueta:c", "etiqueta:c~23", "etiqueta:c~2b~2b"} <= set(listed)
        named = members(harvested(api, "ListIdentifiers", metadataPrefix="oai_dc"))
        assert set(named) == set(listed)
        for name in listed:
            headers = harvested(api, "ListIdentifiers", metadataPrefix="oai_dc", set=name)
            assert {one.findtext(f"{OAI}identifier") for one in headers} == named[name], name


def test_labels_of_signs_alone_are_no_sets(empty):
    put_labelled(empty, [[chr(0x2190 + n), "romance"] for n in range(1200)])
    with empty.client() as api:
        listed = [one.findtext(f"{OAI}setSpec") for one in harvested(api, "ListSets")]
        assert "etiqueta:romance" in listed
        named = members(harvested(api, "ListIdentifiers", metadataPrefix="oai_dc"))
        assert sorted(listed) == sorted(named)
        assert len(named["etiqueta:romance"]) == 1200


class Writer(threading.Thread):
    """Adds, changes and deletes until it is told to stop, a hundred books from `first` on; knows
    what came of each book."""

    def __init__(self, service: Service, first: int) -> None:
        super().__init__()
        self.service = service
        self.first = first
        self.ends = threading.Event()
        self.failure: BaseException | None = None
        self.added: set[int] = set()
        self.changed: set[int] = set()
        self.deleted: set[int] = set()

    def run(self) -> None:
        try:
            with self.service.client() as api:
                while not self.ends.wait(0.002):
                    self.write(api, len(self.added))
        except BaseException as failure:  # noqa: BLE001 - stop() tells it
            self.failure = failure

    def write(self, api: Client, turn: int) -> None:
        self.added.add(api.create()["id"])
        changed = self.first + 2 * (turn % 50)
        api.patch(f"/livros/{changed}", json={"ano": 1000 + turn % 1000}).expect(200)
        self.changed.add(changed)
        if turn < 50:
            api.delete(f"/livros/{changed + 1}").expect(204)
            self.deleted.add(changed + 1)

    def await_more(self) -> None:
        """Until it has gone on for a while."""
        enough = len(self.added) + 4
        wait_until(lambda: len(self.added) >= enough or self.failure, "somebody writes")

    def stop(self) -> None:
        self.ends.set()
        self.join()
        if self.failure:
            raise self.failure


Pause = Callable[[], None]  # called when the first record has come, and its page with it


def taken(records: Iterable, pause: Pause) -> dict[int, bool]:
    """Whether each record is deleted, by its number."""
    found: dict[int, bool] = {}
    for one in records:
        found[number(one.header.identifier)] = one.header.deleted
        if len(found) == 1:
            pause()
    return found


def sickle(url: str, pause: Pause, **since) -> dict[int, bool]:
    return taken(Sickle(url).ListRecords(metadataPrefix="marc21", **since), pause)


def scythe(url: str, pause: Pause, **since) -> dict[int, bool]:
    if "from" in since:
        since["from_"] = since.pop("from")
    with Scythe(url) as client:
        return taken(client.list_records(metadata_prefix="oai_dc", **since), pause)


def number(identifier: str) -> int:
    assert identifier.startswith("oai:livros.example:livros/")
    return int(identifier.rpartition("/")[2])


@pytest.mark.parametrize(("harvest", "first"), [(sickle, 30), (scythe, 140)])
def test_a_harvest_loses_nothing_while_others_write(repository, harvest, first):
    url = f"{repository.url}/oai"
    began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    writer = Writer(repository, first)
    writer.start()
    try:
        writer.await_more()
        records = harvest(url, writer.await_more)
    finally:
        writer.stop()
    # What nobody touched is there at once; of the rest the next harvest tells.
    assert set(records) >= set(range(1, BOOKS + 1)) - writer.changed - writer.deleted
    records |= harvest(url, lambda: None, **{"from": began})
    assert set(records) >= set(range(1, BOOKS + 1)) | writer.added
    assert {one for one, deleted in records.items() if deleted} >= writer.deleted
    with repository.client() as api:
        living = {one["id"] for one in all_books(api)}
    assert {one for one, deleted in records.items() if not deleted} == living


def test_the_endpoint_is_off_without_anybody_who_answers_for_it(api, server):
    with server.client() as plain:
        plain.get("/oai", verb="Identify").expect(404)
