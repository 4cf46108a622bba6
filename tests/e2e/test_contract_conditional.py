"""Contract section 5: entity tags, 304, 412 with what is in conflict, 428."""

import pytest
from wire import assert_problem, book


def test_a_book_that_has_not_changed_costs_nothing(api):
    path = f"/livros/{api.create()['id']}"
    tag = api.get(path).etag
    for given in (tag, f'"x-1", {tag}', f"W/{tag}", "*"):
        answer = api.get(path, headers={"If-None-Match": given}).expect(304)
        assert answer.body == b""
        assert answer.etag == tag
    changed = api.patch(path, json={"ano": 1900}).etag
    assert api.get(path, headers={"If-None-Match": tag}).expect(200).etag == changed != tag


def test_a_list_that_has_not_changed_costs_nothing(own_server):
    with own_server().client() as api:
        made = api.create()
        tag = api.get("/livros").etag
        assert api.get("/livros", headers={"If-None-Match": tag}).expect(304).etag == tag
        assert api.get("/livros", ano=1900, headers={"If-None-Match": tag}).expect(304).body == b""
        api.delete(f"/livros/{made['id']}").expect(204)
        assert api.get("/livros", headers={"If-None-Match": tag}).expect(200).etag != tag


def test_head_answers_304_too(api):
    path = f"/livros/{api.create()['id']}"
    tag = api.head(path).expect(200).etag
    assert api.head(path, headers={"If-None-Match": tag}).expect(304).body == b""


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_write_with_the_current_tag_goes_through(api, method):
    path = f"/livros/{api.create()['id']}"
    headers = {"If-Match": api.get(path).etag, "Content-Type": "application/json"}
    body = {"PUT": b'{"titulo":"x","autor":"y"}', "PATCH": b'{"ano":1}', "DELETE": None}[method]
    answer = api.request(method, path, body, headers)
    assert answer.status == (204 if method == "DELETE" else 200)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_stale_tag_answers_412_and_keeps_the_book(api, method):
    path = f"/livros/{api.create(ano=1900)['id']}"
    stale = api.get(path).etag
    current = api.patch(path, json={"ano": 1901}).json
    body = {"PUT": b'{"titulo":"x","autor":"y"}', "PATCH": b'{"ano":1}', "DELETE": None}[method]
    headers = {"If-Match": stale, "Content-Type": "application/json"}
    answer = api.request(method, path, body, headers)
    problem = assert_problem(answer, 412, "versao-divergente")
    assert problem["livro"] == current
    assert answer.etag == f'"{current["id"]}-2"'
    assert api.get(path).json == current


def test_412_names_the_fields_that_others_changed_and_this_request_would_too(api):
    path = f"/livros/{api.create(ano=1900, editora='Garnier')['id']}"
    mine = api.get(path).etag
    api.patch(path, json={"ano": 1901, "local": "Rio"}).expect(200)
    answer = api.patch(path, json={"ano": 1902, "editora": "Lello"}, headers={"If-Match": mine})
    assert assert_problem(answer, 412, "versao-divergente")["campos_em_conflito"] == ["ano"]
    disjoint = api.patch(path, json={"editora": "Lello"}, headers={"If-Match": mine})
    assert disjoint.expect(412).json["campos_em_conflito"] == []
    whole = api.put(path, json=book(), headers={"If-Match": mine})
    assert set(whole.expect(412).json["campos_em_conflito"]) == {"ano", "local"}


def test_one_of_several_tags_is_enough(api):
    path = f"/livros/{api.create()['id']}"
    first = api.get(path).etag
    second = api.patch(path, json={"ano": 1}).etag
    both = {"If-Match": f"{first}, {second}"}
    api.patch(path, json={"ano": 2}, headers=both).expect(200)
    api.patch(path, json={"ano": 3}, headers=both).expect(412)


def test_an_asterisk_asks_only_that_the_book_exists(api):
    path = f"/livros/{api.create()['id']}"
    api.patch(path, json={"ano": 2}, headers={"If-Match": "*"}).expect(200)
    missing = api.put("/livros/4007199254740000", json=book(), headers={"If-Match": "*"})
    assert_problem(missing, 404, "livro-nao-encontrado")


def test_a_tag_of_another_book_or_a_weak_one_never_matches_a_write(api):
    path = f"/livros/{api.create()['id']}"
    other = f"/livros/{api.create()['id']}"
    strange = [api.get(other).etag, "W/" + api.get(path).etag, '"x"']
    for tag in strange:
        api.patch(path, json={"ano": 1}, headers={"If-Match": tag}).expect(412)
    assert api.get(path).json["versao"] == 1


@pytest.mark.parametrize("tag", ["7-1", '"7-1', "", '"a" "b"', "*, *", ","])
def test_a_malformed_if_match_is_refused(api, tag):
    path = f"/livros/{api.create()['id']}"
    answer = api.patch(path, json={"ano": 1}, headers={"If-Match": tag})
    assert answer.status in (400, 412), answer.status
    assert api.get(path).json["versao"] == 1


