"""What compose.yaml, the Dockerfile and TERRAFORM/ set are options that the program has.

A misspelt variable would end the start of what was deployed.
"""

import re

import pytest
import yaml
from service import ROOT, run_cli, wait_until

VARIABLE = re.compile(r"\bAPI_LIVROS_[A-Z0-9_]+\b")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
FILES = ("Dockerfile", "compose.yaml", "TERRAFORM/service.tf")
RUNBOOKS = ("docs/operations.md", "docs/operations.pt-BR.md", "TERRAFORM/README.md")
# Set where files are deployed; each must be there for the test to mean anything.
ALWAYS_SET = {"API_LIVROS_AUTH", "API_LIVROS_DATABASE"}


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Each option's variable, and those that only the help's words name."""
    done = run_cli("serve", "--help")
    assert done.returncode == 0, done.stderr
    return set(VARIABLE.findall(done.stdout))


def variables_of(file: str) -> set[str]:
    return set(VARIABLE.findall((ROOT / file).read_text()))


@pytest.mark.parametrize("file", FILES)
def test_every_variable_that_is_set_is_an_option(known, file):
    assert variables_of(file) - known == set()


@pytest.mark.parametrize("file", RUNBOOKS)
def test_every_variable_that_a_runbook_names_is_an_option(known, file):
    assert variables_of(file) - known == set()


def test_the_files_set_something():
    for file in ("compose.yaml", "TERRAFORM/service.tf"):
        assert variables_of(file) >= ALWAYS_SET, file


def environments() -> dict[str, dict[str, str]]:
    """Of each service that runs our program; where the catalogue lies is a test's own matter."""
    ours = {
        name: service["environment"]
        for name, service in COMPOSE["services"].items()
        if service.get("image", "").startswith("api-livros:") and "environment" in service
    }
    own = ("API_LIVROS_DATABASE", "API_LIVROS_DATABASE_PASSWORD_FILE")
    return {
        name: {key: value for key, value in environment.items() if key not in own}
        for name, environment in ours.items()
    }


@pytest.mark.parametrize("name", environments())
def test_a_server_starts_with_the_values_of_compose(own_server, name):
    service = own_server("--drain-delay", "0", env=environments()[name])
    with service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "it is ready")


def test_a_server_starts_with_the_package_s_settings(own_server):
    """And what they show as a comment are options too."""
    file = ROOT / "deploy/package/config.toml"
    shown = re.findall(r"^(?:# )?([a-z][a-z-]+) = ", file.read_text(), re.MULTILINE)
    options = re.findall(r"^  --([a-z-]+)", run_cli("serve", "--help").stdout, re.MULTILINE)
    assert {"database", "listen", "auth"} <= set(shown) <= set(options)
    service = own_server("--config", str(file))
    with service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "it is ready")


def locals_of_terraform() -> dict[str, str]:
    text = "\n".join(path.read_text() for path in sorted((ROOT / "TERRAFORM").glob("*.tf")))
    return dict(re.findall(r"^  (\w+) += (\d+)$", text, re.MULTILINE))


def test_a_server_starts_with_the_values_of_terraform(own_server):
    """The literal ones and those that are made of numbers; addresses are the network's."""
    text = (ROOT / "TERRAFORM/service.tf").read_text()
    numbers = locals_of_terraform()
    environment = dict(re.findall(r'^ +(API_LIVROS_\w+) += "([^"$]+)"$', text, re.MULTILINE))
    for name, local in re.findall(
        r"^ +(API_LIVROS_\w+) += tostring\(local\.(\w+)\)$", text, re.MULTILINE
    ):
        environment[name] = numbers[local]
    assert set(environment) >= {"API_LIVROS_AUTH", "API_LIVROS_IDLE_TIMEOUT"}
    environment |= {
        # join(",", local.public_cidrs), and a key as Secrets Manager makes it.
        "API_LIVROS_TRUSTED_PROXIES": "10.0.0.0/24,10.0.1.0/24",
        "API_LIVROS_ADMIN_KEY": "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
    }
    service = own_server("--drain-delay", "0", env=environment)
    with service.client() as api:
        wait_until(lambda: api.get("/readyz").status == 200, "it is ready")
        api.post("/livros", json={"título": "x", "autor": None}).expect(401)
