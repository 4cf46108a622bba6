"""/docs in a browser: the written reference, and Swagger UI in its place."""

import pytest
from browser import Tab, needs_chromium, tab
from playwright.sync_api import expect
from service import Service

pytestmark = [pytest.mark.page, needs_chromium]


@pytest.fixture
def docs(own_server) -> str:
    """The page of a server with the demo books."""
    return own_server("--demo").await_ready().url + "/docs"


def has_swagger_ui(server: Service) -> bool:
    with server.client() as api:
        return b'id="swagger-ui"' in api.get("/docs").body


@pytest.fixture
def trial(server) -> None:
    if not has_swagger_ui(server):
        pytest.skip("this build could not fetch Swagger UI")


def loaded(opened: Tab) -> Tab:
    opened.page.locator("#operations-livros-listarLivros").wait_for()
    return opened


def open_operation(opened: Tab, name: str):
    """The operation, opened and ready to be executed."""
    operation = loaded(opened).page.locator(f"#operations-{name}")
    handle = operation.locator(".opblock-summary-control")
    # The address may have opened it.
    if handle.get_attribute("aria-expanded") == "false":
        handle.click()
    operation.locator(".try-out__btn").click()
    return operation


def execute(opened: Tab, operation):
    """The answer to a press of Execute."""
    with opened.page.expect_response(lambda answer: "/livros" in answer.url) as answer:
        operation.locator(".execute").click()
    operation.locator(".live-responses-table").wait_for()
    return answer.value


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("pt-BR", "light", 360), ("pt-BR", "dark", 1280), ("en", "dark", 360), ("en", "light", 1280)],
)
def test_the_reference_is_for_everyone(browser, docs, language, theme, width):
    settings = {"color_scheme": theme, "width": width, "locale": language}
    with tab(browser, f"{docs}#listarLivros", **settings) as opened:
        opened.page.locator("#geral summary").click()
        expect(opened.page.locator("#listarLivros")).to_be_visible()
        assert opened.violations() == []
        assert not opened.scrolls_sideways()


def test_the_reference_is_readable_without_a_script(browser, docs):
    with tab(browser, docs, java_script_enabled=False) as opened:
        articles = opened.page.locator("article.operacao")
        assert articles.count() > 20
        assert articles.first.is_visible()
        assert opened.page.locator("#swagger-ui:visible, #escolha:visible").count() == 0


@pytest.mark.usefixtures("trial")
def test_the_reference_stays_when_swagger_ui_does_not_come(browser, docs):
    context = browser.new_context()
    context.route("**/s/swagger-ui.*.js", lambda route: route.abort())
    page = context.new_page()
    with page.expect_console_message(lambda message: "Swagger UI" in message.text):
        page.goto(docs)
    expect(page.locator("#listarLivros")).to_be_visible()
    expect(page.locator("#escolha")).to_be_hidden()
    context.close()


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_swagger_ui_is_for_everyone_too(browser, docs, theme, width):
    with tab(browser, docs, color_scheme=theme, width=width) as opened:
        operation = open_operation(opened, "livros-criarLivro")
        execute(opened, operation)
        assert opened.violations() == []
        assert not opened.scrolls_sideways()


@pytest.mark.usefixtures("trial")
def test_the_first_execute_lists_books(browser, docs):
    with tab(browser, docs) as opened:
        answer = execute(opened, open_operation(opened, "livros-listarLivros"))
        assert answer.status == 200
        assert answer.url == docs.removesuffix("/docs") + "/livros"
        assert len(answer.json()) == 30


@pytest.mark.usefixtures("trial")
def test_each_execute_of_post_makes_a_book(browser, docs):
    with tab(browser, docs) as opened:
        operation = open_operation(opened, "livros-criarLivro")
        made = []
        for _ in range(2):
            answer = execute(opened, operation)
            assert answer.status == 201
            assert "idempotency-key" not in answer.request.headers
            made.append(answer.json()["id"])
        assert made == [31, 32]


@pytest.mark.usefixtures("trial")
def test_a_key_is_kept_in_memory_only(browser, own_server):
    key = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
    service = own_server("--auth=keys", env={"API_LIVROS_ADMIN_KEY": key}).await_ready()
    with tab(browser, f"{service.url}/docs") as opened:
        page = loaded(opened).page
        page.locator(".authorize").first.click()
        page.locator(".dialog-ux input").fill(key)
        page.locator(".dialog-ux .authorize").click()
        page.locator(".dialog-ux .btn-done").click()
        assert execute(opened, open_operation(opened, "livros-criarLivro")).status == 201
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        page.reload()
        answer = execute(opened, open_operation(opened, "livros-criarLivro"))
        assert answer.status == 401
        opened.faults.clear()  # the browser tells of the 401


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize(
    ("language", "names"),
    [("pt-BR", ["Cancelar", "Executar"]), ("en", ["Cancel", "Execute"])],
)
def test_what_is_pressed_is_named_in_the_language_of_the_page(browser, docs, language, names):
    with tab(browser, docs, locale=language) as opened:
        operation = open_operation(opened, "livros-listarLivros")
        for name in names:
            expect(operation.get_by_role("button", name=name, exact=True)).to_be_visible()


@pytest.mark.usefixtures("trial")
def test_an_address_of_an_operation_opens_the_reference(browser, docs):
    with tab(browser, docs) as opened:
        page = loaded(opened).page
        expect(page.locator("#referencia")).to_be_hidden()
        page.locator("[data-ver=referencia]").click()
        page.locator(".indice a[href='#criarLivro']").click()
        expect(page).to_have_url(f"{docs}#criarLivro")
        page.reload()
        page.locator("#escolha").wait_for()
        expect(page.locator("#criarLivro")).to_be_visible()
        expect(page.locator("#swagger-ui")).to_be_hidden()
