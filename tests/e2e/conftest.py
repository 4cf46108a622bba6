"""Fixtures: one shared server for what does not disturb others, own servers for what does."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser import Tab, chromium, tab
from service import Service, run_cli
from wire import Client


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Service]:
    """Shared by every test that only needs books of its own. Must exit 0 in the end."""
    with Service(tmp_path_factory.mktemp("shared") / "catalogue") as service:
        yield service.await_ready()


@pytest.fixture
def api(server: Service) -> Iterator[Client]:
    with server.client() as client:
        yield client


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """own_server("--option", …) starts a server of this test; unless ended it must exit 0."""
    services: list[Service] = []

    def start(*options: str, folder: Path | None = None, **settings) -> Service:
        service = Service(folder or tmp_path / f"catalogue{len(services)}", *options, **settings)
        services.append(service)
        return service.start()

    yield start
    failures = []
    for service in services:
        try:
            service.__exit__(None)
        except Exception as error:  # noqa: BLE001 - every server must be gone before we complain
            failures.append(error)
    assert not failures, failures


@pytest.fixture
def mark() -> str:
    """A tag of this test alone, to find its books among those of others."""
    return f"t{uuid.uuid4().hex}"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a catalogue may be made; its folder is there."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    return folder / "livros.db"


@pytest.fixture
def filled(database: Path) -> Path:
    """A catalogue of five books, one of which was changed and one deleted."""
    with Service(database.parent) as service, service.client() as api:
        for n in range(5):
            api.create(título=f"Livro {n}", ano=1900 + n, extra={"n": n}, etiquetas=["a", "b"])
        api.patch("/livros/2", json={"autor": None}).expect(200)
        api.delete("/livros/4").expect(204)
    return database


# ---- pages ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def open_tab(browser) -> Iterator[Callable[..., Tab]]:
    """open_tab(service, …): a browser of this test, held to what no page may do at the end."""
    with ExitStack() as opened:
        yield lambda service, **settings: opened.enter_context(
            tab(browser, service.url, may_be_refused=True, **settings)
        )


LONG_WORD = "Pneumoultramicroscopicossilicovulcanoconiose" * 20


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Iterator[Service]:
    """Three hundred real records, a book with every field, one with a word that never ends, one
    deleted. Nobody changes them."""
    folder = tmp_path_factory.mktemp("library") / "catalogue"
    folder.mkdir()
    file = Path(__file__).parents[1] / "data/loc_por_300.mrc"
    done = run_cli("import", file, "--database", folder / "livros.db")
    assert done.returncode in (0, 3), done.stderr
    with Service(folder) as service:
        service.await_ready()
        with service.client() as api:
            api.create(
                título="Memórias de Martha",
                subtitulo="romance",
                autor="Júlia Lopes de Almeida",
                autores=[{"nome": "Júlia Lopes de Almeida"}, {"nome": "Ana", "papel": "ill"}],
                isbn="9788508072736",
                editora="Casa Durski",
                local="Sorocaba",
                ano=1899,
                idioma="pt-BR",
                paginas=180,
                assuntos=["Ficção brasileira -- Século XIX", "Cortiços"],
                etiquetas=["vestibular"],
                cdd="869.93",
                serie={"nome": "Clássicos", "volume": "3"},
                sinopse="Uma moça pobre conta a própria vida.\nEntre o cortiço e a escola.",
            )
            api.create(título=LONG_WORD, autor=LONG_WORD[:400], assuntos=[LONG_WORD[:190]])
            gone = api.create(título="Já se foi", autor=None)
            api.delete(f"/livros/{gone['id']}").expect(204)
            service.gone = gone["id"]
        yield service
