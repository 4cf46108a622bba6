"""The catalogue as a librarian changes it: adding, correcting, two at once, undoing, signing in."""

import re
from contextlib import closing

import pytest
from browser import CHROMIUM, PHONE, await_focus, needs_chromium, tab
from filmed_barcode import film
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]

ADMINISTRATOR = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"


@pytest.fixture
def service(own_server):
    """A catalogue of one book."""
    started = own_server().await_ready()
    with started.client() as api:
        api.create(título="Dom Casmurro", autor="Machado de Assis")
    return started


def field(page, name: str):
    return page.locator(f"[name='{name}']")


def said(page) -> str:
    return page.get_by_test_id("salvo").inner_text()


# ---- adding


def test_a_book_is_added_by_keyboard_alone_from_its_isbn_on(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    await_focus(page, "isbn-primeiro")
    page.keyboard.type("85-359-0277-5")
    page.keyboard.press("Enter")  # as a scanner ends
    expect(page.get_by_test_id("isbn-resposta")).to_contain_text("novo no catálogo")
    expect(field(page, "título")).to_be_focused()
    assert field(page, "isbn").input_value() == "978-85-359-0277-8"
    page.keyboard.type("Grande sertão")
    page.keyboard.press("Tab")
    page.keyboard.type("veredas")
    page.keyboard.press("Tab")
    page.keyboard.type("João Guimarães Rosa")
    field(page, "assuntos").fill("Sertão\nJagunços\n")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/livro/\d+$"))
    expect(page.get_by_test_id("aviso")).to_contain_text("Livro cadastrado.")
    with service.client() as api:
        book = api.get("/livros/2").json
    assert book["isbn"] == "9788535902778"
    assert book["assuntos"] == ["Sertão", "Jagunços"]
    assert "paginas" not in book
    page.get_by_test_id("desfazer").click()
    page.wait_for_url(service.url + "/")
    expect(page.get_by_test_id("aviso")).to_contain_text("Desfeito.")
    with service.client() as api:
        api.get("/livros/2").expect(410)


def test_what_is_known_of_an_isbn_is_said_at_once(service, open_tab):
    with service.client() as api:
        held = api.create(título="Já aqui", autor=None, isbn="9788508072736")
    page = open_tab(service).open("/livro/novo")
    isbn = page.get_by_test_id("isbn-primeiro")
    isbn.fill("9788508072736")
    answer = page.get_by_test_id("isbn-resposta")
    expect(answer).to_contain_text("Já está no catálogo")
    assert answer.get_by_role("link").get_attribute("href") == f"/livro/{held['id']}"
    isbn.fill("9788508072737")
    expect(answer).to_contain_text("não confere")
    answer.get_by_role("button").click()
    expect(field(page, "isbn")).to_have_value("978-85-08-07273-6")


def test_an_isbn_that_is_taken_back_is_no_longer_the_book_s(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    isbn = page.get_by_test_id("isbn-primeiro")
    isbn.fill("9788508072736")
    expect(field(page, "isbn")).to_have_value("978-85-08-07273-6")
    isbn.fill("9788508072737")
    expect(page.get_by_test_id("isbn-resposta")).to_contain_text("não confere")
    expect(field(page, "isbn")).to_have_value("")
    isbn.fill("9788508072736")
    expect(field(page, "isbn")).to_have_value("978-85-08-07273-6")
    isbn.fill("")
    expect(field(page, "isbn")).to_have_value("")
    field(page, "isbn").fill("978-85-359-0277-8")
    isbn.fill("x")
    expect(field(page, "isbn")).to_have_value("978-85-359-0277-8")


def test_an_isbn_that_is_here_already_is_no_draft(service, open_tab):
    with service.client() as api:
        api.create(título="Já aqui", autor=None, isbn="9788508072736")
    page = open_tab(service).open("/livro/novo")
    page.get_by_test_id("isbn-primeiro").fill("9788508072736")
    expect(page.get_by_test_id("isbn-resposta")).to_contain_text("Já está no catálogo")
    page.reload()
    expect(field(page, "isbn")).to_have_value("")


def test_who_is_listed_makes_the_author_and_words_tell_the_roles(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    field(page, "título").fill("Odisseia")
    page.locator("summary", has=page.get_by_text("Mais campos")).click()
    field(page, "autores").fill("Homero\nOdorico Mendes (tradutor)\nAna (Organizadora)\nX (de Y)")
    page.get_by_test_id("salvar").click()
    page.wait_for_url(re.compile(r"/livro/\d+$"))
    with service.client() as api:
        kept = api.get("/livros/2").json
    assert [(one["nome"], one["papel"]) for one in kept["autores"]] == [
        ("Homero", "aut"),
        ("Odorico Mendes", "trl"),
        ("Ana", "org"),
        ("X (de Y)", "aut"),
    ]
    assert kept["autor"].startswith("Homero")


def test_a_likely_duplicate_is_shown_before_it_is_added(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    field(page, "título").fill("Dom Casmurro")
    field(page, "autor").fill("Machado de Assis")
    page.get_by_test_id("salvar").click()
    conflict = page.get_by_test_id("conflito")
    expect(conflict).to_contain_text("parece já estar no catálogo")
    assert conflict.get_by_role("link").get_attribute("href") == "/livro/1"
    page.get_by_test_id("mesmo-assim").click()
    page.wait_for_url("**/livro/2")


def test_authors_are_offered_as_the_catalogue_writes_them(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    field(page, "autor").press_sequentially("machado")
    offered = page.locator("#autores-conhecidos option")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("value", "Machado de Assis")


def test_book_after_book_stays_on_the_form(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    for number in (1, 2):
        field(page, "título").fill(f"Livro {number}")
        page.get_by_test_id("salvar-outro").click()
        expect(page.get_by_test_id("salvo")).to_have_text(f"Cadastrados: {number}")
        expect(field(page, "título")).to_have_value("")
        expect(page.get_by_test_id("isbn-primeiro")).to_be_focused()


def test_errors_stand_at_their_fields(service, open_tab):
    page = open_tab(service).open("/livro/novo")
    field(page, "ano").fill("novecentos")
    field(page, "idioma").fill("português do bom")
    page.get_by_test_id("salvar").click()
    expect(field(page, "título")).to_be_focused()
    for name in ("título", "ano", "idioma"):
        assert field(page, name).get_attribute("aria-invalid") == "true"
        described = field(page, name).get_attribute("aria-describedby")
        assert page.locator(f"[id='{described}']").inner_text()
    field(page, "título").fill("x")
    field(page, "ano").fill("1900")
    field(page, "idioma").fill("pt")
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/2")


# ---- correcting


def test_only_what_changed_is_sent_and_can_be_undone(service, open_tab):
    page = open_tab(service).open("/livro/1")
    page.get_by_test_id("editar").click()
    page.get_by_test_id("salvar").click()
    expect(page.get_by_test_id("salvo")).to_have_text("Nada mudou.")
    sent = []
    page.on("request", lambda each: sent.append(each) if each.method == "PATCH" else None)
    field(page, "ano").fill("1899")
    field(page, "etiquetas").fill("vestibular")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/livro/1")
    assert sent[0].post_data_json == {"ano": 1899, "etiquetas": ["vestibular"]}
    assert sent[0].headers["if-match"] == '"1-1"'
    expect(page.locator("[data-campo=ano]")).to_have_text("1899")
    page.get_by_test_id("desfazer").click()
    expect(page.locator("[data-campo=ano]")).to_have_count(0)
    assert page.get_by_test_id("livro").get_attribute("data-versao") == "3"


def test_contributors_keep_their_roles_and_kinds_and_links_stay(service, open_tab):
    body = {"nome": "USP", "papel": "spn", "tipo": "entidade"}
    links = [{"url": "https://exemplo.org/odisseia.pdf", "relacao": "texto", "nota": "<b>"}]
    with service.client() as api:
        people = [{"nome": "Homero"}, {"nome": "Odorico Mendes", "papel": "trl"}, body]
        book = api.create(título="Odisseia", autor="Homero", autores=people, ligacoes=links)
    page = open_tab(service).open(f"/livro/{book['id']}/editar")
    lines = "Homero\nOdorico Mendes (trl)\nUSP (spn; entidade)"
    assert field(page, "autores").input_value() == lines
    field(page, "autores").fill(lines.replace("Odorico", "Manuel Odorico"))
    field(page, "notas").fill("Em verso.\nEdição bilíngue; com notas.")
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/*")
    expect(page.locator("[data-campo=autores]")).to_contain_text("Manuel Odorico Mendes (tradução)")
    expect(page.locator("[data-campo=ligacoes] a")).to_have_attribute("href", links[0]["url"])
    expect(page.locator("[data-campo=ligacoes]")).to_contain_text("(texto completo) <b>")
    with service.client() as api:
        kept = api.get(f"/livros/{book['id']}").json
    assert kept["autores"][2] == body and kept["ligacoes"] == links
    assert kept["notas"] == ["Em verso.", "Edição bilíngue; com notas."]


def test_every_field_is_read_and_written_as_the_api_has_it(service, open_tab):
    fields = {
        "serie": {"nome": "Clássicos", "volume": "v. 2"},
        "outros_isbn": ["9788508072736"],
        "identificadores": [{"tipo": "doi", "valor": "10.1/x"}, {"tipo": "outro", "valor": "a b"}],
        "notas": ["Inclui índice.", "Fac-símile"],
        "autores": [
            {"nome": "Grupo (ong)", "papel": "aut"},
            {"nome": "Ministério", "papel": "aut", "tipo": "entidade"},
        ],
        "ligacoes": [
            {"url": "https://a.br", "tipo": "text/html", "relacao": "texto", "nota": "p. (2)"},
            {"url": "https://b.br"},
        ],
        "extra": {"estante": {"sala": "B", "piso": 2}, "n": 123456789012345678901234567890},
    }
    with service.client() as api:
        book = api.create(título="Cheio", autor=None, **fields)
    page = open_tab(service).open(f"/livro/{book['id']}/editar")
    # Each is taken from the form and comes back as it was.
    for name in fields:
        if name not in ("serie", "extra"):
            field(page, name).evaluate("(it) => { it.value = ` ${it.value}\\n\\n`; }")
    field(page, "edicao").fill("2. ed.")
    field(page, "serie.volume").fill("3")
    extra = field(page, "extra")
    assert '"sala": "B"' in extra.input_value()
    extra.fill("{")
    page.get_by_test_id("salvar").click()
    expect(extra).to_be_focused()
    assert extra.get_attribute("aria-invalid") == "true"
    extra.fill('{"estante": {"sala": "C"}, "n": 123456789012345678901234567890, "x": [1]}')
    for name, text in (("identificadores", "ISSN: 1678-5320"), ("ligacoes", "https://c.br compra")):
        field(page, name).fill(f"{field(page, name).input_value()}{text}")
    field(page, "autores").fill(f"{field(page, 'autores').input_value()}Congresso (aut; evento)")
    field(page, "outros_isbn").fill("978-85-359-0277-8")
    page.get_by_test_id("salvar").click()
    page.wait_for_url(f"**/livro/{book['id']}")
    with service.client() as api:
        changed = api.get(f"/livros/{book['id']}")
    assert changed.json["serie"] == {"nome": "Clássicos", "volume": "3"}
    assert changed.json["extra"] == {
        "estante": {"sala": "C"},
        "n": 123456789012345678901234567890,
        "x": [1],
    }
    assert changed.json["outros_isbn"] == ["9788535902778"]
    assert changed.json["identificadores"] == [
        *fields["identificadores"],
        {"tipo": "issn", "valor": "1678-5320"},
    ]
    assert changed.json["ligacoes"] == [
        *fields["ligacoes"],
        {"url": "https://c.br", "relacao": "compra"},
    ]
    assert changed.json["autores"] == [
        *book["autores"],
        {"nome": "Congresso", "papel": "aut", "tipo": "evento"},
    ]
    assert changed.json["notas"] == fields["notas"]


def test_two_who_change_at_once_choose_field_by_field(service, open_tab):
    mine, theirs = open_tab(service).page, open_tab(service).page
    for page in (mine, theirs):
        page.goto(f"{service.url}/livro/1/editar")
    field(theirs, "editora").fill("Ática")
    field(theirs, "local").fill("São Paulo")
    theirs.get_by_test_id("salvar").click()
    theirs.wait_for_url("**/livro/1")
    field(mine, "editora").fill("Garnier")
    field(mine, "ano").fill("1899")
    mine.get_by_test_id("salvar").click()
    conflict = mine.get_by_test_id("conflito")
    expect(conflict.get_by_role("heading")).to_be_focused()
    rows = conflict.locator("tr[data-campo]")
    assert rows.count() == 1
    assert rows.get_attribute("data-campo") == "editora"
    assert mine.get_by_test_id("manter-meu").is_checked()
    expect(rows).to_contain_text("Garnier")
    expect(rows).to_contain_text("Ática")
    expect(mine.get_by_test_id("mudou")).to_be_hidden()
    mine.set_viewport_size(PHONE)
    boxes = [rows.get_by_role("cell").nth(at).bounding_box() for at in (0, 1)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"], "below each other"
    mine.get_by_test_id("resolver").click()
    mine.wait_for_url("**/livro/1")
    with service.client() as api:
        book = api.get("/livros/1").json
    assert (book["editora"], book["local"], book["ano"]) == ("Garnier", "São Paulo", 1899)


def test_who_edits_is_told_of_a_change_before_there_is_a_conflict(service, open_tab):
    page = open_tab(service).open("/livro/1/editar")
    line = page.get_by_test_id("mudou")
    field(page, "ano").fill("1899")
    with service.client() as api:
        api.create(título="De outro", autor=None)
        expect(line).to_be_hidden()
        api.patch("/livros/1", json={"editora": "Ática"}).expect(200)
    expect(line).to_contain_text("Outra pessoa mudou este livro.")
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/1")
    with service.client() as api:
        book = api.get("/livros/1").json
    assert (book["editora"], book["ano"]) == ("Ática", 1899)


def test_the_other_s_choice_wins_when_it_is_chosen(service, open_tab):
    page = open_tab(service).open("/livro/1/editar")
    with service.client() as api:
        api.patch("/livros/1", json={"editora": "Ática"}).expect(200)
    field(page, "editora").fill("Garnier")
    field(page, "ano").fill("1899")
    page.get_by_test_id("salvar").click()
    page.get_by_test_id("usar-deles").check()
    page.get_by_test_id("resolver").click()
    page.wait_for_url("**/livro/1")
    with service.client() as api:
        book = api.get("/livros/1").json
    assert (book["editora"], book["ano"]) == ("Ática", 1899)


def test_a_draft_survives_a_reload_and_a_broken_connection(service, open_tab):
    tab = open_tab(service)
    page = tab.open("/livro/1/editar")
    field(page, "editora").fill("Garnier")
    page.reload()
    expect(page.get_by_test_id("salvo")).to_have_text("Rascunho recuperado.")
    assert field(page, "editora").input_value() == "Garnier"
    tab.context.set_offline(True)
    page.get_by_test_id("salvar").click()
    expect(page.get_by_test_id("salvo")).to_contain_text("nada se perdeu")
    tab.context.set_offline(False)
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/1")
    page.goto(f"{service.url}/livro/1/editar")
    assert said(page) == ""


def test_versions_and_deleted_books_come_back(service, open_tab):
    page = open_tab(service).open("/livro/1/editar")
    field(page, "título").fill("Dom Casmurro, romance")
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/1")
    page.get_by_test_id("historia").click()
    expect(page.get_by_test_id("versoes").locator("li").first).to_contain_text(
        "Dom Casmurro, romance"
    )
    page.get_by_test_id("restaurar").click()
    page.wait_for_url("**/livro/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dom Casmurro")
    page.goto(f"{service.url}/livro/1/editar")
    page.get_by_test_id("excluir").click()
    page.wait_for_url(service.url + "/")
    page.get_by_test_id("desfazer").click()
    page.wait_for_url("**/livro/1")
    page.goto(f"{service.url}/livro/1/editar")
    page.get_by_test_id("excluir").click()
    page.wait_for_url(service.url + "/")
    page.goto(f"{service.url}/livro/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Este livro foi excluído.")
    page.get_by_test_id("restaurar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dom Casmurro")


# ---- signing in


@pytest.fixture
def private(own_server):
    return own_server(
        *("--demo", "--auth=keys", "--private"), env={"API_LIVROS_ADMIN_KEY": ADMINISTRATOR}
    ).await_ready()


def sign_in(page):
    page.get_by_test_id("chave").fill(ADMINISTRATOR)
    page.get_by_test_id("entrar").click()


def test_a_private_catalogue_is_read_without_a_script(private, open_tab):
    page = open_tab(private, java_script_enabled=False).open("/busca?q=casmurro")
    expect(page.get_by_test_id("form-chave")).to_be_visible()
    page.get_by_test_id("chave").fill("lv_nada")
    page.get_by_test_id("entrar").click()
    expect(page.get_by_test_id("erro")).to_contain_text("não vale")
    sign_in(page)
    page.wait_for_url("**/busca?q=casmurro")
    expect(page.get_by_test_id("resultado")).to_have_count(1)
    page.get_by_role("link", name="Sair").click()
    expect(page.get_by_test_id("quem")).to_contain_text("administrador")
    page.get_by_test_id("sair").click()
    expect(page.get_by_test_id("form-chave")).to_be_visible()


def test_no_script_ever_holds_the_key(private, open_tab):
    tab = open_tab(private)
    page = tab.open("/entrar")
    sign_in(page)
    page.wait_for_url(private.url + "/")
    assert page.evaluate("document.cookie") == ""
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert ADMINISTRATOR not in kept
    [cookie] = tab.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("livros_chave", True, "Lax")


def test_a_write_without_a_key_signs_in_and_comes_back_to_what_was_written(own_server, open_tab):
    service = own_server(
        "--demo", "--auth=keys", env={"API_LIVROS_ADMIN_KEY": ADMINISTRATOR}
    ).await_ready()
    page = open_tab(service).open("/livro/4/editar")
    field(page, "editora").fill("Garnier")
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/entrar?volta=**")
    sign_in(page)
    page.wait_for_url("**/livro/4/editar")
    assert field(page, "editora").input_value() == "Garnier"
    page.get_by_test_id("salvar").click()
    page.wait_for_url("**/livro/4")
    page.goto(f"{service.url}/livro/4/historia")
    expect(page.get_by_test_id("versoes")).to_contain_text("por administrador")
    page.goto(f"{service.url}/estado")
    expect(page.get_by_test_id("saude")).to_contain_text("no ar")


# ---- the scanner


def test_a_filmed_barcode_fills_the_isbn(service, browser, tmp_path):
    camera = film(tmp_path / "isbn.y4m", "9788535902778")
    false_camera = [
        *("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
        f"--use-file-for-fake-video-capture={camera}",
    ]
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=false_camera)
    with closing(other), tab(other, f"{service.url}/livro/novo") as opened:
        page = opened.page
        if page.get_by_test_id("escanear").count() == 0:
            pytest.skip("this build could not fetch the reader of barcodes")
        fetched = []
        page.on("request", lambda request: fetched.append(request.url))
        page.wait_for_timeout(200)
        assert fetched == [], "nothing of the scanner is fetched before it is asked for"
        page.get_by_test_id("escanear").click()
        expect(page.get_by_test_id("isbn-resposta")).to_contain_text("978-85-359-0277-8")
        assert field(page, "isbn").input_value() == "978-85-359-0277-8"
        expect(page.get_by_test_id("lidos")).to_contain_text("Lidos: 1.")
        page.get_by_test_id("desligar").click()
        expect(page.locator("video")).to_have_count(0)
