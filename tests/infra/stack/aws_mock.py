"""An AWS on this machine for Terraform: moto's server, and what the AWS provider asks beyond it.

Each class below closes one gap between moto and AWS that shows as an error or as a second plan that
is not empty. Where it only gives back what a request said, an empty plan proves less than on AWS.
Used as a library (`running()`), or by hand: `python aws_mock.py`, then set AWS_ENDPOINT_URL to what
it prints.
"""

import contextlib
import hashlib
import json
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator

# Read when moto is imported: services reach their steady state only with running tasks.
os.environ.setdefault("MOTO_ECS_SERVICE_RUNNING", "2")
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "false")

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse  # noqa: E402
from moto.budgets.responses import BudgetsResponse  # noqa: E402
from moto.core.responses import BaseResponse  # noqa: E402
from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: E402
from moto.ecs.responses import EC2ContainerServiceResponse  # noqa: E402
from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: E402
from moto.rds.models import DBCluster, DBParameterGroup  # noqa: E402
from moto.rds.responses import RDSResponse  # noqa: E402


def wrap(owner: type, name: str, around: Callable) -> None:
    """Replaces a method of `owner` by one that calls around(original, self, …)."""
    original = getattr(owner, name)

    def wrapped(self, *positional, **named):
        return around(original, self, *positional, **named)

    setattr(owner, name, wrapped)


class Tags:
    """Tags of resources for which moto has none: the provider lists them at each refresh."""

    def __init__(self, arn: str, tags: str, keys: str) -> None:
        self.arn, self.tags, self.keys = arn, tags, keys
        self.by_arn: dict[str, dict[str, str]] = defaultdict(dict)

    def given(self, request: BaseResponse) -> dict[str, str]:
        tags = request._get_param(self.tags) or {}
        return tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags}

    def install(self, service: type, create: str, arn_of: Callable[[BaseResponse, dict], str]):
        def created(original, request, *positional, **named):
            answer = original(request, *positional, **named)
            body = answer if isinstance(answer, str) else answer[-1]
            self.by_arn[arn_of(request, json.loads(body or "{}"))].update(self.given(request))
            return answer

        def tag(request) -> str:
            self.by_arn[request._get_param(self.arn)].update(self.given(request))
            return "{}"

        def untag(request) -> str:
            for key in request._get_param(self.keys) or []:
                self.by_arn[request._get_param(self.arn)].pop(key, None)
            return "{}"

        wrap(service, create, created)
        service.tag_resource = tag
        service.untag_resource = untag


class Autoscaling:
    def install(self) -> None:
        service = ApplicationAutoScalingResponse
        tags = Tags("ResourceARN", "Tags", "TagKeys")
        tags.install(service, "register_scalable_target", lambda _, body: body["ScalableTargetARN"])
        service.list_tags_for_resource = lambda request: json.dumps(
            {"Tags": tags.by_arn[request._get_param("ResourceARN")]}
        )


class Budgets:
    def install(self) -> None:
        tags = Tags("ResourceARN", "ResourceTags", "ResourceTagKeys")
        tags.install(BudgetsResponse, "create_budget", self.arn_of)
        BudgetsResponse.list_tags_for_resource = lambda request: json.dumps(
            {
                "ResourceTags": [
                    {"Key": key, "Value": value}
                    for key, value in tags.by_arn[request._get_param("ResourceARN")].items()
                ]
            }
        )
        BudgetsResponse.describe_subscribers_for_notification = self.subscribers

    @staticmethod
    def arn_of(request: BaseResponse, _: dict) -> str:
        name = request._get_param("Budget")["BudgetName"]
        return f"arn:aws:budgets::{request._get_param('AccountId')}:budget/{name}"

    @staticmethod
    def subscribers(request: BaseResponse) -> str:
        account, name = request._get_param("AccountId"), request._get_param("BudgetName")
        wanted = request._get_param("Notification")
        for notification in request.backend.budgets[account][name].notifications:
            details = notification.details
            if details["NotificationType"] == wanted["NotificationType"] and float(
                details["Threshold"]
            ) == float(wanted["Threshold"]):
                return json.dumps({"Subscribers": notification.subscribers})
        return json.dumps({"Subscribers": []})


