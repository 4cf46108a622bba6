"""Many books changed at once in the table of the catalogue, and taken back."""

import pytest
from browser import await_focus, needs_chromium
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]


@pytest.fixture
def service(own_server):
    """Two hundred books of one publisher, the first of them tagged, and one of another."""
    started = own_server().await_ready()
    books = [
        {"título": f"Livro {n:03}", "autor": "Ana", "editora": "Ática", "etiquetas": ["a"]}
        for n in range(1, 201)
    ]
    books[0]["etiquetas"] = ["a", "vestibular"]
    books.append({"título": "Outro", "autor": None})
    with started.client() as api:
        made = [{"op": "criar", "livro": book} for book in books]
        api.post("/livros/lote", json=made).expect(200)
    return started


def total(service, **filters) -> int:
    with service.client() as api:
        return int(api.get("/livros", total=1, limite=1, **filters).headers["X-Total-Count"])


def notice(page):
    return page.get_by_test_id("aviso").locator("div").last


def test_a_tag_is_put_on_all_of_a_search_by_keyboard_and_taken_back(service, open_tab):
    page = open_tab(service).open("/acervo?editora=atica&ordem=titulo")
    page.get_by_test_id("selecionar-todos").focus()
    page.keyboard.press("Space")
    expect(page.get_by_test_id("selecionados")).to_have_text("50 livros")
    more = page.get_by_test_id("selecionar-busca")
    more.focus()
    expect(more).to_have_text("Selecionar todos os 200 da busca")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("selecionados")).to_have_text("200 livros")
    await_focus(page, "lote-etiqueta")
    page.keyboard.type("vestibular")
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("Etiqueta posta: 199. Ignorados: 1.")
    expect(page.locator("tr[data-id] [data-campo=etiquetas]").nth(9)).to_have_text("a vestibular")
    assert total(service, etiqueta="vestibular") == 200
    # The selection is still there, for the next thing to be done to it.
    expect(page.get_by_test_id("selecionados")).to_have_text("200 livros")
    page.get_by_test_id("desfazer").focus()
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("Desfeitos: 199.")
    assert total(service, etiqueta="vestibular") == 1
    with service.client() as api:
        book = api.get("/livros/9").json
        assert (book["etiquetas"], book["versao"]) == (["a"], 3)


def test_semicolons_part_tags_and_no_tag_is_said(service, open_tab):
    opened = open_tab(service)
    page = opened.open("/acervo?q=outro")
    with service.client() as api:
        api.patch("/livros/201", json={"etiquetas": ["x; y"]}).expect(200)
    page.get_by_test_id("selecionar").check()
    tag, progress = page.get_by_test_id("lote-etiqueta"), page.get_by_test_id("lote-andamento")
    for empty in ("", " ; "):
        tag.fill(empty)
        page.get_by_test_id("lote-aplicar").click()
        expect(progress).to_have_text("Escreva a etiqueta.")
        await_focus(page, "lote-etiqueta")
    assert not opened.violations()
    tag.fill("doado; 7º ano;doado")
    expect(progress).to_have_text("")
    page.get_by_test_id("lote-aplicar").click()
    expect(notice(page)).to_contain_text("Etiqueta posta: 1.")
    with service.client() as api:
        assert api.get("/livros/201").json["etiquetas"] == ["x; y", "doado", "7º ano"]
    tag.fill("x; y")
    page.get_by_test_id("lote-tirar").click()
    expect(notice(page)).to_contain_text("Etiqueta tirada: 1.")
    expect(page.locator("tr[data-id] [data-campo=etiquetas]")).to_have_text("doado 7º ano")
    tag.fill("7º ano; nenhuma")
    page.get_by_test_id("lote-tirar").click()
    expect(page.locator("tr[data-id] [data-campo=etiquetas]")).to_have_text("doado")
    with service.client() as api:
        assert api.get("/livros/201").json["etiquetas"] == ["doado"]


