"""POST /importacoes and what follows: upload, report, crash, undo. On SQLite."""

import json
import random
import socket
from pathlib import Path

import pytest
from importing import (
    NDJSON,
    await_records,
    await_state,
    counts,
    look,
    records,
    send,
    writers,
)
from postgres_load import highest_rss_mib
from service import assert_sound, wait_until
from wire import assert_problem

DATA = Path(__file__).parents[1] / "data"
MARC = {"Content-Type": "application/marc"}


def files_of(service) -> list[str]:
    folder = Path(f"{service.database}.importacoes")
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def raw(service, head: str, body: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=30)
    connection.sendall(head.replace("\n", "\r\n").encode() + body)
    return connection


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(65536).split(b" ")[1])


def test_a_file_becomes_books_that_a_search_finds(own_server):
    service = own_server().await_ready()
    file = (DATA / "loc_por_300.mrc").read_bytes()
    with service.client() as api:
        answer = api.post("/importacoes?etiqueta=acervo", file, headers=MARC).expect(202)
        assert answer.headers["Location"] == "/importacoes/1"
        assert answer.headers["Cache-Control"] == "no-store"
        done = await_state(api, 1, "concluida")
        assert done["formato"] == "marc" and done["arquivo"]["bytes"] == len(file)
        assert done["bytes_lidos"] == len(file) and done["registros"] == 300
        assert counts(done)[0] + counts(done)[3] == 300
        assert counts(done)[0] > 290
        found = api.get("/livros", etiqueta="acervo", total="1", limite="1")
        assert int(found.headers["X-Total-Count"]) == done["criados"]
        book = found.json[0]
        assert api.get(f"/livros/{book['id']}/versoes").json[0]["por"] == "importacao 1"
        again = send(api, file, headers=MARC)
        assert again["repetida_de"] == 1
        assert [one["id"] for one in api.get("/importacoes").json] == [2, 1]
        await_state(api, 2, "concluida")
    assert files_of(service) == []


def test_what_is_refused_is_told_and_can_be_mended(own_server):
    service = own_server()
    lines = ["título;autor;ano", "Um;Eu;1999", ";Eu;2000", "Dois;;2001", "Três;Ela;1980"]
    with service.client() as api:
        body = "\r\n".join(lines).encode()
        send(api, body, headers={"Content-Type": "text/csv"})
        done = await_state(api, 1, "concluida")
        assert counts(done) == (3, 0, 0, 1)
        assert done["erros_por_codigo"] == {"obrigatorio": 1}
        (error,) = done["erros"]
        assert (error["registro"], error["linha"], error["ponteiro"]) == (2, 3, "/título")
        assert error["mensagem"] and error["codigo"] == "obrigatorio"
        english = api.get("/importacoes/1", headers={"Accept-Language": "en"}).json["erros"][0]
        assert english["mensagem"] != error["mensagem"]
        refused = api.get("/importacoes/1/recusados").expect(200)
        assert refused.headers["Content-Type"].startswith("text/csv")
        assert 'filename="recusados-1.csv"' in refused.headers["Content-Disposition"]
        mended = refused.body.replace(b"\n;Eu", b"\nMeu;Eu")
        send(api, mended, headers={"Content-Type": "text/csv"})
        assert counts(await_state(api, 2, "concluida")) == (1, 0, 0, 0)


def test_all_refused_records_are_one_download(own_server):
    service = own_server()
    refused = [f";Ninguém;{'x' * 1000}{i}" for i in range(20_000)]
    body = "\r\n".join(["título;autor;notas", "Um;Eu;", *refused, ""]).encode()
    with service.client() as api:
        send(api, body, headers={"Content-Type": "text/csv"})
        assert counts(await_state(api, 1, "concluida")) == (1, 0, 0, 20_000)
        answer = api.get("/importacoes/1/recusados").expect(200)
        assert "Link" not in answer.headers
        lines = answer.body.decode().splitlines()
        assert (lines[0], lines[1:]) == ("título;autor;notas", refused)
        api.head("/importacoes/1/recusados").expect(200)


