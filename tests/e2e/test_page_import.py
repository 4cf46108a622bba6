"""A file brought in by the page: tried, read, imported, taken back; by keyboard alone."""

import pytest
from browser import PHONE, await_focus, focus_of, needs_chromium
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]

LINES = [
    "título;autor;ano;editora",
    "Dom Casmurro;Machado de Assis;1899;Garnier",
    ";Ninguém;1900;",
    "Iracema;José de Alencar;1865;",
    ";Alguém;;Ática",
    "  ;Outra;1999;",
    "O cortiço;Aluísio Azevedo;1890;",
]

# So many that they still come in when a page has opened; and the time for them, on a machine that
# runs other tests too.
MANY = 150_000
IMPORTED_MS_MAX = 120_000


@pytest.fixture
def service(own_server):
    return own_server().await_ready()


@pytest.fixture
def file(tmp_path):
    """Three books, and three records that are none."""
    made = tmp_path / "acervo.csv"
    made.write_bytes("\r\n".join(LINES).encode())
    return made


def number(page, testid: str) -> str:
    return page.get_by_test_id(testid).inner_text()


def press(page, testid: str) -> None:
    """Goes to a control by Tab, as somebody without a mouse does, and presses it."""
    for _ in range(80):
        if focus_of(page) == testid:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {testid}")


def titles(service) -> list[str]:
    with service.client() as api:
        return [book["título"] for book in api.get("/livros").json]


def test_a_file_with_broken_records_comes_in_by_keyboard_and_goes_again(service, open_tab, file):
    opened = open_tab(service)
    page = opened.open("/importar")
    step = page.locator(".etapas [aria-current=step]")
    assert step.inner_text() == "Escolher o arquivo"
    page.get_by_test_id("arquivo").set_input_files(file)  # the dialogue is the system's
    press(page, "simular")
    report = page.get_by_test_id("relatorio")
    expect(report.get_by_role("heading", level=2)).to_have_text("O que esta importação faria")
    expect(report.get_by_role("heading", level=2)).to_be_focused()
    expect(step).to_have_text("Conferir")
    counts = [number(page, each) for each in ("registros", "criados", "rejeitados")]
    assert counts == ["6", "3", "3"]
    assert page.get_by_test_id("erros").locator("tbody tr").count() == 3
    assert page.get_by_test_id("avisos").count() == 0
    first = page.get_by_test_id("erros").locator("tbody tr").first
    expect(first).to_contain_text("3")
    # The title's own cell is empty: the record shows which it is.
    expect(first.locator("td").last).to_have_text("falta o título ;Ninguém;1900;")
    expect(page.get_by_test_id("amostra")).to_contain_text("Machado de Assis")
    assert titles(service) == []
    assert not opened.violations()
    with page.expect_download() as download:
        press(page, "baixar-recusados")
    assert b"Ningu" in download.value.path().read_bytes()

    press(page, "importar")
    expect(report.get_by_role("heading", level=2)).to_have_text("Importação concluída")
    expect(report.get_by_role("heading", level=2)).to_be_focused()
    expect(page).to_have_url(f"{service.url}/importar/2")
    assert len(titles(service)) == 3
    page.reload()
    expect(report.get_by_role("heading", level=2)).to_have_text("Importação concluída")
    press(page, "desfazer-importacao")
    expect(report.get_by_role("heading", level=2)).to_have_text("Importação desfeita")
    expect(page.get_by_test_id("desfeito")).to_contain_text("Excluídos: 3.")
    assert titles(service) == []
    page.set_viewport_size(PHONE)
    assert not opened.scrolls_sideways()


def test_the_undo_stays_in_the_status(service, open_tab, file):
    with service.client() as api:
        headers = {"Content-Type": "text/csv"}
        api.post("/importacoes", file.read_bytes(), headers=headers).expect(202)
    opened = open_tab(service)
    page = opened.open("/estado")
    row = page.get_by_test_id("importacoes").locator("tbody tr")
    expect(row).to_contain_text("Importação concluída")
    assert not opened.violations()
    row.get_by_test_id("desfazer-importacao").click()
    expect(row).to_contain_text("Importação desfeita")
    assert titles(service) == []
    row.get_by_role("link").click()
    expect(page.get_by_test_id("desfeito")).to_be_visible()


ODD_LINES = [
    "título;autor;ano;isbn;Estante",
    "Dom Casmurro;Machado de Assis;mil e oitocentos;;B-12",
    "Iracema;José de Alencar;1865;9788508072730;B-13",
]


