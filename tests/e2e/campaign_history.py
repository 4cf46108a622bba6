"""What clients did to a catalogue, each operation with its outcome; and whether that can be true.

Every version that a write makes bears a mark of its own, in its title. So the histories of the
books, read in the end, say of each write whether it happened, how often, and where.
"""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from wire import Answer, Client

DONE, FAILED, UNKNOWN = "done", "failed", "unknown"


@dataclass
class Write:
    kind: str  # "create", "change", "delete" or "restore"
    book: int | None  # None until an answer tells
    mark: str | None  # of the version it makes; a deletion has none
    base: int | None  # the version that If-Match named
    begin: float
    end: float
    outcome: str
    version: int | None = None
    sequence: int | None = None
    status: int = 0  # 0: no answer
    code: str = ""
    port: int = 0  # of the instance that was asked


@dataclass
class Floor:
    """What every later read must show: the newest of what was acknowledged before it began."""

    versions: dict[int, int] = field(default_factory=dict)
    sequence: int = 0


class History:
    def __init__(self) -> None:
        self.writes: list[Write] = []
        self.reads: Counter = Counter()
        self.refusals: Counter = Counter()  # by code
        self.wrong: list[str] = []
        self.during = ""  # what is done to the servers now
        self._floor = Floor()
        self._lock = threading.Lock()

    # ---- while it goes on ------------------------------------------------------------------------

    def add(self, write: Write) -> None:
        with self._lock:
            self.writes.append(write)
            if write.outcome == DONE:
                newest = max(write.version, self._floor.versions.get(write.book, 0))
                self._floor.versions[write.book] = newest
                self._floor.sequence = max(self._floor.sequence, write.sequence)

    def accuse(self, what: str) -> None:
        with self._lock:
            self.wrong.append(f"{what} ({self.during})" if self.during else what)

    def floor_of(self, book: int) -> int:
        with self._lock:
            return self._floor.versions.get(book, 0)

    def sequence_floor(self) -> int:
        with self._lock:
            return self._floor.sequence

    def read(self, kind: str, answer: Answer | None) -> None:
        with self._lock:
            self.reads[(kind, answer.status if answer else 0)] += 1
        self.look_at(answer)

    def look_at(self, answer: Answer | None) -> None:
        """Whatever was asked, a refusal says what it is and when to come again."""
        if answer is None or answer.status < 500:
            return
        kind = answer.headers.get("Content-Type", "")
        if answer.status not in (503, 507) or not kind.startswith("application/problem+json"):
            self.accuse(f"{answer.status} {answer.body[:200]!r}")
        elif "Retry-After" not in answer.headers:
            self.accuse(f"{answer.status} without Retry-After: {answer.json['codigo']}")
        else:
            with self._lock:
                self.refusals[answer.json["codigo"]] += 1

    # ---- in the end ------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        return dict(Counter(write.outcome for write in self.writes))

    def seconds_without_a_write(self, since: float, until: float, port: int | None = None) -> float:
        """The longest time between two acknowledgements; at one instance, or at all together."""
        ends = [since, *self._acknowledged(since, until, port), until]
        return max(b - a for a, b in zip(ends, ends[1:], strict=False))

    def seconds_to_a_write(self, since: float, until: float, port: int) -> float:
        """Until an instance has acknowledged one."""
        return min(self._acknowledged(since, until, port), default=until) - since

    def _acknowledged(self, since: float, until: float, port: int | None) -> list[float]:
        with self._lock:
            return sorted(
                write.end
                for write in self.writes
                if write.outcome == DONE
                and since < write.end < until
                and port in (None, write.port)
            )

    def judge(self, api: Client) -> list[str]:
        """Everything that cannot be true; empty when all is well."""
        kept = Kept.of(api)
        wrong = list(self.wrong)
        wrong += kept.contradictions()
        wrong += self._judge_marks(kept)
        wrong += self._judge_unmarked(kept)
        wrong += self._judge_answers(kept)
        return wrong

    def _judge_marks(self, kept: "Kept") -> list[str]:
        wrong = []
        sent = set()
        for write in self.writes:
            if write.mark is None:
                continue
            sent.add(write.mark)
            places = kept.marks.get(write.mark, [])
            what = f"{write.kind} {write.mark} ({write.status} {write.code})"
            if write.outcome == DONE and (write.book, write.version) not in places:
                wrong.append(f"lost: {what} was acknowledged as {write.book}-{write.version}")
            if write.outcome == FAILED and places:
                wrong.append(f"done although refused: {what} is at {places}")
            if len(places) > 1:
                wrong.append(f"done twice: {what} is at {places}")
            if write.base is not None:
                wrong += [
                    f"a lost update: {what} with If-Match {write.base} made {version}"
                    for _, version in places
                    if version != write.base + 1
                ]
        wrong += [f"from nobody: {mark}" for mark in kept.marks.keys() - sent]
        return wrong

    def _judge_unmarked(self, kept: "Kept") -> list[str]:
        """Deletions and restorings are told by their version when acknowledged, else by number."""
        wrong = []
        sure, may = Counter(), Counter()
        for write in self.writes:
            if write.kind not in ("delete", "restore"):
                continue
            place = (write.book, write.kind)
            may[place] += write.outcome != FAILED
            if write.outcome == DONE:
                sure[place] += 1
                if kept.kinds.get((write.book, write.version)) != write.kind:
                    wrong.append(f"lost: {write.kind} of {write.book} as version {write.version}")
        for place, times in kept.unmarked().items():
            if not sure[place] <= times <= may[place]:
                wrong.append(
                    f"{place} is there {times} times: {sure[place]} acknowledged, "
                    f"{may[place] - sure[place]} unknown"
                )
        return wrong

    def _judge_answers(self, kept: "Kept") -> list[str]:
        """Of two writes no two were told the same version, or the same place in the sequence."""
        done = [write for write in self.writes if write.outcome == DONE]
        versions = Counter((write.book, write.version) for write in done)
        sequences = Counter(write.sequence for write in done)
        wrong = [f"acknowledged twice: version {place}" for place, n in versions.items() if n > 1]
        wrong += [
            f"acknowledged twice: sequence {n}" for n, times in sequences.items() if times > 1
        ]
        if sequences and max(sequences) > kept.sequence:
            wrong.append(
                f"sequence {max(sequences)} was acknowledged, the newest is {kept.sequence}"
            )
        return wrong


