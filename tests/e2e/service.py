"""The server as a test sees it: started on a free port, read, stopped or killed."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from wire import Client

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("API_LIVROS_BIN", ROOT / "build/dev/api-livros"))
if not BINARY.exists():
    import pytest  # only here: bench/run does without it

    pytest.exit(f"{BINARY} is missing: ./dev build dev, or set API_LIVROS_BIN", returncode=2)

# A loaded machine is slow; a server that needs longer than this hangs.
DEADLINE_SECONDS = 60


def wait_until(condition, what: str, seconds: float = DEADLINE_SECONDS):
    """The first true value of condition(); fails naming `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.005)


def json_lines(path: Path) -> Iterator[dict]:
    """The whole lines of a log so far; each must be one JSON object."""
    for line in path.read_bytes().split(b"\n")[:-1]:
        yield json.loads(line)


def clean_environment(**extra: str) -> dict[str, str]:
    """Ours without API_LIVROS_…, which are the program's options, and in no language of ours."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("API_LIVROS_")}
    return inherited | {"LC_ALL": "C.UTF-8"} | extra


def run_cli(*arguments: object, **options) -> subprocess.CompletedProcess:
    """One command of the binary, to its end; never raises for an exit code."""
    options.setdefault("env", clean_environment())
    options.setdefault("text", True)
    command = [str(BINARY), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **options)


def assert_sound(database: object) -> None:
    """Of a file or a URL: `check` finds nothing."""
    checked = run_cli("check", "--database", database)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def exported(database: Path, file: Path, *options: str) -> bytes:
    """The file that `export` makes of a catalogue."""
    done = run_cli("export", file, "--database", database, *options)
    assert done.returncode == 0, done.stderr
    return file.read_bytes()


class Service:
    """One `api-livros serve` process. Use as a context manager: leaving it demands a clean exit."""

    def __init__(self, folder: Path, *options: str, env=None, prefix=(), database=None) -> None:
        self.folder = folder
        self.binary = BINARY  # at the next start
        self.database = database or folder / "livros.db"
        self.options = options
        self.env = env or {}
        self.prefix = list(prefix)
        self.process: subprocess.Popen | None = None
        self.url = ""
        self.stdout = folder.with_name(folder.name + ".stdout")
        self.stderr = folder.with_name(folder.name + ".stderr")

    def start(self) -> "Service":
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [*self.prefix, str(self.binary), "serve", "--database", str(self.database)]
        if "--listen" not in self.options:
            command += ["--listen", "127.0.0.1:0"]
        with self.stdout.open("wb") as out, self.stderr.open("wb") as err:
            self.process = subprocess.Popen(
                [*command, *self.options],
                stdout=out,
                stderr=err,
                env=clean_environment(**self.env),
            )
        self.url = wait_until(self._address, f"the server listens ({command})")
        return self

    def _address(self) -> str:
        if self.process.poll() is not None:
            raise AssertionError(f"exit code {self.process.returncode}: {self.stderr.read_text()}")
        for event in self.events():
            if event["evento"] == "ouvindo":
                return event["endereco"]
        return ""

    def await_ready(self) -> "Service":
        """Until it can search, too: a moment after it listens."""
        with self.client() as api:
            wait_until(lambda: api.get("/readyz").status == 200, "the server is ready")
        return self

    def events(self) -> list[dict]:
        return list(json_lines(self.stderr))

    def requests(self) -> list[dict]:
        return list(json_lines(self.stdout))

    @property
    def port(self) -> int:
        return urlsplit(self.url).port

    @property
    def pid(self) -> int:
        return self.process.pid

    def client(self, **options) -> Client:
        return Client(self.port, **options)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait(self, seconds: float = DEADLINE_SECONDS) -> int:
        return self.process.wait(timeout=seconds)

    def kill(self) -> None:
        self.process.kill()
        self.wait()

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        self.terminate()
        return self.wait()

    def restart(self) -> "Service":
        assert not self.running()
        return self.start()

    def __enter__(self) -> "Service":
        return self.start()

    def __exit__(self, kind, *_) -> None:
        if not self.running():
            return
        if kind is not None:
            self.kill()
            return
        try:
            code = self.stop()
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        assert code == 0, f"exit code {code}: {self.stderr.read_text()}"