def test_what_was_read_otherwise_is_told_and_found_in_the_book(service, open_tab, tmp_path):
    file = tmp_path / "acervo.csv"
    file.write_text("\n".join(ODD_LINES), encoding="utf-8")
    opened = open_tab(service)
    page = opened.open("/importar")
    page.get_by_test_id("arquivo").set_input_files(file)
    page.get_by_test_id("simular").click()
    warnings = page.get_by_test_id("avisos")
    expect(warnings).to_contain_text("2 valores foram lidos de outro modo")
    expect(warnings).to_contain_text("Dados extras")
    listed = page.get_by_test_id("lista-avisos")
    expect(listed.locator("tbody tr")).to_have_count(2)
    expect(listed.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(
        ["2", "ano", "não é um ano mil e oitocentos"]
    )
    assert not opened.violations()
    page.get_by_test_id("importar").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Importação concluída")
    expect(warnings).to_contain_text("2 valores foram lidos de outro modo")
    opened.open("/importar/2?lang=en")
    expect(warnings).to_contain_text("2 values were read otherwise")
    expect(listed).to_contain_text("is not a year")
    page.set_viewport_size(PHONE)
    assert not opened.scrolls_sideways() and not opened.violations()
    record = opened.open("/livro/1?lang=pt").get_by_test_id("ficha")
    expect(record.locator("[data-chave=ano]")).to_have_text("mil e oitocentos")
    expect(record.locator("[data-chave=Estante]")).to_have_text("B-12")
    record = opened.open("/livro/2").get_by_test_id("ficha")
    expect(record.locator("[data-campo=identificadores]")).to_contain_text("9788508072730")


def test_many_warnings_are_shown_to_who_asks_for_them(service, open_tab):
    rows = [f"Livro {n};Ana;mil e tantos" for n in range(1200)]
    with service.client() as api:
        body = "\n".join(["título;autor;ano", *rows]).encode()
        api.post("/importacoes", body, headers={"Content-Type": "text/csv"}).expect(202)
    page = open_tab(service).open("/importar/1")
    summary = page.get_by_test_id("ver-avisos").locator("summary")
    expect(summary).to_have_text("Os primeiros 1.000 avisos, um a um")
    listed = page.get_by_test_id("lista-avisos")
    expect(listed).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(listed.locator("tbody tr")).to_have_count(1000)
    expect(listed.locator("tbody tr").last).to_contain_text("1.001")


SHEET = """Acervo da escola

Obra;Quem escreveu;Cód.;Sala;Palavras-chave;
Dom Casmurro;Machado de Assis;9788535914849;3;ciúme, adultério;
Iracema;José de Alencar;9788508040759;4;índios;
"""


@pytest.mark.parametrize("size", [{}, {"viewport": PHONE}])
def test_who_knows_the_columns_says_what_they_hold(service, open_tab, tmp_path, size):
    file = tmp_path / "acervo.csv"
    file.write_bytes(SHEET.encode("cp1252"))
    opened = open_tab(service, **size)
    page = opened.open("/importar")
    page.get_by_test_id("arquivo").set_input_files(file)
    columns = page.get_by_test_id("mapa-de-colunas")
    expect(columns.locator("tbody tr")).to_have_count(6)
    expect(columns).to_contain_text("Dom Casmurro · Iracema")
    seen = [choice.input_value() for choice in columns.locator("select").all()]
    assert seen == ["título", "", "isbn", "", "etiquetas,"]
    missing = page.get_by_text("nenhuma coluna parece ser o autor")
    expect(missing).to_be_visible()
    assert not opened.violations() and not opened.scrolls_sideways()
    page.get_by_label("O que há em “Quem escreveu”").select_option("Autores")
    expect(missing).to_be_hidden()
    page.get_by_label("O que há em “Sala”").select_option("Não importar")
    page.get_by_test_id("simular").click()
    page.get_by_test_id("importar").click()
    expect(page.get_by_test_id("desfazer-importacao")).to_be_visible()
    with service.client() as api:
        books = api.get("/livros").json
    assert [book["autor"] for book in books] == ["Machado de Assis", "José de Alencar"]
    assert [book["isbn"] for book in books] == ["9788535914849", "9788508040759"]
    assert [book["etiquetas"] for book in books] == [["ciúme", "adultério"], ["índios"]]
    assert not any("extra" in book for book in books)


def test_only_of_a_spreadsheet_columns_are_asked_for(service, open_tab, tmp_path):
    page = open_tab(service).open("/importar")
    place = page.get_by_test_id("colunas")
    for name, content, text in [
        ("a.csv", "título;autor\nUm;Ana\n", "Colunas da planilha"),
        ("a.ris", "TY  - BOOK\nTI  - Um\nER  - \n", ""),
        ("a.csv", "x;y\n1;2\n", "nenhuma coluna parece ser o título"),
        ("a.txt", "=LDR  00714cam a2200205 a 4500\n=245  10$aUm\n", ".mrk"),
    ]:
        (tmp_path / name).write_text(content)
        with page.expect_response(lambda answer: "/analisar" in answer.url):
            page.get_by_test_id("arquivo").set_input_files(tmp_path / name)
        expect(place).to_contain_text(text) if text else expect(place).to_be_hidden()


WORKBOOK = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(64)


@pytest.mark.parametrize(
    ("language", "advice"), [("pt", "salve como CSV (UTF-8)."), ("en", "save as CSV (UTF-8).")]
)
def test_who_sends_a_spreadsheet_is_told_what_to_do(service, open_tab, tmp_path, language, advice):
    file = tmp_path / "acervo.xlsx"
    file.write_bytes(WORKBOOK)
    page = open_tab(service).open(f"/importar?lang={language}")
    page.get_by_test_id("arquivo").set_input_files(file)
    page.get_by_test_id("simular").click()
    expect(page.get_by_test_id("andamento")).to_contain_text(advice)


def test_the_undo_is_on_a_narrow_screen_too(service, open_tab, file):
    with service.client() as api:
        headers = {"Content-Type": "text/csv"}
        api.post("/importacoes", file.read_bytes(), headers=headers).expect(202)
    opened = open_tab(service, viewport=PHONE)
    page = opened.open("/estado")
    undo = page.get_by_test_id("desfazer-importacao")
    expect(undo).to_be_visible()
    place = undo.bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= PHONE["width"]
    region = page.get_by_test_id("importacoes").get_by_role("region")
    assert region.evaluate("it => it.scrollWidth <= it.clientWidth")
    row = page.get_by_test_id("importacoes").get_by_role("row").last
    expect(row.get_by_role("cell").first).to_have_text("Importação 1")
    assert not opened.violations()
    undo.click()
    expect(row).to_contain_text("Importação desfeita")


def test_who_comes_back_finds_what_runs(service, open_tab):
    body = b"".join(b'{"t\xc3\xadtulo":"Livro %d","autor":null}\n' % n for n in range(MANY))
    opened = open_tab(service)
    opened.open("/importar")  # what a page needs is there when the import begins
    with service.client() as api:
        headers = {"Content-Type": "application/x-ndjson"}
        api.post("/importacoes", body, headers=headers).expect(202)
    page = opened.open("/importar")
    report = page.get_by_test_id("relatorio")
    expect(report.get_by_role("heading", level=2)).to_have_text("Importando…")
    expect(report.locator("progress")).to_be_visible()
    page.get_by_test_id("interromper").click()
    expect(report.get_by_role("heading", level=2)).to_have_text("Importação interrompida")
    page.get_by_test_id("retomar").click()
    expect(report.get_by_role("heading", level=2)).to_have_text(
        "Importação concluída", timeout=IMPORTED_MS_MAX
    )
    expect(page.get_by_test_id("criados")).to_have_text("150.000")


def test_a_file_that_is_none_is_refused_in_words(service, open_tab, tmp_path):
    opened = open_tab(service)
    page = opened.open("/importar?lang=en")
    page.get_by_test_id("simular").click()
    await_focus(page, "arquivo")
    picture = tmp_path / "capa.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.get_by_test_id("arquivo").set_input_files(picture)
    page.get_by_test_id("simular").click()
    expect(page.get_by_test_id("andamento")).not_to_be_empty()
    expect(page.get_by_test_id("form-importar")).to_be_visible()
    opened.open("/importar/999")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_test_id("form-importar").count() == 0


def test_a_sheet_whose_columns_nobody_knows_is_shown_its_headings(service, open_tab, tmp_path):
    sheet = tmp_path / "acervo.csv"
    sheet.write_bytes(
        "Nome do exemplar;Quem escreveu;Prateleira\nIracema;José;3\n".encode("cp1252")
    )
    page = open_tab(service).open("/importar")
    page.get_by_test_id("arquivo").set_input_files(sheet)
    page.get_by_test_id("simular").click()
    report = page.get_by_test_id("relatorio")
    expect(report).to_contain_text("Nome do exemplar; Quem escreveu; Prateleira")
    expect(report).to_contain_text("o cabeçalho não tem as colunas de um livro")
