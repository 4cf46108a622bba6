"""moto's ECS with what it lacks: a deployment that takes time and can be rolled back."""

import copy
import itertools
import uuid
from collections.abc import Callable, Iterator

import pytest
from moto.ecs.models import EC2ContainerServiceBackend

REGION = "us-east-1"
CLUSTER, SERVICE, FAMILY, CONTAINER = "api-cluster", "api-service", "api-task", "api-task"
FIRST_IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/api-livros:1.0"
TASKS = 2

Deployments = list[dict]
# What describing the service shows after an update, one after the other; the last one stays.
Script = Callable[[str, str], Iterator[Deployments]]


def deployment(revision: str, status: str, rollout: str, running: int = TASKS) -> dict:
    return {
        "id": f"ecs-svc/{uuid.uuid4().int % 10**18}",
        "status": status,
        "taskDefinition": revision,
        "desiredCount": TASKS,
        "runningCount": running,
        "pendingCount": TASKS - running,
        "rolloutState": rollout,
        "rolloutStateReason": f"ECS deployment {rollout.lower()}.",
    }


def succeeds(old: str, new: str) -> Iterator[Deployments]:
    yield [deployment(new, "PRIMARY", "IN_PROGRESS", 1), deployment(old, "ACTIVE", "COMPLETED")]
    # All new ones run, but the old ones still drain.
    yield [deployment(new, "PRIMARY", "COMPLETED"), deployment(old, "ACTIVE", "COMPLETED")]
    yield [deployment(new, "PRIMARY", "COMPLETED")]


def is_rolled_back(old: str, new: str) -> Iterator[Deployments]:
    yield [deployment(new, "PRIMARY", "IN_PROGRESS", 0), deployment(old, "ACTIVE", "COMPLETED")]
    yield [deployment(old, "PRIMARY", "COMPLETED")]


def fails(old: str, new: str) -> Iterator[Deployments]:
    yield [deployment(new, "PRIMARY", "IN_PROGRESS", 0), deployment(old, "ACTIVE", "COMPLETED")]
    yield [deployment(old, "PRIMARY", "IN_PROGRESS"), deployment(new, "ACTIVE", "FAILED", 0)]


def never_ends(old: str, new: str) -> Iterator[Deployments]:
    yield [deployment(new, "PRIMARY", "IN_PROGRESS", 1), deployment(old, "ACTIVE", "COMPLETED")]


class FakeEcs:
    def __init__(self, client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = client
        self.script: Script = succeeds
        # What each update found the service doing.
        self.found: list[Deployments] = []
        self._scene: Iterator[Deployments] = iter(())
        self._patch(monkeypatch)
        for arn in client.list_task_definitions(familyPrefix=FAMILY)["taskDefinitionArns"]:
            client.deregister_task_definition(taskDefinition=arn)
        client.create_cluster(clusterName=CLUSTER)
        first = self._register_first()
        client.create_service(
            cluster=CLUSTER, serviceName=SERVICE, taskDefinition=first, desiredCount=TASKS
        )
        # moto starts no tasks by itself.
        self._show(iter([[deployment(first, "PRIMARY", "COMPLETED")]]))

    def _register_first(self) -> str:
        answer = self.client.register_task_definition(
            family=FAMILY,
            cpu="256",
            memory="512",
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            executionRoleArn="arn:aws:iam::111122223333:role/execution",
            taskRoleArn="arn:aws:iam::111122223333:role/task",
            tags=[{"key": "Project", "value": "api-livros"}],
            containerDefinitions=[
                {
                    "name": CONTAINER,
                    "image": FIRST_IMAGE,
                    "essential": True,
                    "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
                    "environment": [{"name": "API_LIVROS_LISTEN", "value": "0.0.0.0:8080"}],
                    "secrets": [{"name": "API_LIVROS_ADMIN_KEY", "valueFrom": "arn:aws:…"}],
                    "stopTimeout": 60,
                },
                {"name": "sidecar", "image": "sidecar:1", "essential": False},
            ],
        )
        return answer["taskDefinition"]["taskDefinitionArn"]

    def _patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        update = EC2ContainerServiceBackend.update_service
        describe = EC2ContainerServiceBackend.describe_services

        def updated(backend, properties):
            service = update(backend, properties)
            self.found.append(copy.deepcopy(service.deployments))
            old = next(d for d in service.deployments if d["status"] == "PRIMARY")
            self._scene = self.script(old["taskDefinition"], service.task_definition)
            service.deployments = next(self._scene)
            return service

        def described(backend, cluster_str, service_names_or_arns):
            result = describe(backend, cluster_str, service_names_or_arns)
            services = result[0] if isinstance(result, tuple) else result
            answer = copy.deepcopy(result)
            for service in services:
                service.deployments = next(self._scene, service.deployments)
            return answer

        monkeypatch.setattr(EC2ContainerServiceBackend, "update_service", updated)
        monkeypatch.setattr(EC2ContainerServiceBackend, "describe_services", described)

    def another_deploys(self, *, ends: bool) -> None:
        """From now on describing the service shows the deployment of someone else."""
        revision = self.service()["taskDefinition"]
        busy = next(never_ends(revision, revision))
        done = [deployment(revision, "PRIMARY", "COMPLETED")]
        self._show(iter([busy, busy, done]) if ends else itertools.repeat(busy))

    def _show(self, scene: Iterator[Deployments]) -> None:
        """Describing shows what came before, and goes on: the first of the scene must be that."""
        self._scene = scene
        self.service()

    def close(self) -> None:
        self.client.delete_service(cluster=CLUSTER, service=SERVICE, force=True)

    def revisions(self) -> list[str]:
        return self.client.list_task_definitions(familyPrefix=FAMILY)["taskDefinitionArns"]

    def definition(self, revision: str) -> dict:
        answer = self.client.describe_task_definition(taskDefinition=revision, include=["TAGS"])
        return answer["taskDefinition"] | {"tags": answer.get("tags")}

    def service(self) -> dict:
        return self.client.describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0]
