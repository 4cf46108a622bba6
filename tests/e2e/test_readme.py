"""The programs that the READMEs show do what is said of them, as they stand there."""

import json
import re
from pathlib import Path

import pytest
from browser import needs_chromium
from installed import NODE, TOOLS, run_tool
from service import BINARY, ROOT, run_cli

BOOKS = 250  # three pages of a hundred
RUNNERS = {"python": (TOOLS / "python", ".py"), "js": (NODE, ".mjs")}


@pytest.fixture
def shelf(own_server, tmp_path):
    """A server of 250 books."""
    books = [{"título": f"Livro {n} é", "autor": None} for n in range(1, BOOKS + 1)]
    file = tmp_path / "books.ndjson"
    file.write_text("".join(json.dumps(book) + "\n" for book in books))
    folder = tmp_path / "shelf"
    folder.mkdir()
    done = run_cli("import", file, "--database", folder / "livros.db")
    assert done.returncode == 0, done.stderr
    return own_server(folder=folder).await_ready()


def test_the_paging_loops_of_the_readmes_print_every_book_once(shelf, tmp_path):
    expected = [f"{n} Livro {n} é" for n in range(1, BOOKS + 1)]
    for readme in ("README.md", "README.pt-BR.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        loops = re.findall(r"```(python|js)\n(.*?)```", text, re.DOTALL)
        assert [language for language, _ in loops] == list(RUNNERS)
        for language, lines in loops:
            runner, suffix = RUNNERS[language]
            program = tmp_path / f"loop{suffix}"
            assert "http://localhost:8080" in lines
            program.write_text(lines.replace("http://localhost:8080", shelf.url), "utf-8")
            assert run_tool(runner, program).splitlines() == expected, (readme, language)


# The paragraph that tells what a search forgives, up to what is said of its headers.
FORGIVES = r"(?:What a search forgives|O que a busca perdoa):.*?(?=`X-Busca`)"


def test_what_the_readmes_search_for_is_among_the_demo_books(own_server):
    service = own_server("--demo").await_ready()
    with service.client() as api:
        for readme in ("README.md", "README.pt-BR.md"):
            text = (ROOT / readme).read_text(encoding="utf-8")
            (paragraph,) = re.findall(FORGIVES, text, re.DOTALL)
            questions = [one for one in re.findall(r"`([^`]+)`", paragraph) if '"' not in one]
            assert len(questions) == 8, questions
            for question in questions:
                assert api.get("/livros", q=question).expect(200).json, question
            asked = re.findall(r"localhost:8080(/\w+\?[^'\s]*\bq=[^'\s]*)'", text)
            assert len(asked) == 3, asked
            for target in asked:
                found = api.get(target).expect(200).json
                assert found["livros"] if isinstance(found, dict) else found, target


PICTURE_BYTES_MAX = 60 * 1024


def assert_pictures(folder: Path, names: list[str]) -> None:
    """They are WebP, small, and not the same one twice."""
    pictures = [(folder / name).read_bytes() for name in names]
    for content in pictures:
        assert content[:4] == b"RIFF" and content[8:12] == b"WEBP"
        assert 10 * 1024 < len(content) <= PICTURE_BYTES_MAX
    assert len(set(pictures)) == len(names)


def test_the_readmes_show_the_catalogue_light_and_dark():
    for readme in ("README.md", "README.pt-BR.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        shown = re.findall(r'src(?:set)?="(docs/pictures/[\w.-]+)"', text)
        assert len(shown) == 2, readme
        assert_pictures(ROOT, shown)


@needs_chromium
def test_the_pictures_can_be_taken_again(tmp_path):
    names = sorted(path.name for path in (ROOT / "docs/pictures").iterdir())
    tool = ROOT / "tools/readme_pictures.py"
    run_tool(TOOLS / "python", tool, "--out", tmp_path, API_LIVROS_BIN=str(BINARY))
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert_pictures(tmp_path, names)
