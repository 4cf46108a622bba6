"""The catalogue as a reader sees it: search, a book, its history, no script, paper."""

import json
import re

import pytest
from browser import PHONE, await_focus, await_on, needs_chromium
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]


# ---- searching


def test_the_list_follows_what_is_typed(library, open_tab):
    page = open_tab(library).open("/")
    summary = page.get_by_test_id("resumo").element_handle()
    box = page.get_by_test_id("busca")
    box.press_sequentially("historia", delay=20)
    expect(page.get_by_test_id("resumo")).to_contain_text("livros para “historia”")
    marks = page.locator("[data-testid=resultados] mark")
    expect(marks.filter(has_text=re.compile("história", re.I)).first).to_be_visible()
    expect(page).to_have_url(f"{library.url}/busca?q=historia")
    await_focus(page, "busca")
    assert box.input_value() == "historia"
    # The element that screen readers watch is the same, its text another.
    assert summary.evaluate("it => it === document.getElementById('resumo')")
    box.fill("xyzxyz")
    expect(page.get_by_test_id("nada")).to_be_visible()


def test_the_name_of_the_first_order_follows_what_is_typed(library, open_tab):
    page = open_tab(library).open("/")
    order = page.get_by_test_id("ordem")
    first = order.locator("option").first
    expect(first).to_have_text("Entrada no catálogo")
    page.get_by_test_id("busca").fill("historia")
    expect(first).to_have_text("Relevância")
    page.get_by_test_id("busca").press("Enter")
    order.select_option("titulo")
    page.get_by_test_id("busca").fill("")
    expect(first).to_have_text("Entrada no catálogo")
    expect(order).to_have_value("titulo")
    page.go_back()
    expect(first).to_have_text("Relevância")


def test_a_late_answer_never_replaces_a_newer_one(library, open_tab):
    tab = open_tab(library)
    page = tab.open("/")
    held = []
    page.route(re.compile(r"q=lento.*fragmento"), lambda route: held.append(route))
    page.get_by_test_id("busca").fill("lento")
    await_on(page, lambda: held, "the first search is asked for")
    page.get_by_test_id("busca").fill("brasil")
    expect(page.get_by_test_id("resumo")).to_contain_text("“brasil”")
    for route in held:
        route.abort()
    expect(page.get_by_test_id("resumo")).to_contain_text("“brasil”")


def test_back_and_forward_bring_lists_and_their_place_back(library, open_tab):
    page = open_tab(library).open("/busca?q=brasil")
    box, summary = page.get_by_test_id("busca"), page.get_by_test_id("resumo")
    first = summary.inner_text()
    box.fill("historia")
    box.press("Enter")
    expect(summary).to_contain_text("“historia”")
    page.go_back()
    expect(summary).to_have_text(first)
    expect(box).to_have_value("brasil")
    page.go_forward()
    expect(summary).to_contain_text("“historia”")
    # The skip link moves in the history too, and loads nothing.
    page.locator(".pular").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#conteudo")).to_be_focused()
    page.get_by_test_id("resultado").first.locator("a").first.click()
    page.wait_for_url("**/livro/*")
    page.locator("[data-volta]").click()
    expect(summary).to_contain_text("“historia”")


def test_without_a_connection_the_list_stays_and_the_search_goes_on(library, open_tab):
    tab = open_tab(library)
    page = tab.open("/busca?q=brasil")
    before = page.get_by_test_id("resultado").count()
    tab.context.set_offline(True)
    page.get_by_test_id("busca").fill("historia")
    expect(page.get_by_test_id("erro")).to_contain_text("Sem conexão")
    assert page.get_by_test_id("resultado").count() == before
    tab.context.set_offline(False)
    expect(page.get_by_test_id("resumo")).to_contain_text("“historia”")
    expect(page.get_by_test_id("erro")).to_be_hidden()


