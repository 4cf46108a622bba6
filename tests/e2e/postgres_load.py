"""Writers that repeat a write under its key until it is acknowledged, readers of what was, nginx.

What each request met is kept, with its times in seconds of time.monotonic().
"""

import http.client
import random
import re
import shutil
import subprocess
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clients import GONE, all_books
from postgres_cluster import free_port
from service import Service, wait_until
from wire import Answer, Client, book

# The processes of a server that serve us.
OURS = (
    "FROM pg_stat_activity"
    " WHERE application_name LIKE 'api-livros%' AND datname = current_database()"
)
PAUSE_SECONDS = 0.02  # before a refused request is repeated; short, to measure the refusal's end


@dataclass(frozen=True)
class Met:
    """One request. `status` 0: the connection broke or nothing came in time."""

    kind: str  # "write", "read" or "list"
    begin: float
    end: float
    status: int
    retry_after: str | None
    code: str | None  # of a refusal
    instance: str | None  # which one answered, as nginx tells


class Load:
    def __init__(self, ports: list[int], writers: int, readers: int, timeout: float = 30) -> None:
        self.ports = ports
        self.timeout = timeout
        self.met: list[Met] = []
        self.sent: set[str] = set()
        self.acknowledged: dict[str, int] = {}  # title -> id
        self.failures: list[BaseException] = []
        self._ids: list[tuple[int, str]] = []
        self._stopping = threading.Event()
        work = [self._write_for_ever] * writers + [self._read_for_ever] * readers
        self._threads = [
            threading.Thread(target=self._run, args=(one, n), daemon=True)
            for n, one in enumerate(work)
        ]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, *_) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
        if kind is None:
            assert not any(thread.is_alive() for thread in self._threads), "a client hangs"
            self.raise_failures()

    def raise_failures(self) -> None:
        if self.failures:
            raise self.failures[0]

    def await_writes(self, count: int, what: str, seconds: float = 60) -> None:
        """Until so many more are acknowledged."""
        enough = len(self.acknowledged) + count

        def done() -> bool:
            self.raise_failures()
            return len(self.acknowledged) >= enough

        wait_until(done, what, seconds)

    def await_reads(self, count: int, what: str, seconds: float = 60) -> None:
        """Until so many more are answered from now on."""
        since = time.monotonic()

        def done() -> bool:
            self.raise_failures()
            answered = [one for one in list(self.met) if one.kind != "write" and one.begin > since]
            return sum(one.status == 200 for one in answered) >= count

        wait_until(done, what, seconds)

    def _run(self, work, number: int) -> None:
        try:
            port = self.ports[number % len(self.ports)]
            with Client(port, self.timeout) as client:
                work(client, random.Random(number))
        except BaseException as error:  # noqa: BLE001 - told by raise_failures()
            self.failures.append(error)

    def _send(self, kind: str, client: Client, method: str, target: str, **options):
        begin = time.monotonic()
        try:
            answer = client.request(method, target, **options)
        except GONE + (http.client.HTTPException,):
            self.met.append(Met(kind, begin, time.monotonic(), 0, None, None, None))
            return None
        refused = answer.status >= 500 and "problem" in answer.headers.get("Content-Type", "")
        self.met.append(
            Met(
                kind,
                begin,
                time.monotonic(),
                answer.status,
                answer.headers.get("Retry-After"),
                answer.json["codigo"] if refused else None,
                answer.headers.get("X-Instance"),
            )
        )
        return answer

    def _write_for_ever(self, client: Client, draw: random.Random) -> None:
        while not self._stopping.is_set():
            body = book(sinopse="x" * draw.randint(1, 500))
            title = body["título"]
            headers = {"Idempotency-Key": str(uuid.uuid4())}
            self.sent.add(title)
            while not self._stopping.is_set():
                answer = self._send("write", client, "POST", "/livros", json=body, headers=headers)
                if answer is not None and answer.status == 201:
                    assert answer.json["título"] == title
                    self.acknowledged[title] = answer.json["id"]
                    self._ids.append((answer.json["id"], title))
                    break
                assert is_refusal(answer), answer
                self._stopping.wait(PAUSE_SECONDS)

    def _read_for_ever(self, client: Client, draw: random.Random) -> None:
        while not self._stopping.is_set():
            if not self._ids or draw.random() < 0.2:
                answer = self._send("list", client, "GET", "/livros?ordem=-criado_em&limite=10")
            else:
                id_, title = self._ids[draw.randrange(len(self._ids))]
                answer = self._send("read", client, "GET", f"/livros/{id_}")
                if answer is not None and answer.status == 200:
                    assert answer.json["título"] == title
            if answer is None or answer.status != 200:
                assert is_refusal(answer), f"acknowledged, then: {answer}"
                self._stopping.wait(PAUSE_SECONDS)

    def verify(self, api: Client) -> None:
        """Every acknowledged write is there once, nothing is there twice or comes from nobody."""
        found = [(one["título"], one["id"]) for one in all_books(api)]
        doubled = [title for title, n in Counter(title for title, _ in found).items() if n > 1]
        assert not doubled, f"doubled: {doubled}"
        lost = dict(self.acknowledged.items() - set(found))
        assert not lost, f"{len(lost)} acknowledged, then lost: {lost}"
        assert {title for title, _ in found} <= self.sent

    def refusals(self) -> list[Met]:
        return [one for one in self.met if one.status != 201 and one.status != 200]

    def seconds_without(self, kinds: set[str], since: float) -> float:
        """The longest time after `since` in which no such request succeeded."""
        ends = sorted(
            one.end
            for one in self.met
            if one.kind in kinds and one.status in (200, 201) and one.end > since
        )
        return max((b - a for a, b in zip([since, *ends], ends, strict=False)), default=0.0)