def test_a_tag_is_taken_from_rows_whatever_else_has_changed(service, open_tab):
    page = open_tab(service).open("/acervo?editora=atica&ordem=titulo")
    with service.client() as api:
        api.patch("/livros/2", json={"ano": 1999}).expect(200)
    boxes = page.get_by_test_id("selecionar")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    page.get_by_test_id("lote-etiqueta").fill("a")
    page.get_by_test_id("lote-tirar").click()
    expect(notice(page)).to_contain_text("Etiqueta tirada: 3.")
    assert total(service, etiqueta="a") == 197
    with service.client() as api:
        book = api.get("/livros/2").json
    assert book["ano"] == 1999 and "etiquetas" not in book


def test_a_field_is_set_only_where_nobody_changed_the_book_meanwhile(service, open_tab):
    page = open_tab(service).open("/acervo?editora=atica&ordem=titulo")
    with service.client() as api:
        api.patch("/livros/2", json={"ano": 1999}).expect(200)
    boxes = page.get_by_test_id("selecionar")
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    page.get_by_text("Outras mudanças").click()
    page.get_by_test_id("lote-campo").select_option("ano")
    page.get_by_test_id("lote-valor").fill("2001")
    page.get_by_test_id("lote-mudar").click()
    expect(notice(page)).to_contain_text("Mudados: 2. Ignorados: 1.")
    assert total(service, ano="2001") == 2
    page.get_by_test_id("desfazer").last.click()
    expect(notice(page)).to_contain_text("Desfeitos: 2.")
    assert total(service, ano="2001") == 0
    # What is no year is refused book by book, in the catalogue's words.
    page.get_by_test_id("lote-valor").fill("mil")
    page.get_by_test_id("lote-mudar").click()
    expect(notice(page)).to_contain_text("Mudados: 0. Ignorados: 3.")


def test_books_are_deleted_and_come_back(service, open_tab):
    page = open_tab(service).open("/acervo?q=outro")
    page.get_by_test_id("selecionar").check()
    page.get_by_test_id("lote-excluir").click()
    expect(page.get_by_test_id("nada")).to_be_visible()
    expect(page.get_by_test_id("barra-selecao")).to_be_hidden()
    expect(page.locator("#conteudo")).to_be_focused()
    expect(notice(page)).to_contain_text("Excluídos: 1.")
    page.get_by_test_id("desfazer").click()
    expect(page.locator("tr[data-id]")).to_have_count(1)
    assert total(service) == 201


def exported(page, link) -> str:
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_text(encoding="utf-8")


def test_what_is_selected_or_found_is_exported(service, open_tab):
    page = open_tab(service).open("/acervo?editora=atica&ordem=titulo")
    page.get_by_test_id("selecionar").nth(0).check()
    page.get_by_test_id("selecionar").nth(1).check()
    link = page.get_by_test_id("lote-exportar")
    assert exported(page, link).count("Ática") == 2
    page.get_by_test_id("selecionar-todos").check()
    page.get_by_test_id("selecionar-busca").click()
    assert exported(page, link).count("Ática") == 200
    page.goto(f"{service.url}/busca?q=livro&ordem=-titulo")
    csv = page.get_by_test_id("exportar").get_by_role("link", name="CSV")
    assert exported(page, csv).count("Ática") == 200


def test_a_broken_connection_changes_nothing_and_says_so(service, open_tab):
    opened = open_tab(service)
    page = opened.open("/acervo?q=outro")
    page.get_by_test_id("selecionar").check()
    opened.context.set_offline(True)
    page.get_by_test_id("lote-etiqueta").fill("x")
    page.get_by_test_id("lote-aplicar").click()
    expect(notice(page)).to_contain_text("nada se perdeu")
    opened.context.set_offline(False)
    page.get_by_test_id("lote-aplicar").click()
    expect(notice(page)).to_contain_text("Etiqueta posta: 1.")
