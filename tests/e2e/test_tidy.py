"""tools/tidy.py reports each violation at its line, and nothing in a tree that keeps the rules."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

TIDY = Path(__file__).parents[2] / "tools/tidy.py"


@pytest.fixture(scope="module")
def tidy():
    spec = importlib.util.spec_from_file_location("tidy", TIDY)
    module = importlib.util.module_from_spec(spec)
    sys.modules["tidy"] = module
    spec.loader.exec_module(module)
    return module


HEADER = "// Owns one thing.\n// Any thread.\n#pragma once\n"

CLEAN = {
    "src/base/text.hpp": HEADER,
    "src/catalog/book.hpp": HEADER + '#include "base/text.hpp"\n',
    "src/catalog/problem.cpp": 'constexpr auto slug = "id-em-uso";\n',
    "src/store/sqlite/connection.cpp": '#include <sqlite3.h>\n#include "store/store.hpp"\n',
    "src/store/sqlite/writer.cpp": "std::mutex guard;\n",
    "src/http/connection.cpp": "#include <boost/beast/http.hpp>\n",
    "src/http/listener.cpp": "#include <boost/asio/io_context.hpp>\n",
    "src/json/reader.cpp": "#include <simdjson.h>\n",
    "src/api/book_json.cpp": 'constexpr auto key = "título";\n',
    "src/app/serve.cpp": 'auto name = "api-livros"; auto help = "importa livros de um arquivo";\n',
    "src/main.cpp": '#include "app/serve.hpp"\n',
    "tests/http/book_test.cpp": 'TEST(Book, Clashes) { expect("id-em-uso"); }\n',
    "tests/e2e/test_book.py": '"""About a book."""\n',
}


def lines(count: int, text: str = "  f();\n") -> str:
    return text * count


LONG_FUNCTION = "void g() {\n" + lines(59) + "}\n"

# Each row: the rule, where it must be reported, and what that file holds.
VIOLATIONS = [
    ("layer", "src/base/text.cpp:1", '#include "catalog/book.hpp"\n'),
    ("layer", "src/http/router.cpp:2", '\n#include "store/store.hpp"\n'),
    ("layer", "src/store/queue.cpp:1", '#include "search/store.hpp"\n'),
    ("layer", "src/store/store.cpp:1", '#include "store/sqlite/writer.hpp"\n'),
    ("layer", "src/api/routes.cpp:1", '#include "store/sqlite/store.hpp"\n'),
    ("layer", "src/formats/csv.cpp:1", '#include "http/message.hpp"\n'),
    ("layer", "src/base/text.cpp:1", '#include "text.hpp"\n'),
    ("layer", "src/base/text.cpp:1", '#include "../base/text.hpp"\n'),
    ("layer", "src/newcomer/x.cpp:1", '#include "base/text.hpp"\n'),
    ("header-home", "src/api/books.cpp:1", "#include <sqlite3.h>\n"),
    ("header-home", "src/http/server.cpp:1", "#include <boost/beast/http/verb.hpp>\n"),
    ("header-home", "src/app/signals.cpp:1", "#include <boost/asio/signal_set.hpp>\n"),
    ("header-home", "src/http/connection.cpp:1", "#include <sys/epoll.h>\n"),
    ("header-home", "src/api/patch.cpp:1", "#include <simdjson.h>\n"),
    ("mutex", "src/api/routes.cpp:2", "\nstd::mutex guard;\n"),
    ("mutex", "src/store/store.cpp:1", "mutable std::shared_mutex guard;\n"),
    ("wire-name", "src/http/router.cpp:1", 'auto path = "/livros";\n'),
    ("wire-name", "src/store/store.cpp:1", 'auto key = "autor";\n'),
    ("wire-name", "src/catalog/book.cpp:1", 'auto text = R"({"título": 1, "x": 2})";\n'),
    ("wire-name", "src/app/serve.cpp:2", '\nauto text = "{\\"editora\\": 1 }";\n'),
    ("comment", "src/store/store.hpp:4", HEADER + "// Whether it is open.\nbool is_open();\n"),
    ("comment", "src/store/queue.cpp:1", "int n;  // Of the writer.\n"),
    ("comment", "src/http/router.cpp:2", "\n// Its table: api/gone.cpp.\n"),
    ("untested-slug", "src/catalog/problem.cpp:2", '// x\nauto slug = "livro-sem-teste";\n'),
    ("untested-slug", "src/catalog/problem_table.cpp:1", 'auto slug = "em-uso";\n'),
    ("untested-slug", "src/catalog/problem_table_x.hpp:4", HEADER + 'auto slug = "em-uso";\n'),
    ("name", "src/base/string_util.cpp:1", ""),
    ("name", "src/common/x.cpp:1", ""),
    ("name", "tests/support/helpers.hpp:1", HEADER),
    ("name", "src/base/text.cpp:1", "namespace base::impl {\n}\n"),
    ("pragma-once", "src/base/clock.hpp:1", "// One.\n// Two.\n"),
    ("opening-comment", "src/base/clock.hpp:1", "#pragma once\n"),
    ("opening-comment", "src/base/clock.hpp:1", "// One.\n#pragma once\n"),
    ("opening-comment", "src/base/clock.hpp:1", "// One.\n" * 7 + "#pragma once\n"),
    ("columns", "src/base/text.cpp:2", "\n// " + "é" * 98 + "\n"),
    ("columns", "tools/x.py:1", "x = '" + "é" * 96 + "'\n"),
    ("columns", "dev:1", "# " + "x" * 99 + "\n"),
    ("file-length", "src/base/text.cpp:1", "int x;\n" * 401),
    ("file-length", "src/base/clock.hpp:1", HEADER + "int x;\n" * 200),
    ("file-length", "src/base/text.cpp:1", "#define OPEN {\n" * 401),
    ("file-length", "tools/x.py:1", "x = 1\n" * 401),
    ("function-length", "src/base/text.cpp:3", "int x;\n\n" + LONG_FUNCTION),
    ("function-length", "src/base/text.cpp:2", "namespace base {\n" + LONG_FUNCTION + "}\n"),
    (
        "function-length",
        "src/base/text.cpp:1",
        "void T::g() const noexcept {\n" + lines(60) + "}\n",
    ),
    ("function-length", "src/base/text.cpp:1", "auto g() -> int {\n" + lines(60) + "}\n"),
    (
        "function-length",
        "src/base/text.cpp:1",
        "T::T(int a) : b_(1), a_{a} {\n" + lines(60) + "}\n",
    ),
    (
        "function-length",
        "src/base/text.cpp:2",
        "class T {\n  void g() {\n" + lines(60) + "  }\n};\n",
    ),
    ("function-length", "src/base/text.cpp:1", "template <class T>\nT g() {\n" + lines(60) + "}\n"),
    ("function-length", "tests/unit/x_test.cpp:1", "TEST(X, Y) {\n" + lines(60) + "}\n"),
    ("function-length", "tools/x.py:1", "def g():\n" + "    f()\n" * 60),
]

# What looks like a violation and is none.
ALLOWED = [
    ("src/base/text.cpp", "// " + "é" * 97 + "\n"),
    ("src/base/text.cpp", "int x;\n" * 400 + "// why\n" * 50),
    ("src/base/text.cpp", "void g() {\n" + lines(58) + "  // why\n\n  /* a\n  b */\n}\n"),
    ("src/base/text.cpp", "void g() {\n  f(\"{ {\");\n  f('{');\n}\n" + lines(60, "int x;\n")),
    (
        "src/base/text.cpp",
        '// the old #include "catalog/book.hpp" and std::mutex\nint x = 1\'000;\n',
    ),
    ("src/base/text.cpp", 'auto text = R"(std::mutex #include "api/x.hpp")";\n'),
    ("src/base/text.cpp", "constexpr int table[] = {\n" + "    1,\n" * 100 + "};\n"),
    ("src/base/text.cpp", "class T {\n" + "  void f() {}\n" * 100 + "};\n"),
    ("src/base/text.cpp", 'auto a = "livros.db"; auto b = "um livro, dois livros";\n'),
    ("src/base/text.cpp", "#define OPEN() {\n" + lines(100, "int x;\n")),
    ("src/base/implementation.cpp", ""),
    ("bench/peers/express/util.cpp", "x" * 200),
    ("build/dev/generated/util.cpp", "x" * 200),
]


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def run_tidy(root: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, str(TIDY), "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_tree_that_keeps_the_rules_is_clean(tmp_path):
    result = run_tidy(plant(tmp_path, CLEAN))
    assert (result.stdout, result.returncode) == ("", 0)


def test_what_is_found_is_printed_and_fails(tmp_path):
    result = run_tidy(plant(tmp_path, {**CLEAN, "tools/x.py": "x = '" + "é" * 96 + "'\n"}))
    assert result.stdout.startswith("tools/x.py:1: columns: ")
    assert result.stdout.count("\n") == 1
    assert result.returncode == 1


@pytest.mark.parametrize(("rule", "place", "text"), VIOLATIONS, ids=lambda value: value[:40])
def test_each_violation_is_reported_at_its_line(tidy, tmp_path, rule, place, text):
    root = plant(tmp_path, {**CLEAN, place.partition(":")[0]: text})
    found = [str(finding) for finding in tidy.Tree(root).check()]
    assert found[0].startswith(f"{place}: {rule}: ")
    assert len(found) == 1 or place.startswith("src/common")


@pytest.mark.parametrize(("name", "text"), ALLOWED, ids=lambda value: value[:40])
def test_what_only_looks_like_a_violation_is_let_through(tidy, tmp_path, name, text):
    assert tidy.Tree(plant(tmp_path, {**CLEAN, name: text})).check() == []


def test_slugs_need_no_test_while_there_are_no_tests(tmp_path):
    files = {name: text for name, text in CLEAN.items() if not name.startswith("tests/")}
    assert run_tidy(plant(tmp_path, files)).returncode == 0


def test_a_folder_without_sources_is_a_usage_error(tmp_path):
    assert run_tidy(tmp_path).returncode == 2