def test_a_busy_catalogue_is_asked_again_when_it_said(library, open_tab):
    page = open_tab(library).open("/")
    asked = []
    page.route(re.compile("fragmento=1"), lambda route: asked.append(route))
    page.get_by_test_id("busca").fill("brasil")
    await_on(page, lambda: asked, "the list is asked for")
    asked[0].fulfill(status=503, headers={"Retry-After": "1"}, body="")
    await_on(page, lambda: len(asked) == 2, "it is asked for again")
    # The words stand there until that is answered.
    expect(page.get_by_test_id("erro")).to_contain_text("continua em 1 s")
    asked[1].continue_()
    expect(page.get_by_test_id("resumo")).to_contain_text("“brasil”")


def test_facets_narrow_and_chips_widen(library, open_tab):
    page = open_tab(library).open("/busca?q=brasil")
    many = page.get_by_test_id("resumo").inner_text()
    page.get_by_test_id("facetas").get_by_role("link").first.click()
    expect(page.get_by_test_id("filtro-ativo")).to_have_count(1)
    assert page.get_by_test_id("resumo").inner_text() != many
    page.get_by_test_id("ordem").select_option("titulo")
    expect(page).to_have_url(re.compile("ordem=titulo"))
    assert page.get_by_test_id("filtro-ativo").count() == 1
    page.get_by_test_id("filtro-ativo").click()
    expect(page.get_by_test_id("filtro-ativo")).to_have_count(0)


# ---- a book


