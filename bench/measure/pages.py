"""The word `pages`: what a page costs the browser, and how soon a list follows the keys.

It runs tests/e2e/page_times.py in the distribution's Chromium.
"""

import argparse
import os
import subprocess

from measure import load, paths, tools

PYTHON = paths.PROJECT / "build" / "venv" / "bin" / "python"
TIMES = paths.PROJECT / "tests" / "e2e" / "page_times.py"


def options(parser: argparse.ArgumentParser) -> None:
    del parser


def main(chosen: argparse.Namespace) -> int:
    del chosen
    tools.need_binary()
    if not PYTHON.exists():
        raise tools.Failed(f"{PYTHON} is missing: ./dev test makes it")
    environment = os.environ | {"API_LIVROS_BIN": str(paths.BINARY)}
    with load.quiet_machine():
        return subprocess.run([PYTHON, TIMES], check=False, env=environment).returncode
