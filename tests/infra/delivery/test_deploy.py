"""tools/ci/deploy.py against a false AWS: register, update, wait, and tell the truth at the end."""

import ecs as scripts
import pytest
from ecs import CLUSTER, CONTAINER, FAMILY, FIRST_IMAGE, SERVICE

IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/api-livros:0123456789abcdef"


@pytest.fixture
def deploy(run, aws_environment):
    """deploy(ECS_SERVICE="…") runs the script as the workflow does, with names changed."""

    def start(*options: str, **names: str):
        job = {
            "ECS_CLUSTER": CLUSTER,
            "ECS_SERVICE": SERVICE,
            "CONTAINER_NAME": CONTAINER,
            "TASK_DEFINITION": FAMILY,
            "IMAGE": IMAGE,
        }
        # Far longer than needed: on a busy machine each call of `aws` takes ten seconds and more.
        quick = ("--poll-seconds", "0", "--timeout-seconds", "240", "--queue-seconds", "240")
        return run("deploy.py", *quick, *options, env=aws_environment | job | names)

    return start


def test_the_new_image_runs_in_the_end(ecs, deploy):
    done = deploy()
    assert done.returncode == 0, done.stderr
    assert "api-service runs api-task:" in done.stdout
    assert "arn:" not in done.stdout + done.stderr, "an ARN tells the account's number"
    service = ecs.service()
    assert service["taskDefinition"] == ecs.revisions()[-1]
    (only,) = service["deployments"]
    assert (only["status"], only["rolloutState"]) == ("PRIMARY", "COMPLETED")
    assert only["taskDefinition"] == service["taskDefinition"]


def test_the_next_revision_differs_in_the_image_alone(ecs, deploy):
    assert deploy().returncode == 0
    old, new = (ecs.definition(revision) for revision in ecs.revisions())
    answered = {"taskDefinitionArn", "revision", "registeredAt", "registeredBy"}
    for definition in (old, new):
        for key in answered:
            definition.pop(key, None)
    images = [one.pop("image") for one in new["containerDefinitions"]]
    assert images == [IMAGE, "sidecar:1"]
    assert [one.pop("image") for one in old["containerDefinitions"]] == [FIRST_IMAGE, "sidecar:1"]
    assert new == old


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (scripts.is_rolled_back, "went back to api-task:"),
        (scripts.fails, "the deployment failed"),
    ],
)
def test_a_deployment_that_is_rolled_back_fails(ecs, deploy, script, told):
    ecs.script = script
    done = deploy()
    assert done.returncode == 1
    assert told in done.stderr


def test_a_deployment_that_does_not_end_fails(ecs, deploy):
    ecs.script = scripts.never_ends
    done = deploy("--timeout-seconds", "1")
    assert done.returncode == 1
    assert "not stable within 1 s: 1 of 2 running" in done.stderr


def test_it_waits_until_another_deployment_is_done(ecs, deploy):
    ecs.another_deploys(ends=True)
    done = deploy()
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("waits for the deployment that is under way") == 1
    (found,) = ecs.found
    assert [one["rolloutState"] for one in found] == ["COMPLETED"]


def test_it_waits_for_another_deployment_only_so_long(ecs, deploy):
    ecs.another_deploys(ends=False)
    before = ecs.revisions()
    done = deploy("--queue-seconds", "1")
    assert done.returncode == 1
    assert "another deployment is not done within 1 s" in done.stderr
    assert ecs.revisions() == before and not ecs.found


def test_it_can_be_told_to_replace_another_deployment(ecs, deploy):
    ecs.another_deploys(ends=False)
    done = deploy("--queue-seconds", "0")
    assert done.returncode == 0, done.stderr
    (found,) = ecs.found
    assert len(found) == 2


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"ECS_SERVICE": "other"}, "no service other is active"),
        ({"ECS_CLUSTER": "other"}, "describe-services"),
        ({"CONTAINER_NAME": "other"}, "no container other, only: api-task, sidecar"),
        ({"TASK_DEFINITION": "other"}, "describe-task-definition"),
    ],
)
def test_a_wrong_name_changes_nothing(ecs, deploy, names, told):
    before = ecs.revisions()
    done = deploy(**names)
    assert done.returncode == 1
    assert told in done.stderr and "Traceback" not in done.stderr
    assert ecs.revisions() == before


def test_a_name_that_is_not_set_is_told(deploy):
    done = deploy(ECS_CLUSTER="", IMAGE="")
    assert done.returncode == 2
    assert "--cluster" in done.stderr and "--image" in done.stderr
