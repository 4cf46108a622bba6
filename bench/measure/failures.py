"""The word `failures`: is anything said that is not so, whatever happens to database and instances?

It runs tests/e2e/campaign.py: a primary, a synchronous standby, a bad way to both, three instances,
clients that remember every operation, and one fault after the other.
"""

import argparse
import os
import subprocess

from measure import paths, tools

PYTHON = paths.PROJECT / "build" / "venv" / "bin" / "python"
CAMPAIGN = paths.PROJECT / "tests" / "e2e" / "campaign.py"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--rounds", type=int, default=1, help="each with the next seed")
    parser.add_argument("--only", nargs="+", default=[], metavar="FAULT", help="in this order")


def main(chosen: argparse.Namespace) -> int:
    tools.need_binary()
    if not PYTHON.exists():
        raise tools.Failed(f"{PYTHON} is missing: ./dev test makes it")
    command = [PYTHON, CAMPAIGN, "--seed", str(chosen.seed), "--rounds", str(chosen.rounds)]
    if chosen.only:
        command += ["--only", *chosen.only]
    environment = os.environ | {"API_LIVROS_BIN": str(paths.BINARY)}
    return subprocess.run(command, check=False, env=environment).returncode
