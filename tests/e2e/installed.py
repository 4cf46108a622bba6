"""The programs that ./dev installs for the tests beside Python's, and how they are run."""

import os
import subprocess
import sys
from pathlib import Path

from service import ROOT

TOOLS = Path(sys.executable).parent
NODE = TOOLS / "node"
NODE_MODULES = ROOT / "build/npm/node_modules"


def run_tool(*command: object, **environment: str) -> str:
    """What a program prints; what it complains of is shown when it fails."""
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env=os.environ | {"PATH": path, "PYTHONIOENCODING": "utf-8"} | environment,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-8000:]
    return done.stdout
