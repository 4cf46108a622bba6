"""The profile https of compose.yaml: Caddy's file, run by Caddy itself before a false server."""

import http.client
import json
import os
import random
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
CADDYFILE = ROOT / "deploy/caddy/Caddyfile"
CADDY = shutil.which("caddy", path=f"{os.environ['PATH']}:{ROOT / 'build/.cache'}")
NAME = "livros.localhost"
DEADLINE_SECONDS = 60
PORTS = range(28_700, 32_700)  # below those that the kernel gives, beside those of tests/e2e
needs_caddy = pytest.mark.skipif(CADDY is None, reason="no caddy here: deploy/caddy is NOT checked")


def test_only_caddy_faces_the_network_and_its_server_asks_for_keys():
    caddy, server = COMPOSE["services"]["caddy"], COMPOSE["services"]["livros-https"]
    assert caddy["profiles"] == server["profiles"] == ["https"]
    assert "ports" not in server and server["networks"] == ["behind-caddy"]
    assert COMPOSE["networks"]["behind-caddy"] == {"internal": True}
    assert server["environment"]["API_LIVROS_AUTH"] == "keys"
    assert server["volumes"] == COMPOSE["services"]["livros"]["volumes"]
    assert "caddy-data:/data" in caddy["volumes"], "its authority would be another at each start"
    assert caddy["environment"] == {"LIVROS_NAME": "${LIVROS_NAME:-localhost}"}


def configuration(folder: Path) -> dict:
    """What Caddy understands of the file."""
    adapted = subprocess.run(
        [CADDY, "adapt", "--adapter", "caddyfile", "--config", str(CADDYFILE)],
        env={"LIVROS_NAME": NAME, "HOME": str(folder), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert adapted.returncode == 0, adapted.stderr
    return json.loads(adapted.stdout)


def free_port() -> int:
    """None that the kernel may give to a connection before Caddy has it."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"every port of {PORTS} is taken")


class FalseServer(BaseHTTPRequestHandler):
    """Answers with the head that came."""

    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def false_server() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), FalseServer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def caddy(tmp_path: Path, false_server: int) -> Iterator[tuple[int, Path]]:
    """Caddy with that file on a free port of loopback; the port, and its authority's root."""
    text = json.dumps(configuration(tmp_path))
    assert text.count('"livros-https:8080"') == 1 and text.count('":443"') == 1
    port = free_port()
    text = text.replace('"livros-https:8080"', f'"127.0.0.1:{false_server}"')
    settings = json.loads(text.replace('":443"', f'"127.0.0.1:{port}"'))
    settings["apps"]["http"] |= {"https_port": port}
    # The one from port 80 would listen on every address.
    settings["apps"]["http"]["servers"]["srv0"]["automatic_https"] = {"disable_redirects": True}
    file = tmp_path / "caddy.json"
    file.write_text(json.dumps(settings))
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen(
        [CADDY, "run", "--config", str(file)],
        env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield port, tmp_path / "caddy/pki/authorities/local/root.crt"
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE_SECONDS)
        log.close()


def ask(port: int, root: Path, headers: dict[str, str]) -> dict:
    """The head that the server behind got, asked over TLS that `root` vouches for."""
    context = ssl.create_default_context(cafile=str(root))
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        secure = context.wrap_socket(plain, server_hostname=NAME)
        asked = http.client.HTTPConnection(NAME, port)
        asked.sock = secure
        asked.request("GET", "/livros", headers=headers)
        answer = asked.getresponse()
        assert answer.status == 200
        return json.loads(answer.read())


@needs_caddy
def test_a_private_name_is_served_with_a_certificate_of_caddy_s_own_authority(caddy):
    port, root = caddy
    deadline = time.monotonic() + DEADLINE_SECONDS
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    while True:
        try:
            head = ask(port, root, forged)
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    # What a client says of itself is not passed on.
    assert head["x-forwarded-for"] == "127.0.0.1"
    assert head["x-forwarded-proto"] == "https"
    assert head["host"] == f"{NAME}:{port}"


@needs_caddy
def test_nothing_but_the_file_can_change_what_caddy_does(tmp_path):
    settings = configuration(tmp_path)
    assert settings["admin"] == {"disabled": True}
    assert settings["apps"]["pki"]["certificate_authorities"]["local"] == {"install_trust": False}
