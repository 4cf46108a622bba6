"""The catalogue as e-readers read it: every link leads somewhere, and readers that know nothing of
this program take every feed without complaint."""

import base64
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from installed import NODE, NODE_MODULES
from service import Service
from wire import Answer, Client, assert_problem

HERE = Path(__file__).parent
PALACE = HERE.parents[1] / "build/venv-opds/bin/python"
ATOM = "{http://www.w3.org/2005/Atom}"
FEED_TYPES = ("application/opds+json", "application/atom+xml")
# Addresses with facets are as many as there are combinations: from a feed that has one chosen
# already no further one is followed.
FILTERS = ("autor=", "assunto=", "idioma=", "ano=", "etiqueta=")


@dataclass
class Walk:
    """All that links lead to, from a root."""

    feeds: dict[str, Answer] = field(default_factory=dict)
    others: dict[str, Answer] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def links_of(answer: Answer) -> Iterator[dict]:
    """href, rel and type of every link in a feed."""
    if "json" in answer.headers["Content-Type"]:
        yield from json_links(answer.json)
        return
    for link in ElementTree.fromstring(answer.body).iter(f"{ATOM}link"):
        yield dict(link.attrib)


def json_links(node) -> Iterator[dict]:
    if isinstance(node, dict):
        if "href" in node:
            yield node
        for child in node.values():
            yield from json_links(child)
    elif isinstance(node, list):
        for child in node:
            yield from json_links(child)


def is_feed(kind: str) -> bool:
    return kind.startswith(FEED_TYPES) and "type=entry" not in kind


def is_to_follow(href: str, found_at: str) -> bool:
    narrowed = sum(href.count(one) for one in FILTERS)
    return narrowed < 2 and not (narrowed and any(one in found_at for one in FILTERS))


def walk(client: Client, root: str) -> Walk:
    seen, open_links = Walk(), [(root, FEED_TYPES[0], "")]
    known = {root}
    while open_links:
        href, kind, found_at = open_links.pop()
        answer = client.get(href, headers={"Accept": kind})
        if answer.status != 200:
            seen.broken.append(f"{href} (in {found_at}): {answer.status}")
        (seen.feeds if is_feed(kind) else seen.others)[href] = answer
        if not is_feed(kind) or answer.status != 200:
            continue
        for link in links_of(answer):
            target = link["href"].replace("{?query}", "?query=de")
            target = urljoin(href, target.replace("{searchTerms}", "de"))
            is_here = not urlsplit(target).scheme
            # The other form is a walk of its own.
            is_other = link.get("rel") == "alternate" and is_feed(link["type"])
            if is_here and not is_other and target not in known and is_to_follow(target, href):
                known.add(target)
                open_links.append((target, link.get("type", "*/*"), href))
    return seen


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Service]:
    """Thirty books, and one that can be read, lent, bought and looked into elsewhere."""
    with Service(tmp_path_factory.mktemp("opds") / "catalogue", "--demo") as service:
        service.await_ready()
        with service.client() as client:
            client.create(
                título="A Mão & a Luva <1874>",
                idioma="pt-BR",
                etiquetas=["digital"],
                capa="https://capas.exemplo/mao.webp",
                sinopse="Uma linha.\nOutra <linha>.",
                serie={"nome": "Romances", "volume": "2"},
                ligacoes=[
                    {"url": "https://a.exemplo/l.epub", "relacao": "texto"},
                    {"url": "https://a.exemplo/l", "relacao": "emprestimo"},
                    {"url": "https://a.exemplo/c", "relacao": "compra", "nota": "Loja"},
                    {"url": "https://a.exemplo/a.pdf", "relacao": "amostra"},
                    {"url": "https://a.exemplo/s"},
                ],
            )
        yield service


@pytest.fixture(scope="module")
def walks(demo: Service) -> dict[str, Walk]:
    with demo.client() as client:
        return {root: walk(client, root) for root in ("/opds", "/opds/v1.2")}


@pytest.mark.parametrize("root", ["/opds", "/opds/v1.2"])
def test_no_link_of_the_catalogue_is_broken_and_every_book_is_reached(walks, root):
    seen = walks[root]
    assert seen.broken == []
    assert len([href for href in seen.others if href.startswith(f"{root}/livros/")]) == 31
    lists = {href.removeprefix(root).partition("?")[0] for href in seen.feeds}
    assert lists == {
        *("", "/novidades", "/titulos", "/autores", "/assuntos", "/idiomas", "/etiquetas"),
        "/busca",
    }
    assert "/opds/sem-capa.png" in seen.others
    for answer in (*seen.feeds.values(), *seen.others.values()):
        assert "Content-Encoding" not in answer.headers


def test_both_forms_lead_to_the_same_feeds(walks):
    json_feeds = {href.removeprefix("/opds") for href in walks["/opds"].feeds}
    atom_feeds = {href.removeprefix("/opds/v1.2") for href in walks["/opds/v1.2"].feeds}
    assert json_feeds == atom_feeds


def library_feeds(library: Service) -> dict[str, str]:
    """The feeds of three hundred real records, followed by `next`, in both forms."""
    found = {}
    with library.client() as client:
        for root in ("/opds", "/opds/v1.2"):
            for start in ("", "/titulos", "/novidades", "/autores", "/assuntos", "/idiomas"):
                href = root + start
                while href:
                    answer = client.get(href).expect(200)
                    found[href] = answer.body.decode()
                    following = [one for one in links_of(answer) if one.get("rel") == "next"]
                    href = following[0]["href"] if following else None
    return found


