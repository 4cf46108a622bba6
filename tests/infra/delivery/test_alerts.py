"""deploy/prometheus/ by Prometheus's own tool, which ./dev fetches where apt-get can."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROMTOOL = shutil.which("promtool", path=f"{os.environ['PATH']}:{ROOT / 'build/.cache'}")


def promtool(*arguments: object) -> None:
    if PROMTOOL is None:
        pytest.skip("no promtool here: the alerts are NOT checked")
    command = [PROMTOOL, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_configuration_is_valid():
    promtool("check", "config", ROOT / "deploy/prometheus/prometheus.yml")


def test_the_alerts_miss_what_was_there_and_nothing_else():
    promtool("test", "rules", Path(__file__).with_name("alerts_test.yml"))
