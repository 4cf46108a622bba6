"""Programs and word lists of the distribution, installed where they are missing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure.paths import BINARY, BUILD, PROJECT, RESULTS

WORD_LIST = Path("/usr/share/dict/portuguese")
PACKAGES = {"taskset": "util-linux", "callgrind_control": "valgrind"}


class Failed(Exception):
    """Something the person at the keyboard has to know; printed without a trace."""


def install(package: str) -> None:
    """Installs a Debian package, as root or through sudo."""
    if not shutil.which("apt-get"):
        raise Failed(f"{package} is missing and there is no apt-get to install it with")
    print(f"installing {package}", file=sys.stderr)
    apt = ["apt-get", "install", "-y", "--no-install-recommends", package]
    if os.geteuid() != 0:
        apt = ["sudo", *apt]
    if subprocess.run(apt, stdout=subprocess.DEVNULL).returncode != 0:
        raise Failed(f"{package} could not be installed: run apt-get update, try again")


def need(*programs: str) -> None:
    """Sees to it that programs are on PATH; the package is named like its program."""
    for program in programs:
        if not shutil.which(program):
            install(PACKAGES.get(program, program))


def need_word_list() -> None:
    if not WORD_LIST.exists():
        install("wportuguese")


def need_binary() -> None:
    if not BINARY.exists():
        raise Failed(f"{BINARY} is missing: ./dev build release")


def venv_python() -> Path:
    """The interpreter of the bench's own virtual environment."""
    python = BUILD / "venv" / "bin" / "python"
    if not python.exists():
        create = [sys.executable, "-m", "venv", "--clear", str(BUILD / "venv")]
        if subprocess.run(create, stdout=subprocess.DEVNULL).returncode != 0:
            install("python3-venv")
            subprocess.run(create, check=True)
    return python


def run_of_tests(script: str, *arguments: str) -> int:
    """Exit code of a program in tests/e2e, run in the environment of the tests."""
    need_binary()
    python = PROJECT / "build" / "venv" / "bin" / "python"
    if not python.exists():
        raise Failed(f"{python} is missing: ./dev test makes it")
    command = [python, PROJECT / "tests" / "e2e" / script, *arguments]
    environment = os.environ | {"API_LIVROS_BIN": str(BINARY)}
    return subprocess.run(command, check=False, env=environment).returncode


def run(command: list, what: str, **options) -> None:
    """Runs a command whose failure ends the word."""
    code = subprocess.run([str(part) for part in command], **options).returncode
    if code != 0:
        raise Failed(f"{what}: exit code {code}")


def save(name: str, result: object) -> Path:
    """Writes a result as JSON; the last one of each name is kept."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path
