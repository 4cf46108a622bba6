"""tools/fetch_browser_files.py: pinned packages, or a build that does without them."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
import fetch_browser_files  # noqa: E402

PACKAGES = fetch_browser_files.PACKAGES


class Registry(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def registry() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    server.asked, server.content = [], b""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def package_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def fetch(folder: Path, url: str, *options: str, pinned: bytes | None = None) -> str:
    """What the tool says; `pinned` stands in place of every real package's content."""
    program = TOOLS / "fetch_browser_files.py"
    if pinned is not None:
        text = program.read_text()
        for package in PACKAGES:
            assert text.count(package.sha256) == 1
            text = text.replace(package.sha256, hashlib.sha256(pinned).hexdigest())
        program = folder / "fetch.py"
        program.write_text(text)
    command = [sys.executable, str(program), "--cache", str(folder / "cache")]
    done = subprocess.run(
        [*command, "--out", str(folder / "out"), *options],
        env=os.environ | {"npm_config_registry": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def laid_out(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


@pytest.fixture
def content() -> bytes:
    paths = {path for package in PACKAGES for path in package.files}
    return package_of({path: path.encode() for path in (*sorted(paths), "package/more.js")})


def test_what_is_pinned_is_laid_out_and_fetched_once(tmp_path, registry, content):
    registry.content = content
    url = f"http://127.0.0.1:{registry.server_port}/"
    assert fetch(tmp_path, url, pinned=content) == ""
    wanted = {name: path.encode() for each in PACKAGES for path, name in each.files.items()}
    assert laid_out(tmp_path) == wanted
    licences = {"swagger-ui-licence.txt", "swagger-ui-notice.txt", "zxing-licence.txt"}
    assert licences <= wanted.keys()
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert fetch(tmp_path, "http://127.0.0.1:9", "--offline", pinned=content) == ""
    assert registry.asked == [f"/{each.name}/-/{each.archive}" for each in PACKAGES]
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}


def test_another_content_is_refused_and_not_kept(tmp_path, registry, content):
    registry.content = content
    told = fetch(tmp_path, f"http://127.0.0.1:{registry.server_port}")
    assert told.count("another SHA-256") == len(PACKAGES)
    assert all(package.what_for in told for package in PACKAGES)
    assert laid_out(tmp_path) == {}
    assert not (tmp_path / "cache").exists()


def test_a_cached_package_that_was_changed_is_fetched_anew(tmp_path, registry, content):
    registry.content = content
    (tmp_path / "cache").mkdir()
    kept = tmp_path / "cache" / PACKAGES[0].archive
    kept.write_bytes(content + b"x")
    assert fetch(tmp_path, f"http://127.0.0.1:{registry.server_port}", pinned=content) == ""
    assert kept.read_bytes() == content


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://x", "http://[", "file:///etc"])
def test_the_build_goes_on_where_nothing_can_be_fetched(tmp_path, url):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/swagger-ui.js").write_text("of an earlier build")
    told = fetch(tmp_path, url)
    for package in PACKAGES:
        assert f"NOT fetched: {package.archive}" in told and package.what_for in told
    assert laid_out(tmp_path) == {}


def test_nothing_is_fetched_where_it_may_not_be(tmp_path, registry):
    told = fetch(tmp_path, f"http://127.0.0.1:{registry.server_port}", "--offline")
    assert "nothing may be fetched" in told
    assert registry.asked == []
