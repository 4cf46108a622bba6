"""Contract section 2: each bound of each field, just inside and just outside."""

import pytest
from wire import assert_invalid, assert_problem, book

# A letter of two UTF-8 bytes: limits count code points, not bytes.
E_ACUTE = "é"

TEXT_LIMITS = {
    "título": 1000,
    "autor": 500,
    "subtitulo": 1000,
    "titulo_original": 1000,
    "editora": 300,
    "local": 200,
    "edicao": 100,
    "cdd": 50,
    "cdu": 50,
    "sinopse": 20000,
}

TERMS = [f"termo {n}" for n in range(51)]


def link(**members) -> dict:
    return {"url": "https://exemplo.org", **members}


# Member -> (JSON pointer of the error, a value at its limit, one above, the rule that refuses it)
OTHER_LIMITS = {
    "autores": ("/autores", [{"nome": "x"}] * 100, [{"nome": "x"}] * 101, "itens-demais"),
    "nome": ("/autores/0/nome", [{"nome": "é" * 500}], [{"nome": "é" * 501}], "longo-demais"),
    "outros_isbn": ("/outros_isbn", ["9789722323895"] * 20, ["9789722323895"] * 21, "itens-demais"),
    "identificadores": (
        "/identificadores",
        [{"tipo": "outro", "valor": "x"}] * 50,
        [{"tipo": "outro", "valor": "x"}] * 51,
        "itens-demais",
    ),
    "valor": (
        "/identificadores/0/valor",
        [{"tipo": "doi", "valor": "x" * 200}],
        [{"tipo": "doi", "valor": "x" * 201}],
        "longo-demais",
    ),
    "assuntos": ("/assuntos", TERMS[:50], TERMS, "itens-demais"),
    "assunto": ("/assuntos/0", ["é" * 200], ["é" * 201], "longo-demais"),
    "etiquetas": ("/etiquetas", TERMS[:50], TERMS, "itens-demais"),
    "etiqueta": ("/etiquetas/0", ["é" * 200], ["é" * 201], "longo-demais"),
    "serie": ("/serie/nome", {"nome": "é" * 300}, {"nome": "é" * 301}, "longo-demais"),
    "volume": (
        "/serie/volume",
        {"nome": "x", "volume": "é" * 20},
        {"nome": "x", "volume": "é" * 21},
        "longo-demais",
    ),
    "notas": ("/notas", ["x"] * 20, ["x"] * 21, "itens-demais"),
    "nota": ("/notas/0", ["é" * 2000], ["é" * 2001], "longo-demais"),
    "ligacoes": ("/ligacoes", [link()] * 20, [link()] * 21, "itens-demais"),
    "url": (
        "/ligacoes/0/url",
        [link(url="https://exemplo.org/" + "x" * 1980)],
        [link(url="https://exemplo.org/" + "x" * 1981)],
        "longo-demais",
    ),
    "nota_da_ligacao": (
        "/ligacoes/0/nota",
        [link(nota="é" * 200)],
        [link(nota="é" * 201)],
        "longo-demais",
    ),
    "capa": (
        "/capa",
        "https://exemplo.org/" + "x" * 1980,
        "https://exemplo.org/" + "x" * 1981,
        "longo-demais",
    ),
    "paginas": ("/paginas", 100_000, 100_001, "fora-da-faixa"),
    "paginas_min": ("/paginas", 1, 0, "fora-da-faixa"),
    "ano_min": ("/ano", -3000, -3001, "fora-da-faixa"),
}


def identifier(**members) -> dict:
    return {"identificadores": [members]}


