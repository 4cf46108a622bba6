"""The AWS double and a copy of TERRAFORM/ that is applied to it, with the S3 backend's sample."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aws_mock
import boto3
import pytest

ROOT = Path(__file__).resolve().parents[3]
FAKES = Path(__file__).with_name("fakes")
REGION = "us-east-1"
STATE_BUCKET = "livros-terraform-state"
COMMAND_SECONDS_MAX = 420


@dataclass
class Stack:
    folder: Path
    address: str
    calls_file: Path
    plugins: str

    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{FAKES}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/nonexistent"),
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
            "FAKE_CALLS": str(self.calls_file),
            "GOGC": os.environ.get("GOGC", "100"),
            # The docker here builds nothing, whatever the processor.
            "FIRST_IMAGE_EMULATED": "yes",
            "CHECKPOINT_DISABLE": "1",
            "TF_CLI_CONFIG_FILE": os.environ.get("TF_CLI_CONFIG_FILE", ""),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "TF_VAR_alert_email_primary": "ops@example.org",
            "TF_VAR_alert_email_secondary": "library@example.org",
        }

    def terraform(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> tuple[int, str]:
        run = subprocess.run(
            ["terraform", *arguments],
            cwd=self.folder,
            env=self.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=COMMAND_SECONDS_MAX,
            check=False,
        )
        assert run.returncode in accept, f"terraform {' '.join(arguments)}:\n{run.stdout[-8000:]}"
        return run.returncode, run.stdout

    def init(self) -> None:
        given = [f"-plugin-dir={self.plugins}"] if self.plugins else []
        self.terraform("init", "-no-color", f"-backend-config=bucket={STATE_BUCKET}", *given)

    def apply(self, *options: str) -> tuple[int, int, int]:
        """Resources added, changed, destroyed."""
        _, told = self.terraform("apply", "-no-color", "-auto-approve", *options)
        counts = re.search(r"Apply complete! Resources: (\d+) added, (\d+) changed, (\d+)", told)
        assert counts, told
        print(counts[0])
        return int(counts[1]), int(counts[2]), int(counts[3])

    def plan_is_empty(self, *options: str) -> None:
        code, told = self.terraform(
            "plan", "-no-color", "-detailed-exitcode", *options, accept=(0, 2)
        )
        assert code == 0, told[-8000:]

    def destroy_is_refused(self, *options: str) -> str:
        """What a destroy says that ends with an error."""
        return self.terraform("destroy", "-no-color", "-auto-approve", *options, accept=(1,))[1]

    def destroy(self) -> int:
        _, told = self.terraform("destroy", "-no-color", "-auto-approve")
        count = re.search(r"Destroy complete! Resources: (\d+) destroyed", told)
        assert count, told
        print(count[0])
        return int(count[1])

    def state(self) -> str:
        return self.terraform("state", "pull")[1]

    def calls(self) -> list[str]:
        return self.calls_file.read_text(encoding="utf-8").splitlines()

    def client(self, service: str):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.address,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    folder = ROOT / "build/terraform"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT / "TERRAFORM",
        folder / "TERRAFORM",
        ignore=shutil.ignore_patterns(".terraform", "*.tfstate*", "terraform.tfvars", "backend.tf"),
    )
    shutil.copy(folder / "TERRAFORM/backend.tf.example", folder / "TERRAFORM/backend.tf")
    calls = folder / "calls"
    calls.touch()
    with aws_mock.running() as address:
        plugins = os.environ.get("TF_PLUGIN_DIR", "")
        made = Stack(folder / "TERRAFORM", address, calls, plugins)
        made.client("s3").create_bucket(Bucket=STATE_BUCKET)
        made.init()
        yield made