def test_a_book_shows_its_record_and_gives_its_address(library, open_tab):
    tab = open_tab(library, permissions=["clipboard-read", "clipboard-write"])
    page = tab.open("/busca?q=memorias")
    page.get_by_test_id("resultado").first.locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Memórias de Martha")
    record = page.get_by_test_id("ficha")
    expect(record.locator("[data-campo=assuntos]")).to_contain_text(
        "Ficção brasileira › Século XIX"
    )
    expect(record.locator("[data-campo=idioma]")).to_have_text("português (Brasil)")
    expect(page.locator(".autor")).to_have_text("Júlia Lopes de Almeida")
    page.get_by_test_id("copiar-link").click()
    expect(page.get_by_test_id("aviso")).to_contain_text("Copiado.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{library.url}/livro/301"


SHELF = {
    "Estante": "B-12 <b>",
    "Nº": 7,
    "Observações": ["doado", "sem capa"],
    "ano": "mil novecentos",
    "medidas": {"altura": [21, 1.50]},
    "e" * 300: "x" * 3000,
    "vazio": None,
}


def test_what_a_library_adds_stands_in_the_record_and_its_history(own_server, open_tab):
    service = own_server().await_ready()
    with service.client() as api:
        api.create(título="Dom Casmurro", autor="Machado de Assis", extra=SHELF)
        api.patch("/livros/1", json={"extra": {"Estante": "C-1", "Nº": None}}).expect(200)
    opened = open_tab(service, viewport=PHONE)
    page = opened.open("/livro/1")
    rows = page.get_by_test_id("ficha").locator("dd[data-campo=extra]")
    shown = {row.get_attribute("data-chave"): row.inner_text() for row in rows.all()}
    assert list(shown) == [key for key in SHELF if key != "Nº"]
    assert shown["Estante"] == "C-1"
    assert shown["Observações"] == "doado; sem capa"
    assert shown["ano"] == "mil novecentos"
    assert json.loads(shown["medidas"]) == SHELF["medidas"]
    assert " " not in shown["medidas"]
    assert shown["vazio"] == "—"
    names = page.get_by_test_id("ficha").locator("dt").all_inner_texts()
    assert "Estante" in names and "Observações" in names
    assert not opened.scrolls_sideways()
    assert not opened.violations()
    page = opened.open("/livro/1/historia")
    newest = page.get_by_test_id("versoes").locator("li").first
    changes = newest.locator("[data-campo=extra]").all_inner_texts()
    assert changes == ["Estante: B-12 <b> → C-1", "Nº: 7 → —"]
    assert not opened.violations()


def test_each_of_several_authors_is_searched_for_alone(own_server, open_tab):
    service = own_server().await_ready()
    with service.client() as api:
        api.create(título="A dois", autor="Ana Souza; Rui Barbosa")
        people = [{"nome": "Ana Souza"}, {"nome": "Rui Barbosa"}, {"nome": "Lia", "papel": "trl"}]
        api.create(título="A três", autor="Ana Souza; Rui Barbosa", autores=people)
        api.create(título="Sozinho", autor="Rui Barbosa")
    page = open_tab(service).open("/livro/1")
    for address in ("/livro/1", "/livro/2"):
        page.goto(service.url + address)
        expect(page.locator(".autor")).to_have_text("Ana Souza; Rui Barbosa")
        assert page.locator(".autor a").all_inner_texts() == ["Ana Souza", "Rui Barbosa"]
    page.locator(".autor").get_by_role("link", name="Rui Barbosa").click()
    expect(page.get_by_test_id("resultado")).to_have_count(3)


def test_machines_read_a_book_too(library, open_tab):
    page = open_tab(library).open("/livro/301")
    json_ld = page.locator("script[type='application/ld+json']").text_content()
    described = json.loads(json_ld)
    assert described["@type"] == "Book"
    assert described["isbn"] == "9788508072736"
    assert page.locator("link[rel=canonical]").get_attribute("href") == "/livro/301"
    alternates = page.locator("link[rel=alternate]")
    as_json = page.locator("link[rel=alternate][type='application/json']")
    assert as_json.get_attribute("href") == "/livros/301"
    for n in range(alternates.count()):
        link = alternates.nth(n)
        given = page.request.get(library.url + link.get_attribute("href"))
        assert given.status == 200
        assert given.headers["content-type"].startswith(link.get_attribute("type"))
    assert "rft.isbn=9788508072736" in page.locator(".Z3988").get_attribute("title")


def test_a_book_is_cited_and_copied_in_several_forms(library, open_tab):
    tab = open_tab(library, permissions=["clipboard-read", "clipboard-write"])
    page = tab.open("/livro/301")
    page.get_by_test_id("citar").locator("summary").click()
    reference = page.get_by_test_id("citacao-abnt")
    expect(reference).to_contain_text("ALMEIDA, Júlia Lopes de. Memórias de Martha")
    expect(reference.locator("strong")).to_have_text("Memórias de Martha")
    page.locator("button[data-copia=citacao-bibtex]").click()
    expect(page.get_by_test_id("aviso")).to_contain_text("Copiado.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@book{livros-301,")
    expect(page.get_by_test_id("citacao-ris")).to_contain_text("TY  - BOOK")


def test_reference_managers_find_every_result_also_of_a_new_search(library, open_tab):
    page = open_tab(library).open("/busca?q=memorias")
    assert page.locator(".Z3988").count() == page.get_by_test_id("resultado").count() > 0
    page.evaluate(
        "document.addEventListener('ZoteroItemUpdated', () => document.body.dataset.visto = 1)"
    )
    page.get_by_test_id("busca").fill("brasil")
    expect(page.locator("body[data-visto]")).to_have_count(1)
    assert page.locator(".Z3988").count() == page.get_by_test_id("resultado").count() > 0


# ---- keys, without a script, printing


def test_keys_lead_through_list_and_pages(library, open_tab):
    page = open_tab(library).open("/busca?q=brasil")
    page.keyboard.press("/")
    await_focus(page, "busca")
    page.keyboard.press("ArrowDown")
    titles = page.locator("[data-testid=resultado] h2 a").all_inner_texts()
    await_focus(page, titles[0][:80])
    page.keyboard.press("j")
    await_focus(page, titles[1][:80])
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/livro/*")
    page.keyboard.press("e")
    page.wait_for_url("**/editar")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/acervo")
    page.keyboard.press("?")
    page.wait_for_url("**/atalhos")
    page.get_by_test_id("atalhos-ligados").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.url.endswith("/atalhos")