BAD_VALUES = [
    ({"título": ""}, "/título", "curto-demais"),
    ({"título": " \u3000 "}, "/título", "curto-demais"),
    ({"título": "\u200b"}, "/título", "curto-demais"),
    ({"título": "\u3164"}, "/título", "curto-demais"),
    ({"título": "\u0301 \u00ad"}, "/título", "curto-demais"),
    ({"autor": "\u200f\u200e"}, "/autor", "curto-demais"),
    ({"autores": [{"nome": "\u2060"}]}, "/autores/0/nome", "curto-demais"),
    ({"serie": {"nome": "\u00ad"}}, "/serie/nome", "obrigatorio"),
    (
        {"identificadores": [{"tipo": "doi", "valor": "\u200b"}]},
        "/identificadores/0/valor",
        "curto-demais",
    ),
    ({"título": "a\u0000b"}, "/título", "caractere-de-controle"),
    ({"título": "a\nb"}, "/título", "caractere-de-controle"),
    ({"autor": "a\u0085b"}, "/autor", "caractere-de-controle"),
    ({"editora": "a\u007fb"}, "/editora", "caractere-de-controle"),
    ({"sinopse": "a\u0007b"}, "/sinopse", "caractere-de-controle"),
    ({"título": 7}, "/título", "tipo-invalido"),
    ({"título": ["x"]}, "/título", "tipo-invalido"),
    ({"autor": 7}, "/autor", "tipo-invalido"),
    ({"ano": "1999"}, "/ano", "tipo-invalido"),
    ({"ano": 1999.0}, "/ano", "tipo-invalido"),
    ({"ano": True}, "/ano", "tipo-invalido"),
    ({"ano": 2**63}, "/ano", "fora-da-faixa"),
    ({"ano": 10**30}, "/ano", "fora-da-faixa"),
    ({"paginas": -(2**63)}, "/paginas", "fora-da-faixa"),
    ({"autor": "x", "autores": {}}, "/autores", "tipo-invalido"),
    ({"autores": ["Machado"]}, "/autores/0", "tipo-invalido"),
    ({"autores": [{"papel": "aut"}]}, "/autores/0/nome", "obrigatorio"),
    ({"autores": [{"nome": ""}]}, "/autores/0/nome", "curto-demais"),
    ({"autores": [{"nome": "x", "papel": "AUTOR"}]}, "/autores/0/papel", "valor-invalido"),
    ({"autores": [{"nome": "x", "tipo": "órgão"}]}, "/autores/0/tipo", "valor-invalido"),
    ({"notas": "x"}, "/notas", "tipo-invalido"),
    ({"notas": [7]}, "/notas/0", "tipo-invalido"),
    ({"notas": ["a\nb"]}, "/notas/0", "caractere-de-controle"),
    ({"ligacoes": ["https://exemplo.org"]}, "/ligacoes/0", "tipo-invalido"),
    ({"ligacoes": [{"nota": "x"}]}, "/ligacoes/0/url", "obrigatorio"),
    ({"ligacoes": [link(url="javascript:alert(1)")]}, "/ligacoes/0/url", "url-invalida"),
    ({"ligacoes": [link(tipo="pdf")]}, "/ligacoes/0/tipo", "valor-invalido"),
    ({"ligacoes": [link(relacao="livro")]}, "/ligacoes/0/relacao", "valor-invalido"),
    ({"ligacoes": [link(relação="outro")]}, "/ligacoes/0/relação", "chave-desconhecida"),
    ({"isbn": "9789722323896"}, "/isbn", "isbn-invalido"),
    ({"isbn": "978972232389"}, "/isbn", "isbn-invalido"),
    ({"isbn": 9789722323895}, "/isbn", "tipo-invalido"),
    ({"outros_isbn": ["9789722323895", "x"]}, "/outros_isbn/1", "isbn-invalido"),
    (
        {"identificadores": [{"tipo": "cpf", "valor": "1"}]},
        "/identificadores/0/tipo",
        "valor-invalido",
    ),
    ({"identificadores": [{"tipo": "doi"}]}, "/identificadores/0/valor", "obrigatorio"),
    ({"idioma": "português"}, "/idioma", "idioma-invalido"),
    ({"idioma": "pt_BR"}, "/idioma", "idioma-invalido"),
    ({"idioma": "english"}, "/idioma", "idioma-invalido"),
    ({"idioma": "pt-brasil"}, "/idioma", "idioma-invalido"),
    ({"idioma_original": "p"}, "/idioma_original", "idioma-invalido"),
    ({"capa": "javascript:alert(1)"}, "/capa", "url-invalida"),
    ({"capa": "https://"}, "/capa", "url-invalida"),
    ({"capa": "https://a b/"}, "/capa", "url-invalida"),
    ({"serie": {"volume": "1"}}, "/serie/nome", "obrigatorio"),
    ({"serie": "Vaga-Lume"}, "/serie", "tipo-invalido"),
    ({"serie": {"nome": "x", "numero": "1"}}, "/serie/numero", "chave-desconhecida"),
    ({"extra": []}, "/extra", "tipo-invalido"),
    ({"extra": {"x": "y" * 16384}}, "/extra", "longo-demais"),
    ({"id": 0}, "/id", "fora-da-faixa"),
    ({"id": -1}, "/id", "fora-da-faixa"),
    ({"id": 2**53}, "/id", "fora-da-faixa"),
    ({"id": 2**63}, "/id", "fora-da-faixa"),
    ({"id": "7"}, "/id", "tipo-invalido"),
    ({"titulos": "x"}, "/titulos", "chave-desconhecida"),
]


