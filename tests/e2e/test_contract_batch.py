"""Contract section 3: POST /livros/lote."""

import threading
import uuid

import pytest
from wire import assert_problem, book


def create(**fields) -> dict:
    return {"op": "criar", "livro": book(**fields)}


def statuses(answer) -> list[int]:
    return [result["status"] for result in answer.expect(200).json]


def test_a_thousand_books_are_made_changed_and_taken_back(api, mark):
    made = api.post("/livros/lote", json=[create(etiquetas=[mark])] * 1000)
    assert statuses(made) == [201] * 1000
    ids = [result["id"] for result in made.json]
    assert ids == sorted(set(ids))
    assert made.json[0]["livro"] == api.get(f"/livros/{ids[0]}").json
    assert api.get("/livros", etiqueta=mark, total=1, limite=1).headers["X-Total-Count"] == "1000"

    deletions = [{"op": "excluir", "id": id_, "se_versao": 1} for id_ in ids]
    deleted = api.post("/livros/lote", json=deletions, headers={"Prefer": "return=minimal"})
    assert statuses(deleted) == [204] * 1000
    assert api.get("/livros", etiqueta=mark).json == []
    undo = [
        {"op": "restaurar", "id": result["id"], "versao": result["versao"] - 1}
        for result in deleted.json
    ]
    assert statuses(api.post("/livros/lote", json=undo)) == [200] * 1000
    assert api.get(f"/livros/{ids[-1]}").json["versao"] == 3
    assert api.get("/livros", etiqueta=mark, total=1, limite=1).headers["X-Total-Count"] == "1000"


def test_an_atomic_batch_that_is_refused_leaves_nothing(api, mark):
    operations = [create(etiquetas=[mark]) for _ in range(3)] + [{"op": "excluir", "id": 2**52}]
    refused = api.post("/livros/lote?atomico=1", json=operations)
    assert_problem(refused, 409, "lote-recusado")
    assert [error["ponteiro"] for error in refused.json["erros"]] == ["/3"]
    assert refused.json["problema"]["codigo"] == "livro-nao-encontrado"
    assert api.get("/livros", etiqueta=mark).json == []
    assert statuses(api.post("/livros/lote?atomico=1", json=operations[:3])) == [201] * 3


def test_a_batch_is_not_repeated_not_even_after_a_crash(own_server):
    service = own_server()
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    operations = [
        create(),
        {"op": "alterar", "id": 1, "livro": {"ano": 1899}},
        {"op": "excluir", "id": 9},
    ]
    with service.client() as api:
        first = api.post("/livros/lote", json=operations, headers=headers)
        api.patch("/livros/1", json={"ano": 1900}).expect(200)
    service.kill()
    service.restart()
    with service.client() as api:
        again = api.post("/livros/lote", json=operations, headers=headers)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert statuses(again) == statuses(first) == [201, 200, 404]
        assert [one.get("livro") for one in again.json] == [one.get("livro") for one in first.json]
        assert api.get("/livros/1").json["ano"] == 1900


def test_a_body_above_eight_mebibytes_is_refused_before_it_is_sent(api):
    answer = api.request(
        "POST",
        "/livros/lote",
        body=b"",
        headers={"Content-Type": "application/json", "Content-Length": str(8 * 1024 * 1024 + 1)},
    )
    assert_problem(answer, 413, "corpo-grande-demais")


def test_many_small_batches_beside_single_writes_all_happen(server, mark):
    def work(number: int) -> None:
        with server.client() as api:
            for _ in range(10):
                assert (
                    statuses(api.post("/livros/lote", json=[create(etiquetas=[mark])] * 5))
                    == [201] * 5
                )
                api.post("/livros", json=book(etiquetas=[mark])).expect(201)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with server.client() as api:
        total = api.get("/livros", etiqueta=mark, total=1).headers["X-Total-Count"]
    assert total == str(8 * 10 * 6)


@pytest.mark.parametrize("body", [b"", b"[", b"{}", b'[{"op":"x"}]', b"[1]", b'["a" "b"]'])
def test_what_is_no_batch_is_refused_as_a_whole(api, body):
    answer = api.request(
        "POST", "/livros/lote", body=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status in (400, 422)
    assert answer.json["codigo"] in ("json-invalido", "livro-invalido")
