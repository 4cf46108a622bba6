"""The scripts of the workflow's own jobs build and deploy, one after the other."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from ecs import CLUSTER, CONTAINER, SERVICE, is_rolled_back

ROOT = Path(__file__).resolve().parents[3]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/ci-cd.yml").read_text())
REPOSITORY = "111122223333.dkr.ecr.us-east-1.amazonaws.com/api-livros"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
SECRET = {"PGP_SECRET_SIGNING_PASSPHRASE": "uma frase longa"}
VARIABLES = {"CONTAINER_NAME": CONTAINER, "ECS_CLUSTER": CLUSTER, "ECS_SERVICE": SERVICE}
DOCKER = 'case "$1" in manifest) exit 1 ;; esac\n'


def run_last_step(job: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    """As a runner does it, with the environment that the step asks for and no more of ours."""
    step = WORKFLOW["jobs"][job]["steps"][-1]
    asked = {name: environment.get(name, value) for name, value in step["env"].items()}
    assert not [value for value in asked.values() if "${{" in value], "a value is not given"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        **{"cwd": ROOT, "env": environment | asked, "capture_output": True, "text": True},
        # A hang's end, not a promise: each call of `aws` may take seconds on a busy machine.
        **{"timeout": 600, "check": False},
    )


@pytest.fixture
def sealed(programs, tmp_path) -> str:
    """What the job build hands on."""
    output = tmp_path / "output"
    done = run_last_step(
        "build",
        os.environ
        | SECRET
        | {
            "PATH": f"{programs('docker', DOCKER)}:{os.environ['PATH']}",
            "PLATFORMS": "linux/amd64",
            "REPOSITORY": REPOSITORY,
            "GITHUB_SHA": COMMIT,
            "GITHUB_RUN_NUMBER": "42",
            "GITHUB_OUTPUT": str(output),
        },
    )
    assert done.returncode == 0, done.stderr
    name, _, value = output.read_text().rstrip("\n").partition("=")
    assert name == "sealed-image"
    assert "111122223333" not in value
    return value


def deploy(sealed: str, aws_environment: dict[str, str]) -> subprocess.CompletedProcess:
    given = {"SEALED_IMAGE": sealed, "TASK_DEFINITION": "api-task", "DEPLOY_POLL_SECONDS": "0"}
    return run_last_step("deploy", aws_environment | SECRET | VARIABLES | given)


def test_what_was_built_is_deployed(ecs, sealed, aws_environment):
    done = deploy(sealed, aws_environment)
    assert done.returncode == 0, done.stderr
    running = ecs.definition(ecs.service()["taskDefinition"])
    assert running["containerDefinitions"][0]["image"] == f"{REPOSITORY}:{COMMIT}"


def test_a_rolled_back_deployment_fails_the_job(ecs, sealed, aws_environment):
    ecs.script = is_rolled_back
    assert deploy(sealed, aws_environment).returncode == 1


def test_an_address_that_cannot_be_opened_deploys_nothing(ecs, sealed, aws_environment):
    before = ecs.revisions()
    done = deploy(sealed[:-8] + "AAAAAAA=", aws_environment)
    assert done.returncode != 0
    assert ecs.revisions() == before
