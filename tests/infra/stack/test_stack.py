"""TERRAFORM/ on an AWS double: apply, plan, deploy, turn parts off, destroy. In this order.

The whole stands under deletion_protection, as by default, until the parts are turned off.
"""

import json

import pytest
from conftest import REGION, STATE_BUCKET, Stack
from moto.rds.models import rds_backends

ACCOUNT = "123456789012"
# What the second apply says: every optional part off again, and a new database password.
DEFAULTS = ["-var=database_password_version=2", "-var=deletion_protection=false"]


@pytest.fixture(scope="module")
def optional_parts(stack: Stack) -> list[str]:
    certificate = stack.client("acm").request_certificate(DomainName="livros.example.org")
    arn = certificate["CertificateArn"]
    return ["-var-file=tests/optional_parts.tfvars", f"-var=certificate_arn={arn}"]


def secret(stack: Stack, name: str) -> str:
    return stack.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]


def database_password() -> str:
    # AWS shows it to nobody; neither does moto's own API.
    return rds_backends[ACCOUNT][REGION].clusters["api-livros"]._master_user_password


def test_everything_is_made_with_each_optional_part_on(stack, optional_parts):
    added, changed, destroyed = stack.apply(*optional_parts)
    assert added > 90
    assert (changed, destroyed) == (0, 0)


def test_the_second_plan_is_empty(stack, optional_parts):
    stack.plan_is_empty(*optional_parts)


def test_the_first_image_is_built_and_pushed_with_its_tag(stack):
    registry = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
    image = f"{registry}/api-livros:1.0"
    describe, *_, build, push = stack.calls()
    assert describe.endswith("--repository-name api-livros --image-ids imageTag=1.0 --output text")
    login = f"docker login --username AWS --password-stdin {registry} <a-password"
    assert login in stack.calls()
    assert build.startswith(f"docker build --platform linux/amd64 --tag {image} ")
    assert push == f"docker push {image}"


def test_the_state_lies_in_the_bucket_and_knows_no_secret(stack):
    objects = stack.client("s3").list_objects_v2(Bucket=STATE_BUCKET)["Contents"]
    assert [entry["Key"] for entry in objects] == ["api-livros/terraform.tfstate"], "or a lock left"
    state = stack.state()
    for name in ("api-livros/database-password", "api-livros/admin-key"):
        assert len(secret(stack, name)) >= 40
        assert secret(stack, name) not in state


def test_the_default_security_group_lets_nothing_through(stack):
    ec2 = stack.client("ec2")
    ours = [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    filters = [{"Name": "vpc-id", "Values": ours}, {"Name": "group-name", "Values": ["default"]}]
    (group,) = ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
    assert group["IpPermissions"] == group["IpPermissionsEgress"] == []


def test_the_administrator_key_has_the_form_of_a_key(stack):
    key = secret(stack, "api-livros/admin-key")
    assert key.startswith("lv_")
    assert key[3:].isalnum()
    assert len(key) == 46


def test_the_service_has_the_names_that_the_original_gave(stack):
    """Whoever has its repository variables and its alarms' names goes on with them."""
    ecs = stack.client("ecs")
    definition = ecs.describe_task_definition(taskDefinition="api-task")["taskDefinition"]
    assert [one["name"] for one in definition["containerDefinitions"]] == ["api-task"]
    (topic,) = stack.client("sns").list_topics()["Topics"]
    assert topic["TopicArn"].endswith(":alerta_ecs_infraestrutura-terraform")
    alarms = stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    # The others are autoscaling's own.
    ours = [one["AlarmName"] for one in alarms if not one["AlarmName"].startswith("TargetTracking")]
    assert all(name.startswith("livros/api-livros-") for name in ours), ours
    names = {name.removeprefix("livros/api-livros-") for name in ours}
    assert {
        "ECS-High-CPUUtilization",
        "ECS-High-MemoryUtilization",
        "ECS-Task-Execution-Stopped",
    } <= names


def test_a_destroy_under_protection_ends_before_its_first_step(stack, optional_parts):
    before = {one["type"] for one in json.loads(stack.state())["resources"]}
    told = stack.destroy_is_refused(*optional_parts)
    assert "nothing was destroyed" in told and "Destruction complete" not in told
    assert "terraform apply -var deletion_protection=false" in told
    assert {one["type"] for one in json.loads(stack.state())["resources"]} == before
    # Terraform has forgotten the outputs, and nothing else.
    _, planned = stack.terraform("plan", "-no-color", *optional_parts)
    assert "Changes to Outputs" in planned and "Plan:" not in planned


def test_parts_turned_off_are_taken_down_and_the_password_is_replaced(stack):
    before = secret(stack, "api-livros/database-password")
    key = secret(stack, "api-livros/admin-key")
    assert database_password() == before
    stack.apply(*DEFAULTS)
    assert secret(stack, "api-livros/database-password") != before
    assert database_password() == secret(stack, "api-livros/database-password")
    assert secret(stack, "api-livros/admin-key") == key
    stack.plan_is_empty(*DEFAULTS)


def test_a_deployment_by_the_pipeline_leaves_the_plan_empty(stack):
    ecs = stack.client("ecs")
    found = ecs.describe_task_definition(taskDefinition="api-task")["taskDefinition"]
    containers = found["containerDefinitions"]
    containers[0]["image"] = containers[0]["image"].replace(":1.0", ":0123abc")
    answers_only = {"taskDefinitionArn", "revision", "status", "requiresAttributes"}
    answers_only |= {"compatibilities", "registeredAt", "registeredBy", "containerDefinitions"}
    kept = {name: value for name, value in found.items() if name not in answers_only}
    new = ecs.register_task_definition(**kept, containerDefinitions=containers)
    ecs.update_service(
        cluster="api-cluster",
        service="api-service",
        taskDefinition=new["taskDefinition"]["taskDefinitionArn"],
        desiredCount=3,
    )
    stack.plan_is_empty(*DEFAULTS)


def test_destroy_leaves_nothing(stack):
    """Without the variable: what counts is what was applied."""
    registry = stack.client("ecr")
    kind = {"imageManifestMediaType": "application/vnd.docker.distribution.manifest.v2+json"}
    manifest = json.dumps({"schemaVersion": 2, "config": {}, "layers": []})
    registry.put_image(repositoryName="api-livros", imageManifest=manifest, imageTag="1.0", **kind)
    assert stack.destroy() > 70
    assert json.loads(stack.state())["resources"] == []
    assert stack.client("ecr").describe_repositories()["repositories"] == []
    assert stack.client("rds").describe_db_clusters()["DBClusters"] == []
    assert stack.client("secretsmanager").list_secrets()["SecretList"] == []
    vpcs = stack.client("ec2").describe_vpcs()["Vpcs"]
    assert [vpc["IsDefault"] for vpc in vpcs] == [True]
