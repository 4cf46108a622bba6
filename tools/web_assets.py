"""The style sheets and scripts of the pages as C++: hashed, compressed, their imports resolved."""

import ctypes
import gzip
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
}
WORDS_MODULE = "palavras.js"
# `from "./name.js"` and `import("./name.js")`: what a module loads of its neighbours.
IMPORT = re.compile(r"(?P<before>\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)\"\./(?P<name>[\w.-]+)\"")
# `"asset:name.wasm"`: an address that a module uses.
ADDRESS = re.compile(r"\"asset:(?P<name>[\w.-]+)\"")
STRING = r"\"(?:[^\"\\]|\\.)*\""
WORDING = re.compile(
    rf"constexpr Wording (?P<key>\w+)\s*\{{\s*(?P<pt>{STRING}(?:\s*{STRING})*)"
    rf"\s*,\s*(?P<en>{STRING}(?:\s*{STRING})*)\s*\}}"
)
HASH_DIGITS = 10
GZIP_BYTES_MAX = 256 * 1024


class AssetRefused(Exception):
    """An asset breaks a rule; the message names it."""


@dataclass
class Asset:
    name: str
    content: bytes
    imports: list[str] = field(default_factory=list)  # loaded at once, by name

    @property
    def file(self) -> str:
        path = Path(self.name)
        digest = hashlib.sha256(self.content).hexdigest()[:HASH_DIGITS]
        return f"{path.stem}.{digest}{path.suffix}"

    @property
    def address(self) -> str:
        return f"/s/{self.file}"


def literal_text(literals: str) -> str:
    """Neighbouring C++ string literals as the one text that they are."""
    return "".join(json.loads(part) for part in re.findall(STRING, literals))


def words_module(table: Path) -> bytes:
    """script_words.hpp as a module: word(key, …) in the language of the document."""
    rows = WORDING.findall(table.read_text(encoding="utf-8"))
    if not rows:
        raise AssetRefused(f"{table}: no Wording in it")
    texts = {key: [literal_text(pt), literal_text(en)] for key, pt, en in rows}
    return (
        f"const words = {json.dumps(texts, ensure_ascii=False, separators=(',', ':'))};\n"
        'const column = document.documentElement.lang === "en" ? 1 : 0;\n'
        "export const word = (key, ...given) =>\n"
        '  words[key][column].replace(/\\{(\\d)\\}/g, (_, place) => given[place] ?? "");\n'
    ).encode()


def resolved(asset: Asset, known: dict[str, Asset]) -> Asset:
    """The asset with the addresses of what it loads in place of names."""
    imports: list[str] = []

    def address_of(name: str) -> str:
        if name not in known:
            raise AssetRefused(f"{asset.name}: loads {name}, which is not there")
        return known[name].address

    def import_address(match: re.Match) -> str:
        if "(" not in match["before"]:
            imports.append(match["name"])
        return f'{match["before"]}"{address_of(match["name"])}"'

    text = IMPORT.sub(import_address, asset.content.decode())
    text = ADDRESS.sub(lambda match: f'"{address_of(match["name"])}"', text)
    return Asset(asset.name, text.encode(), imports)


def names_in(asset: Asset) -> set[str]:
    text = asset.content.decode()
    return {match["name"] for match in (*IMPORT.finditer(text), *ADDRESS.finditer(text))}


def drop_what_lacks_files(assets: dict[str, Asset], own: set[str]) -> None:
    """What needs a file that could not be fetched is left out, and so is what needs that."""
    while True:
        lacking = [
            name
            for name in own & assets.keys()
            if any(
                match["name"] not in assets
                for match in ADDRESS.finditer(assets[name].content.decode())
            )
        ]
        if not lacking:
            return
        for name in lacking:
            del assets[name]


