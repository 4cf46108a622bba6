"""Imports over PostgreSQL: an instance that dies, one that lives on, one that is alone."""

import pytest
from importing import await_records, await_state, counts, look, records, send, writers
from postgres_cluster import postgres_server
from service import Service, assert_sound, wait_until
from wire import Answer, Client, assert_problem

pytestmark = pytest.mark.waiting


@pytest.fixture(scope="module")
def postgres():
    with postgres_server() as server:
        yield server


@pytest.fixture
def url(postgres) -> str:
    return postgres.url(postgres.new_database())


def listed_of(api: Client) -> Answer | None:
    answer = api.get("/livros", total="1", limite="1")
    return answer if answer.status == 200 else None


def test_another_instance_goes_on_with_the_import_of_one_that_died(url, tmp_path):
    total = 24_000  # so many that it is not over before the kill
    with (
        Service(tmp_path / "a", database=url) as first,
        Service(tmp_path / "b", database=url) as second,
    ):
        with second.client() as api, first.client() as other:
            api.create(título="De outra pessoa")
            changed = api.create(título="Importado 7", autor="Autora 7")
            number = send(other, records(total, paginas=5), "?duplicados=atualizar")["id"]
            await_records(api, number, 200)
            with writers(second, 2) as made:
                await_records(api, number, 1000)
                first.kill()
                assert look(api, number)["estado"] == "executando"
            done = await_state(api, number, "concluida")
            assert counts(done) == (total - 1, 1, 0, 0)
            assert api.get(f"/livros/{changed['id']}").json["paginas"] == 5
        first.restart()
        with first.client() as api:
            assert look(api, number) == done
            undone = api.post(f"/importacoes/{number}/desfazer").expect(200).json
            assert undone["desfazer"]["apagados"] == total - 1
            assert undone["desfazer"]["revertidos"] == 1
            assert undone["desfazer"]["total_mantidos"] == 0
            wait_until(lambda: listed_of(api), "the books are listed")
            left = api.get("/livros", limite="1000").expect(200).json
            assert len(left) == 2 + len(made)
            assert {book["id"]: book for book in left if book["id"] in made} == made
    assert_sound(url)


def test_an_import_whose_only_instance_died_waits_to_be_resumed(url, tmp_path):
    total = 40_000
    with Service(tmp_path / "a", database=url) as service:
        with service.client() as api:
            number = send(api, records(total))["id"]
            seen = await_records(api, number, 1)
            assert seen["estado"] == "executando"
            service.kill()
        service.restart()
        with service.client() as api:
            waiting = await_state(api, number, "interrompida")
            assert 0 < waiting["registros"] < total
            api.post(f"/importacoes/{number}/retomar").expect(202)
            done = await_state(api, number, "concluida")
            assert counts(done) == (total, 0, 0, 0)
            again = send(api, records(3), "?simular=1")["id"]
            tried = await_state(api, again, "concluida")
            assert counts(tried) == (3, 0, 0, 0) and len(tried["amostra"]) == 3
            assert_problem(
                api.post(f"/importacoes/{again}/desfazer"), 409, "importacao-em-outro-estado"
            )
            # A list waits a while for the index, which has just as many books to follow.
            listed = wait_until(lambda: listed_of(api), "the books are listed")
            assert listed.headers["X-Total-Count"] == str(total)
    assert_sound(url)
