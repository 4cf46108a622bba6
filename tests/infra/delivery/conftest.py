"""Fixtures: a false AWS with one service on ECS, and a PATH on which programs can be replaced."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from ecs import REGION, FakeEcs
from moto.server import ThreadedMotoServer
from ready_aws import ready_aws

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "tools/ci"


@pytest.fixture(scope="session")
def aws_program(tmp_path_factory) -> Iterator[Path]:
    """The folder of the real `aws`."""
    with ready_aws(tmp_path_factory.mktemp("aws")) as folder:
        yield folder


@pytest.fixture(scope="session")
def aws_environment(aws_program: Path) -> Iterator[dict[str, str]]:
    """The environment of a job whose credentials lead to the false AWS."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    path = f"{aws_program}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    yield kept | {
        "PATH": path,
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    server.stop()


@pytest.fixture
def ecs(aws_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEcs]:
    """The service as Terraform makes it, two tasks on revision 1."""
    client = boto3.client(
        "ecs",
        endpoint_url=aws_environment["AWS_ENDPOINT_URL"],
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    fake = FakeEcs(client, monkeypatch)
    yield fake
    fake.close()


@pytest.fixture
def programs(tmp_path: Path) -> Callable[[str, str], Path]:
    """programs("docker", "bash text") puts a program first on the PATH; returns its folder."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def replace(name: str, text: str) -> Path:
        program = folder / name
        program.write_text(f"#!/usr/bin/env bash\n{text}")
        program.chmod(0o755)
        return folder

    return replace


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess]:
    """run("deploy.py", …, env=…) runs one of tools/ci to its end."""

    def start(tool: str, *arguments: str, **settings) -> subprocess.CompletedProcess:
        command = [str(TOOLS / tool), *arguments]
        # A hang's end, not a promise: a busy machine is slow.
        settings = {"capture_output": True, "text": True, "timeout": 600, "check": False} | settings
        return subprocess.run(command, **settings)

    return start