def read_assets(folder: Path, words: Path, files: list[Path]) -> dict[str, Asset]:
    """Every asset by name, each after those that it loads: their hashes are in its content."""
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in MEDIA_TYPES]
    waiting = {path.name: Asset(path.name, path.read_bytes()) for path in (*paths, *files)}
    waiting[WORDS_MODULE] = Asset(WORDS_MODULE, words_module(words))
    own = {path.name for path in paths if path.suffix == ".js"} | {WORDS_MODULE}
    drop_what_lacks_files(waiting, own)
    done: dict[str, Asset] = {}
    while waiting:
        ready = [
            asset
            for asset in waiting.values()
            if asset.name not in own or not names_in(asset) & waiting.keys()
        ]
        if not ready:
            raise AssetRefused(f"{', '.join(sorted(waiting))}: load each other in a circle")
        for asset in ready:
            done[asset.name] = resolved(asset, done) if asset.name in own else asset
            del waiting[asset.name]
    return done


def all_imports(asset: Asset, known: dict[str, Asset]) -> list[str]:
    """Names of every module that is loaded with this one, once each."""
    found: list[str] = []
    for name in asset.imports:
        for each in (name, *all_imports(known[name], known)):
            if each not in found:
                found.append(each)
    return found


def zstd_compressed(content: bytes, level: int = 19) -> bytes:
    """By the library that the server links: no other package is needed to build."""
    library = ctypes.CDLL("libzstd.so.1")
    for name in ("ZSTD_compressBound", "ZSTD_compress"):
        getattr(library, name).restype = ctypes.c_size_t
    library.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    library.ZSTD_compress.argtypes = [
        *(ctypes.c_char_p, ctypes.c_size_t),
        *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int),
    ]
    bound = library.ZSTD_compressBound(len(content))
    out = ctypes.create_string_buffer(bound)
    size = library.ZSTD_compress(out, bound, content, len(content), level)
    if library.ZSTD_isError(ctypes.c_size_t(size)):
        raise AssetRefused("libzstd could not compress")
    return out.raw[:size]


def bytes_literal(content: bytes) -> str:
    """A string_view of any bytes: three octal digits end by themselves, whatever follows."""
    plain = {ord(c) for c in " !#$%&()*+,-./:;<=>@[]^_`{|}~"}
    text = "".join(
        chr(b) if b in plain or chr(b).isalnum() and b < 0x80 else f"\\{b:03o}" for b in content
    )
    return f'std::string_view{{"{text}", {len(content)}}}'


def gzip_literal(asset: Asset) -> str:
    """The large ones are embedded once, or the program would grow by all of them again."""
    if len(asset.content) > GZIP_BYTES_MAX:
        return "std::string_view{}"
    return bytes_literal(gzip.compress(asset.content, 9, mtime=0))


def assets_source(folder: Path, words: Path, files: list[Path]) -> str:
    known = read_assets(folder, words, files)
    lists, rows = [], []
    for place, asset in enumerate(known[name] for name in sorted(known)):
        imports = all_imports(asset, known)
        span = "{}"
        if imports:
            addresses = ", ".join(f'"{known[name].address}"' for name in imports)
            lists.append(
                f"constexpr std::array<std::string_view, {len(imports)}> "
                f"imports_{place}{{{addresses}}};"
            )
            span = f"imports_{place}"
        media_type = MEDIA_TYPES[Path(asset.name).suffix]
        rows.append(
            f'    Asset{{"{asset.name}", "{asset.file}", "{asset.address}", "{media_type}", '
            f"{len(asset.content)},\n"
            f"          {gzip_literal(asset)},\n"
            f"          {bytes_literal(zstd_compressed(asset.content))}, {span}}}"
        )
    hash_of_all = hashlib.sha256("".join(a.file for a in known.values()).encode()).hexdigest()[:8]
    return f"""#include "web/assets.hpp"

#include <array>

namespace web {{
namespace {{

{chr(10).join(lists)}
constexpr std::array<Asset, {len(rows)}> table{{
{("," + chr(10)).join(rows)}}};

}}  // namespace

std::span<const Asset> assets() noexcept {{ return table; }}
std::string_view assets_hash() noexcept {{ return "{hash_of_all}"; }}

}}  // namespace web
"""