KINDS = {"criado": "create", "alterado": "change", "excluido": "delete", "restaurado": "restore"}


@dataclass
class Kept:
    """What the catalogue itself says of its past."""

    sequence: int
    changes: list[dict]
    books: dict[int, list[dict]]  # versions, oldest first
    marks: dict[str, list[tuple[int, int]]]  # where each mark stands
    kinds: dict[tuple[int, int], str]

    @classmethod
    def of(cls, api: Client) -> "Kept":
        changes, since = [], 0
        while page := api.get("/mudancas", desde=since, limite=1000).expect(200).json:
            changes += page
            since = page[-1]["seq"]
        sequence = api.get("/mudancas", desde=since).expect(200).sequence
        books, marks, kinds = {}, defaultdict(list), {}
        for id_ in sorted({change["id"] for change in changes}):
            books[id_] = versions_of(api, id_)
            for one in books[id_]:
                version = one["versao"]
                kinds[id_, version] = KINDS[one["tipo"]]
                if one["tipo"] in ("criado", "alterado"):
                    book = api.get(f"/livros/{id_}/versoes/{version}").expect(200).json
                    marks[mark_in(book["livro"])].append((id_, version))
        return cls(sequence, changes, books, dict(marks), kinds)

    def contradictions(self) -> list[str]:
        wrong = []
        for id_, versions in self.books.items():
            numbers = [one["versao"] for one in versions]
            if numbers != list(range(1, len(numbers) + 1)):
                wrong.append(f"the versions of {id_} are {numbers}")
        total = sum(map(len, self.books.values()))
        if total != self.sequence:
            wrong.append(f"{total} versions, but sequence {self.sequence}")
        sequences = [change["seq"] for change in self.changes]
        if sequences != sorted(set(sequences)):
            wrong.append("/mudancas is not in order")
        newest = {id_: versions[-1]["versao"] for id_, versions in self.books.items()}
        wrong += [
            f"/mudancas says {change['id']}-{change['versao']}, not {newest[change['id']]}"
            for change in self.changes
            if change["versao"] != newest[change["id"]]
        ]
        return wrong

    def unmarked(self) -> Counter:
        return Counter(
            (id_, kind) for (id_, _), kind in self.kinds.items() if kind in ("delete", "restore")
        )


def versions_of(api: Client, id_: int) -> list[dict]:
    versions, target = [], f"/livros/{id_}/versoes"
    while target:
        answer = api.get(target).expect(200)
        versions += answer.json
        target = answer.links().get("next")
    return versions


def mark_in(book: dict) -> str:
    return book["título"].split()[-1]
