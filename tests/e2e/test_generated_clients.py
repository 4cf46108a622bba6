"""Clients that the common generators make out of openapi.yaml do what their users need."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from installed import NODE, NODE_MODULES, TOOLS, run_tool
from service import ROOT

DOCUMENT = ROOT / "openapi.yaml"
PROGRAMS = Path(__file__).parent / "generated"
PINNED = [ROOT / "tests/requirements.txt", ROOT / "tests/npm/package-lock.json"]


def openapi_python_client(folder: Path) -> None:
    made = folder / "openapi_python_client_made"
    command = [TOOLS / "openapi-python-client", "generate", "--path", DOCUMENT]
    run_tool(*command, "--meta", "none", "--output-path", made)


def openapi_generator(*arguments: object) -> None:
    command = [TOOLS / "openapi-generator-cli", "generate", "--input-spec", DOCUMENT]
    command += [
        "--global-property",
        "apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
    ]
    run_tool(*command, *arguments)


def openapi_generator_python(folder: Path) -> None:
    arguments = ["--generator-name", "python", "--package-name", "openapi_generator_made"]
    openapi_generator(*arguments, "--output", folder)


def openapi_generator_typescript(folder: Path) -> None:
    arguments = ["--generator-name", "typescript-fetch"]
    openapi_generator(*arguments, "--output", folder / "typescript_fetch_made")
    compile_typescript(folder)


def openapi_typescript(folder: Path) -> None:
    made = folder / "openapi_typescript_made.ts"
    run_tool(NODE, NODE_MODULES / "openapi-typescript/bin/cli.js", DOCUMENT, "--output", made)
    compile_typescript(folder)


def compile_typescript(folder: Path) -> None:
    shutil.copy(PROGRAMS / "tsconfig.json", folder)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    run_tool(NODE, NODE_MODULES / "typescript/bin/tsc", "--project", folder)


# A program that uses a client -> what makes the client.
GENERATORS = {
    "with_openapi_python_client.py": openapi_python_client,
    "with_openapi_generator.py": openapi_generator_python,
    "with_openapi_fetch.ts": openapi_typescript,
    "with_typescript_fetch.ts": openapi_generator_typescript,
}


def made(program: str) -> Path:
    """The folder of the program with its client, made again only when anything has changed."""
    folder = ROOT / "build/generated-clients" / Path(program).stem
    sources = [DOCUMENT, *PINNED, *PROGRAMS.iterdir(), Path(__file__)]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sorted(sources)))
    stamp = folder / "made-from"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(PROGRAMS / program, folder)
        GENERATORS[program](folder)
        stamp.write_text(digest.hexdigest())
    return folder


def command_of(program: str) -> list[object]:
    folder = made(program)
    if program.endswith(".py"):
        return [TOOLS / "python", folder / program]
    return [NODE, (folder / "javascript" / program).with_suffix(".js")]


# Three books are made, listed two by two, one is changed with its ETag and again with the same,
# one replaced, searched, counted, deleted.
REPORT = {
    "pages": [["Dom Casmurro", "Os Maias"], ["Lazarilho de Tormes"]],
    "read": ["Os Maias", "Eça de Queirós", True],
    "changed": [2, "2ª", False],
    "stale": [412, "versao-divergente", 2],
    "replaced": None,
    "found": ["Os Maias"],
    "facets": [2, 2, 2],
    "isbn": "Brazil",
    "deleted": 204,
    "gone": "livro-excluido",
    "history": ["criado", "1"],
}


@pytest.mark.parametrize("program", GENERATORS)
def test_a_generated_client_does_all_that_a_client_does(server, mark, program):
    assert json.loads(run_tool(*command_of(program), server.url, mark)) == REPORT
