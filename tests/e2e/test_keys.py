"""Contract section 5, Keys: who may do what, and what a flood of bad keys does to the others."""

import json
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from postgres_cluster import postgres_server
from service import Service, run_cli, wait_until
from wire import Client, assert_problem, book, exchange, parse_answer

UNKNOWN = "lv_" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
ADMINISTRATOR = "lv_" + "zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVUT"


def bearing(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def create(database, name: str, scope: str, *more: str) -> str:
    made = run_cli(
        "keys", "create", "--name", name, "--scope", scope, *more, "--database", database
    )
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    assert re.fullmatch(r"lv_[A-Za-z0-9_-]{43}", key), made.stdout
    assert key not in made.stderr
    return key


def listed(database) -> list[dict]:
    done = run_cli("keys", "list", "--json", "--database", database)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Keyed:
    """A server with keys of every kind, and one client."""

    def __init__(self, folder):
        folder.mkdir()
        database = folder / "livros.db"
        self.reader = create(database, "Leitura", "ler")
        self.writer = create(database, "Catalogação", "escrever", "--expires", "90d")
        self.chief = create(database, "Chefia", "administrar", "--expires", "2199-12-31")
        soon = datetime.now(UTC) + timedelta(seconds=5)
        self.expired = create(database, "Estágio", "escrever", "--expires", soon.isoformat())
        self.revoked = create(database, "Ex-colega", "escrever")
        assert run_cli("keys", "revoke", "5", "--database", database).returncode == 0
        environment = {"API_LIVROS_ADMIN_KEY": ADMINISTRATOR}
        self.service = Service(folder, "--auth=keys", env=environment)
        wait_until(lambda: listed(database)[3]["estado"] == "vencida", "the fourth expires")


@pytest.fixture(scope="module")
def keyed(tmp_path_factory):
    made = Keyed(tmp_path_factory.mktemp("keys") / "catalogue")
    with made.service:
        yield made


@pytest.fixture
def api(keyed):
    with keyed.service.client() as client:
        yield client


def test_reads_are_public_and_writes_are_not(api):
    api.get("/livros").expect(200)
    api.get("/metrics").expect(200)
    answer = api.post("/livros", json=book())
    assert_problem(answer, 401, "nao-autorizado")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api-livros"'
    for method, target in [("PUT", "/livros/1"), ("PATCH", "/livros/1"), ("DELETE", "/livros/1")]:
        assert_problem(api.request(method, target, json=book()), 401, "nao-autorizado")


def test_each_scope_includes_those_before_it(api, keyed):
    for key in (keyed.writer, keyed.chief, ADMINISTRATOR):
        api.post("/livros", json=book(), headers=bearing(key)).expect(201)
    api.get("/livros", headers=bearing(keyed.reader)).expect(200)
    answer = api.post("/livros", json=book(), headers=bearing(keyed.reader))
    assert_problem(answer, 403, "sem-permissao")
    assert 'error="insufficient_scope", scope="escrever"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_key_that_is_no_good_is_refused_whatever_is_asked(api, keyed, method):
    body = json.dumps(book())

    def refused(credential):
        headers = {"Authorization": credential, "Content-Type": "application/json"}
        answer = api.request(method, "/livros", body if method == "POST" else None, headers)
        return assert_problem(answer, 401, "nao-autorizado"), answer.headers["WWW-Authenticate"]

    for key in (UNKNOWN, keyed.revoked, keyed.writer[:-1] + "=", keyed.writer[3:]):
        assert 'error="invalid_token"' in refused(f"Bearer {key}")[1]
    for credential in ("Basic bGl2cm9zOmxpdnJvcw==", keyed.writer, f"Token {keyed.writer}"):
        assert "error" not in refused(credential)[1]
    assert "venceu" in refused(f"Bearer {keyed.expired}")[0]["detail"]


def test_an_answer_to_one_key_is_not_repeated_to_another(api, keyed):
    def post(key):
        headers = bearing(key) | {"Idempotency-Key": "recibo 1"}
        return api.post("/livros", json={"título": "Um", "autor": "A"}, headers=headers).expect(201)

    first = post(keyed.writer)
    assert post(keyed.writer).headers["Idempotent-Replayed"] == "true"
    other = post(keyed.chief)
    assert "Idempotent-Replayed" not in other.headers
    assert other.headers["Location"] != first.headers["Location"]


def test_the_history_says_whose_key_it_was(api, keyed):
    made = api.post("/livros", json=book(), headers=bearing(keyed.writer)).expect(201).json
    api.delete(f"/livros/{made['id']}", headers=bearing(ADMINISTRATOR)).expect(204)
    history = api.get(f"/livros/{made['id']}/versoes").json
    assert [entry["por"] for entry in history] == ["Catalogação", "administrador"]


@pytest.mark.alone
def test_ten_thousand_bad_keys_change_nothing_for_good_ones(own_server, tmp_path):
    folder = tmp_path / "flooded"
    folder.mkdir()
    key = create(folder / "livros.db", "Balcão", "escrever")
    # A lagging thread would refuse good ones too: that is another test's.
    limits = ("--rate-reads=off", "--rate-writes=off", "--lag-max=60")
    service = own_server("--auth=keys", *limits, folder=folder)
    flood = [
        f"GET /livros/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {bad}\r\n\r\n".encode()
        for bad in (UNKNOWN, "lv_nonsense", UNKNOWN + "x")
    ]
    last = (
        b"GET /livros HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n"
        b"Connection: close\r\n\r\n"
    )
    statuses: list[bytes] = []

    def attack():
        sent = b"".join(flood[n % 3] for n in range(99)) + last
        for _ in range(25):
            statuses.extend(re.findall(rb"HTTP/1\.1 (\d+) ", exchange(service.port, sent)))

    attackers = [threading.Thread(target=attack) for _ in range(4)]
    for attacker in attackers:
        attacker.start()
    with service.client() as api:
        for n in range(200):
            made = api.post("/livros", json=book(), headers=bearing(key)).expect(201).json
            assert made["id"] == n + 1
            found = api.get(f"/livros/{n + 1}", headers=bearing(key)).expect(200).json
            assert found == made
    for attacker in attackers:
        attacker.join()
    assert len(statuses) == 10_000
    assert set(statuses) == {b"401", b"429"}, "the first few are told why, the others to wait"
    assert statuses.count(b"401") < 1000


def test_everything_but_the_documentation_is_private_when_asked(own_server):
    service = own_server("--auth=keys", "--private", env={"API_LIVROS_ADMIN_KEY": ADMINISTRATOR})
    with service.client() as api:
        for target in ("/livros", "/livros/1", "/mudancas", "/facetas?por=ano", "/metrics"):
            assert_problem(api.get(target), 401, "nao-autorizado")
            api.get(target, headers=bearing(ADMINISTRATOR))
        for target in ("/healthz", "/readyz", "/", "/openapi.json", "/openapi.yaml", "/problemas"):
            api.get(target).expect(200)
        api.get("/livros", headers=bearing(ADMINISTRATOR)).expect(200)


def test_beyond_loopback_keys_are_asked_for(own_server, tmp_path):
    service = own_server("--listen", "0.0.0.0:0")
    with service.client() as api:
        api.get("/livros").expect(200)
        assert_problem(api.post("/livros", json=book()), 401, "nao-autorizado")
    (warning,) = [event for event in service.events() if event["evento"] == "sem-chaves"]
    assert "keys create" in warning["crie"]
    for options in (("--listen", "0.0.0.0:0", "--auth=open"), ()):
        with own_server(*options).client() as api:
            api.create()


def test_a_weak_administrator_key_ends_the_start_and_is_not_shown(tmp_path):
    file = tmp_path / "key"
    for weak in ("segredo", "lv_" + "a" * 43, UNKNOWN[:-1]):
        file.write_text(weak + "\n")
        done = run_cli("serve", "--admin-key-file", file, "--database", tmp_path / "x.db")
        assert done.returncode == 2
        assert "--admin-key-file" in done.stderr and weak not in done.stderr
    file.write_text(ADMINISTRATOR + "\n")
    options = ("--auth=keys", "--admin-key-file", str(file))
    with Service(tmp_path / "a", *options) as service, service.client() as api:
        api.post("/livros", json=book(), headers=bearing(ADMINISTRATOR)).expect(201)


@pytest.mark.parametrize("key, status", [(None, 401), ("reader", 403), ("writer", 201)])
def test_the_body_of_who_may_not_write_is_not_asked_for(keyed, key, status):
    body = b'{"titulo":"x","autor":"y"}'
    head = b"POST /livros HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    head += b"Content-Type: application/json\r\n"
    head += b"Connection: close\r\nContent-Length: %d\r\n" % len(body)
    if key:
        head += b"Authorization: Bearer " + getattr(keyed, key).encode() + b"\r\n"
    with socket.create_connection(("127.0.0.1", keyed.service.port), timeout=30) as connection:
        connection.sendall(head + b"\r\n")
        received = connection.recv(65536)
        if received.startswith(b"HTTP/1.1 100 "):
            connection.sendall(body)
            received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert parse_answer(received).status == status


def test_only_the_digest_of_a_key_is_in_the_file(database):
    key = create(database, "Balcão", "ler")
    for path in database.parent.iterdir():
        assert key.encode() not in path.read_bytes()


def test_keys_are_listed_with_their_state_and_last_use(tmp_path):
    folder = tmp_path / "listed"
    folder.mkdir()
    database = folder / "livros.db"
    used = create(database, "Balcão", "escrever", "--expires", "12h")
    create(database, "Depósito", "ler")
    assert run_cli("keys", "revoke", "2", "--database", database).returncode == 0
    assert run_cli("keys", "revoke", "2", "--database", database).returncode == 0
    assert run_cli("keys", "revoke", "3", "--database", database).returncode == 1
    with Service(folder, "--auth=keys") as service, service.client() as api:
        api.get("/livros", headers=bearing(used)).expect(200)
        done = run_cli("keys", "list", "--database", database)
        assert done.returncode == 1
        assert str(database) in done.stderr and "pare o servidor" in done.stderr
    first, second = listed(database)
    assert first["nome"] == "Balcão" and first["escopo"] == "escrever"
    assert first["estado"] == "ativa" and {"criada_em", "vence_em", "usada_em"} <= first.keys()
    assert second["estado"] == "revogada" and "revogada_em" in second
    table = run_cli("keys", "list", "--database", database).stdout
    assert "Balcão" in table and "revogada" in table and used not in table


def test_keys_go_where_the_catalogue_goes(tmp_path):
    database, copy, backup = (tmp_path / name for name in ("a.db", "b.db", "c.db"))
    key = create(database, "Balcão", "escrever")
    create(database, "Depósito", "ler")
    assert run_cli("keys", "revoke", "2", "--database", database).returncode == 0
    assert run_cli("copy", database, copy).returncode == 0
    assert run_cli("backup", backup, "--database", database).returncode == 0
    assert listed(copy) == listed(backup) == listed(database)
    options = ("--auth=keys",)
    with Service(tmp_path / "s", *options, database=copy) as service, service.client() as api:
        api.post("/livros", json=book(), headers=bearing(key)).expect(201)


def test_with_postgresql_keys_change_while_servers_run(own_server):
    with postgres_server() as cluster:
        url = cluster.url(cluster.new_database())
        service = own_server("--auth=keys", database=url)
        with service.client() as api:

            def status(key: str) -> int:
                return api.post("/livros", json=book(), headers=bearing(key)).status

            key = create(url, "Balcão", "escrever")
            wait_until(lambda: status(key) == 201, "the new key is known")
            assert run_cli("keys", "revoke", "1", "--database", url).returncode == 0
            wait_until(lambda: status(key) == 401, "the key is refused")
        assert service.stop() == 0
        assert "usada_em" in listed(url)[0]


def test_a_page_of_a_listed_origin_may_use_the_api(own_server):
    service = own_server("--cors-origin", "https://app.example")
    with service.client() as api:
        page = {"Origin": "https://app.example"}
        asks = page | {"Access-Control-Request-Method": "POST"}
        preflight = api.request("OPTIONS", "/livros", None, asks).expect(204)
        assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
        assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
        for _ in range(2):
            answer = api.get("/livros", headers=page).expect(200)
            assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
            exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
            assert {"X-Catalogo-Seq", "X-Proximo-Cursor"} <= set(exposed)
            assert "Origin" in answer.headers["Vary"]
        stranger = api.get("/livros", headers={"Origin": "https://evil.example"}).expect(200)
        assert "Access-Control-Allow-Origin" not in stranger.headers


def reads_until_limited(client: Client, **options) -> int:
    passed = 0
    while (answer := client.get("/livros", **options)).status == 200:
        assert answer.headers["RateLimit"].startswith('"leitura";r=')
        passed += 1
    assert_problem(answer, 429, "limite-excedido")
    assert int(answer.headers["Retry-After"]) >= 1
    return passed


def test_each_client_has_its_own_limit(own_server):
    options = ("--rate-reads=1/min:20", "--trusted-proxies=127.0.0.0/8,10.0.0.0/8")
    with own_server(*options).client() as api:
        assert reads_until_limited(api) == 20
        forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.1, 10.1.2.3"}
        assert reads_until_limited(api, headers=forwarded) == 20
        api.get("/livros", headers={"X-Forwarded-For": "198.51.100.1"}).expect(429)
        api.get("/livros", headers={"X-Forwarded-For": "198.51.100.2"}).expect(200)
        api.get("/healthz").expect(200)
        api.create()
    with own_server("--rate-reads=1/min:20").client() as api:
        assert reads_until_limited(api) == 20
        api.get("/livros", headers={"X-Forwarded-For": "198.51.100.1"}).expect(429)


def test_the_log_names_the_client_and_not_the_proxy(own_server):
    service = own_server("--trusted-proxies=127.0.0.1")
    with service.client() as api:
        api.get("/livros", headers={"X-Forwarded-For": "198.51.100.1"}).expect(200)
        api.get("/livros").expect(200)
    service.stop()
    assert [line["cliente"] for line in service.requests()] == ["198.51.100.1", "127.0.0.1"]


def test_beyond_its_bound_the_server_refuses_at_once_and_keeps_its_word(own_server):
    service = own_server("--in-flight-max=4", "--threads=2")
    request = json.dumps(book()).encode()
    head = f"POST /livros HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(request)}\r\n"
    head += "Content-Type: application/json\r\nConnection: close\r\n\r\n"
    made: list[bytes] = []
    refused: list[bytes] = []
    is_enough = threading.Event()

    def write_often():
        while not is_enough.is_set():
            answer = exchange(service.port, head.encode() + request)
            kinds = {b"HTTP/1.1 201 ": made, b"HTTP/1.1 503 ": refused}
            kinds[answer[:13]].append(answer)

    with ThreadPoolExecutor(32) as pool:
        writers = [pool.submit(write_often) for _ in range(32)]
        try:
            wait_until(lambda: len(made) > 100 and refused, "some are made and some refused")
        finally:
            is_enough.set()
        for writer in writers:
            writer.result()
    assert all(b"Retry-After: " in answer and b"sobrecarregado" in answer for answer in refused)
    with service.client() as api:
        assert int(api.get("/livros", total=1).headers["X-Total-Count"]) == len(made)