class Ecs:
    """Attributes of a service that moto takes and forgets, and deployments that reach their end."""

    KEPT = {
        "availabilityZoneRebalancing": "availability_zone_rebalancing",
        "deploymentConfiguration": "deployment_configuration",
        "enableECSManagedTags": "enable_ecs_managed_tags",
        "enableExecuteCommand": "enable_execute_command",
        "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    }

    def install(self) -> None:
        wrap(EC2ContainerServiceResponse, "create_service", self.keep)
        wrap(EC2ContainerServiceResponse, "update_service", self.keep)
        wrap(EC2ContainerServiceResponse, "update_service", self.deploy)

    def keep(self, original, request, *positional, **named):
        answer = original(request, *positional, **named)
        service = answer.result["service"]
        for wire, attribute in self.KEPT.items():
            value = request._get_param(wire)
            if value is not None:
                setattr(service, attribute, value)
        return answer

    def deploy(self, original, request, *positional, **named):
        answer = original(request, *positional, **named)
        service = answer.result["service"]
        for deployment in service.deployments[:1]:
            if deployment["taskDefinition"] != service.task_definition:
                number = hashlib.sha256(service.task_definition.encode()).hexdigest()[:19]
                deployment["id"] = f"ecs-svc/{int(number, 16)}"
            deployment["taskDefinition"] = service.task_definition
            deployment["desiredCount"] = deployment["runningCount"] = service.desired_count
            deployment["pendingCount"] = 0
        return answer


class Rds:
    def install(self) -> None:
        wrap(RDSResponse, "create_db_instance", self.identify)
        wrap(RDSResponse, "create_db_instance", self.insights)
        wrap(RDSResponse, "modify_db_instance", self.insights)
        # AWS says who set a parameter, and the provider drops those that nobody set.
        wrap(
            DBParameterGroup,
            "update_parameters",
            lambda original, group, parameters: original(
                group, [{**parameter, "Source": "user"} for parameter in parameters]
            ),
        )
        # AWS gives this of serverless v1 only; moto gives empty values of every cluster.
        described = DBCluster.scaling_configuration_info
        DBCluster.scaling_configuration_info = property(
            lambda cluster: described.fget(cluster) if cluster.engine_mode == "serverless" else None
        )

    @staticmethod
    def identify(original, request, *positional, **named):
        """moto gives every instance the same resource id."""
        answer = original(request, *positional, **named)
        instance = answer.result["DBInstance"]
        digest = hashlib.sha256(instance.db_instance_identifier.encode()).hexdigest()
        instance.dbi_resource_id = f"db-{digest[:26].upper()}"
        return answer

    @staticmethod
    def insights(original, request, *positional, **named):
        wanted = request.params.get("EnablePerformanceInsights")
        days = request.params.get("PerformanceInsightsRetentionPeriod")
        key = request.params.get("PerformanceInsightsKMSKeyId")
        answer = original(request, *positional, **named)
        instance = answer.result["DBInstance"]
        if wanted is not None:
            instance.performance_insights_enabled = str(wanted).lower() == "true"
        if days is not None:
            instance.performance_insights_retention_period = int(days)
        if key is not None:
            instance.performance_insights_kms_key_id = key
        return answer


class SecurityGroups:
    """moto keeps a rule's description in its source, where the provider does not look."""

    def install(self) -> None:
        SecurityGroupRule.description = property(
            lambda rule: (
                rule.ip_range.get("Description") or (rule.source_group or {}).get("Description")
            )
        )


for gap in (Autoscaling(), Budgets(), Ecs(), Rds(), SecurityGroups()):
    gap.install()


@contextlib.contextmanager
def running(port: int = 0) -> Iterator[str]:
    """Serves on a free port of the loopback; gives the address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    host, bound = server.get_host_and_port()
    try:
        yield f"http://{host}:{bound}"
    finally:
        server.stop()


if __name__ == "__main__":
    with running() as address:
        print(address, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