def test_what_an_import_adds_stands_beside_what_a_known_book_has(own_server):
    service = own_server()
    own = {"etiquetas": ["infantil"], "identificadores": [{"tipo": "doi", "valor": "10.1000/182"}]}
    record = {"título": "Ou Isto ou Aquilo", "autor": "Cecília Meireles", "ano": 1964}
    with service.client() as api:
        book = api.create(**record, **own)
        query = "?duplicados=atualizar&etiqueta=lote"
        send(api, json.dumps(record | {"local": "Rio"}).encode(), query)
        assert counts(await_state(api, 1, "concluida")) == (0, 1, 0, 0)
        found = api.get(f"/livros/{book['id']}").json
        assert found["etiquetas"] == ["infantil", "lote"] and found["local"] == "Rio"
        assert found["identificadores"] == own["identificadores"]
        send(api, json.dumps(record | {"etiquetas": ["poesia"]}).encode(), query)
        await_state(api, 2, "concluida")
        assert api.get(f"/livros/{book['id']}").json["etiquetas"] == ["poesia", "lote"]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("application/x-ndjson", b"1\n"),
        ("application/marc", b"\x1d"),
        ("text/csv", b",b\n"),
        ("application/x-bibtex", b"@a{b,}\n"),
    ],
)
def test_records_of_a_few_bytes_take_no_memory_by_their_number(own_server, kind, record):
    service = own_server().await_ready()
    file = b"titulo,autor\n" * (kind == "text/csv") + record * 40_000
    with service.client() as api:
        number = send(api, file, headers={"Content-Type": kind})["id"]
        done = await_state(api, number, "concluida")
    assert counts(done) == (0, 0, 0, 40_000)
    assert highest_rss_mib(service) < 120


def damaged(record: bytes, chance: random.Random) -> bytes:
    """A MARC record with bytes of its leader, a length in it or its directory changed."""
    broken = bytearray(record)
    directory = range(24, record.index(b"\x1e"))
    for _ in range(chance.randint(1, 6)):
        place = chance.choice([range(24), range(5), range(12, 17), directory])
        broken[chance.choice(place)] = chance.choice(b"0X9z-\x1e\x1f\xc3")
    return bytes(broken)


def test_damaged_marc_records_come_back_and_are_refused_again(own_server):
    service = own_server()
    whole = (DATA / "loc_por_300.mrc").read_bytes().split(b"\x1d")[:-1]
    chance = random.Random(7)
    file = [one + b"\x1d" for one in whole]
    file[1::2] = [damaged(one, chance) for one in file[1::2]]
    file.append(b"XXXXX" + file[0][5:100])
    with service.client() as api:
        send(api, b"".join(file), headers=MARC)
        done = await_state(api, 1, "concluida")
        refused = api.get("/importacoes/1/recusados").expect(200).body
        assert counts(done)[3] > 80
        assert all(error["trecho"] for error in done["erros"])
        came_back = refused.split(b"\x1d")
        assert len(came_back) == counts(done)[3]
        assert all(any(one in sent for sent in file) for one in came_back)
        assert sum(one + b"\x1d" in file for one in came_back) > 80
        send(api, refused, headers=MARC)
        again = await_state(api, 2, "concluida")
        assert counts(again) == (0, 0, 0, counts(done)[3])


def test_the_beginning_of_a_refused_row_is_read_in_the_file_s_encoding(own_server):
    """The row is shown as it stands, because the cell that is wrong is empty."""
    with own_server().client() as api:
        sheet = "Título;Autor;Ano\n;Autora Sem Título;1999\nÉpoca;Ana;2000\n".encode("cp1252")
        number = send(api, sheet, headers={"Content-Type": "text/csv"})["id"]
        done = await_state(api, number, "concluida")
        (error,) = done["erros"]
        assert error["trecho"].startswith(";Autora Sem Título;1999")


def test_a_record_too_large_to_be_kept_is_counted_and_told(own_server):
    service = own_server()
    good = (DATA / "loc_por_300.mrc").read_bytes().split(b"\x1d")[0] + b"\x1d"
    with service.client() as api:
        send(api, b"7" * 300_000 + b"\x1d" + good, headers=MARC)
        done = await_state(api, 1, "concluida")
        assert counts(done) == (1, 0, 0, 1)
        assert "recusados" in done["erros"][0]["mensagem"]
        assert api.get("/importacoes/1/recusados").expect(200).body == b""


