#!/usr/bin/python3
"""Turns files of the project into C++ sources at build time.

embed.py migrations --folder DIR --out FILE      DIR/NNNN_name.sql -> NAME::migrations(), NAME
                                                 being the last part of DIR: sqlite, postgres
embed.py openapi --document FILE --out FILE      openapi.yaml -> api::openapi_yaml(), openapi_json()
embed.py isbn-ranges --table FILE --out FILE     the range table -> catalog::default_isbn_ranges()
embed.py languages --table FILE --out FILE       their newest codes -> catalog::language_table()
embed.py equal-words --table FILE --out FILE     -> catalog::equal_word_table()
embed.py question-words --table FILE --out FILE  -> catalog::question_word_table()
embed.py marc8 --table FILE --out FILE           -> formats::marc8_table()
embed.py reference --document FILE --out FILE    openapi.yaml as HTML -> web::docs_reference()
embed.py demo --document FILE --out FILE         a YAML list of books -> app::demo_ndjson()
embed.py assets --folder DIR --words FILE [--file FILE…] --out FILE
                                                 style sheets and scripts -> web::assets()
embed.py cover --out FILE                        the picture of a book without a cover
                                                 -> api::placeholder_cover()
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

import yaml
from placeholder_cover import placeholder_cover
from reference import LANGUAGES, ReferenceRefused, reference
from web_assets import AssetRefused, assets_source, bytes_literal, zstd_compressed

MIGRATION_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")

# By kind: the header and the function that the text of a table is behind.
TABLES = {
    "isbn-ranges": ("catalog/isbn_ranges.hpp", "default_isbn_ranges"),
    "languages": ("catalog/language_registry.hpp", "language_table"),
    "equal-words": ("catalog/word_tables.hpp", "equal_word_table"),
    "question-words": ("catalog/word_tables.hpp", "question_word_table"),
    "marc8": ("formats/marc8.hpp", "marc8_table"),
}


class Refused(Exception):
    """The input breaks a rule; the message names the file."""


def raw_string(text: str) -> str:
    """`text` as a C++ raw string literal, whatever it holds."""
    number = 0
    while f'){"x" * number}"' in text:
        number += 1
    delimiter = "x" * number
    return f'R"{delimiter}({text}){delimiter}"'


def read_migrations(folder: Path) -> list[tuple[int, str, str]]:
    """Numbers run 1, 2, 3 … so that two branches cannot both add the same one unnoticed."""
    rows = []
    for expected, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = MIGRATION_NAME.fullmatch(path.name)
        if not match:
            raise Refused(f"{path}: a migration is named NNNN_name.sql")
        if int(match[1]) != expected:
            raise Refused(f"{path}: expected number {expected:04}")
        rows.append((expected, match[2], path.read_text(encoding="utf-8")))
    return rows


def migrations_source(folder: Path) -> str:
    store = folder.resolve().name
    rows = read_migrations(folder)
    entries = (f'    Migration{{{n}, "{name}", {raw_string(sql)}}}' for n, name, sql in rows)
    table = ",\n".join(entries)
    return f"""#include "store/{store}/migrations.hpp"

#include <array>

namespace {store} {{
namespace {{

constexpr std::array<Migration, {len(rows)}> table{{
{table}}};

}}  // namespace

std::span<const Migration> migrations() noexcept {{ return table; }}

}}  // namespace {store}
"""


class JsonLoader(yaml.SafeLoader):
    """YAML as JSON understands it: `no` and `2024-01-01` are strings, a key occurs once."""

    yaml_implicit_resolvers = {
        first: [(tag, text) for tag, text in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise Refused(f"line {line}: quote the key {key!r}; JSON has only string keys")
            if key in seen:
                raise Refused(f"line {line}: the key {key!r} occurs twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


JsonLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def read_yaml(document: Path) -> tuple[str, object]:
    """The text of `document`, and what it says."""
    text = document.read_text(encoding="utf-8")
    try:
        return text, yaml.load(text, JsonLoader)  # noqa: S506 - a SafeLoader with fewer types
    except (Refused, yaml.YAMLError) as error:
        raise Refused(f"{document}: {error}") from error


def compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def openapi_source(document: Path) -> str:
    text, parsed = read_yaml(document)
    return f"""#include "api/endpoints/openapi_document.hpp"

