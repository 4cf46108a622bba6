"""The word `sru`: what the dearest questions in CQL cost among very many books.

Each is asked over HTTP for ten records in MARCXML, alone, over and over; its time is the median
round trip, its CPU time all that the server's process used. A question that would go by more
postings than are allowed is refused, and that costs time too: shown as 48.
"""

import argparse
import re
import statistics
from urllib.parse import quote_plus

from measure import load, processes, queries, search, servers, tools

BOOKS = 1_000_000
REPEATS = 9
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORST_MS = 100


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("books", type=int, nargs="?", default=BOOKS, help="filled before by: data")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="the median of so many")


def questions(words: list[str]) -> dict[str, str]:
    """Of words that are common, the commonest first."""
    first, second, third = words[:3]
    many = (words * 50)[:50]
    return {
        "one rare book": "rec.id = 4242",
        "one common word": first,
        "two common words": f'"{first} {second}"',
        "a phrase of common words": f'title adj "{first} {second}"',
        "a whole title": f'title exact "{first} {second} {third}"',
        "a*": "a*",
        "a* and b*": "a* and b*",
        "a* or b* or c*": "a* or b* or c*",
        "26 prefixes": " or ".join(f"{letter}*" for letter in LETTERS),
        "50 common words": " or ".join(many),
        "all not a*": "cql.allRecords = 1 not a*",
        "all not 5 common": "cql.allRecords = 1 " + " ".join(f"not {word}" for word in words[:5]),
        "nested not": f"cql.allRecords=1 not (a* not (b* not (c* not {first})))",
        "years": "date >= 1950 and date < 2000",
        "all": "cql.allRecords = 1",
        "all by title": "cql.allRecords = 1 sortBy dc.title",
        "a* by date": "a* sortBy dc.date/sort.descending dc.title",
    }


def main(chosen: argparse.Namespace) -> int:
    known = queries.of(chosen.books)
    asked = questions(known["stop word"] + known["common word"])
    server = servers.ready(servers.uncached(servers.own(chosen.books)))
    rows = []
    with load.quiet_machine(), load.start(server) as running:
        search.wait_until_ready(running, known)
        client = search.Client(running.port)
        for name, cql in asked.items():
            for deep in {1, 900_001 if "sortBy" not in cql else 9_991}:
                path = f"/sru?version=1.2&query={quote_plus(cql)}&startRecord={deep}"
                body = running.ask("GET", path)[1].decode()
                before = processes.exact_cpu_us(running.pid)
                times = [client.ask(path) for _ in range(chosen.repeats)]
                used = (processes.exact_cpu_us(running.pid) - before) / 1000 / chosen.repeats
                rows.append((name, deep, told(body), statistics.median(times), max(times), used))
    print(f"{'question':26} {'from':>7} {'records':>9} {'median ms':>9} {'worst':>7} {'CPU ms':>7}")
    for row in rows:
        print("{:26} {:7} {:>9} {:9.2f} {:7.2f} {:7.2f}".format(*row))
    print(f"\nAll figures: {tools.save('sru', {'books': chosen.books, 'rows': rows})}")
    return 0 if max(row[3] for row in rows) <= WORST_MS else 1


def told(body: str) -> str:
    """The number of records, or that of the diagnostic."""
    refused = re.search(r"diagnostic/1/(\d+)", body)
    if refused:
        return "no: " + refused[1]
    return re.search(r"numberOfRecords>(\d+)<", body)[1]
