"""What a page can do to an open server on the reader's machine, tried by a browser."""

import functools
import json
import queue
import socket
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from browser import CHROMIUM, needs_chromium
from service import DEADLINE_SECONDS, clean_environment

pytestmark = needs_chromium

# Each try fetches `url` as the page may, and tells the status or that nothing could be read.
PAGE = """<!doctype html><meta charset=utf-8><script>
const typeless = () => new Blob(['{"título":"da página","autor":null}']);
const tries = TRIES;
(async () => {
  const told = {};
  for (const [name, url, method, mode, kind] of tries) {
    const options = {method, mode, redirect: 'manual'};
    if (kind === 'blob') options.body = typeless();
    if (kind === 'form') options.body = new URLSearchParams({título: 'x'});
    if (kind === 'json') {
      options.body = typeless();
      options.headers = {'Content-Type': 'application/json'};
    }
    try {
      const answer = await fetch(url, options);
      told[name] = answer.type === 'opaque' ? 'opaque' : answer.status;
    } catch (failure) {
      told[name] = 'unreadable';
    }
  }
  await fetch('/told', {method: 'POST', body: JSON.stringify(told)});
})();
</script>"""


class Site(BaseHTTPRequestHandler):
    """Gives the page, takes what it tells, and hands all else to the API as it came."""

    def do_GET(self):
        if self.path != "/page":
            return self.forward()
        body = PAGE.replace("TRIES", json.dumps(self.server.tries)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)

    def do_POST(self):
        if self.path != "/told":
            return self.forward()
        self.server.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        return self.end_headers()

    def forward(self):
        """As a name that points to the API's machine from now on (DNS rebinding) would."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with socket.create_connection(("127.0.0.1", self.server.api_port)) as api:
            head = f"{self.requestline}\r\n" + "".join(
                f"{name}: {value}\r\n"
                for name, value in self.headers.items()
                if name.lower() != "connection"
            )
            api.sendall(head.encode("latin-1") + b"Connection: close\r\n\r\n" + body)
            while chunk := api.recv(65536):
                self.wfile.write(chunk)
        self.close_connection = True

    def log_message(self, *_):
        """Says nothing."""


@contextmanager
def site(api_port: int):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.api_port, server.tries, server.told = api_port, [], queue.Queue()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def browse(server, folder, host: str, tries: list) -> dict:
    """What a page of http://host, served by `server`, is told of its tries."""
    server.tries = tries
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--disable-dev-shm-usage"),
        f"--user-data-dir={folder}",
        "--host-resolver-rules=MAP *.exemplo 127.0.0.1",
        f"http://{host}:{server.server_port}/page",
    ]
    browser = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(HOME=str(folder)),
    )
    try:
        return server.told.get(timeout=2 * DEADLINE_SECONDS)
    finally:
        browser.terminate()
        browser.wait(timeout=DEADLINE_SECONDS)


def tries_of(api: str) -> list:
    book = f"{api}/livros/1"
    return [
        ("read", book, "GET", "cors", ""),
        ("blob", f"{api}/livros", "POST", "no-cors", "blob"),
        ("blob, read", f"{api}/livros", "POST", "cors", "blob"),
        ("form", f"{api}/livros", "POST", "no-cors", "form"),
        ("json", f"{api}/livros", "POST", "cors", "json"),
        ("delete", book, "DELETE", "cors", ""),
        ("restore", f"{book}/restaurar", "POST", "no-cors", "blob"),
        ("long", f"{api}/livros?q={'x' * 9000}", "GET", "cors", ""),
    ]


@pytest.fixture
def attacked(own_server, tmp_path):
    """attacked(host, …): a server with one book, and what a page of `host` can do to it."""

    def attack(host: str, *options: str, through_own_name: bool = False):
        service = own_server(*options)
        with service.client() as api, site(service.port) as server:
            api.create(título="Dom Casmurro")
            before = api.get("/livros").body
            target = "" if through_own_name else f"http://localhost:{service.port}"
            told = browse(server, tmp_path / "browser", host, tries_of(target))
            return told, api.get("/livros").body == before

    return attack


def test_a_page_of_another_site_reads_and_changes_nothing(attacked):
    told, unchanged = attacked("mau.exemplo")
    assert unchanged, told
    assert set(told.values()) <= {"unreadable", "opaque"}


def test_a_page_whose_name_is_rebound_reads_and_changes_nothing(attacked):
    told, unchanged = attacked("rebind.exemplo", through_own_name=True)
    assert unchanged, told
    assert {told[name] for name in ("read", "blob, read", "json")} == {421}


def test_a_page_that_is_allowed_can_do_all_and_read_every_refusal(own_server, tmp_path):
    page = functools.partial(browse, folder=tmp_path / "browser", host="app.exemplo")
    with site(0) as server:
        service = own_server("--cors-origin", f"http://app.exemplo:{server.server_port}")
        with service.client() as api:
            api.create(título="Dom Casmurro")
            told = page(server, tries=tries_of(f"http://localhost:{service.port}"))
            assert api.get("/livros/2").json["título"] == "da página"
            api.get("/livros/1").expect(410)
    assert told["read"] == 200
    assert told["json"] == 201
    assert told["blob, read"] == 415
    assert told["delete"] == 204
    assert told["long"] == 414
