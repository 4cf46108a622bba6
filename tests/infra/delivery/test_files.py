"""What the files of the delivery promise, as far as it can be told without running them."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
WORKFLOW_TEXT = (ROOT / ".github/workflows/ci-cd.yml").read_text()
WORKFLOW = yaml.safe_load(WORKFLOW_TEXT)
RELEASE_TEXT = (ROOT / ".github/workflows/release.yml").read_text()
RELEASE = yaml.safe_load(RELEASE_TEXT)
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboards/api-livros.json").read_text())
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())
SUFFIXES = re.compile(r"_(?:bucket|sum|count)$")


def packages_of_dockerfile(stage: str) -> set[str]:
    text = (ROOT / "Dockerfile").read_text()
    part = text.split(f" AS {stage}\n")[1].split("\nFROM ")[0]
    return set(re.findall(r"^ {6}([a-z0-9.+-]+) \\$", part, re.MULTILINE))


def test_the_image_is_built_with_the_packages_that_dev_installs():
    dev = (ROOT / "dev").read_text()
    listed = re.search(r"^packages_build=\((.*?)\)\n[a-z]", dev, re.DOTALL | re.MULTILINE)[1]
    wanted = set(listed.replace('"$(boost_package)"', "libboost1.81-dev").split())
    assert packages_of_dockerfile("build") == wanted


def test_the_image_is_built_with_every_tool_that_the_build_calls():
    """A build that lacks one fails only there."""
    called = {"embed.py"}
    for file in (ROOT / "cmake").glob("*.cmake"):
        called |= set(re.findall(r"/tools/(\w+\.py)", file.read_text()))
    for tool in sorted(called):
        imported = re.findall(r"^(?:from|import) (\w+)", (ROOT / "tools" / tool).read_text(), re.M)
        called |= {f"{name}.py" for name in imported if (ROOT / "tools" / f"{name}.py").exists()}
    copied = re.search(r"^COPY (tools/.*) tools/$", (ROOT / "Dockerfile").read_text(), re.M)[1]
    assert {Path(name).name for name in copied.split()} == called
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {line.removeprefix("!tools/") for line in ignored if "tools/" in line} == called


def test_the_image_names_its_release_and_no_label_is_empty():
    """Whoever says only `docker build .` gives no arguments."""
    text = (ROOT / "Dockerfile").read_text()
    version = re.search(r"^project\(.* VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.M)[
        1
    ]
    assert f"\nARG VERSION={version}\n" in text
    labels = dict(re.findall(r'image\.(\w+)="(.*?)"', text.split("\nLABEL ")[1]))
    assert labels["version"] == "${VERSION}" and labels["revision"] == "${REVISION:-v$VERSION}"
    assert {"title", "description", "licenses"} <= labels.keys() and all(labels.values())


def test_a_new_point_release_of_debian_does_not_end_the_build():
    """It replaces packages by others of newer versions, and keeps none of the old ones."""
    text = (ROOT / "Dockerfile").read_text()
    installed = re.findall(r"apt-get install(.*?)&& rm", text, re.DOTALL)
    assert len(installed) == 2
    assert not [part for part in installed if "=" in part]
    assert re.search(r"^ARG DEBIAN=debian:bookworm-slim$", text, re.MULTILINE)


def test_the_image_holds_no_compiler():
    assert not {p for p in packages_of_dockerfile("runtime") if p.endswith("-dev") or p == "g++"}


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_container_is_confined(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    # Those that do one thing and end need not come back.
    ends = name in {"postgres-password", "copy"}
    # Stopped by hand it stays stopped, over a restart of the machine too.
    assert service["restart"] == ("no" if ends else "unless-stopped")
    assert ends or "mem_limit" in service


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_port_but_those_of_https_is_published_on_loopback_only(name):
    ports = COMPOSE["services"][name].get("ports", [])
    if name == "caddy":
        assert ports == ["80:80", "443:443", "443:443/udp"]
    else:
        assert all(port.startswith("127.0.0.1:") for port in ports)


def started(*profiles: str) -> set[str]:
    """The services of `docker compose --profile … up`; without any, of .env's."""
    default = dict(
        line.split("=", 1)
        for line in (ROOT / ".env").read_text().splitlines()
        if not line.startswith("#")
    )["COMPOSE_PROFILES"]
    chosen = set(profiles or default.split(","))
    return {
        name
        for name, service in COMPOSE["services"].items()
        if "profiles" not in service or chosen & set(service["profiles"])
    }


def test_the_plain_start_is_one_server_on_8080_with_its_data():
    assert started() == {"livros"}
    plain = COMPOSE["services"]["livros"]
    assert plain["image"] == "api-livros:latest"
    assert plain["ports"] == ["127.0.0.1:8080:8080"]
    assert plain["volumes"] == ["data:/data"]