def is_refusal(answer: Answer | None) -> bool:
    """What a careful client repeats: no answer, or unavailable."""
    return answer is None or answer.status in (502, 503, 504, 507)


# ---- three instances behind nginx ---------------------------------------------------------------

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"

CONFIGURATION = """
daemon off; worker_processes 1; user root; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream instances {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://instances;
      proxy_set_header Host $http_host;  # an open server answers to names it knows
      proxy_next_upstream off;  # every refusal reaches the client, and no POST is sent twice
      proxy_connect_timeout 2s; proxy_read_timeout 30s;
      add_header X-Instance $upstream_addr always;
    }}
  }}
}}
"""


def nginx_is_here() -> bool:
    if not Path(NGINX).exists() and shutil.which("apt-get"):
        command = "apt-get install --yes --no-install-recommends nginx-light".split()
        subprocess.run(command, check=False, capture_output=True)
    return Path(NGINX).exists()


@contextmanager
def nginx(folder: Path, instances: list[Service]) -> Iterator[int]:
    """The port that leads to the instances in turn."""
    folder.mkdir()
    port = free_port()
    servers = " ".join(
        f"server 127.0.0.1:{one.port} max_fails=1 fail_timeout=1s;" for one in instances
    )
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, servers=servers, port=port))
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen([NGINX, "-p", folder, "-c", file], stderr=errors)
    try:
        wait_until(lambda: answers(port), "nginx listens")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def answers(port: int) -> bool:
    try:
        with Client(port, 5) as client:
            return client.get("/healthz").status == 200
    except GONE:
        return False


def connects_of(api: Client) -> int:
    """How often it has connected to the database."""
    text = api.get("/metrics").body.decode()
    return int(re.search(r"^livros_database_connects_total (\d+)", text, re.MULTILINE)[1])


def highest_rss_mib(service: Service) -> float:
    """The most that it had resident since its start."""
    status = Path(f"/proc/{service.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


@contextmanager
def instances_of(
    url: str | list[str], folder: Path, options: tuple[str, ...] = (), count: int = 3
) -> Iterator[list[Service]]:
    """Servers of one catalogue; each must still run in the end and exit 0."""
    services = []
    urls = [url] * count if isinstance(url, str) else url
    try:
        for n, url in enumerate(urls):
            listen = ("--listen", f"127.0.0.1:{free_port()}", "--access-log", "off")
            where = folder / f"instance{n}"
            services.append(Service(where, *listen, *options, database=url).start())
        yield services
        for service in services:
            assert service.running(), service.stderr.read_text()
            code = service.stop()
            assert code == 0, f"exit code {code}: {service.stderr.read_text()}"
    finally:
        for service in services:
            if service.running():
                service.kill()
