"""`import` of lists as schools keep them in spreadsheets, and what it says of them."""

import csv
import io
import json
from pathlib import Path

import pytest
from service import Service, clean_environment, exported, run_cli

SHEETS = Path(__file__).parents[1] / "data" / "planilhas"


def books_of(database: Path, folder: Path) -> list[dict]:
    file = folder / "all.ndjson"
    file.unlink(missing_ok=True)
    return [json.loads(line) for line in exported(database, file).splitlines()]


@pytest.mark.parametrize(
    ("name", "kept", "refused"),
    [
        ("escola_excel.csv", 6, 0),
        ("escola_libreoffice.csv", 4, 1),
        ("escola_sep.txt", 5, 1),
        ("escola_utf16.txt", 5, 0),
        ("goodreads.csv", 3, 0),
    ],
)
def test_refused_rows_come_back_in_their_own_form(database, tmp_path, name, kept, refused):
    rejects = tmp_path / "recusados.csv"
    done = run_cli("import", SHEETS / name, "--database", database, "--rejects", rejects)
    assert done.returncode == (3 if refused else 0), done.stderr
    assert done.stdout == f"importados: {kept}; recusados: {refused} (em {database})\n"
    assert rejects.exists() == bool(refused)
    if refused:
        again = tmp_path / "outro.db"
        done = run_cli("import", rejects, "--database", again)
        assert done.stdout.startswith(f"importados: 0; recusados: {refused} ")


def test_what_a_school_wrote_is_kept_and_what_could_not_be_read_is_told(database, tmp_path):
    done = run_cli("import", SHEETS / "escola_excel.csv", "--database", database)
    assert f"catálogo novo: {database}" in done.stderr
    assert "colunas guardadas em extra: Tombo, Quantidade, Estante" in done.stderr
    assert "linha 5, Ano “s.d.”: não é um ano" in done.stderr
    assert "formate a coluna como texto" in done.stderr
    books = books_of(database, tmp_path)
    assert books[1]["ano"] == 1865
    assert books[1]["assuntos"] == ["Romance", "Literatura brasileira"]
    assert books[2]["identificadores"] == [{"tipo": "isbn_invalido", "valor": "9,78851E+12"}]
    assert books[3]["extra"]["Ano"] == "s.d."
    assert [book["idioma"] for book in books] == ["pt", "pt", "pt-BR", "pt", "en", "pt"]


def test_the_command_line_speaks_one_language(database):
    english = clean_environment(LC_ALL="en_US.UTF-8")
    done = run_cli("import", SHEETS / "escola_libreoffice.csv", "--database", database, env=english)
    assert "line 11, TÍTULO DO LIVRO: the title is missing" in done.stderr
    assert done.stdout.startswith("imported: 4; rejected: 1 (in ")
    assert "linha" not in done.stderr


