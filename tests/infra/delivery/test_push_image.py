"""tools/ci/push-image with a docker that writes down what it is told."""

import os
from pathlib import Path

import pytest

REPOSITORY = "registry.example/api-livros"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

# PUSHED: images that are there. BUILDX: whether that plugin is. PUSH: the exit code of a push.
DOCKER = r"""
printf '%s\n' "$*" >>"$CALLS"
echo 'chatter of docker'
case "$1 ${2:-}" in
  'buildx version') [ "$BUILDX" = yes ] ;;
  'buildx inspect') exit 1 ;;
  'manifest inspect') [[ " $PUSHED $(cat "$PUSHED_LATER" 2>/dev/null) " == *" ${!#} "* ]] ;;
  'buildx build')
    if [ "$PUSH" -ne 0 ]; then echo "$LATER" >"$PUSHED_LATER"; fi
    exit "$PUSH" ;;
esac
"""


class Pushing:
    def __init__(self, run, programs, folder: Path) -> None:
        self.run = run
        self.calls_file = folder / "calls"
        self.environment = os.environ | {
            "PATH": f"{programs('docker', DOCKER)}:{os.environ['PATH']}",
            "CALLS": str(self.calls_file),
            "PUSHED_LATER": str(folder / "pushed-later"),
            "PUSHED": "",
            "BUILDX": "yes",
            "PUSH": "0",
            "LATER": "",
        }

    def __call__(self, **settings: str):
        arguments = (REPOSITORY, COMMIT, "42")
        return self.run("push-image", *arguments, env=self.environment | settings)

    def calls(self, word: str) -> list[str]:
        return [line for line in self.calls_file.read_text().splitlines() if word in line]


@pytest.fixture
def pushing(run, programs, tmp_path) -> Pushing:
    return Pushing(run, programs, tmp_path)


def test_the_address_alone_is_printed(pushing):
    done = pushing()
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{REPOSITORY}:{COMMIT}\n"


def test_commit_and_run_are_the_tags_and_attestations_go_along(pushing):
    pushing()
    (build,) = pushing.calls("buildx build ")
    assert f"--tag {REPOSITORY}:{COMMIT} --tag {REPOSITORY}:42 --push" in build
    assert "--provenance=mode=max --sbom=true" in build
    assert "--platform linux/amd64 " in build
    assert f"--build-arg REVISION={COMMIT[:12]} " in build


def test_the_platforms_can_be_chosen(pushing):
    pushing(PLATFORMS="linux/amd64,linux/arm64")
    assert pushing.calls("--platform linux/amd64,linux/arm64 ")


def test_without_buildx_both_tags_are_pushed_and_the_lack_is_told(pushing):
    done = pushing(BUILDX="no")
    assert (done.returncode, done.stdout) == (0, f"{REPOSITORY}:{COMMIT}\n")
    assert pushing.calls("push ") == [f"push {REPOSITORY}:{COMMIT}", f"push {REPOSITORY}:42"]
    assert "WITHOUT provenance and SBOM" in done.stderr


def test_a_job_that_runs_again_builds_nothing(pushing):
    done = pushing(PUSHED=f"{REPOSITORY}:{COMMIT} {REPOSITORY}:42")
    assert (done.returncode, done.stdout) == (0, f"{REPOSITORY}:{COMMIT}\n")
    assert not pushing.calls("build --") and not pushing.calls("create")


def test_a_commit_that_another_run_built_gets_this_run_s_tag(pushing):
    done = pushing(PUSHED=f"{REPOSITORY}:{COMMIT}")
    assert done.returncode == 0
    assert not pushing.calls("buildx build ")
    assert pushing.calls("imagetools") == [
        f"buildx imagetools create --tag {REPOSITORY}:42 {REPOSITORY}:{COMMIT}"
    ]


def test_a_push_that_fails_fails(pushing):
    done = pushing(PUSH="1")
    assert done.returncode != 0
    assert done.stdout == ""


def test_a_push_that_lost_against_the_same_commit_is_none_that_failed(pushing):
    done = pushing(PUSH="1", LATER=f"{REPOSITORY}:{COMMIT}")
    assert (done.returncode, done.stdout) == (0, f"{REPOSITORY}:{COMMIT}\n")
