"""What tests of imports share: files, waiting for a state, writers beside an import."""

import json
import threading
from contextlib import contextmanager

from service import Service, wait_until
from wire import Client

NDJSON = {"Content-Type": "application/x-ndjson"}


def records(count: int, start: int = 0, **more) -> bytes:
    """So many books, each its own, as NDJSON."""
    lines = (
        json.dumps({"título": f"Importado {n}", "autor": f"Autora {n % 97}"} | more)
        for n in range(start, start + count)
    )
    return "\n".join(lines).encode() + b"\n"


def send(api: Client, body: bytes, query: str = "", headers=None) -> dict:
    return api.post(f"/importacoes{query}", body, headers=headers or NDJSON).expect(202).json


def look(api: Client, number: int) -> dict:
    return api.get(f"/importacoes/{number}").expect(200).json


def await_state(api: Client, number: int, *states: str, seconds: float = 120) -> dict:
    def reached():
        found = look(api, number)
        return found if found["estado"] in states else None

    return wait_until(reached, f"import {number} is {states}", seconds)


def await_records(api: Client, number: int, least: int) -> dict:
    def reached():
        found = look(api, number)
        has_ended = found["estado"] not in ("na_fila", "executando")
        return found if found["registros"] >= least or has_ended else None

    return wait_until(reached, f"import {number} has {least} records")


def counts(report: dict) -> tuple[int, int, int, int]:
    assert report["registros"] == sum(
        report[key] for key in ("criados", "atualizados", "ignorados", "recusados")
    )
    return tuple(report[key] for key in ("criados", "atualizados", "ignorados", "recusados"))


@contextmanager
def writers(service: Service, count: int = 4):
    """Clients that write without a pause; yields what they made, by id."""
    made: dict[int, dict] = {}
    ended = threading.Event()

    def write() -> None:
        with service.client() as api:
            while not ended.is_set():
                try:
                    book = api.create(etiquetas=["de-outros"])
                except Exception:  # noqa: BLE001 - the server was killed
                    return
                made[book["id"]] = book

    threads = [threading.Thread(target=write) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        ended.set()
        for thread in threads:
            thread.join()