def test_columns_say_what_a_heading_does_not(database, tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text("Peça;Quem;Sala;Nota\nUm;Ana & Rui;B;x\n")
    done = run_cli("import", file, "--database", database)
    assert done.returncode == 3
    assert "cabeçalho (linha 1): falta a coluna título" in done.stderr
    assert "as colunas do arquivo: Peça, Quem, Sala, Nota" in done.stderr
    rules = "Peça=título,Quem=autores&,Sala=extra.sala,Nota="
    done = run_cli("import", file, "--database", database, "--columns", rules)
    assert done.returncode == 0, done.stderr
    (book,) = books_of(database, tmp_path)
    assert [person["nome"] for person in book["autores"]] == ["Ana", "Rui"]
    assert book["extra"] == {"sala": "B"}


def test_the_same_file_again_is_told_and_its_books_can_be_skipped_or_updated(database, tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text("título;autor;ano\nUm;Ana;1900\nDois;Rui;1901\n")
    assert "já foi importado" not in run_cli("import", file, "--database", database).stderr
    dry = run_cli("import", file, "--database", database, "--dry-run")
    assert "já foi importado" in dry.stderr
    assert "simulação: nada foi gravado" in dry.stdout
    skipped = run_cli("import", file, "--database", database, "--duplicates", "skip")
    assert skipped.stdout.startswith("importados: 0; já no catálogo: 2; recusados: 0 ")
    file.write_text("título;autor;ano;páginas\nUm;Ana;1900;70\nTrês;Eva;1902;80\n")
    updated = run_cli("import", file, "--database", database, "--duplicates", "update")
    assert updated.stdout.startswith("importados: 1; atualizados: 1; já no catálogo: 0; ")
    books = books_of(database, tmp_path)
    assert [(one["título"], one["versao"], one.get("paginas")) for one in books] == [
        ("Um", 2, 70),
        ("Dois", 1, None),
        ("Três", 1, 80),
    ]


def test_a_dry_run_makes_no_catalogue(tmp_path):
    database = tmp_path / "nova" / "livros.db"
    done = run_cli("import", SHEETS / "escola_excel.csv", "--database", database, "--dry-run")
    assert done.stdout.startswith("importados: 6; recusados: 0 (simulação")
    assert not database.parent.exists()


def test_an_export_for_excel_has_a_mark_and_semicolons_and_comes_back(filled, tmp_path):
    sheet = tmp_path / "livros.csv"
    assert run_cli("export", sheet, "--excel", "--database", filled).returncode == 0
    text = sheet.read_bytes().decode("utf-8")
    assert text.startswith("\ufeffid;versao;título;")
    assert text.count("\r\n") == 5
    again = tmp_path / "outro.db"
    assert run_cli("import", sheet, "--database", again).returncode == 0
    assert books_of(again, tmp_path) == books_of(filled, tmp_path)


def test_a_template_names_the_columns_and_can_be_filled_in(database, tmp_path):
    done = run_cli("import", "--template")
    (header,) = csv.reader(io.StringIO(done.stdout.lstrip("\ufeff")), delimiter=";")
    assert {"título", "autor", "isbn", "assuntos"} <= set(header)
    assert "id" not in header
    file = tmp_path / "modelo.csv"
    file.write_text(done.stdout + "Um;Ana\n")
    assert run_cli("import", file, "--database", database).returncode == 0
    assert all(name in run_cli("import", "--help").stdout for name in header)


def test_a_quote_that_does_not_close_is_told_and_its_row_kept(database, tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text('título;autor\nUm;Ana\nDois;"Rui\n')
    rejects = tmp_path / "recusados.csv"
    done = run_cli("import", file, "--database", database, "--rejects", rejects)
    assert "linha 3, aspas que não fecham" in done.stderr
    assert rejects.read_text().splitlines() == ["título;autor", 'Dois;"Rui']


def test_a_workbook_is_refused_with_what_to_do(database, tmp_path):
    for name in ("livros.xlsx", "livros.csv"):
        (tmp_path / name).write_bytes(b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml")
        done = run_cli("import", tmp_path / name, "--database", database)
        assert done.returncode == 2
        assert "salve como CSV" in done.stderr


def test_what_get_livros_gives_can_be_imported(filled, database, tmp_path):
    with Service(filled.parent) as service, service.client() as api:
        answer = api.get("/livros")
    file = tmp_path / "livros.json"
    file.write_bytes(answer.body)
    again = tmp_path / "outro" / "livros.db"
    again.parent.mkdir()
    assert run_cli("import", file, "--database", again).returncode == 0
    assert books_of(again, tmp_path) == answer.json


def test_a_configuration_file_may_begin_with_a_byte_order_mark(tmp_path):
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbfprivate = true\nauth = "keys"\n')
    with Service(tmp_path / "data", "--config", str(file)) as service, service.client() as api:
        assert api.get("/livros").status == 401


def test_a_place_for_the_refused_rows_that_cannot_be_makes_no_catalogue(tmp_path):
    taken = tmp_path / "recusados.csv"
    taken.write_text("x")
    for rejects in (taken, tmp_path / "nowhere" / "r.csv"):
        database = tmp_path / "novo.db"
        done = run_cli(
            "import", SHEETS / "escola_excel.csv", "--database", database, "--rejects", rejects
        )
        assert done.returncode == 1
        assert not database.exists()
    assert taken.read_text() == "x"
