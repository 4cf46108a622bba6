"""The word `check`: does every server answer the same questions, and in what size?"""

import argparse
import json

from measure import queries, servers
from measure.books import isbn13
from measure.servers import BOOKS, Running

NEW_BOOK = {
    "título": "Zyx novo qwk",
    "autor": "Autora Carga",
    "isbn": isbn13(999_999_999),
    "editora": "Editora Teste",
    "ano": 2001,
    "idioma": "pt",
    "assuntos": ["carga", "medida"],
}
EXPECTED = {"GET": 200, "POST": 201}
SHOWN = 100


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", help="comma list of servers; default: all built ones")


def main(chosen: argparse.Namespace) -> int:
    picked, left_out = servers.chosen(chosen.only)
    for name in left_out:
        print(f"left out: {name}")
    wrong = 0
    for server in picked:
        with Running(server) as running:
            print(f"{server.name}")
            wrong += sum(not answers(running, *ask) for ask in questions(running))
    return 1 if wrong else 0


def questions(running: Running) -> list[tuple[str, str]]:
    """Method and path of one request of each workload."""
    asked = [("GET", "/livros/7"), ("GET", running.server.list_path)]
    if "search" in running.server.workloads:
        asked.append(("GET", running.server.search_path(queries.two_words(BOOKS)[0])))
    if "post" in running.server.workloads:
        asked.append(("POST", "/livros"))
    return asked


def answers(running: Running, method: str, path: str) -> bool:
    body = json.dumps(NEW_BOOK).encode() if method == "POST" else None
    status, _, answer = running.ask(method, path, body)
    shown = answer[:SHOWN].decode(errors="replace")
    print(f"  {method:5}{path:36}{status} {len(answer):6} B  {shown}")
    return status == EXPECTED[method]