namespace api {{
namespace {{

constexpr std::string_view yaml_text = {raw_string(text)};

constexpr std::string_view json_text = {raw_string(compact_json(parsed))};

}}  // namespace

std::string_view openapi_yaml() noexcept {{ return yaml_text; }}
std::string_view openapi_json() noexcept {{ return json_text; }}

}}  // namespace api
"""


def reference_source(document: Path) -> str:
    _, parsed = read_yaml(document)
    texts = [reference(parsed, language).encode() for language in LANGUAGES]
    rows = [
        f"{{{bytes_literal(zstd_compressed(text))}, {len(text)}, "
        f'"{hashlib.sha256(text).hexdigest()[:8]}"}}'
        for text in texts
    ]
    return f"""#include "web/docs_page.hpp"

namespace web {{

CompressedText docs_reference(catalog::Language language) noexcept {{
  if (language == catalog::Language::english) {{
    return {rows[1]};
  }}
  return {rows[0]};
}}

}}  // namespace web
"""


def demo_source(document: Path) -> str:
    _, books = read_yaml(document)
    if not isinstance(books, list) or not all(isinstance(book, dict) for book in books):
        raise Refused(f"{document}: not a list of books")
    lines = "".join(compact_json(book) + "\n" for book in books)
    return f"""#include "app/demo.hpp"

namespace app {{

std::string_view demo_ndjson() noexcept {{
  static constexpr std::string_view text = {raw_string(lines)};
  return text;
}}

}}  // namespace app
"""


def table_source(table: Path, header: str, function: str) -> str:
    layer = header.partition("/")[0]
    return f"""#include "{header}"

namespace {layer} {{

std::string_view {function}() noexcept {{
  static constexpr std::string_view text = {raw_string(table.read_text(encoding="utf-8"))};
  return text;
}}

}}  // namespace {layer}
"""


def cover_source() -> str:
    return f"""#include "api/protocols/placeholder_cover.hpp"

namespace api {{

std::string_view placeholder_cover() noexcept {{
  static constexpr auto picture = {bytes_literal(placeholder_cover())};
  return picture;
}}

}}  // namespace api
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    migrations = kinds.add_parser("migrations")
    migrations.add_argument("--folder", type=Path, required=True)
    openapi = kinds.add_parser("openapi")
    demo = kinds.add_parser("demo")
    pages = kinds.add_parser("reference")
    for kind in (openapi, demo, pages):
        kind.add_argument("--document", type=Path, required=True)
    tables = [kinds.add_parser(kind) for kind in TABLES]
    for kind in tables:
        kind.add_argument("--table", type=Path, required=True)
    assets = kinds.add_parser("assets")
    assets.add_argument("--folder", type=Path, required=True)
    assets.add_argument("--words", type=Path, required=True)
    assets.add_argument("--file", type=Path, action="append", default=[])
    cover = kinds.add_parser("cover")
    for kind in (migrations, openapi, demo, pages, *tables, assets, cover):
        kind.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        if options.kind == "migrations":
            source = migrations_source(options.folder)
        elif options.kind == "openapi":
            source = openapi_source(options.document)
        elif options.kind == "reference":
            source = reference_source(options.document)
        elif options.kind == "demo":
            source = demo_source(options.document)
        elif options.kind in TABLES:
            source = table_source(options.table, *TABLES[options.kind])
        elif options.kind == "cover":
            source = cover_source()
        else:
            source = assets_source(options.folder, options.words, options.file)
    except (Refused, AssetRefused, ReferenceRefused) as refusal:
        print(f"embed.py: {refusal}", file=sys.stderr)
        return 1
    options.out.write_text(source, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
