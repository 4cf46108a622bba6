#!/usr/bin/env python3
"""Deploys an image to the service on ECS, and says whether it really runs there.

Waits until nobody else deploys, takes the newest revision of the task definition, which may be one
that does not run yet (`terraform apply` registers those), names the new image in it, registers that
as the next revision, points the service at it and waits. Exits 0 only when the new revision is what
the service runs: a deployment that the circuit breaker or an alarm rolled back leaves a service
that is stable again, on the old revision, and that is a failure here.

Every option may come from the environment instead, as it does in the workflow. Needs the `aws`
program and its credentials.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

# What describing answers and registering refuses.
ANSWERED_ONLY = (
    *("taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities"),
    *("registeredAt", "registeredBy", "deregisteredAt", "deleteRequestedAt"),
)
EVENTS_SHOWN = 10


class Failure(Exception):
    """The deployment did not happen; the text is for whoever reads the job's log."""


def aws(*arguments: str) -> dict:
    region = os.environ.get("AWS_REGION", "")
    command = ["aws", "ecs", *arguments, "--output", "json"]
    command += ["--region", region] if region else []
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "AWS_PAGER": ""}, check=False
    )
    if done.returncode != 0:
        raise Failure(f"aws ecs {arguments[0]}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def short(arn: str) -> str:
    """`api-task:7`: an ARN holds the account's number, which logs need not show."""
    return arn.rpartition("/")[2]


def rendered(described: dict, container: str, image: str) -> dict:
    """The described task definition as one to register, with `container` running `image`."""
    definition = {k: v for k, v in described["taskDefinition"].items() if k not in ANSWERED_ONLY}
    named = [one for one in definition["containerDefinitions"] if one["name"] == container]
    if not named:
        known = ", ".join(one["name"] for one in definition["containerDefinitions"])
        raise Failure(f"the task definition has no container {container}, only: {known}")
    named[0]["image"] = image
    tags = described.get("tags") or []
    return {**definition, "tags": tags} if tags else definition


@dataclass(frozen=True)
class Service:
    cluster: str
    name: str

    def describe(self) -> dict:
        answer = aws("describe-services", "--cluster", self.cluster, "--services", self.name)
        found = [one for one in answer["services"] if one["status"] == "ACTIVE"]
        if not found:
            raise Failure(f"no service {self.name} is active in the cluster {self.cluster}")
        return found[0]

    def update(self, revision: str) -> None:
        aws(
            *("update-service", "--cluster", self.cluster, "--service", self.name),
            *("--task-definition", revision),
        )


def primary(service: dict) -> dict:
    return next(one for one in service["deployments"] if one["status"] == "PRIMARY")


def is_deploying(service: dict) -> bool:
    under_way = primary(service).get("rolloutState") == "IN_PROGRESS"
    return under_way or len(service["deployments"]) > 1


def wait_for_turn(service: Service, poll_seconds: float, queue_seconds: float) -> None:
    """Two that deploy at once would replace each other; both branches of the workflow may."""
    deadline = time.monotonic() + queue_seconds
    is_told = False
    while queue_seconds > 0 and is_deploying(service.describe()):
        if not is_told:
            print("deploy: waits for the deployment that is under way", flush=True)
            is_told = True
        if time.monotonic() > deadline:
            raise Failure(f"another deployment is not done within {queue_seconds:.0f} s")
        time.sleep(poll_seconds)


def state_of(service: dict, revision: str) -> str:
    """`done`, or what is still awaited; raises Failure once it cannot come any more."""
    current = primary(service)
    ours = [one for one in service["deployments"] if one["taskDefinition"] == revision]
    if any(one.get("rolloutState") == "FAILED" for one in ours):
        reason = next(one.get("rolloutStateReason", "") for one in ours)
        raise Failure(f"the deployment failed: {reason}")
    if current["taskDefinition"] != revision:
        raise Failure(
            f"the service went back to {short(current['taskDefinition'])}: "
            f"{short(revision)} was rolled back, or another deployment replaced it"
        )
    counted = f"{current['runningCount']} of {current['desiredCount']} running"
    # Without a circuit breaker's verdict the tasks themselves tell.
    verdict = current.get("rolloutState", "COMPLETED")
    is_alone = len(service["deployments"]) == 1
    if verdict == "COMPLETED" and is_alone and current["runningCount"] == current["desiredCount"]:
        return "done"
    return f"{counted}, {len(service['deployments'])} deployments, {verdict}"


def wait(service: Service, revision: str, poll_seconds: float, timeout_seconds: float) -> None:
    deadline = time.monotonic() + timeout_seconds
    told = ""
    while True:
        state = state_of(service.describe(), revision)
        if state == "done":
            return
        if state != told:
            print(f"deploy: {state}", flush=True)
            told = state
        if time.monotonic() > deadline:
            raise Failure(f"not stable within {timeout_seconds:.0f} s: {state}")
        time.sleep(poll_seconds)


def deploy(chosen: argparse.Namespace) -> None:
    service = Service(chosen.cluster, chosen.service)
    wait_for_turn(service, float(chosen.poll_seconds), float(chosen.queue_seconds))
    before = primary(service.describe())["taskDefinition"]
    described = aws(
        *("describe-task-definition", "--task-definition", chosen.task_definition),
        *("--include", "TAGS"),
    )
    definition = rendered(described, chosen.container, chosen.image)
    registered = aws("register-task-definition", "--cli-input-json", json.dumps(definition))
    revision = registered["taskDefinition"]["taskDefinitionArn"]
    print(f"deploy: {short(before)} -> {short(revision)}", flush=True)
    service.update(revision)
    try:
        wait(service, revision, float(chosen.poll_seconds), float(chosen.timeout_seconds))
    except Failure:
        for event in service.describe().get("events", [])[:EVENTS_SHOWN]:
            print(f"deploy: {event.get('createdAt')}: {event.get('message')}", file=sys.stderr)
        raise
    print(f"deploy: {chosen.service} runs {short(revision)}")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)

    def add(option: str, variable: str, default: str = "") -> None:
        value = os.environ.get(variable) or default
        parser.add_argument(option, default=value, required=not value, help=f"or ${variable}")

    add("--cluster", "ECS_CLUSTER")
    add("--service", "ECS_SERVICE")
    add("--container", "CONTAINER_NAME")
    add("--task-definition", "TASK_DEFINITION", "api-task")
    add("--image", "IMAGE")
    add("--poll-seconds", "DEPLOY_POLL_SECONDS", "10")
    # How long others may still deploy; 0 replaces what they do.
    add("--queue-seconds", "DEPLOY_QUEUE_SECONDS", "1200")
    add("--timeout-seconds", "DEPLOY_TIMEOUT_SECONDS", "1800")
    return parser.parse_args()


def main() -> int:
    try:
        deploy(options())
    except Failure as failure:
        print(f"deploy: FAILED: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
