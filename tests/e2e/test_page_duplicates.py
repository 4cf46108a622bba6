"""Likely duplicates put side by side, made one, and parted again."""

import pytest
from browser import PHONE, needs_chromium
from playwright.sync_api import expect

pytestmark = [pytest.mark.page, needs_chromium]

BIG = 12345678901234567890


@pytest.fixture
def service(own_server):
    started = own_server().await_ready()
    same = {"título": "Dom Casmurro", "autor": "Machado de Assis", "isbn": "9788508072736"}
    with started.client() as api:
        api.create(**same, editora="Garnier", ano=1899, etiquetas=["a"], extra={"n": BIG})
        api.create(**same, editora="Ática", ano=1899, etiquetas=["b", "a"], paginas=200)
        api.create(título="Outro", autor=None)
    return started


def test_two_books_become_one_field_by_field_and_are_parted_again(service, open_tab):
    opened = open_tab(service)
    page = opened.open("/duplicados")
    group = page.get_by_test_id("grupo")
    expect(group).to_have_count(1)
    rows = group.locator("tr[data-campo]")
    fields = [row.get_attribute("data-campo") for row in rows.all()]
    assert set(fields) == {"editora", "paginas", "etiquetas", "extra"}
    extra = group.locator("[data-campo=extra]")
    assert extra.get_attribute("data-chave") == "n"
    expect(extra.locator("td").first).to_have_text(str(BIG))
    assert not opened.violations()
    page.set_viewport_size(PHONE)
    assert not opened.scrolls_sideways()
    group.locator("[data-campo=editora] input[value=outro]").check()
    group.locator("[data-campo=paginas] input[value=outro]").check()
    group.locator("[data-campo=etiquetas] input[value=ambos]").check()
    page.get_by_test_id("juntar").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("aviso")).to_contain_text("Juntados.")
    expect(page.get_by_test_id("resumo")).to_have_text("Nenhum duplicado.")
    with service.client() as api:
        kept = api.get("/livros/1").expect(200).json
        api.get("/livros/2").expect(410)
    assert (kept["editora"], kept["paginas"], kept["etiquetas"]) == ("Ática", 200, ["a", "b"])
    assert kept["extra"] == {"n": BIG}
    page.get_by_test_id("desfazer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("grupo")).to_have_count(1)
    with service.client() as api:
        parted = [api.get(f"/livros/{id_}").expect(200).json for id_ in (1, 2)]
    assert [book["editora"] for book in parted] == ["Garnier", "Ática"]
    assert parted[0]["etiquetas"] == ["a"] and "paginas" not in parted[0]


def test_the_other_book_may_be_the_one_that_stays(service, open_tab):
    page = open_tab(service).open("/duplicados")
    page.get_by_test_id("fica-outro").check()
    page.get_by_test_id("juntar").click()
    expect(page.get_by_test_id("aviso")).to_contain_text("Juntados.")
    with service.client() as api:
        api.get("/livros/1").expect(410)
        kept = api.get("/livros/2").json
    # Nothing was chosen by hand: its own values stay, and what only the other had comes along.
    assert (kept["editora"], kept["paginas"], kept["etiquetas"]) == ("Ática", 200, ["b", "a"])
    assert kept["extra"] == {"n": BIG}


def test_no_value_is_lost_where_the_other_book_has_none(own_server, open_tab):
    service = own_server().await_ready()
    same = {"título": "Iracema", "autor": "José de Alencar", "isbn": "9788508072736"}
    with service.client() as api:
        api.create(**same, extra={"Estante": "B-12", "toString": "1", "tags": ["x", {"y": 1}]})
        api.create(**same, paginas=200, serie={"nome": "Clássicos", "volume": "3"}, local="Recife")
        api.patch("/livros/2", json={"extra": {"Nº": "7", "Estante": "C-1"}}).expect(200)
        api.patch("/livros/1", json={"local": "Fortaleza"}).expect(200)
    page = open_tab(service).open("/duplicados")
    group = page.get_by_test_id("grupo")

    def chosen(row: str) -> str:
        return group.locator(f"tr{row} input:checked").get_attribute("value")

    def cells(row: str) -> list[str]:
        return group.locator(f"tr{row} td").all_inner_texts()

    expect(group).to_have_count(1)
    assert cells("[data-campo=paginas]") == ["—", "200"]
    assert cells("[data-campo=serie]") == ["—", "Clássicos, 3"]
    assert cells("[data-chave=tags]") == ['x; {"y":1}', "—"]
    mixed = (
        "[data-campo=paginas]",
        "[data-campo=serie]",
        "[data-chave=Nº]",
        "[data-chave=Estante]",
    )
    assert [chosen(row) for row in mixed] == ["outro", "outro", "outro", "um"]
    # By hand once, so it no longer follows the book that stays.
    group.locator("[data-campo=local] input[value=outro]").check()
    group.locator("[data-campo=local] input[value=um]").check()
    page.get_by_test_id("fica-outro").check()
    assert [chosen(row) for row in mixed] == ["outro"] * 4
    assert chosen("[data-chave=toString]") == chosen("[data-campo=local]") == "um"
    page.get_by_test_id("juntar").click()
    expect(page.get_by_test_id("aviso")).to_contain_text("Juntados.")
    with service.client() as api:
        api.get("/livros/1").expect(410)
        kept = api.get("/livros/2").json
    assert kept["extra"] == {"Nº": "7", "Estante": "C-1", "toString": "1", "tags": ["x", {"y": 1}]}
    assert (kept["local"], kept["paginas"]) == ("Fortaleza", 200)


def test_what_has_changed_meanwhile_is_not_merged(service, open_tab):
    page = open_tab(service).open("/duplicados")
    expect(page.get_by_test_id("grupo")).to_have_count(1)
    with service.client() as api:
        api.patch("/livros/2", json={"local": "São Paulo"}).expect(200)
    page.get_by_test_id("juntar").click()
    expect(page.get_by_test_id("aviso").locator("span")).not_to_be_empty()
    expect(page.get_by_test_id("grupo")).to_have_count(1)
    with service.client() as api:
        assert api.get("/livros/1").json["versao"] == api.get("/livros/2").json["versao"] - 1 == 1