def key_of(pointer: str) -> str:
    return pointer.split("/")[1]


@pytest.mark.parametrize(("key", "most"), TEXT_LIMITS.items())
def test_a_text_may_have_its_limit_in_code_points_and_not_one_more(api, key, most):
    assert api.create(**{key: E_ACUTE * most})[key] == E_ACUTE * most
    too_long = book(**{key: E_ACUTE * (most + 1)})
    assert_invalid(api.post("/livros", json=too_long), (f"/{key}", "longo-demais"))


@pytest.mark.parametrize("name", OTHER_LIMITS)
def test_a_value_at_its_limit_is_kept_and_one_beyond_is_refused(api, name):
    pointer, at_limit, beyond, rule = OTHER_LIMITS[name]
    key = key_of(pointer)
    assert key in api.create(**{key: at_limit})
    problem = assert_invalid(api.post("/livros", json=book(**{key: beyond})), (pointer, rule))
    assert problem["erros"][0]["mensagem"]


@pytest.mark.parametrize(("fields", "pointer", "rule"), BAD_VALUES)
def test_a_bad_value_is_refused_by_name(api, fields, pointer, rule):
    assert_invalid(api.post("/livros", json=book(**fields)), (pointer, rule))


def test_every_error_of_a_body_is_told_at_once(api):
    answer = api.post("/livros", json={"ano": "x", "isbn": "1", "editora": "\u0001"})
    assert_invalid(
        answer,
        ("/título", "obrigatorio"),
        ("/autor", "obrigatorio"),
        ("/ano", "tipo-invalido"),
        ("/isbn", "isbn-invalido"),
        ("/editora", "caractere-de-controle"),
    )


def test_an_unknown_key_is_named_with_its_nearest_neighbour(api):
    problem = assert_invalid(
        api.post("/livros", json=book(edtora="Lello")), ("/edtora", "chave-desconhecida")
    )
    assert "editora" in problem["erros"][0]["mensagem"]


def test_extra_may_be_sixteen_levels_deep_and_not_seventeen(api):
    def nested(levels: int) -> dict:
        value: dict = {}
        for _ in range(levels - 1):
            value = {"a": value}
        return value

    assert api.create(extra=nested(16))["extra"] == nested(16)
    assert_invalid(api.post("/livros", json=book(extra=nested(17))), ("/extra", "profundo-demais"))


def test_extra_may_have_16_kib_and_not_one_byte_more(api):
    filler = 16 * 1024 - len('{"x":""}')
    api.create(extra={"x": "y" * filler})
    answer = api.post("/livros", json=book(extra={"x": "y" * (filler + 1)}))
    assert_invalid(answer, ("/extra", "longo-demais"))


def test_a_patch_is_held_to_the_same_limits(api):
    path = f"/livros/{api.create(extra={'a': 'x' * 9000})['id']}"
    assert_invalid(api.patch(path, json={"título": "x" * 1001}), ("/título", "longo-demais"))
    assert_invalid(api.patch(path, json={"serie": {"volume": "1"}}), ("/serie/nome", "obrigatorio"))
    # Each half fits; only the merged object is too long.
    assert_invalid(api.patch(path, json={"extra": {"b": "x" * 9000}}), ("/extra", "longo-demais"))
    assert api.get(path).json["versao"] == 1


def test_a_json_pointer_escapes_the_key_it_names(api):
    answer = api.post("/livros", json=book(**{"a/b~c": 1}))
    assert_invalid(answer, ("/a~1b~0c", "chave-desconhecida"))


def test_a_body_without_a_required_key_names_it(api):
    assert_invalid(api.post("/livros", json={"autor": "x"}), ("/título", "obrigatorio"))
    assert_invalid(api.post("/livros", json={"título": "x"}), ("/autor", "obrigatorio"))
    assert_invalid(
        api.post("/livros", json={"título": "x", "autores": []}), ("/autor", "obrigatorio")
    )


def test_messages_come_in_the_language_asked_for(api):
    bad = {"título": "x"}
    portuguese = assert_problem(api.post("/livros", json=bad), 422, "livro-invalido")
    asked = {"Accept-Language": "fr, en-GB;q=0.8, pt;q=0.5"}
    answer = api.post("/livros", json=bad, headers=asked)
    english = assert_problem(answer, 422, "livro-invalido")
    assert portuguese["title"] == "Livro inválido"
    assert english["title"] == "Invalid book"
    assert "required" in english["erros"][0]["mensagem"]
    assert answer.headers["Content-Language"] == "en"
