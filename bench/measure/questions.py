"""The word `questions`: is the right book found, however it is asked for?

Questions of the kinds in which people ask, made by a fixed draw from real records: how often the
right book comes first, and among the first ten; ours over HTTP, beside tantivy with the same books.
"""

import argparse
import collections
import json
import subprocess
import time
from pathlib import Path

from measure import catalogue as catalogues
from measure import paths, question_kinds, tools
from measure.catalogue import Catalogue
from measure.question_kinds import KINDS, Question

PER_KIND = 334  # of 13 kinds: 4342 in all
TANTIVY = paths.BUILD / "tantivy" / "release" / "questions"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--records", type=Path, help="MARC 21; default: a sample of the LoC records"
    )
    parser.add_argument("--limit-books", type=int, default=catalogues.SAMPLED_BOOKS)
    parser.add_argument("--per-kind", type=int, default=PER_KIND)
    parser.add_argument("--kinds", help=f"comma list of {', '.join(KINDS)}; default: all")
    parser.add_argument("--seed", type=int, default=catalogues.SEED)
    parser.add_argument("--json", type=Path, help="writes every question with what was found")
    parser.add_argument("--no-peer", action="store_true", help="without tantivy")


def main(chosen: argparse.Namespace) -> int:
    kinds = chosen.kinds.split(",") if chosen.kinds else list(KINDS)
    if unknown := set(kinds) - set(KINDS):
        raise tools.Failed(f"no kind {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    folder = catalogues.prepared(chosen.records, chosen.limit_books)
    catalogue = Catalogue(folder / "books.ndjson")
    asked = {
        kind: question_kinds.drawn(catalogue, kind, chosen.per_kind, chosen.seed) for kind in kinds
    }
    rows = ask_ours(folder, catalogue, asked)
    if not chosen.no_peer:
        ask_tantivy(folder, rows)
    print(f"{len(catalogue.books)} books, {len(rows)} questions, seed {chosen.seed}\n")
    print(render(rows))
    saved = tools.save("questions", rows)
    if chosen.json:
        chosen.json.write_text(saved.read_text("utf-8"), "utf-8")
        saved = chosen.json
    print(f"\nEvery question: {saved}")
    return 0


def ask_ours(folder: Path, catalogue: Catalogue, asked: dict[str, list[Question]]) -> list[dict]:
    """A row for each question: what was wanted, what came, where the right book stands."""
    rows = []
    with catalogues.serving(folder, len(catalogue.books)) as server:
        server.await_ready()
        for kind, questions in asked.items():
            for question in questions:
                begin = time.perf_counter()
                found, stage = server.find(question.text)
                took = time.perf_counter() - begin
                rows.append(
                    row(kind, question, found, catalogue)
                    | {"stage": stage, "ms": round(took * 1000, 2)}
                )
    return rows


def row(kind: str, question: Question, found: list[int], catalogue: Catalogue) -> dict:
    wanted = sorted(question.wanted)
    first = catalogue.books[found[0]].title if found else None
    return {
        "kind": kind,
        "text": question.text,
        "title": catalogue.books[wanted[0]].title,
        "author": next((p.printed for p in catalogue.books[wanted[0]].authors), None),
        "wanted": wanted,
        "rank": rank(question.wanted, found),
        "first": first,
        "found": found,
    }


def rank(wanted: frozenset[int], found: list[int]) -> int | None:
    """Where the first right book stands among those found, from 1."""
    return next((at for at, id in enumerate(found, start=1) if id in wanted), None)


def ask_tantivy(folder: Path, rows: list[dict]) -> None:
    if not TANTIVY.exists():
        raise tools.Failed(f"{TANTIVY} is missing: bench/run peers, or --no-peer")
    paths.WORK.mkdir(parents=True, exist_ok=True)
    file = paths.WORK / "questions.json"
    file.write_text(json.dumps([one["text"] for one in rows], ensure_ascii=False), "utf-8")
    command = [TANTIVY, folder / "books.ndjson", folder / "tantivy", file]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise tools.Failed(f"{TANTIVY}: exit code {done.returncode}")
    for one, found in zip(rows, json.loads(done.stdout), strict=True):
        one["tantivy"] = rank(frozenset(one["wanted"]), found)


def render(rows: list[dict]) -> str:
    engines = {"ours": "rank"} | ({"tantivy": "tantivy"} if "tantivy" in rows[0] else {})
    lines = [
        "right book first / among the first ten, %",
        "",
        "| kind | questions | " + " | ".join(engines) + " | stages of ours |",
        "|---" * (len(engines) + 3) + "|",
    ]
    by_kind = {kind: [one for one in rows if one["kind"] == kind] for kind in KINDS}
    for kind, own in by_kind.items():
        if own:
            lines.append(line(f"{KINDS[kind][0]} (`{kind}`)", own, engines))
    lines.append(line("all kinds", rows, engines))
    return "\n".join(lines)


def line(name: str, rows: list[dict], engines: dict[str, str]) -> str:
    shares = [share([one[key] for one in rows]) for key in engines.values()]
    stages = collections.Counter(one["stage"] or "none" for one in rows)
    shown = ", ".join(f"{stage} {count}" for stage, count in stages.most_common())
    cells = " | ".join(f"{first:.1f} / {ten:.1f}" for first, ten in shares)
    return f"| {name} | {len(rows)} | {cells} | {shown} |"


def share(ranks: list[int | None]) -> tuple[float, float]:
    first = sum(one == 1 for one in ranks)
    ten = sum(one is not None for one in ranks)
    return 100 * first / len(ranks), 100 * ten / len(ranks)
