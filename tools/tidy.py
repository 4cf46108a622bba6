#!/usr/bin/python3
"""Holds the source tree to the rules of its design; prints `file:line: rule: what is wrong`.

The rules that a compiler, a formatter or a linter can check are theirs; these are the rest: which
folder may include which, what may be used where, how long things may grow, how things are named.
Usage: tidy.py [--root DIR]. Exit code 0: clean, 1: findings, 2: usage.
"""

import argparse
import ast
import bisect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# ---- the rules, as tables -----------------------------------------------------------------------

BELOW_API = (
    *("base", "json", "catalog", "formats", "http", "store", "search", "search/query"),
    "imports",
)

# Folder of src/ -> folders whose headers it may include, besides its own.
LAYERS = {
    "base": set(),
    "json": {"base"},
    "catalog": {"base", "json"},
    "formats": {"base", "json", "catalog"},
    "http": {"base", "json"},
    "store": {"base", "json", "catalog", "formats"},
    "web": {"base", "json", "catalog", "formats"},
    "imports": {"base", "json", "catalog", "formats", "store"},
    "store/sqlite": {"base", "catalog", "formats", "store"},
    "store/postgres": {"base", "catalog", "formats", "store"},
    "search/index": {"base", "catalog", "formats", "store"},
    "search/query": {"base", "catalog", "formats", "store", "search/index"},
    "search/follow": {"base", "catalog", "formats", "store", "search/index"},
    "search": {
        *("base", "catalog", "formats", "store"),
        *("search/index", "search/query", "search/follow"),
    },
    "api/answer": {*BELOW_API},
    "api/endpoints": {*BELOW_API, "api/answer"},
    "api/protocols": {*BELOW_API, "web", "api/answer", "api/endpoints"},
    "api/access": {*BELOW_API, "api/answer"},
    "api/pages": {*BELOW_API, "web", "api/answer", "api/endpoints"},
    "api": {
        *(*BELOW_API, "web", "api/answer", "api/endpoints"),
        *("api/access", "api/pages", "api/protocols"),
    },
    "app": {
        *BELOW_API,
        *("web", "api", "api/answer", "api/endpoints", "api/access", "api/pages"),
        "api/protocols",
        *("search/follow", "store/sqlite", "store/postgres"),
    },
    "": {"app", "base"},  # main.cpp
}

# Library header -> files of src/ that may include it.
HEADER_HOMES = {
    r"sqlite3(ext)?\.h": r"store/sqlite/",
    r"libpq.*\.h": r"store/postgres/",
    r"simdjson(/.*|\.h)": r"json/",
    r"boost/beast(/.*|\.hpp)": r"http/(connection|parser)[^/]*$|http/beast_src\.cpp$",
    r"boost/asio(/.*|\.hpp)": r"http/(listener|parser)[^/]*$|store/postgres/|base/asio_src\.cpp$"
    r"|search/follow/",
    r"sys/e(poll|ventfd)\.h": r"http/event_loop",
    r"expat\.h": r"formats/xml_",
    r"CLI/.*": r"app/",
}

# Threads meet in these places only; everywhere else data belongs to one thread.
MUTEX_HOMES = {
    r"store/postgres/transition": "wakes the thread that copies the released form when it must end",
    r"http/server": "starts and stops the I/O threads",
    r"http/event_loop": "takes the tasks of other threads",
    r"store/sqlite/writer": "hands batches over to the writer thread",
    r"store/sqlite/gathered_log": "registers a VFS once, whoever opens first",
    r"store/(?:\w+/)?\w*queue": "the bounded queues in front of and behind a writer",
    r"search/follow/segment_writers": "hands books over to the threads that write segments",
    r"search/follow/published_snapshot": "hands the newest snapshot over to the I/O threads",
    r"base/log": "one line at a time on one file",
    r"base/metrics": "numbers are registered while others are rendered",
    r"app/\w*job": "background jobs",
    r"imports/(?:runner|task_queue)": "wake the threads that run imports and answer for them",
    r"api/\w*cache": "shards of the cache of finished answers",
    r"api/access/keyring": "hands the newest keys over to the I/O threads",
}
MUTEX = re.compile(r"\bstd::(?:recursive_|shared_)?(?:timed_)?mutex\b|\bpthread_mutex_\w+")

