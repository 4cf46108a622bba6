"""Every page: for everyone (axe), on small screens, light in weight, shut to everything foreign."""

import pytest
from browser import DESKTOP, PHONE, needs_chromium
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]


def pages_of(library) -> list[str]:
    return [
        *("/", "/busca?q=brasil&autor=a", "/busca?q=xyzxyz", "/busca?limite=0", "/nada"),
        *("/livro/301", "/livro/302", f"/livro/{library.gone}", "/livro/301/historia"),
        *("/livro/novo", "/livro/301/editar", "/acervo", "/acervo?q=brasil&ordem=-ano"),
        "/duplicados",
        "/importar",
        *("/imprimir?ids=301,302,1", "/estado", "/atalhos", "/busca?q=brasil&lang=en"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(library, open_tab, scheme):
    opened = open_tab(library, color_scheme=scheme)
    for viewport in (DESKTOP, PHONE):
        opened.page.set_viewport_size(viewport)
        for path in pages_of(library):
            opened.open(path)
            found = opened.violations()
            assert not found, (path, found)


def test_axe_finds_nothing_on_a_conflict_and_an_error(own_server, open_tab):
    service = own_server("--demo").await_ready()
    opened = open_tab(service)
    page = opened.open("/livro/4/editar")
    with service.client() as api:
        api.patch("/livros/4", json={"editora": "Ática"}).expect(200)
    page.locator("[name=editora]").fill("Garnier")
    page.get_by_test_id("salvar").click()
    page.get_by_test_id("resolver").wait_for()
    assert not opened.violations()
    page = opened.open("/livro/novo")
    page.locator("[name=ano]").fill("x")
    page.get_by_test_id("salvar").click()
    page.locator(".erro-campo").first.wait_for()
    assert not opened.violations()
    page = opened.open("/acervo")
    page.get_by_test_id("selecionar-todos").check()
    page.get_by_text("Outras mudanças").click()
    assert not opened.violations()
    page.set_viewport_size(PHONE)
    assert not opened.violations()
    assert not opened.scrolls_sideways()


def test_nothing_is_wider_than_its_window(library, open_tab):
    opened = open_tab(library)
    for path in pages_of(library):
        page = opened.open(path)
        for width, text in ((360, "100%"), (320, "100%"), (1280, "200%"), (360, "200%")):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", text)
            assert not opened.scrolls_sideways(), (path, width, text)


def test_the_holdings_are_cards_on_a_phone(library, open_tab):
    opened = open_tab(library, viewport=PHONE)
    page = opened.open("/acervo?ordem=titulo")
    table = page.get_by_role("table")
    is_scrolled = "it => it.parentElement.scrollWidth > it.parentElement.clientWidth"
    assert not table.evaluate(is_scrolled)
    row = table.get_by_role("row").nth(1)
    expect(row.get_by_role("link")).to_be_visible()
    title, author = [row.get_by_role("cell").nth(at) for at in (1, 2)]
    expect(author).to_be_visible()
    above, below = title.bounding_box(), author.bounding_box()
    assert above["x"] == below["x"] and above["y"] + above["height"] <= below["y"]
    table.get_by_role("link", name="Ano", exact=True).click()
    expect(page).to_have_url(f"{library.url}/acervo?ordem=ano")
    page.get_by_test_id("selecionar-todos").check()
    expect(page.get_by_test_id("selecionados")).to_have_text("50 livros")
    assert not table.evaluate(is_scrolled)
    page.set_viewport_size(DESKTOP)
    assert title.bounding_box()["y"] == author.bounding_box()["y"]


def test_without_scripts_nothing_is_shown_that_needs_them(library, open_tab):
    opened = open_tab(library, java_script_enabled=False)
    page = opened.open("/acervo")
    expect(page.get_by_test_id("tabela").get_by_role("link").first).to_be_visible()
    expect(page.get_by_test_id("selecionar").first).to_be_hidden()
    for path in ("/livro/novo", "/livro/301/editar", "/importar"):
        page = opened.open(path)
        expect(page.locator("noscript .faixa")).to_be_visible()
        assert page.locator("main :is(input, button, select, textarea):visible").count() == 0, path


# WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""


def test_text_may_be_spaced_widely(library, open_tab):
    opened = open_tab(library, viewport=PHONE)
    for path in pages_of(library):
        page = opened.open(path)
        page.evaluate(
            """text => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(text);
              document.adoptedStyleSheets = [sheet];
            }""",
            SPACING,
        )
        assert not opened.scrolls_sideways(), path


def test_targets_are_large_enough_to_touch(library, open_tab):
    page = open_tab(library, viewport=PHONE, has_touch=True).open("/busca?q=brasil")
    page.get_by_text("Filtrar").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input")]
          .filter((it) => it.checkVisibility() && !it.closest(".pular"))
          .filter((it) => it.getBoundingClientRect().height < 24)
          .map((it) => it.outerHTML.slice(0, 120))"""
    )
    assert not small, small


# ---- weight


# How a form hears of what others change; this begins when all else is there.
HEARD = ("/mudancas", "/livros/301")


def loaded(page) -> list[dict]:
    entries = page.evaluate(
        """() => [performance.getEntriesByType("navigation")[0],
            ...performance.getEntriesByType("resource")]
          .map(({name, transferSize}) => ({name, bytes: transferSize}))"""
    )
    return [entry for entry in entries if not entry["name"].endswith(HEARD)]


@pytest.mark.parametrize(
    ("path", "scripts_kib", "requests"),
    [("/busca?q=brasil", 20, 6), ("/livro/301/editar", 30, 9), ("/acervo", 30, 7)],
)
def test_a_cold_page_is_light(library, open_tab, path, scripts_kib, requests):
    page = open_tab(library).open(path)
    entries = loaded(page)
    assert len(entries) <= requests, entries
    assert sum(entry["bytes"] for entry in entries) <= 48 * 1024, entries
    scripts = sum(entry["bytes"] for entry in entries if entry["name"].endswith(".js"))
    assert scripts <= scripts_kib * 1024, entries
    again = open_tab(library).open(path)
    again.reload()
    assert sum(entry["bytes"] for entry in loaded(again)[1:]) == 0


def test_nothing_moves_while_a_page_loads(library, open_tab):
    opened = open_tab(library)
    opened.context.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    for path in ("/busca?q=brasil", "/livro/301", "/livro/301/editar"):
        page = opened.open(path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.shift") <= 0.05, path


def test_a_cold_page_is_laid_out_few_times(library, open_tab):
    opened = open_tab(library)
    session = opened.context.new_cdp_session(opened.page)
    session.send("Performance.enable")
    opened.open("/busca?q=brasil")
    metrics = session.send("Performance.getMetrics")["metrics"]
    counted = {it["name"]: it["value"] for it in metrics}
    assert 0 < counted["LayoutCount"] <= 4, counted
    assert 0 < counted["RecalcStyleCount"] <= 6, counted
    assert 0 < counted["Nodes"] <= 1500, counted
