"""Contract section 5: Idempotency-Key on every write."""

import threading
import uuid

import pytest
from wire import assert_problem, book


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid.uuid4())}


def test_the_same_key_and_body_answer_the_stored_answer(api):
    headers, body = keyed(), book()
    first = api.post("/livros", json=body, headers=headers).expect(201)
    assert "Idempotent-Replayed" not in first.headers
    again = api.post("/livros", json=body, headers=headers).expect(201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json
    assert (again.etag, again.headers["Location"]) == (first.etag, first.headers["Location"])
    assert len(api.get("/livros", titulo=body["título"]).json) == 1


def test_the_stored_answer_stays_what_it_was(api):
    headers, body = keyed(), book()
    first = api.post("/livros", json=body, headers=headers).expect(201)
    api.patch(first.headers["Location"], json={"ano": 1950}).expect(200)
    assert api.post("/livros", json=body, headers=headers).expect(201).json == first.json
    api.delete(first.headers["Location"]).expect(204)
    assert api.post("/livros", json=body, headers=headers).expect(201).json == first.json


def test_the_same_key_with_another_body_is_refused(api):
    headers = keyed()
    api.post("/livros", json=book(), headers=headers).expect(201)
    answer = api.post("/livros", json=book(), headers=headers)
    assert_problem(answer, 422, "chave-reutilizada")


def test_a_key_belongs_to_its_address(api):
    headers = keyed()
    path = api.post("/livros", json=book(), headers=headers).headers["Location"]
    api.patch(path, json={"ano": 1}).expect(200)
    answer = api.post(f"{path}/restaurar", json={"versao": 1}, headers=headers)
    assert_problem(answer, 422, "chave-reutilizada")


def test_a_restoration_is_not_repeated(api):
    path = f"/livros/{api.create()['id']}"
    api.delete(path).expect(204)
    headers = keyed()
    first = api.post(f"{path}/restaurar", json={"versao": 1}, headers=headers).expect(200)
    again = api.post(f"{path}/restaurar", json={"versao": 1}, headers=headers).expect(200)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert api.get(path).json["versao"] == 3


NEW = {"título": "Outro título", "autor": None}
REPEATED = {
    "replacement": (lambda api, at, key: api.put(at, json=NEW, headers=key), 200),
    "change": (lambda api, at, key: api.patch(at, json={"ano": 1950}, headers=key), 200),
    "nothing": (lambda api, at, key: api.patch(at, json={}, headers=key), 200),
    "deletion": (lambda api, at, key: api.delete(at, headers=key), 204),
}


@pytest.mark.parametrize(("ask", "status"), REPEATED.values(), ids=REPEATED)
def test_a_change_is_not_repeated_and_answers_what_it_did(api, ask, status):
    path, headers = f"/livros/{api.create()['id']}", keyed()
    first = ask(api, path, headers).expect(status)
    assert "Idempotent-Replayed" not in first.headers
    if status == 200:
        api.patch(path, json={"ano": 1960}).expect(200)
    kept = api.get(f"{path}/versoes").json
    again = ask(api, path, headers).expect(status)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.body, again.sequence) == (first.body, first.sequence)
    assert again.headers.get("ETag") == first.headers.get("ETag")
    assert api.get(f"{path}/versoes").json == kept


def test_a_chosen_id_is_not_made_twice(api):
    path = f"/livros/{api.create()['id'] + 100_000}"
    headers, body = keyed() | {"If-None-Match": "*"}, book()
    first = api.put(path, json=body, headers=headers).expect(201)
    again = api.put(path, json=body, headers=headers).expect(201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.json, again.headers["Location"]) == (first.json, path)
    api.put(path, json=body, headers={"If-None-Match": "*"}).expect(412)


def test_a_stale_if_match_does_not_keep_an_answer_from_being_repeated(api):
    """The first answer was lost on its way: its own change is what made the tag stale."""
    created = api.post("/livros", json=book()).expect(201)
    path, headers = created.headers["Location"], keyed() | {"If-Match": created.etag}
    first = api.patch(path, json={"ano": 1950}, headers=headers).expect(200)
    again = api.patch(path, json={"ano": 1950}, headers=headers).expect(200)
    assert (again.json, again.headers["Idempotent-Replayed"]) == (first.json, "true")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_key_of_another_change_is_refused(api, method):
    headers, other = keyed(), f"/livros/{api.create()['id']}"
    api.post("/livros", json=book(), headers=headers).expect(201)
    body = {} if method == "delete" else {"json": book()}
    answer = getattr(api, method)(other, headers=headers, **body)
    assert_problem(answer, 422, "chave-reutilizada")


def test_a_refused_request_may_be_repaired_under_the_same_key(api):
    headers = keyed()
    api.post("/livros", json={"título": "x"}, headers=headers).expect(422)
    api.post("/livros", json=book(), headers=headers).expect(201)


def test_a_key_survives_a_restart(own_server):
    service = own_server()
    headers, body = keyed(), book()
    with service.client() as api:
        first = api.post("/livros", json=body, headers=headers).expect(201)
    service.kill()
    service.restart()
    with service.client() as api:
        again = api.post("/livros", json=body, headers=headers).expect(201)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json == first.json
        assert len(api.get("/livros").json) == 1


@pytest.mark.parametrize("key", ["x" * 256, "ç", "a\tb"])
def test_a_key_that_is_too_long_or_not_printable_is_refused(api, key):
    headers = {"Idempotency-Key": key.encode("utf-8").decode("latin-1")}
    answer = api.post("/livros", json=book(), headers=headers)
    assert_problem(answer, 400, "parametro-invalido")


def test_a_key_of_255_characters_is_taken(api):
    headers = keyed("k" * 200 + uuid.uuid4().hex + "-" * 23)
    api.post("/livros", json=book(), headers=headers).expect(201)


def test_many_at_once_with_one_key_make_one_book(server, api):
    headers, body, answers = keyed(), book(), []

    def send() -> None:
        with server.client() as client:
            answers.append(client.post("/livros", json=body, headers=headers))

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 16
    for answer in answers:
        assert answer.expect(201).json == answers[0].json
    replays = [answer.headers.get("Idempotent-Replayed") for answer in answers]
    assert replays.count("true") == 15
    assert len(api.get("/livros", titulo=body["título"]).json) == 1