# Code is English, the wire is Portuguese: these keys are written in few places.
WIRE_NAMES = (
    "título titulo subtitulo titulo_original autor autores livro livros editora edicao ano idioma "
    "idioma_original paginas assunto assuntos etiqueta etiquetas identificadores isbn_invalido "
    "outros_isbn serie sinopse capa versao versoes restaurar criado_em atualizado_em "
    "alterado_desde ano_min ano_max limite ordem campos relevancia problemas"
).split()
WIRE_HOMES = re.compile(
    r"formats/|catalog/(?:field|problem|listing|search_query|own_cover)|api/|imports/"
    r"|store/sql/|web/"
)
WIRE_NAME = re.compile(rf"(?<![\w-])(?:{'|'.join(WIRE_NAMES)})(?![\w.-])")
WIRE_KEY = re.compile(rf'["/](?:{"|".join(WIRE_NAMES)})["/?]')

VAGUE_NAMES = {"util", "utils", "common", "helper", "helpers", "impl", "manager"}
SLUG = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")

# A comment names its subject: "True when …" in place of "Whether …".
OPENING_WITHOUT_SUBJECT = re.compile(r"(?:Whether|Of|Those|What is|Whoever|For when) ")
NAMED_FILE = re.compile(r"(?<![\w./*<>-])(?:\w+/)*\w+\.[ch]pp\b")

COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = {".cpp": 400, ".hpp": 200, ".py": 400}
OPENING_COMMENT_LINES = range(2, 7)

CODE_FOLDERS = ("src", "tests", "tools", "bench")
# Other people's frameworks under comparison follow their own customs.
SKIPPED = re.compile(r"(?:^|/)(?:build|data|corpus|peers|__pycache__|node_modules|\.[^/]+)/")


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


# ---- C++, as far as the rules need it -----------------------------------------------------------