def test_a_file_that_cannot_be_read_fails_as_a_whole(own_server):
    service = own_server()
    with service.client() as api:
        send(api, b"coluna;outra\n1;2\n", headers={"Content-Type": "text/csv"})
        failed = await_state(api, 1, "falhou")
        assert failed["erros"][0]["codigo"] == "cabecalho-desconhecido"
        assert failed["erros"][0]["registro"] == 0
        page = api.get("/problemas/cabecalho-desconhecido").expect(200).json
        assert page["codigo"] == "cabecalho-desconhecido"
        assert api.get("/problemas/arquivo-malformado").expect(200)


def test_a_simulation_reports_the_same_and_writes_nothing(own_server):
    service = own_server()
    with service.client() as api:
        book = api.create(título="Importado 1", autor="Autora 1", paginas=3)
        before = api.get("/mudancas").sequence
        file = records(30, paginas=9) + records(1, paginas=9)
        send(api, file, "?simular=1&duplicados=atualizar")
        tried = await_state(api, 1, "concluida")
        assert counts(tried) == (29, 1, 1, 0)
        assert len(tried["amostra"]) == 20
        assert {"id", "versao"} <= tried["amostra"][1].keys() and tried["amostra"][1]["versao"] == 2
        assert "id" not in tried["amostra"][0]
        assert api.get("/mudancas").sequence == before
        assert_problem(api.post("/importacoes/1/desfazer"), 409, "importacao-em-outro-estado")
        send(api, file, "?duplicados=atualizar")
        assert counts(await_state(api, 2, "concluida")) == counts(tried)
        assert api.create()["id"] == book["id"] + 30


@pytest.mark.parametrize("coding", ["declared", "chunked"])
def test_an_upload_that_breaks_off_leaves_nothing(own_server, coding):
    service = own_server()
    piece = records(40_000)
    framing = "Content-Length: 100000000" if coding == "declared" else "Transfer-Encoding: chunked"
    head = (
        f"POST /importacoes HTTP/1.1\nHost: localhost\n{framing}\n"
        "Content-Type: application/x-ndjson\n\n"
    )
    if coding == "chunked":
        piece = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    connection = raw(service, head, piece)
    wait_until(lambda: files_of(service), "the upload lies on the disk")
    connection.close()
    wait_until(lambda: not files_of(service), "nothing of it is left")
    with service.client() as api:
        assert api.get("/importacoes").json == []


def test_a_file_beyond_the_limit_is_refused_declared_or_reached(own_server):
    service = own_server("--import-bytes-max", "1000000")
    head = "POST /importacoes HTTP/1.1\nHost: localhost\nContent-Type: application/x-ndjson\n"
    with raw(service, head + "Content-Length: 1000001\n\n") as declared:
        assert status_of(declared) == 413
    piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    with raw(service, head + "Transfer-Encoding: chunked\n\n", piece) as reached:
        assert status_of(reached) == 413
    pieces = b"".join(b"8000\r\n" + b" " * 0x8000 + b"\r\n" for _ in range(40))
    with raw(service, head + "Transfer-Encoding: chunked\n\n", pieces) as reached:
        assert status_of(reached) == 413
    wait_until(lambda: not files_of(service), "nothing of it is left")


def test_what_no_body_would_change_is_said_before_it_comes(own_server):
    service = own_server()

    def asked(target: str, kind: str) -> int:
        head = f"POST {target} HTTP/1.1\nHost: localhost\nContent-Type: {kind}\n"
        with raw(service, head + "Content-Length: 900000000\nExpect: 100-continue\n\n") as one:
            return status_of(one)

    assert asked("/importacoes", "multipart/form-data; boundary=x") == 415
    assert asked("/importacoes", "image/png") == 415
    assert asked("/importacoes?formato=xlsx", "text/csv") == 400
    assert asked("/importacoes?x=1", "text/csv") == 400
    assert asked("/importacoes?formato=csv", "application/octet-stream") == 100
    with service.client() as api:
        for kind, body in (("application/octet-stream", b"\x7fELF" * 100), ("text/plain", b"?")):
            answer = api.post("/importacoes", body, headers={"Content-Type": kind})
            assert_problem(answer, 415, "formato-nao-suportado")
        answer = api.post(
            "/importacoes", b"PK\x03\x04" + b"x" * 99, headers={"Content-Type": "text/csv"}
        )
        assert_problem(answer, 415, "formato-nao-suportado")
        answer = api.post("/importacoes", b"", headers=NDJSON)
        assert_problem(answer, 415, "formato-nao-suportado")
        send(api, records(2), headers={"Content-Type": "application/octet-stream"})
        assert await_state(api, 1, "concluida")["formato"] == "ndjson"


