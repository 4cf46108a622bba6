"""kill -9, SIGTERM, a failing disk, a full disk: what was acknowledged stays."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from clients import Crowd, OneShots, all_books
from service import Service, assert_sound, wait_until
from wire import book

pytestmark = pytest.mark.waiting

ROUNDS = int(os.environ.get("API_LIVROS_KILLS", "2"))
SEED = int(os.environ.get("API_LIVROS_SEED", "20261123"))


def test_no_acknowledged_write_is_lost_when_the_process_is_killed(tmp_path):
    draw = random.Random(SEED)
    folder = tmp_path / "catalogue"
    crowd = Crowd(clients=32, seed=SEED)
    for _ in range(ROUNDS):
        service = Service(folder).start()
        enough = crowd.acknowledged + draw.randint(100, 800)
        threads = crowd.start(service, lambda: False)
        wait_until(lambda enough=enough: crowd.acknowledged >= enough, f"{enough} writes")
        service.kill()
        crowd.join(threads)
        assert_sound(folder / "livros.db")
        with Service(folder) as survivor:
            crowd.verify(survivor)


def test_sigterm_under_load_loses_no_request(tmp_path):
    """Each request has a connection of its own: it is refused, or answered to the end."""
    service = Service(tmp_path / "catalogue", "--lag-max", "60").start()
    writers = OneShots(service.port)
    writers.start()
    wait_until(lambda: len(writers.answered) > 200, "200 writes")
    service.terminate()
    writers.join()
    assert service.wait() == 0
    assert_sound(service.folder / "livros.db")
    with Service(service.folder) as survivor, survivor.client() as api:
        kept = {one["título"] for one in all_books(api)}
    answered = set(writers.answered)
    assert answered <= kept
    assert kept <= answered, f"done but never answered: {kept - answered}"
    assert not writers.wrong, writers.wrong


def test_sigterm_does_nothing_unanswered_on_open_connections(tmp_path):
    """On a kept connection the close may cross a request; then the request was not executed."""
    service = Service(tmp_path / "catalogue").start()
    crowd = Crowd(clients=32, seed=1)
    threads = crowd.start(service, lambda: False)
    wait_until(lambda: crowd.acknowledged > 500, "500 writes")
    service.terminate()
    assert service.wait() == 0
    crowd.join(threads)
    doubtful = {state[1] for writer in crowd.writers for id_, state in writer.doubtful}
    with Service(service.folder) as survivor:
        with survivor.client() as api:
            executed = doubtful & {one["título"] for one in all_books(api)}
        assert not executed, f"done but never answered: {executed}"
        crowd.verify(survivor)


def test_a_slow_client_does_not_hold_the_end_up(own_server):
    service = own_server("--drain-timeout", "1")
    with service.client() as client:
        client.connection.connect()
        head = b"POST /livros HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
        client.connection.sock.sendall(head)
        service.terminate()
        assert service.wait(20) in (0, 1)


# ---- a disk that fails --------------------------------------------------------------------------


def can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    attempt = subprocess.run(["strace", "-qq", "true"], check=False, capture_output=True)
    return attempt.returncode == 0


@pytest.mark.skipif(not can_trace(), reason="strace is not here or may not trace")
@pytest.mark.parametrize("clients", [1, 8])
def test_nothing_is_acknowledged_once_the_disk_failed_to_sync(tmp_path, clients):
    folder = tmp_path / "catalogue"
    with Service(folder):
        pass  # the file is made in peace
    log = tmp_path / "syncs"
    inject = "inject=fsync,fdatasync:error=EIO:when=9+"
    tracing = ["strace", "-D", "-f", "-qq", "-o", str(log), "--seccomp-bpf"]
    tracing += ["-e", "trace=fsync,fdatasync", "-e", inject]
    service = Service(folder, prefix=tracing).start()
    crowd = Crowd(clients, seed=2)
    crowd.work_until(lambda: False, service)
    assert service.wait() not in (0, -9), "the process must say that it failed"
    synced = log.read_text().partition("EIO")[0].count("= 0\n")
    assert 0 < crowd.acknowledged <= synced * clients
    assert not any(writer.recovered for writer in crowd.writers)
    assert_sound(folder / "livros.db")
    with Service(folder) as survivor:
        crowd.verify(survivor)


ISOLATED = """
mount -t tmpfs -o size=12m,mode=700 none "$0" &&
dd if=/dev/zero of="$0/ballast" bs=1M count=6 status=none &&
exec "$@"
"""


def isolation() -> list[str]:
    """The words in front of a command that give it mounts of its own; empty: not possible here."""
    for words in (["unshare", "--mount"], ["unshare", "--mount", "--user", "--map-root-user"]):
        attempt = [*words, "mount", "-t", "tmpfs", "none", "/mnt"]
        if subprocess.run(attempt, check=False, capture_output=True).returncode == 0:
            return words
    return []


def test_a_full_disk_refuses_writes_keeps_what_it_has_and_recovers(tmp_path):
    words = isolation()
    if not words:
        pytest.skip("no way here to mount a small disk")
    folder = tmp_path / "small-disk"
    folder.mkdir()
    service = Service(folder, prefix=[*words, "sh", "-c", ISOLATED, str(folder)]).start()
    inside = Path(f"/proc/{service.pid}/root{folder}")
    acknowledged: dict[int, str] = {}
    with service.client() as api:
        refusal = None
        for _ in range(2000):
            answer = api.post("/livros", json=book(sinopse=os.urandom(9000).hex()))
            if answer.status != 201:
                refusal = answer
                break
            acknowledged[answer.json["id"]] = answer.json["título"]
        assert refusal is not None, "the disk never filled up"
        assert refusal.status in (503, 507), refusal
        assert refusal.json["codigo"] in ("sem-espaco", "armazenamento-indisponivel")
        assert refusal.headers["Retry-After"]
        api.get(f"/livros/{min(acknowledged)}").expect(200)
        (inside / "ballast").unlink()

        def written() -> bool:
            answer = api.post("/livros", json=book())
            if answer.status == 201:
                acknowledged[answer.json["id"]] = answer.json["título"]
            return answer.status == 201

        wait_until(written, "writes succeed again once there is space")
        found = {one["id"]: one["título"] for one in all_books(api)}
    assert found == acknowledged
    # Its disk goes with the process: look at a copy of what a kill would leave.
    service.process.send_signal(19)
    copy = tmp_path / "copy"
    shutil.copytree(inside, copy)
    service.kill()
    assert_sound(copy / "livros.db")
    with Service(copy) as survivor, survivor.client() as api:
        assert {one["id"]: one["título"] for one in all_books(api)} == acknowledged
