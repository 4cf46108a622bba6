"""Fixtures: one shared server for what does not disturb others, own servers for what does."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from service import Service
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