@pytest.mark.parametrize("policy", ["criar", "atualizar"])
def test_a_killed_import_is_resumed_without_doubling_or_losing_and_undone(own_server, policy):
    service = own_server()
    total, known = 40_000, 500  # so many that it is never over before the last kill
    with service.client() as api:
        before = {}
        if policy == "atualizar":
            send(api, records(known))
            await_state(api, 1, "concluida")
            before = {book["id"]: book for book in api.get("/livros", limite="1000").json}
            assert len(before) == known
        file = records(total, paginas=77)
        number = send(api, file, f"?duplicados={policy}")["id"]
    kills = 0
    others: dict[int, dict] = {}
    while True:
        with service.client() as api:
            if kills and look(api, number)["estado"] == "interrompida":
                api.post(f"/importacoes/{number}/retomar").expect(202)
            start = look(api, number)["registros"]
            with writers(service, 2) as made:
                seen = await_records(api, number, start + 1)
                if kills < 3 and seen["estado"] == "executando":
                    service.kill()
            others |= made
            if service.running():
                break
        kills += 1
        service.restart()
    assert kills == 3
    # The import can be over before the index is made again, without which no list has a filter.
    with service.await_ready().client() as api:
        done = await_state(api, number, "concluida")
        assert counts(done) == (total - len(before), len(before), 0, 0)
        # One more change of ours, that undoing must leave alone.
        changed = api.get("/livros", limite="1000", etiqueta="de-outros").json[0]
        mine = api.get("/livros", q='"Importado 11000"').json[0]
        api.patch(f"/livros/{mine['id']}", json={"ano": 1900}).expect(200)
        undone = api.post(f"/importacoes/{number}/desfazer").expect(200).json
        assert undone["estado"] == "desfeita"
        assert undone["desfazer"] == {
            "apagados": total - len(before) - 1,
            "revertidos": len(before),
            "total_mantidos": 1,
            "mantidos": [{"id": mine["id"], "motivo": "alterado"}],
        }
        for number_of_book, book in before.items():
            now = api.get(f"/livros/{number_of_book}").json
            unchanged = book.keys() - {"versao", "atualizado_em"}
            assert {k: now[k] for k in unchanged} == {k: book[k] for k in unchanged}
            assert "paginas" not in now
        answer = api.get("/livros", total="1", limite="1")
        # A killed writer's last book may have been made without its answer.
        left = int(answer.headers["X-Total-Count"]) - len(before) - 1
        assert len(others) <= left <= len(others) + 2 * (kills + 1)
        for number_of_book, book in list(others.items())[:50]:
            assert api.get(f"/livros/{number_of_book}").json == book
        assert changed["versao"] == 1
        assert_problem(
            api.post(f"/importacoes/{number}/desfazer"), 409, "importacao-em-outro-estado"
        )
    assert files_of(service) == []
    service.stop()
    assert_sound(service.database)


def test_a_stopped_server_interrupts_and_a_cancelled_import_goes_on(own_server):
    service = own_server()
    with service.client() as api:
        total = 100_000  # so many that it still runs when it is cancelled
        number = send(api, records(total))["id"]
        await_records(api, number, 100)
    assert service.stop() == 0
    service.restart()
    with service.client() as api:
        stopped = look(api, number)
        assert stopped["estado"] == "interrompida" and 0 < stopped["registros"] < total
        api.post(f"/importacoes/{number}/retomar").expect(202)
        await_records(api, number, stopped["registros"] + 1)
        api.delete(f"/importacoes/{number}").expect(204)
        cancelled = look(api, number)
        assert cancelled["estado"] == "interrompida"
        assert_problem(api.delete(f"/importacoes/{number}"), 409, "importacao-em-outro-estado")
        api.post(f"/importacoes/{number}/retomar").expect(202)
        done = await_state(api, number, "concluida")
        assert counts(done) == (total, 0, 0, 0)
        assert_problem(
            api.post(f"/importacoes/{number}/retomar"), 409, "importacao-em-outro-estado"
        )
        for call in (api.get, api.delete):
            assert_problem(call("/importacoes/99"), 404, "importacao-nao-encontrada")