def test_one_catalogue_is_served_at_a_time():
    assert "livros" not in started("postgres")
    assert {"postgres", "livros-1", "livros-2", "livros-3", "nginx"} <= started("postgres")
    assert started("https") == {"livros-https", "caddy"}
    assert started("observability") == {"prometheus", "grafana"}
    assert started("postgres", "observability") == started("postgres") | started("observability")


def test_our_image_is_built_from_here_wherever_it_is_missing():
    for name, service in COMPOSE["services"].items():
        is_ours = service["image"] == "api-livros:latest"
        assert service.get("build") == ("." if is_ours else None), name


def test_every_foreign_image_names_its_release():
    foreign = {s["image"] for s in COMPOSE["services"].values()} - {"api-livros:latest"}
    assert foreign and all(re.search(r":v?\d+\.\d+", image) for image in foreign)


def test_the_package_s_service_is_confined_and_stops_in_time():
    unit = (ROOT / "deploy/package/api-livros.service").read_text()
    settings = set(unit.splitlines())
    assert {
        "User=api-livros",
        "StateDirectory=api-livros",
        "CapabilityBoundingSet=",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "SystemCallFilter=@system-service",
        "ExecStart=/usr/bin/api-livros serve --config /etc/api-livros/config.toml",
    } <= settings
    assert int(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)[1]) > 25
    kept = (ROOT / "deploy/package/conffiles").read_text().split()
    assert kept == ["/etc/api-livros/config.toml"], "an upgrade would replace other settings"


def exposed_metrics() -> set[str]:
    sources = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.[ch]pp"))
    return set(re.findall(r'"(livros_[a-z_]+)"', sources))


def test_the_dashboard_and_the_alerts_ask_for_metrics_that_exist():
    targets = [t["expr"] for panel in DASHBOARD["panels"] for t in panel["targets"]]
    rules = [rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]]
    asked = set(re.findall(r"livros_[a-z_]+", "\n".join(targets + rules)))
    exposed = exposed_metrics()
    assert {m for m in asked if m not in exposed and SUFFIXES.sub("", m) not in exposed} == set()


def logged_fields() -> set[str]:
    """The keys of every line that the service writes: of all lines, and of a request's."""
    log = (ROOT / "src/base/log.cpp").read_text()
    source = (ROOT / "src/api/request_log.cpp").read_text()
    request = source.split("log_.access(")[1].split(");\n")[0]
    of_all = set(re.findall(r'"(\w+)":', log))
    assert {"em", "nivel", "evento"} <= of_all
    return of_all | set(re.findall(r'\{"(\w+)",', request))


def fields_of_query(text: str) -> set[str]:
    """Of a query of CloudWatch Logs Insights."""
    parts = [part.strip() for part in text.split("|")]
    filters = " ".join(part for part in parts if part.startswith("filter "))
    return set(re.findall(r"(\w+)\s*(?:=|!=|>=|<=|<|>|like\b)", filters))


def test_queries_of_the_log_name_fields_that_it_has():
    (query,) = re.findall(r'query += "(.*)"', (ROOT / "TERRAFORM/dashboard.tf").read_text())
    asked = fields_of_query(query)
    assert asked == {"nivel", "status"}
    for runbook in ("docs/operations.md", "docs/operations.pt-BR.md"):
        patterns = re.findall(r"--filter-pattern '(.*)'", (ROOT / runbook).read_text())
        assert patterns
        asked |= set(re.findall(r"\$\.(\w+)", " ".join(patterns)))
    assert asked - logged_fields() == set()


def test_the_dashboard_s_panels_do_not_overlap():
    cells = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for grid in [panel["gridPos"]]
        for x in range(grid["x"], grid["x"] + grid["w"])
        for y in range(grid["y"], grid["y"] + grid["h"])
    ]
    assert len(cells) == len(set(cells)) and max(x for x, _ in cells) < 24


def test_a_job_has_no_right_that_it_does_not_name():
    assert WORKFLOW["permissions"] == {}
    for name, job in WORKFLOW["jobs"].items():
        wanted = {"contents": "read"}
        if name in {"build", "deploy"}:
            wanted["id-token"] = "write"
        assert job["permissions"] == wanted, name
        assert 0 < job["timeout-minutes"] <= 60, name


def test_a_job_of_a_release_has_no_right_that_it_does_not_need():
    assert RELEASE["permissions"] == {}
    release, image = {"contents": "write"}, {"packages": "write"}
    wanted = {
        "draft": release,
        "package": release,
        "image": {"contents": "read"} | image,
        "publish": release | image,
    }
    assert {name: job["permissions"] for name, job in RELEASE["jobs"].items()} == wanted
    assert all(0 < job["timeout-minutes"] <= 60 for job in RELEASE["jobs"].values())


