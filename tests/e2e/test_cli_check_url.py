"""`check --url`: what a container's health check runs against its own server."""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from service import DEADLINE_SECONDS, clean_environment, run_cli, wait_until


@contextmanager
def listener(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server for one connection, which `behave` answers or not; yields its URL."""
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def serve() -> None:
            with waiting.accept()[0] as client:
                behave(client)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{waiting.getsockname()[1]}/readyz"
        thread.join(timeout=DEADLINE_SECONDS)
        assert not thread.is_alive()


def answering(answer: bytes) -> Callable[[socket.socket], None]:
    def behave(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(answer)

    return behave


def trickle(client: socket.socket) -> None:
    """A byte now and then, for ever: each one arrives in time, the answer does not."""
    for byte in itertools.chain(b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(ord("x"))):
        try:
            client.send(bytes([byte]))
        except OSError:
            return
        time.sleep(0.3)


def test_a_ready_server_passes(server):
    done = run_cli("check", "--url", f"{server.url}/readyz")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("/readyz: 200\n")


def test_the_database_of_the_environment_is_left_alone(server):
    """In a container API_LIVROS_DATABASE names the file that the server itself holds."""
    environment = clean_environment(API_LIVROS_DATABASE=str(server.database))
    assert run_cli("check", "--url", f"{server.url}/readyz", env=environment).returncode == 0


def test_another_status_fails(server):
    done = run_cli("check", "--url", f"{server.url}/nada")
    assert done.returncode == 1
    assert done.stdout.endswith("/nada: 404\n")


def test_a_draining_server_fails(own_server):
    service = own_server("--drain-delay", "20")
    service.terminate()
    url = f"{service.url}/readyz"
    wait_until(lambda: run_cli("check", "--url", url).returncode == 1, "readiness is gone")
    assert service.running()
    service.kill()


def test_a_stopped_server_fails(own_server):
    service = own_server()
    assert service.stop() == 0
    done = run_cli("check", "--url", f"{service.url}/readyz")
    assert done.returncode == 1 and "api-livros: " in done.stderr


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(lambda client: client.recv(4096) and client.recv(4096), id="silent"),
        pytest.param(trickle, id="trickling"),
        pytest.param(lambda client: None, id="closing"),
        pytest.param(answering(b"HTTP/1.1 2"), id="cut off"),
        pytest.param(answering(b"SSH-2.0-OpenSSH_9.2\r\n"), id="not HTTP"),
        pytest.param(answering(b"HTTP/1.1 503 Service Unavailable\r\n\r\n"), id="503"),
    ],
)
def test_whoever_does_not_answer_200_within_2_seconds_fails(behave):
    with listener(behave) as url:
        started = time.monotonic()
        done = run_cli("check", "--url", url)
    assert done.returncode == 1
    assert time.monotonic() - started < DEADLINE_SECONDS


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "127.0.0.1:8080", "http://a/\r\nX: y"])
def test_an_address_that_cannot_be_asked_is_a_slip(url):
    assert run_cli("check", "--url", url).returncode == 2
