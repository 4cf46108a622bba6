"""Contract section 3: the versions of a book and bringing one back."""

import pytest
from wire import assert_invalid, assert_problem, book


@pytest.fixture
def storied(api) -> str:
    """The path of a book that was created, changed twice, deleted and is still deleted."""
    path = f"/livros/{api.create(título='Um', ano=1901)['id']}"
    api.patch(path, json={"título": "Dois"}).expect(200)
    api.put(path, json={"título": "Três", "autor": None}).expect(200)
    api.delete(path).expect(204)
    return path


def test_history_tells_every_version_oldest_first(api, storied):
    history = api.get(f"{storied}/versoes").expect(200).json
    assert [entry["versao"] for entry in history] == [1, 2, 3, 4]
    kinds = [entry["tipo"] for entry in history]
    assert kinds == ["criado", "alterado", "alterado", "excluido"]
    titles = [entry.get("livro", {}).get("título") for entry in history]
    assert titles == ["Um", "Dois", "Três", None]
    moments = [entry["em"] for entry in history]
    assert moments == sorted(moments)
    assert all(set(entry) <= {"versao", "tipo", "em", "por", "livro"} for entry in history)


def test_history_comes_in_pages(api, storied):
    whole = api.get(f"{storied}/versoes").json
    first = api.get(f"{storied}/versoes", limite=3).expect(200)
    assert first.json == whole[:3]
    assert first.headers["Link"] == f'<{storied}/versoes?desde=3&limite=3>; rel="next"'
    last = api.get(f"{storied}/versoes?desde=3&limite=3").expect(200)
    assert last.json == whole[3:]
    assert "Link" not in last.headers
    assert api.get(f"{storied}/versoes", desde=4).expect(200).json == []
    assert_problem(api.get(f"{storied}/versoes", limite=101), 400, "parametro-invalido")


def test_the_newest_version_is_the_book_as_it_is(api):
    made = api.create()
    changed = api.patch(f"/livros/{made['id']}", json={"ano": 1980}).json
    history = api.get(f"/livros/{made['id']}/versoes").json
    assert history[0]["livro"] == made
    assert history[-1]["livro"] == changed
    assert history[-1]["em"] == changed["atualizado_em"]


def test_one_version_is_the_same_entry(api, storied):
    history = api.get(f"{storied}/versoes").json
    for entry in history:
        assert api.get(f"{storied}/versoes/{entry['versao']}").expect(200).json == entry


@pytest.mark.parametrize("n", ["0", "5", "-1", "x", "9223372036854775808", "1.0"])
def test_a_version_that_never_was_is_404(api, storied, n):
    assert_problem(api.get(f"{storied}/versoes/{n}"), 404, "versao-nao-encontrada")


def test_the_history_of_a_book_that_never_was_is_404(api):
    missing = "/livros/6007199254740000/versoes"
    assert_problem(api.get(missing), 404, "livro-nao-encontrado")
    assert_problem(api.get(f"{missing}/1"), 404, "livro-nao-encontrado")


def test_restoring_brings_a_deleted_book_back_as_a_new_version(api, storied):
    answer = api.post(f"{storied}/restaurar", json={"versao": 1}).expect(200)
    restored = answer.json
    assert (restored["título"], restored["ano"], restored["versao"]) == ("Um", 1901, 5)
    assert answer.etag == f'"{restored["id"]}-5"'
    assert api.get(storied).json == restored
    last = api.get(f"{storied}/versoes").json[-1]
    assert (last["tipo"], last["livro"]) == ("restaurado", restored)


def test_restoring_a_living_book_undoes_a_change(api):
    made = api.create(título="Antes")
    path = f"/livros/{made['id']}"
    api.patch(path, json={"título": "Depois"}).expect(200)
    restored = api.post(f"{path}/restaurar", json={"versao": 1}).expect(200).json
    assert (restored["título"], restored["versao"]) == ("Antes", 3)
    assert restored["criado_em"] == made["criado_em"]


@pytest.mark.parametrize("version", [4, 5, 2**53 - 1])
def test_a_version_without_a_book_cannot_be_restored(api, storied, version):
    answer = api.post(f"{storied}/restaurar", json={"versao": version})
    assert_invalid(answer, ("/versao", "versao-desconhecida"))


@pytest.mark.parametrize(
    ("body", "pointer", "rule"),
    [
        ({}, "/versao", "obrigatorio"),
        ({"versao": "1"}, "/versao", "tipo-invalido"),
        ({"versao": 0}, "/versao", "versao-desconhecida"),
        ({"versao": 1, "x": 1}, "/x", "chave-desconhecida"),
    ],
)
def test_a_bad_restoration_is_refused_by_name(api, storied, body, pointer, rule):
    assert_invalid(api.post(f"{storied}/restaurar", json=body), (pointer, rule))


def test_restoring_a_book_that_never_was_is_404(api):
    answer = api.post("/livros/6007199254740000/restaurar", json={"versao": 1})
    assert_problem(answer, 404, "livro-nao-encontrado")


def test_a_restored_book_is_found_in_lists_again(api, storied):
    id_ = storied.rpartition("/")[2]
    assert api.get("/livros", id=id_).json == []
    api.post(f"{storied}/restaurar", json={"versao": 2}).expect(200)
    assert [one["título"] for one in api.get("/livros", id=id_).json] == ["Dois"]


def test_restoring_respects_if_match(api):
    path = f"/livros/{api.create()['id']}"
    stale = api.get(path).etag
    api.put(path, json=book()).expect(200)
    answer = api.post(f"{path}/restaurar", json={"versao": 1}, headers={"If-Match": stale})
    assert_problem(answer, 412, "versao-divergente")
