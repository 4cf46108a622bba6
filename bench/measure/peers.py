"""The word `peers`: builds every peer from the registries into build/bench."""

import argparse
import os
import shutil
import sys

from measure import paths, tools

SOURCES = paths.BENCH / "peers"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=2, help="compilers at a time")


def main(chosen: argparse.Namespace) -> int:
    paths.BUILD.mkdir(parents=True, exist_ok=True)
    builds = {"floor": floor, "rust": rust, "tantivy": tantivy, "go": go, "flask": flask}
    missed = [name for name, build in builds.items() if not built(build, chosen.jobs)]
    return 1 if missed else 0


def built(build, jobs: int) -> bool:
    """A peer that cannot be built keeps no other from being measured."""
    try:
        build(jobs)
    except tools.Failed as failure:
        print(f"left out: {failure}", file=sys.stderr)
        return False
    return True


def toolchain(program: str, version: str) -> str:
    """Compilers newer than the distribution's are not ours to install."""
    if not shutil.which(program):
        raise tools.Failed(f"{program} ({version} or newer) is not on PATH")
    return program


def floor(_jobs: int) -> None:
    tools.need("g++")
    source = SOURCES / "floor" / "floor.cpp"
    flags = "-std=c++20 -O3 -march=x86-64-v2 -Wall -Wextra".split()
    tools.run(["g++", *flags, source, "-o", paths.BUILD / "floor"], "floor")


def rust(jobs: int) -> None:
    cargo = [toolchain("cargo", "1.85"), "build", "--release"]
    where = ["--target-dir", paths.BUILD / "rust", "--jobs", jobs]
    tools.run([*cargo, *where], "axum and actix", cwd=SOURCES / "rust")


def tantivy(jobs: int) -> None:
    cargo = [toolchain("cargo", "1.85"), "build", "--release"]
    where = ["--target-dir", paths.BUILD / "tantivy", "--jobs", jobs]
    tools.run([*cargo, *where], "tantivy", cwd=SOURCES / "tantivy")


def go(jobs: int) -> None:
    build = [toolchain("go", "1.25"), "build", "-mod=readonly", "-p", jobs]
    target = ["-o", f"{paths.BUILD / 'go'}/", "./cmd/..."]
    environment = {**os.environ, "CGO_ENABLED": "1"}
    tools.run([*build, *target], "net/http and fiber", cwd=SOURCES / "go", env=environment)


def flask(_jobs: int) -> None:
    pip = [tools.venv_python(), "-m", "pip", "install", "--quiet"]
    requirements = ["--requirement", SOURCES / "python" / "requirements.txt"]
    tools.run([*pip, *requirements], "the Flask original")