def test_everything_is_read_without_a_script(library, open_tab):
    page = open_tab(library, java_script_enabled=False).open("/")
    page.get_by_test_id("busca").fill("brasil")
    page.get_by_test_id("busca").press("Enter")
    page.wait_for_url("**/busca?q=brasil**")
    page.get_by_test_id("ordem").select_option("titulo")
    page.get_by_role("button", name="Ordenar").click()
    page.wait_for_url("**ordem=titulo**")
    page.get_by_test_id("proxima").click()
    expect(page.get_by_test_id("anterior")).to_be_visible()
    page.goto(f"{library.url}/livro/301")
    page.get_by_test_id("historia").click()
    expect(page.get_by_test_id("versoes")).to_contain_text("Versão 1: criado")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History")
    page.get_by_role("link", name="dark").click()
    expect(page.locator("html")).to_have_attribute("data-tema", "escuro")
    # Chromium hides it all the same when a test switches scripts off.
    html = page.goto(f"{library.url}/livro/301/editar").text()
    assert re.search("<noscript>.*needs JavaScript.*</noscript>", html)
    assert page.locator("html").get_attribute("lang") == "en"
    assert not page.get_by_test_id("copiar-link").is_visible()


def test_the_theme_is_chosen_without_a_flash(library, open_tab):
    tab = open_tab(library, color_scheme="light")
    page = tab.open("/")
    page.get_by_role("link", name="escuro").click()
    expect(page.locator("html")).to_have_attribute("data-tema", "escuro")
    dark = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    assert dark == "rgb(23, 20, 17)"
    html = page.goto(f"{library.url}/livro/301").text()
    assert 'data-tema="escuro"' in html


def test_a_printed_page_has_no_controls_and_is_black_on_white(library, open_tab):
    page = open_tab(library, color_scheme="dark").open("/livro/301")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("header", "footer", ".acoes", ".migalhas"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_test_id("ficha")).to_be_visible()
    colours = page.evaluate(
        "(({color, backgroundColor}) => [color, backgroundColor])"
        "(getComputedStyle(document.documentElement))"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_number_of_a_facet_stays_on_one_line(library, open_tab):
    """Beside a label of several lines too."""
    page = open_tab(library).open("/")
    lines = page.get_by_test_id("facetas").evaluate(
        """it => [...it.querySelectorAll('a')].map(link => {
          const [label, number] = link.querySelectorAll('span');
          number.textContent = '123.456';
          return [label, number].map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return new Set([...range.getClientRects()].map(box => box.top)).size;
          });
        })"""
    )
    assert any(label > 1 for label, _ in lines)
    assert all(number == 1 for _, number in lines)


def test_cards_are_as_large_as_cards_are(library, open_tab):
    page = open_tab(library).open("/imprimir?ids=301")
    expect(page.get_by_test_id("fichas").locator(".ficha")).to_be_visible()
    page.get_by_label("Largura (mm)").fill("50")
    page.get_by_label("Primeira livre").fill("3")
    page.reload()
    assert page.get_by_label("Largura (mm)").input_value() == "50"
    page.get_by_test_id("tipo-impressao").select_option("etiquetas")
    expect(page.get_by_test_id("fichas")).to_be_hidden()
    assert page.get_by_test_id("etiquetas").locator("div").count() == 3
    width = page.locator(".lombada").evaluate("it => it.getBoundingClientRect().width")
    assert abs(width - 50 * 96 / 25.4) < 1
    page.get_by_test_id("tipo-impressao").select_option("fichas")
    box = page.locator(".ficha").bounding_box()
    assert abs(box["width"] - 125 * 96 / 25.4) < 1
    assert box["height"] >= 75 * 96 / 25.4 - 1
    page.emulate_media(media="print")
    expect(page.locator("#folha")).to_be_hidden()


def test_rows_are_selected_one_by_one_and_in_ranges(library, open_tab):
    page = open_tab(library).open("/acervo?q=brasil&ordem=titulo")
    boxes = page.get_by_test_id("selecionar")
    boxes.nth(0).check()
    expect(page.get_by_test_id("selecionados")).to_have_text("1 livro")
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.get_by_test_id("selecionados")).to_have_text("4 livros")
    page.locator("tr[data-id] a").nth(5).focus()
    page.keyboard.press("x")
    expect(page.get_by_test_id("selecionados")).to_have_text("5 livros")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.get_by_test_id("selecionados")).to_have_text("7 livros")
    page.get_by_test_id("barra-selecao").get_by_test_id("imprimir").click()
    expect(page.locator(".ficha")).to_have_count(7)