def test_a_tag_of_a_compressed_answer_is_good_for_a_write(api):
    path = f"/livros/{api.create(sinopse='linha ' * 500)['id']}"
    for n, coding in enumerate(("gzip", "zstd")):
        read = api.get(path, headers={"Accept-Encoding": coding}).expect(200)
        assert read.headers["Content-Encoding"] == coding
        assert read.etag.endswith(f'-{coding}"')
        again = {"Accept-Encoding": coding, "If-None-Match": read.etag}
        assert api.get(path, headers=again).expect(304).etag == read.etag
        api.patch(path, json={"ano": n}, headers={"If-Match": read.etag}).expect(200)


def test_a_server_can_demand_if_match(own_server):
    with own_server("--require-if-match").client() as api:
        path = f"/livros/{api.create()['id']}"
        tag = api.get(path).etag
        assert_problem(api.put(path, json=book()), 428, "precondicao-exigida")
        assert_problem(api.patch(path, json={"ano": 1}), 428, "precondicao-exigida")
        assert_problem(api.delete(path), 428, "precondicao-exigida")
        api.put("/livros/900", json=book(), headers={"If-None-Match": "*"}).expect(201)
        api.delete(path, headers={"If-Match": tag}).expect(204)


def test_reads_always_see_the_last_acknowledged_write(api):
    path = f"/livros/{api.create(ano=0)['id']}"
    for year in range(1, 300):
        written = api.patch(path, json={"ano": year}).expect(200)
        read = api.get(path)
        assert read.json["ano"] == year
        assert read.etag == written.etag
        assert read.sequence >= written.sequence


def test_a_write_that_changes_nothing_writes_nothing(own_server):
    with own_server().client() as api:
        made = api.create(
            título="Memorial do convento",
            subtitulo="romance",
            autores=[{"nome": "José Saramago", "papel": "aut"}],
            isbn="972-23-2389-X",
            assuntos=["Literatura portuguesa"],
            serie={"nome": "Coleção", "volume": "3"},
            sinopse="Era uma vez\nduas linhas",
            extra={"b": 1.50, "a": [None, "é"]},
        )
        path = f"/livros/{made['id']}"
        read = api.get(path)
        same = [
            api.put(path, read.body, headers={"Content-Type": "application/json"}),
            api.patch(path, json={}),
            api.patch(path, json={"título": " Memorial do convento ", "ano": None}),
            api.post(f"{path}/restaurar", json={"versao": 1}),
        ]
        for answer in same:
            assert (answer.expect(200).body, answer.etag) == (read.body, read.etag)
            assert answer.sequence == read.sequence
        assert len(api.get(f"{path}/versoes").json) == 1
        assert len(api.get("/mudancas").json) == 1
        api.patch(path, json={}, headers={"If-Match": '"9-9"'}).expect(412)


def test_conditions_hold_for_reads_and_for_the_catalogue(own_server):
    with own_server().client() as api:
        path = f"/livros/{api.create()['id']}"
        for target in (path, "/livros", "/mudancas", f"{path}/versoes", "/"):
            stale = api.get(target, headers={"If-Match": '"9-9"'})
            assert_problem(stale, 412, "precondicao-nao-atendida")
            assert api.head(target, headers={"If-Match": '"9-9"'}).expect(412).body == b""
            both = {"If-Match": '"9-9"', "If-None-Match": "*"}
            api.get(target, headers=both).expect(412)
            api.get(target, headers={"If-Match": "*"}).expect(200)
        listed = api.get("/livros").etag
        api.post("/livros", json=book(), headers={"If-Match": '"9-9"'}).expect(412)
        api.post("/livros", json=book(), headers={"If-None-Match": "*"}).expect(412)
        api.post("/livros", json=book(), headers={"If-Match": listed}).expect(201)
        api.post("/livros", json=book(), headers={"If-Match": listed}).expect(412)
        api.post("/livros", json=book(), headers={"If-Match": "*"}).expect(201)
        old = {"If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}
        for answer in (api.get(path, headers=old), api.patch(path, json={"ano": 1}, headers=old)):
            assert answer.status == 412
        assert api.get(path).json["versao"] == 1


@pytest.mark.parametrize("spelled", ['"{id}-01"', '"0{id}-1"', '"{id}-1 "', '"{id}-+1"'])
def test_a_tag_is_compared_octet_by_octet(api, spelled):
    made = api.create()
    path = f"/livros/{made['id']}"
    headers = {"If-Match": spelled.format(id=made["id"])}
    for answer in (
        api.put(path, json={"título": "x", "autor": "y"}, headers=headers),
        api.patch(path, json={"ano": 1}, headers=headers),
        api.delete(path, headers=headers),
    ):
        assert answer.status in (400, 412)  # a blank stands in no tag
    assert api.get(path).json == made
