"""Contract section 4: a cursor walks a thousand books in every order while others write."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from service import wait_until

SHELF_BOOKS = 1200
CLIENTS = 12
PAGE = 97
ORDERS = [
    "id",
    "-id",
    "titulo",
    "-titulo",
    "autor,-ano",
    "-autor",
    "ano",
    "-ano,titulo",
    "criado_em",
    "-criado_em",
    "atualizado_em",
    "-atualizado_em,-id",
]


@pytest.fixture(scope="module")
def crowded(server):
    """A shelf whose books agree in title, author and year often, so that ties are broken by id."""

    def fill(seed: int) -> list[int]:
        draw = random.Random(seed)
        with server.client() as api:
            return [api.create(**drawn(draw))["id"] for _ in range(SHELF_BOOKS // CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [id_ for ids in pool.map(fill, range(CLIENTS)) for id_ in ids]


def drawn(draw: random.Random) -> dict:
    fields = {
        "título": draw.choice(["O Mar", "A Casa", "Ávila", "Zebra", "água", str(draw.random())]),
        "autor": draw.choice([None, "Assis", "Ássis", "Lispector"]),
        "etiquetas": ["estante-cheia"],
    }
    if draw.random() < 0.8:
        fields["ano"] = draw.randint(1990, 1995)
    return fields


class Meddler:
    """Another client: makes, changes and deletes books of the same shelf until stopped."""

    def __init__(self, server) -> None:
        self.server = server
        self.made: set[int] = set()
        self.writes = 0
        self.stopping = threading.Event()
        self.failure: BaseException | None = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            with self.server.client() as api:
                while not self.stopping.is_set():
                    id_ = api.create(etiquetas=["estante-cheia"], ano=1992)["id"]
                    self.made.add(id_)
                    api.patch(f"/livros/{id_}", json={"título": "A Casa"}).expect(200)
                    api.delete(f"/livros/{id_}").expect(204)
                    self.writes += 3
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            self.failure = error

    def __enter__(self) -> "Meddler":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.stopping.set()
        self.thread.join()
        if self.failure:
            raise self.failure


def walk(api, answer, relation: str) -> list[list[int]]:
    pages = []
    while True:
        pages.append([one["id"] for one in answer.expect(200).json])
        target = answer.links().get(relation)
        if not target:
            return pages
        assert len(pages) < 100, "the pages do not end"
        answer = api.get(target)


@pytest.mark.parametrize("order", ORDERS)
def test_paging_sees_every_book_once_in_order_while_others_write(server, api, crowded, order):
    query = {"etiqueta": "estante-cheia", "campos": "id", "limite": PAGE, "ordem": order}
    with Meddler(server) as meddler:
        wait_until(lambda: meddler.writes > 0 or meddler.failure, "somebody writes")
        first = api.get("/livros", **query)
        forwards = walk(api, first, "next")
        last_page = api.get("/livros", **query)
        while following := last_page.links().get("next"):
            last_page = api.get(following)
        backwards = walk(api, last_page, "prev")
    seen = [id_ for page in forwards for id_ in page]
    mine = [id_ for id_ in seen if id_ not in meddler.made]
    assert len(mine) == len(set(mine)) == len(crowded)
    assert set(mine) == set(crowded)
    whole = quiet_order(api, order)
    assert mine == whole
    back = [id_ for page in reversed(backwards) for id_ in page if id_ not in meddler.made]
    assert back == whole


def quiet_order(api, order: str) -> list[int]:
    """The same order in the largest pages, with nobody writing."""
    query = {"etiqueta": "estante-cheia", "campos": "id", "limite": 1000, "ordem": order}
    pages = walk(api, api.get("/livros", **query), "next")
    return [id_ for page in pages for id_ in page]


def test_a_cursor_of_another_order_is_refused(api, crowded):
    query = {"etiqueta": "estante-cheia", "limite": 2}
    target = api.get("/livros", ordem="titulo", **query).links()["next"]
    answer = api.get(target.replace("ordem=titulo", "ordem=ano"))
    assert answer.status == 400
    assert answer.json["codigo"] == "parametro-invalido"


def test_a_damaged_cursor_is_refused(api, crowded):
    target = api.get("/livros", limite=2, ordem="titulo").links()["next"]
    head, _, cursor = target.partition("cursor=")
    for damaged in (cursor[:-1], cursor[1:], cursor + "A", cursor[::-1], "A" * 2000):
        answer = api.get(f"{head}cursor={damaged}")
        assert answer.status == 400, damaged
        assert answer.json["codigo"] == "parametro-invalido"


def test_past_the_end_is_an_empty_page_that_leads_back(own_server):
    with own_server().client() as api:
        made = [api.create()["id"] for _ in range(3)]
        beyond = api.get("/livros", limite=2).links()["next"]
        api.delete(f"/livros/{made[2]}").expect(204)
        empty = api.get(beyond).expect(200)
        assert empty.json == []
        assert "next" not in empty.links()
        back = api.get(empty.links()["prev"]).expect(200).json
        assert [one["id"] for one in back] == made[:2]