def test_a_release_is_public_only_once_everything_of_it_is_there():
    needs = {name: job.get("needs") for name, job in RELEASE["jobs"].items()}
    assert needs == {
        "draft": None,
        "package": "draft",
        "image": "draft",
        "publish": ["package", "image"],
    }
    published = [name for name, job in RELEASE["jobs"].items() if "--draft=false" in str(job)]
    assert published == ["publish"]
    runners = ["ubuntu-24.04", "ubuntu-24.04-arm"]
    assert RELEASE["jobs"]["package"]["strategy"]["matrix"]["runner"] == runners
    images = RELEASE["jobs"]["image"]["strategy"]["matrix"]["include"]
    assert [one["runner"] for one in images] == runners
    for told in ("sha256sum", "*.spdx.json", "ghcr.io/"):
        assert told in RELEASE_TEXT


def test_the_workflow_says_where_its_secrets_and_variables_are_told():
    (file,) = re.findall(r"(\S+\.md) has the tables? of secrets and variables", WORKFLOW_TEXT)
    assert "AWS_SECRET_ACCESS_KEY" in (ROOT / file).read_text()


def test_every_foreign_action_is_pinned_by_its_commit():
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOW_TEXT + RELEASE_TEXT)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_the_jobs_follow_each_other():
    needs = {name: job.get("needs") for name, job in WORKFLOW["jobs"].items()}
    assert needs == {
        "lint": None,
        "test": "lint",
        "image": "lint",
        "build": ["test", "image"],
        "deploy": "build",
    }


def test_every_variable_of_terraform_is_typed_described_and_validated():
    text = (ROOT / "TERRAFORM/variables.tf").read_text()
    found = re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', text, re.MULTILINE | re.DOTALL)
    assert len(found) > 30
    for name, body in found:
        told = set(re.findall(r"^  (\w+) (?:=|\{)", re.sub(r" +=", " =", body), re.MULTILINE))
        # A type of two values needs no other rule.
        rules = set() if "= bool\n" in body else {"validation"}
        assert {"type", "description", "nullable"} | rules <= told, name


def test_what_refuses_a_destroy_depends_on_every_resource():
    """Whatever it did not depend on would be destroyed beside it."""
    resources = set()
    for file in (ROOT / "TERRAFORM").glob("*.tf"):
        found = re.findall(r'^resource "(\w+)" "(\w+)"', file.read_text(), re.MULTILINE)
        resources |= {f"{kind}.{name}" for kind, name in found}
    text = (ROOT / "TERRAFORM/protection.tf").read_text().split("depends_on = [")[1]
    listed = re.findall(r"^ +([\w.]+),$", text, re.MULTILINE)
    assert sorted(listed) == sorted(resources - {"terraform_data.protection"})


def test_no_branch_cancels_what_another_one_deploys():
    """GitHub cancels what waits in a concurrency group when something newer comes."""
    groups = [WORKFLOW["concurrency"]]
    groups += [job["concurrency"] for job in WORKFLOW["jobs"].values() if "concurrency" in job]
    for group in groups:
        assert "${{ github.ref }}" in group["group"]
        assert group["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_the_deployment_s_own_limits_fit_into_its_job():
    text = (ROOT / "tools/ci/deploy.py").read_text()
    seconds = re.findall(r'"DEPLOY_(?:QUEUE|TIMEOUT)_SECONDS", "(\d+)"', text)
    assert len(seconds) == 2
    assert sum(map(int, seconds)) + 300 <= 60 * WORKFLOW["jobs"]["deploy"]["timeout-minutes"]


def test_no_expression_is_pasted_into_a_script():
    for job in [*WORKFLOW["jobs"].values(), *RELEASE["jobs"].values()]:
        for step in job["steps"]:
            pasted = re.findall(r"\$\{\{(.*?)\}\}", step.get("run", ""))
            assert all(one.strip() == "matrix.word" for one in pasted), step


def headings(path: str) -> list[int]:
    lines = (ROOT / path).read_text().splitlines()
    return [len(line.split(" ")[0]) for line in lines if re.match(r"#+ ", line)]


def test_the_runbook_says_the_same_in_both_languages():
    assert headings("docs/operations.md") == headings("docs/operations.pt-BR.md")


def test_the_alerts_lead_to_chapters_of_the_runbook():
    text = (ROOT / "docs/operations.md").read_text()
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for group in ALERTS["groups"]:
        for rule in group["rules"]:
            file, _, anchor = rule["annotations"]["runbook"].partition("#")
            assert file == "docs/operations.md" and anchor in anchors, rule["alert"]


def test_the_readmes_name_every_secret_and_variable_of_the_workflow():
    used = set(re.findall(r"(?:secrets|vars)\.([A-Z_]+)", WORKFLOW_TEXT))
    for readme in ("README.md", "README.pt-BR.md"):
        text = (ROOT / readme).read_text()
        assert {name for name in used if f"`{name}`" not in text} == set(), readme
