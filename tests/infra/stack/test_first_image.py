"""TERRAFORM/scripts/push-first-image against stand-ins of aws and docker."""

import os
import platform
import subprocess
from pathlib import Path

import pytest
from conftest import FAKES, ROOT

SCRIPT = ROOT / "TERRAFORM/scripts/push-first-image"


# The machine's own; Linux says aarch64, a Mac arm64.
ARM = {"aarch64", "arm64"}
NATIVE = "linux/arm64" if platform.machine() in ARM else "linux/amd64"
FOREIGN = "linux/amd64" if platform.machine() in ARM else "linux/arm64"


def push(tmp_path: Path, path: str, **more: str) -> tuple[subprocess.CompletedProcess, list[str]]:
    calls = tmp_path / "calls"
    calls.touch()
    environment = {
        "PATH": path,
        "FAKE_CALLS": str(calls),
        "REPOSITORY_URL": "registry.example/api-livros",
        "REPOSITORY_NAME": "api-livros",
        "IMAGE_TAG": "1.0",
        "IMAGE_PLATFORM": NATIVE,
        "AWS_REGION": "us-east-1",
        "BUILD_CONTEXT": str(ROOT),
        **more,
    }
    run = subprocess.run(
        ["/bin/bash", SCRIPT], env=environment, text=True, capture_output=True, check=False
    )
    return run, calls.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def path() -> str:
    return f"{FAKES}:{os.environ['PATH']}"


def test_an_image_that_is_there_is_neither_built_nor_pushed(tmp_path, path):
    aws = tmp_path / "aws"
    aws.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    aws.chmod(0o755)
    run, calls = push(tmp_path, f"{tmp_path}:{path}")
    assert run.returncode == 0
    assert calls == []


def test_an_answer_other_than_no_such_image_stops_before_the_build(tmp_path, path):
    run, calls = push(tmp_path, path, FAKE_DESCRIBE_IMAGES="AccessDeniedException")
    assert run.returncode == 1
    assert "AccessDeniedException" in run.stderr
    assert [call.split()[0] for call in calls] == ["aws"]


def test_a_missing_program_is_named_with_the_way_out(tmp_path):
    run, _ = push(tmp_path, str(tmp_path))
    assert run.returncode == 1
    assert "aws is not on the PATH" in run.stderr
    assert "build_first_image=false" in run.stderr


def test_the_platform_is_that_of_the_tasks(tmp_path, path):
    run, calls = push(tmp_path, path)
    assert run.returncode == 0, run.stderr
    assert any(f"--platform {NATIVE}" in call for call in calls)
    assert calls[-1] == "docker push registry.example/api-livros:1.0"


def test_an_image_for_another_processor_is_not_built_by_emulation_unasked(tmp_path, path):
    run, calls = push(tmp_path, path, IMAGE_PLATFORM=FOREIGN)
    assert run.returncode == 1
    assert f"this machine is {NATIVE}, the tasks are {FOREIGN}" in run.stderr
    own = {"linux/arm64": "ARM64", "linux/amd64": "X86_64"}[NATIVE]
    assert f"-var cpu_architecture={own}" in run.stderr
    assert not [call for call in calls if call.startswith("docker")]


def test_an_image_for_another_processor_is_built_when_that_is_asked_for(tmp_path, path):
    run, calls = push(tmp_path, path, IMAGE_PLATFORM=FOREIGN, FIRST_IMAGE_EMULATED="yes")
    assert run.returncode == 0, run.stderr
    assert any(f"--platform {FOREIGN}" in call for call in calls)