@pytest.fixture(scope="module")
def feeds(walks, library) -> dict[str, str]:
    """address -> feed, of both catalogues and in both forms."""
    known = {href: one.body.decode() for seen in walks.values() for href, one in seen.feeds.items()}
    return known | {f"/biblioteca{href}": body for href, body in library_feeds(library).items()}


KEY = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"


def test_a_private_catalogue_says_how_to_show_a_key_and_takes_it_as_a_password(own_server):
    service = own_server("--auth=keys", "--private", env={"API_LIVROS_ADMIN_KEY": KEY})
    password = base64.b64encode(f"leitor:{KEY}".encode()).decode()
    with service.await_ready().client() as client:
        document = client.get("/opds/autenticacao").expect(200)
        for path in ("/opds", "/opds/v1.2/titulos", "/opds/livros/1"):
            refusal = client.get(path).expect(401)
            assert refusal.headers["Content-Type"] == "application/opds-authentication+json"
            assert "Basic realm=" in refusal.headers["WWW-Authenticate"]
            assert refusal.json == document.json
        client.get("/opds", headers={"Authorization": f"Basic {password}"}).expect(200)
        client.get("/opds", headers={"Authorization": "Basic eDp5"}).expect(401)


def test_palace_reads_every_feed_and_publication(walks, feeds, demo):
    if not PALACE.exists():
        pytest.skip("palace-opds needs Python 3.12 or newer, and this machine has none")
    lines = []
    for address, body in feeds.items():
        if "/v1.2" not in address:
            kind = "books" if "publications" in json.loads(body) else "feed"
            lines.append({"address": address, "kind": kind, "body": body})
    for address, answer in walks["/opds"].others.items():
        if address.startswith("/opds/livros/"):
            body = answer.body.decode()
            lines.append({"address": address, "kind": "publication", "body": body})
    with demo.client() as client:
        body = client.get("/opds/autenticacao").expect(200).body.decode()
    lines.append({"address": "/opds/autenticacao", "kind": "authentication", "body": body})
    done = subprocess.run(
        [PALACE, HERE / "opds_reader.py"],
        input="\n".join(map(json.dumps, lines)),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout == ""
    assert len(lines) > 100


def test_thorium_shows_the_same_of_both_forms(feeds):
    addresses = sorted(feeds)
    lines = [
        {"form": "atom" if "/v1.2" in address else "json", "body": feeds[address]}
        for address in addresses
    ]
    done = subprocess.run(
        [NODE, HERE / "opds_reader.js"],
        input="\n".join(map(json.dumps, lines)),
        env={"NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    shown = dict(zip(addresses, map(json.loads, done.stdout.splitlines()), strict=True))
    for address in (one for one in addresses if "/v1.2" not in one):
        plain, atom = shown[address], shown[address.replace("/opds", "/opds/v1.2", 1)]
        for both in (plain, atom):
            both.pop("search")
            both["next"] = [href.replace("/opds/v1.2", "/opds") for href in both["next"]]
            for book in both["publications"]:
                assert book.pop("images") >= 1
        for book in atom["publications"]:
            book["title"] = book["title"].partition(": ")[0]
        for book in plain["publications"]:
            book["title"] = book["title"].partition(": ")[0]
            assert book["acquisitions"] >= 1
        assert plain == atom, address
    titles = [one for address in addresses for one in shown[address]["publications"]]
    assert len(titles) > 2 * 2 * 300  # by title and by newest, in both forms


def test_feedparser_reads_every_feed_in_atom(feeds):
    for address, body in feeds.items():
        # It is slow: what differs in no other way is left to the others.
        if "/v1.2" not in address or any(one in address for one in (*FILTERS, "cursor=")):
            continue
        feed = feedparser.parse(body.encode())
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.feed.title
        assert feed.feed.updated_parsed
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids)), address
        for entry in feed.entries:
            assert entry.title
            assert entry.updated_parsed
            assert entry.links
        searches = [link.type for link in feed.feed.links if link.rel == "search"]
        assert searches == ["application/opensearchdescription+xml", "application/atom+xml"]


def test_a_reader_that_offers_a_coding_gets_it(demo: Service):
    with demo.client() as client:
        packed = client.get("/opds/titulos", headers={"Accept-Encoding": "gzip"}).expect(200)
    assert packed.headers["Content-Encoding"] == "gzip"


def test_a_browser_searches_by_the_description(library: Service):
    with library.client() as client:
        page = client.get("/busca", headers={"Accept": "text/html"}).expect(200).body.decode()
        assert 'rel="search" type="application/opensearchdescription+xml"' in page
        root = ElementTree.fromstring(client.get("/opensearch.xml").expect(200).body)
        space = "{http://a9.com/-/spec/opensearch/1.1/}"
        assert len(root.find(f"{space}ShortName").text) <= 16
        urls = [(one.get("type"), one.get("template")) for one in root.iter(f"{space}Url")]
        assert urls[0][0].startswith("application/atom+xml")
        for kind, template in urls:
            address = urlsplit(template.replace("{searchTerms}", "martha"))
            assert address.netloc == f"127.0.0.1:{client.port}"
            answer = client.get(f"{address.path}?{address.query}").expect(200)
            assert answer.headers["Content-Type"].startswith(kind)
            assert "Memórias de Martha" in answer.body.decode()
        typed, texts = client.get("/opensearch/sugestoes?q=martha").expect(200).json
        assert typed == "martha"
        assert "Memórias de Martha" in texts
        assert_problem(client.get("/opds/livros/99999"), 404, "livro-nao-encontrado")
