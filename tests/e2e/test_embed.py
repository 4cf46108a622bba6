"""tools/embed.py makes C++ of migrations, OpenAPI and ISBN ranges, or says what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

EMBED = Path(__file__).parents[2] / "tools/embed.py"


def embed(kind: str, option: str, source: Path) -> tuple[str, str]:
    """The generated text and the message; one of them is empty."""
    out = source.with_suffix(".cpp") if source.is_file() else source / "out.cpp"
    command = [sys.executable, str(EMBED), kind, option, str(source), "--out", str(out)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return (out.read_text(encoding="utf-8") if result.returncode == 0 else "", result.stderr)


def test_migrations_keep_their_order_and_text(tmp_path):
    (tmp_path / "0002_second.sql").write_text("SELECT ')\"';")
    (tmp_path / "0001_first.sql").write_text("SELECT 'é';", encoding="utf-8")
    made, message = embed("migrations", "--folder", tmp_path)
    assert message == ""
    first = made.index('Migration{1, "first", R"(SELECT \'é\';)"}')
    assert first < made.index('Migration{2, "second", R"x(SELECT \')"\';)x"}')


@pytest.mark.parametrize("name", ["0002_gap.sql", "0001-dash.sql", "1_short.sql"])
def test_a_misnumbered_migration_is_refused_by_name(tmp_path, name):
    (tmp_path / name).write_text("SELECT 1;")
    made, message = embed("migrations", "--folder", tmp_path)
    assert made == ""
    assert name in message


def test_yaml_words_stay_strings_in_the_json(tmp_path):
    document = tmp_path / "openapi.yaml"
    document.write_text('a: [no, on, true, 2024-01-01, 7, null]\n"200": título\n', encoding="utf-8")
    made, message = embed("openapi", "--document", document)
    assert message == ""
    assert '{"a":["no","on",true,"2024-01-01",7,null],"200":"título"}' in made


@pytest.mark.parametrize("text", ["a: 1\n200: x\n", "a: 1\na: 2\n", "a: 1\nb: c: d\n"])
def test_a_document_that_json_cannot_say_is_refused_by_line(tmp_path, text):
    document = tmp_path / "openapi.yaml"
    document.write_text(text)
    made, message = embed("openapi", "--document", document)
    assert made == ""
    assert "line 2" in message


def test_the_demo_books_become_a_line_each(tmp_path):
    document = tmp_path / "demo.yaml"
    document.write_text("- id: 1\n  título: >-\n    O\n    Navio\n- id: 2\n", encoding="utf-8")
    made, message = embed("demo", "--document", document)
    assert message == ""
    assert 'R"({"id":1,"título":"O Navio"}\n{"id":2}\n)"' in made


@pytest.mark.parametrize("text", ["id: 1\n", "- 1\n", "- a: b: c\n"])
def test_demo_books_that_are_no_list_of_books_are_refused(tmp_path, text):
    document = tmp_path / "demo.yaml"
    document.write_text(text)
    made, message = embed("demo", "--document", document)
    assert made == ""
    assert "demo.yaml" in message


def test_the_isbn_ranges_keep_every_byte(tmp_path):
    table = tmp_path / "ranges.txt"
    table.write_text('date 2026-01-31\n978-99904 Curaçao\n 0-5 60-89\n)"\n', encoding="utf-8")
    made, message = embed("isbn-ranges", "--table", table)
    assert message == ""
    assert 'R"x(date 2026-01-31\n978-99904 Curaçao\n 0-5 60-89\n)"\n)x"' in made
