"""Covers that the catalogue keeps: over the wire, through a backup, on the pages; and what other
catalogues know of an ISBN."""

import hashlib
import json
import struct
import zlib

from browser import needs_chromium
from playwright.sync_api import expect
from service import Service, run_cli
from wire import assert_problem


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(colour: bytes, extra: int = 0) -> bytes:
    """A picture of one dot; `extra` bytes of it say nothing."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"teSt", bytes(extra))
        + chunk(b"IDAT", zlib.compress(b"\0" + colour))
        + chunk(b"IEND", b"")
    )


RED, BLUE = png(b"\xff\0\0"), png(b"\0\0\xff")
AS_BYTES = {"Content-Type": "application/octet-stream"}


def test_a_cover_is_kept_through_a_restart_a_backup_and_an_export(tmp_path):
    large = png(b"\0\xff\0", 5 * 1024 * 1024 - 200)
    with Service(tmp_path / "catalogue") as service, service.client() as api:
        api.create(título="Dom Casmurro")
        book = api.put("/livros/1/capa", RED, headers=AS_BYTES).expect(200)
        assert book.json["capa"] == f"/livros/1/capa?v={hashlib.sha256(RED).hexdigest()}"
        api.put("/livros/1/capa", large, headers=AS_BYTES | {"If-Match": book.etag}).expect(200)
        too_large = api.put("/livros/1/capa", large + bytes(400), headers=AS_BYTES)
        assert_problem(too_large, 413, "corpo-grande-demais")
        assert_problem(
            api.put("/livros/1/capa", b"<svg/>", headers={"Content-Type": "image/svg+xml"}),
            415,
            "tipo-nao-suportado",
        )
        changes = api.get("/mudancas?desde=0").json
        assert [(each["tipo"], each["versao"]) for each in changes] == [("alterado", 3)]
    backup, lines = tmp_path / "copy.db", tmp_path / "books.ndjson"
    database = tmp_path / "catalogue/livros.db"
    assert run_cli("backup", backup, "--database", database).returncode == 0
    assert run_cli("export", lines, "--database", database).returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    assert run_cli("restore", backup, "--database", other / "livros.db").returncode == 0
    with Service(other) as service, service.client() as api:
        assert api.get("/livros/1/capa").expect(200).body == large
        assert api.get(book.json["capa"]).expect(200).body == RED
        (shown,) = api.get("/livros/1?formato=csl").json
        assert shown["title"] == "Dom Casmurro"
    bare = tmp_path / "bare"
    bare.mkdir()
    assert run_cli("import", lines, "--database", bare / "livros.db").returncode == 0
    with Service(bare) as service, service.client() as api:
        assert "capa" not in api.get("/livros/1").json


@needs_chromium
def test_a_cover_is_sent_and_removed_on_the_page_of_the_form(server, open_tab, mark):
    with server.client() as api:
        book = api.create(título="Dom Casmurro", etiquetas=[mark])
        page = open_tab(server).open(f"/livro/{book['id']}/editar")
        page.locator("[name=ano]").fill("1899")
        chosen = page.get_by_test_id("capa-arquivo")
        said = page.get_by_test_id("capa-resposta")
        chosen.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
        expect(said).to_have_text("Só imagens JPEG, PNG ou WebP.")
        for image in (RED, BLUE):
            chosen.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": image})
            expect(said).to_have_text("Capa guardada.")
        expect(page.get_by_test_id("capa-imagem")).to_be_visible()
        assert api.get(f"/livros/{book['id']}/capa").body == BLUE
        # What was being written is still there, and is saved over the version with the cover.
        page.get_by_test_id("salvar").click()
        page.wait_for_url(f"**/livro/{book['id']}")
        assert page.locator(".capa img").first.evaluate("image => image.naturalWidth") == 1
        now = api.get(f"/livros/{book['id']}").json
        assert (now["versao"], now["ano"]) == (4, 1899)
    english = open_tab(server, locale="en").open(f"/livro/{book['id']}/editar")
    english.get_by_test_id("capa-remover").click()
    expect(english.get_by_test_id("capa-resposta")).to_have_text("Cover removed.")
    expect(english.get_by_test_id("capa-imagem")).to_be_hidden()


@needs_chromium
def test_the_browser_asks_other_catalogues_only_where_the_options_say_so(own_server, open_tab):
    service = own_server("--isbn-fontes", "brasilapi,openlibrary").await_ready()
    found = {
        "ISBN:9788535902778": {
            "title": "Grande sertão: <b>veredas</b>",
            "authors": [{"name": "João Guimarães Rosa"}],
            "publishers": [{"name": "Nova Fronteira"}],
            "publish_date": "May 2001",
            "number_of_pages": 624,
        }
    }
    opened = open_tab(service)
    allowed = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    page = opened.page
    page.route(
        "https://brasilapi.com.br/**",
        lambda route: route.fulfill(status=404, headers=allowed, body="{}"),
    )
    page.route(
        "https://openlibrary.org/**",
        lambda route: route.fulfill(status=200, headers=allowed, body=json.dumps(found)),
    )
    opened.open("/livro/novo")
    page.locator("[name=editora]").fill("Minha editora")
    page.get_by_test_id("isbn-primeiro").fill("9788535902778")
    said = page.get_by_test_id("fonte-resposta")
    expect(said).to_contain_text("Preenchido com dados de Open Library: Título")
    values = {
        name: page.locator(f"[name='{name}']").input_value()
        for name in ("título", "autor", "editora", "ano", "paginas")
    }
    assert values == {
        "título": "Grande sertão: <b>veredas</b>",
        "autor": "João Guimarães Rosa",
        "editora": "Minha editora",
        "ano": "2001",
        "paginas": "624",
    }
    hosts = [address.split("/")[2] for address in opened.foreign]
    assert hosts == ["brasilapi.com.br", "openlibrary.org"]
    page.unroute("https://openlibrary.org/**")
    page.route("https://openlibrary.org/**", lambda route: route.abort())
    page.get_by_test_id("isbn-primeiro").fill("9780306406157")
    expect(said).to_have_text("Sem resposta de: Open Library. Preencha à mão ou tente de novo.")
    opened.foreign.clear()
    opened.faults.clear()  # the browser's own words on the request that was cut
    with service.client() as api:
        policy = api.get("/livro/novo").headers["Content-Security-Policy"]
        assert "connect-src 'self' https://brasilapi.com.br https://openlibrary.org;" in policy
        assert "connect-src 'self';" in api.get("/busca").headers["Content-Security-Policy"]


@needs_chromium
def test_without_the_option_nobody_else_is_asked(server, open_tab):
    page = open_tab(server).open("/livro/novo")
    page.get_by_test_id("isbn-primeiro").fill("9788535902778")
    expect(page.get_by_test_id("isbn-resposta")).to_contain_text("novo no catálogo")
    assert page.locator("[data-fontes]").count() == 0