LEXEME = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
    |(?:u8|[uUL])?R"(?P<delimiter>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=delimiter)"
    |(?:u8|[uUL])?"(?P<string>(?:\\.|[^"\\\n])*)"
    |(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
    |(?P<directive>^[ \t]*\#[ \t]*(?P<word>\w+)(?:\\\n|(?!//|/\*)[^\n])*)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
INCLUDE = re.compile(r'\#\s*include\s*(?P<open>[<"])(?P<path>[^>"]+)[>"]')


@dataclass
class Source:
    """A C++ file taken apart. `code` has the length of the text, all else blanked out."""

    text: str
    code: str
    literals: list[tuple[int, str]]
    includes: list[tuple[int, str, str]]

    def __post_init__(self) -> None:
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_of(self, offset: int) -> int:
        return bisect.bisect_right(self.line_starts, offset)

    def code_lines(self) -> list[int]:
        """Numbers of the lines that hold more than comments and blanks."""
        return [n for n, line in enumerate(self.code.split("\n"), start=1) if line.strip()]


def blank(text: str, fill: str) -> str:
    return re.sub(r"[^\n]", fill, text)


def parse_source(text: str) -> Source:
    literals, includes, pieces, end = [], [], [], 0
    for match in LEXEME.finditer(text):
        pieces.append(text[end : match.start()])
        lexeme, end = match[0], match.end()
        if match["comment"] is not None:
            pieces.append(blank(lexeme, " "))
        elif match["directive"] is not None:
            include = INCLUDE.search(lexeme)
            if include:
                includes.append((match.start(), include["open"], include["path"]))
            # `#` keeps the line a code line; braces in macros are nobody's function.
            pieces.append(blank(lexeme, "#"))
        else:
            content = match["raw"] if match["raw"] is not None else match["string"]
            if content is not None:
                literals.append((match.start(), content))
            pieces.append(blank(lexeme, "0"))
    pieces.append(text[end:])
    return Source(text, "".join(pieces), literals, includes)


def closing_brace(code: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(code, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(code)


SCOPE = re.compile(r"(?:^|[^\w:<,])(?:namespace|class|struct|union|enum|extern)\b")
BODY_AHEAD = re.compile(r"(?:\)|\b(?:const|noexcept|override|final|mutable|try)|&|->[^;{}]*)\s*$")
INITIALISERS = re.compile(r"\)\s*(?:noexcept[^:{}]*)?:(?!:)(?P<list>.*)$", re.DOTALL)


def opens_function(head: str) -> bool:
    """Whether the brace after `head`, the text since the last statement, opens a function body."""
    without_templates = re.sub(r"\btemplate\s*<[^{}]*?>\s*(?=\w)", " ", head)
    if SCOPE.search(without_templates) and not re.search(r"\)\s*\w*\s*$", without_templates):
        return False
    return "(" in head and bool(BODY_AHEAD.search(head) or INITIALISERS.search(head))


def initialises_member(head: str) -> bool:
    """`Book(int id) : id_` before `{id}`: a brace of the initialiser list, the body comes later."""
    match = INITIALISERS.search(head)
    return bool(match) and bool(re.search(r"[\w>]\s*$", match["list"]))


def functions(source: Source) -> Iterator[tuple[str, int, int]]:
    """Head, offset of the head and offset of the closing brace of each function outside others."""
    code, start, position = source.code, 0, 0
    token = re.compile(r"[{};]|\b(?:public|private|protected)\s*:")
    while match := token.search(code, position):
        position = match.end()
        if match[0] != "{":
            start = position
            continue
        head = code[start : match.start()].strip(" \n#")
        if initialises_member(head):
            position = closing_brace(code, match.start()) + 1
        elif opens_function(head):
            end = closing_brace(code, match.start())
            yield head, start + re.search(r"[^\s#]|$", code[start:]).start(), end
            start = position = end + 1
        else:
            start = position


# ---- the checks ---------------------------------------------------------------------------------


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []

    def report(self, path: Path, line: int, rule: str, text: str) -> None:
        self.findings.append(Finding(path.relative_to(self.root).as_posix(), line, rule, text))

    @cached_property
    def files(self) -> list[Path]:
        found = [path for folder in CODE_FOLDERS for path in (self.root / folder).rglob("*")]
        names = {path.relative_to(self.root).as_posix(): path for path in found}
        return [
            path
            for name, path in sorted(names.items())
            if not SKIPPED.search(name) and path.is_file()
        ]

    def check(self) -> list[Finding]:
        checked_columns = {".cpp", ".hpp", ".py", ".sh", ".cmake"}
        for path in self.files:
            self.check_name(path)
            if path.suffix in checked_columns or path.name == "CMakeLists.txt":
                self.check_columns(path)
            if path.suffix in {".cpp", ".hpp"}:
                self.check_cpp(path)
            elif path.suffix == ".py":
                self.check_python(path)
        for path in (*self.root.glob("cmake/*.cmake"), self.root / "dev", self.root / ".ci/run"):
            if path.exists():
                self.check_columns(path)
        self.check_problem_slugs()
        return sorted(self.findings)

    def check_name(self, path: Path) -> None:
        for part in path.relative_to(self.root).with_suffix("").parts:
            for vague in VAGUE_NAMES & set(part.lower().split("_")):
                self.report(path, 1, "name", f"`{vague}` says nothing: name the concept")

    def check_columns(self, path: Path) -> None:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if len(line) > COLUMNS_MAX:
                self.report(path, number, "columns", f"{len(line)} columns, {COLUMNS_MAX} allowed")

    def check_cpp(self, path: Path) -> None:
        source = parse_source(path.read_text(encoding="utf-8"))
        self.check_file_length(path, len(source.code_lines()))
        self.check_functions(path, source)
        for match in re.finditer(r"\bnamespace\s+([\w:]+)", source.code):
            for vague in VAGUE_NAMES & set(re.split(r"_|::", match[1])):
                line = source.line_of(match.start())
                self.report(path, line, "name", f"namespace `{vague}`: name the concept")
        if path.suffix == ".hpp":
            self.check_header(path, source)
        if path.is_relative_to(self.root / "src"):
            self.check_includes(path, source)
            self.check_mutex(path, source)
            self.check_wire_names(path, source)
            self.check_comments(path, source)

    def check_file_length(self, path: Path, lines: int) -> None:
        allowed = FILE_LINES_MAX[path.suffix]
        if lines > allowed:
            self.report(path, 1, "file-length", f"{lines} code lines, {allowed} allowed")

    def check_functions(self, path: Path, source: Source) -> None:
        code_lines = source.code_lines()
        for head, start, end in functions(source):
            first, last = source.line_of(start), source.line_of(end)
            count = bisect.bisect_right(code_lines, last) - bisect.bisect_left(code_lines, first)
            if count > FUNCTION_LINES_MAX:
                name = re.sub(r"\s+", " ", head).split("(")[0].strip()
                self.report_function(path, first, name, count)

    def report_function(self, path: Path, line: int, name: str, count: int) -> None:
        text = f"{name}: {count} code lines, {FUNCTION_LINES_MAX} allowed"
        self.report(path, line, "function-length", text)

    def check_header(self, path: Path, source: Source) -> None:
        if not re.search(r"^\#pragma once$", source.text, re.MULTILINE):
            self.report(path, 1, "pragma-once", "a header says `#pragma once`")
        opening = re.match(r"(?://[^\n]*\n)*", source.text)[0].count("\n")
        if opening not in OPENING_COMMENT_LINES:
            text = f"owner, thread, promise in 2 to 6 opening comment lines, not {opening}"
            self.report(path, 1, "opening-comment", text)

    def check_includes(self, path: Path, source: Source) -> None:
        inside = path.relative_to(self.root / "src")
        layer = inside.parent.as_posix().removeprefix(".")
        for offset, opening, header in source.includes:
            line = source.line_of(offset)
            if opening == "<":
                self.check_header_home(path, line, header)
            elif layer not in LAYERS:
                self.report(path, line, "layer", f"`{layer}` is not a layer: add it to tidy.py")
            else:
                target = header.rpartition("/")[0]
                if target not in LAYERS:
                    text = f'"{header}": write the path from src/, with a known folder'
                    self.report(path, line, "layer", text)
                elif target != layer and target not in LAYERS[layer]:
                    text = f"`{layer or 'main'}` must not include `{header}`"
                    self.report(path, line, "layer", text)

    def check_header_home(self, path: Path, line: int, header: str) -> None:
        inside = path.relative_to(self.root / "src").as_posix()
        for pattern, home in HEADER_HOMES.items():
            if re.fullmatch(pattern, header) and not re.match(home, inside):
                self.report(path, line, "header-home", f"<{header}> belongs in {home}")

    def check_mutex(self, path: Path, source: Source) -> None:
        inside = path.relative_to(self.root / "src").as_posix()
        if any(re.match(home, inside) for home in MUTEX_HOMES):
            return
        for match in MUTEX.finditer(source.code):
            text = f"`{match[0]}` outside the places where threads meet (MUTEX_HOMES)"
            self.report(path, source.line_of(match.start()), "mutex", text)

    def check_wire_names(self, path: Path, source: Source) -> None:
        if WIRE_HOMES.match(path.relative_to(self.root / "src").as_posix()):
            return
        for offset, content in source.literals:
            # Sentences may say `livros`; keys, paths and JSON must come from their one place.
            pattern = WIRE_KEY if re.search(r"\s", content) else WIRE_NAME
            match = pattern.search(content.replace('\\"', '"'))
            if match:
                line = source.line_of(offset)
                self.report(path, line, "wire-name", f"`{match[0]}` in a string literal")

    def check_comments(self, path: Path, source: Source) -> None:
        last = -1
        for match in LEXEME.finditer(source.text):
            if match["comment"] is None:
                continue
            line = source.line_of(match.start())
            text = match[0].lstrip("/* ")
            opening = OPENING_WITHOUT_SUBJECT.match(text) if line != last + 1 else None
            if opening:
                self.report(path, line, "comment", f"`{opening[0].strip()} …` has no subject")
            for name in NAMED_FILE.findall(text):
                if not self.holds_file(name):
                    self.report(path, line, "comment", f"no file is called `{name}`")
            last = line

    def holds_file(self, name: str) -> bool:
        return any(f"/{path.as_posix()}".endswith(f"/{name}") for path in self.files)

    def check_python(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        code_lines = python_code_lines(text)
        self.check_file_length(path, len(code_lines))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = len(code_lines & set(range(node.lineno, node.end_lineno + 1)))
                if count > FUNCTION_LINES_MAX:
                    self.report_function(path, node.lineno, node.name, count)

    def check_problem_slugs(self) -> None:
        """A client may rely on every code, so every code is answered in some test."""
        tests = [path for path in self.files if path.is_relative_to(self.root / "tests")]
        tests = [path for path in tests if path.suffix in {".py", ".cpp", ".hpp"}]
        if not any(re.search(r"^test_|_test$", path.stem) for path in tests):
            return
        tested = "\n".join(path.read_text(encoding="utf-8") for path in tests)
        for path in sorted((self.root / "src/catalog").glob("problem*.[ch]pp")):
            source = parse_source(path.read_text(encoding="utf-8"))
            for offset, slug in source.literals:
                named = SLUG.fullmatch(slug)
                if named and not re.search(rf"(?<![\w-]){slug}(?![\w-])", tested):
                    line = source.line_of(offset)
                    self.report(path, line, "untested-slug", f"`{slug}` occurs in no test")


def python_code_lines(text: str) -> set[int]:
    """Numbers of the lines that are not blank, comment or docstring."""
    lines = enumerate(text.split("\n"), start=1)
    code = {n for n, line in lines if line.strip() and not line.lstrip().startswith("#")}
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                code -= set(range(value.lineno, value.end_lineno + 1))
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    root = parser.parse_args().root.resolve()
    if not (root / "src").is_dir():
        parser.error(f"{root} holds no src/")
    findings = Tree(root).check()
    for finding in findings:
        print(finding)
    if findings:
        print(f"tidy: {len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