def test_twenty_wait_and_one_runs(own_server):
    service = own_server()
    with service.client() as api:
        big = send(api, records(300_000))["id"]  # cancelled below
        await_records(api, big, 1)
        waiting = [send(api, records(1, n))["id"] for n in range(20)]
        assert look(api, waiting[0])["estado"] == "na_fila"
        answer = api.post("/importacoes", records(1), headers=NDJSON)
        assert_problem(answer, 503, "fila-cheia")
        assert "Retry-After" in answer.headers
        for number in [*waiting[1:], big]:
            api.delete(f"/importacoes/{number}").expect(204)
        assert counts(await_state(api, waiting[0], "concluida")) == (1, 0, 0, 0)


def test_a_key_that_may_only_read_is_turned_away_before_the_file(own_server):
    administrator = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
    service = own_server("--auth=keys", env={"API_LIVROS_ADMIN_KEY": administrator})
    head = "POST /importacoes HTTP/1.1\nHost: localhost\nContent-Type: text/csv\n"
    with raw(service, head + "Content-Length: 900000000\n\n") as nobody:
        assert status_of(nobody) == 401
    with service.client() as api:
        key = {"Authorization": f"Bearer {administrator}", "Idempotency-Key": "a"} | NDJSON
        first = api.post("/importacoes", records(3), headers=key).expect(202)
        assert first.json["por"] == "administrador"
        again = api.post("/importacoes", records(3), headers=key).expect(202)
        assert again.json["id"] == first.json["id"]
        assert again.headers["Idempotent-Replayed"] == "true"
        other = api.post("/importacoes", records(4), headers=key)
        assert_problem(other, 422, "chave-reutilizada")


def test_columns_are_mapped_as_one_says(own_server):
    service = own_server()
    table = b"Obra,Quem(ns),Sala\nUm,Ana;Rui,12\n"
    with service.client() as api:
        rule = json.dumps({"Obra": "título", "Quem(ns)": "autores;", "Sala": None})
        answer = api.request(
            "POST",
            "/importacoes?mapa=" + __import__("urllib.parse").parse.quote(rule),
            table,
            {"Content-Type": "text/csv"},
        )
        answer.expect(202)
        assert counts(await_state(api, 1, "concluida")) == (1, 0, 0, 0)
        book = api.get("/livros/1").json
        assert [one["nome"] for one in book["autores"]] == ["Ana", "Rui"]
        assert "extra" not in book
        bad = api.post("/importacoes?mapa=[1]", table, headers={"Content-Type": "text/csv"})
        assert_problem(bad, 400, "parametro-invalido")
        for form, body in (("csl", b"[]"), ("ndjson", b"{}\n"), ("csv", table)):
            target = f"/importacoes?formato={form}&codificacao=marc-8"
            bad = api.post(target, body, headers={"Content-Type": "application/octet-stream"})
            assert "marc-8" in assert_problem(bad, 400, "parametro-invalido")["detail"]


def test_a_file_is_analysed_before_it_is_imported(own_server):
    service = own_server()
    table = b"Obra;Autor;Ano;Sala\nUm;Ana;1999;12\nDois;Rui;2001;3\n"
    with service.client() as api:
        before = api.get("/mudancas").sequence
        answer = api.post("/importacoes/analisar", table, headers={"Content-Type": "text/csv"})
        seen = answer.expect(200).json
        assert answer.headers["Cache-Control"] == "no-store"
        assert seen["formato"] == "csv" and seen["separador"] == ";"
        assert seen["cabecalho"] == ["Obra", "Autor", "Ano", "Sala"]
        guessed = {one["coluna"]: one["campo"] for one in seen["sugestao"]}
        assert guessed["Autor"] == "autor" and guessed["Ano"] == "ano"
        assert seen["amostra"][0] == ["Um", "Ana", "1999", "12"]
        assert api.get("/importacoes").json == []
        assert api.get("/mudancas").sequence == before
        none = api.post("/importacoes/analisar", b"", headers={"Content-Type": "text/csv"})
        assert_problem(none, 415, "formato-nao-suportado")
