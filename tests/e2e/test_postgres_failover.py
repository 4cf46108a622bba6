"""The primary dies and the standby takes over: nothing acknowledged is lost, nothing is doubled."""

import os
import time

import pytest
from postgres_cluster import postgres_cluster
from postgres_load import Load, instances_of, nginx, nginx_is_here
from service import wait_until

pytestmark = pytest.mark.failover

ROUNDS = int(os.environ.get("API_LIVROS_FAILOVERS", "1"))
CLIENTS = 32  # writers, and as many readers

# Of the service's own share: what passes from a primary that takes writes to the first one taken.
# Connecting again is tried every 2 s at most; a loaded machine adds to it.
RESUME_SECONDS_MAX = 15
REFUSAL_SECONDS_MAX = 20  # of which 9 are its own


@pytest.fixture
def cluster():
    with postgres_cluster() as cluster:
        yield cluster


def assert_refusals_are_proper(load: Load) -> None:
    for one in load.refusals():
        proper = one.status == 409 or (one.status == 503 and one.retry_after and one.code)
        assert proper, one


def seconds_until_each_instance_wrote(load: Load, instances, since: float) -> float:
    """From `since` until every instance has acknowledged a write that began after it."""
    addresses = {f"127.0.0.1:{one.port}" for one in instances}

    def first_ends() -> dict[str, float] | None:
        load.raise_failures()
        ends: dict[str, float] = {}
        for one in list(load.met):
            if one.kind == "write" and one.status == 201 and one.begin > since:
                ends[one.instance] = min(one.end, ends.get(one.instance, one.end))
        return ends if ends.keys() == addresses else None

    return max(wait_until(first_ends, "every instance writes again").values()) - since


@pytest.mark.skipif(not nginx_is_here(), reason="NOT TESTED: nginx is not installable here")
def test_a_killed_primary_loses_no_acknowledged_write(cluster, tmp_path, capsys):
    with instances_of(cluster.url, tmp_path) as instances:
        with nginx(tmp_path / "nginx", instances) as port, Load([port], CLIENTS, CLIENTS) as load:
            for n in range(1, ROUNDS + 1):
                load.await_writes(500, "writes before the failover")
                refused = len(load.refusals())
                enough = refused + CLIENTS  # so the outage outlasts what instances wait in silence
                killed = time.monotonic()
                cluster.primary.kill()
                wait_until(lambda e=enough: len(load.refusals()) > e, "requests are refused")
                cluster.fail_over()
                promoted = time.monotonic()
                each = seconds_until_each_instance_wrote(load, instances, promoted)
                load.await_writes(500, "writing goes on")
                writes = load.seconds_without({"write"}, killed)
                reads = load.seconds_without({"read", "list"}, killed)
                with capsys.disabled():
                    print(
                        f"\nround {n}: promotion done {promoted - killed:.2f} s after the kill;"
                        f" no write for {writes:.2f} s, no read for {reads:.2f} s;"
                        f" all instances write {each:.2f} s after the promotion;"
                        f" {len(load.refusals()) - refused} refusals,"
                        f" {len(load.acknowledged)} writes so far"
                    )
                assert each < RESUME_SECONDS_MAX
                cluster.rebuild_standby()
        assert_refusals_are_proper(load)
        for instance in instances:
            with instance.client() as api:
                load.verify(api)


def lists_are_answered(instance) -> bool:
    with instance.client() as api:
        return all(api.get("/livros", limite=1).status == 200 for _ in range(8))


def test_a_primary_that_hangs_is_left_for_the_promoted_standby(cluster, tmp_path):
    """A machine that is cut off takes connections, or swallows them, and never answers."""
    with instances_of(cluster.url, tmp_path, count=1) as (instance,):
        with Load([instance.port], writers=8, readers=8) as load:
            load.await_writes(100, "writes before the failover")
            cluster.primary.freeze()
            cluster.fail_over()
            load.await_writes(100, "writing goes on at the promoted standby")
        # The connections for lists leave the hung server one by one, each when it notices.
        wait_until(lambda: lists_are_answered(instance), "lists are answered again")
        assert_refusals_are_proper(load)
        slowest = max(one.end - one.begin for one in load.met)
        assert slowest < REFUSAL_SECONDS_MAX, f"an answer took {slowest:.1f} s"
        with instance.client() as api:
            load.verify(api)


def test_writes_without_a_standby_are_refused_in_time_and_go_on_with_a_new_one(cluster, tmp_path):
    """Commits wait for the standby for ever; requests must not, and nothing may be acknowledged."""
    with instances_of(cluster.url, tmp_path, count=1) as (instance,):
        with Load([instance.port], writers=CLIENTS, readers=8) as load:
            load.await_writes(100, "writes with a standby")
            cluster.standby.kill()
            wait_until(lambda: len(load.refusals()) >= 2 * CLIENTS, "writes are refused")
            cluster.rebuild_standby()
            load.await_writes(100, "writing goes on with a new standby")
        assert_refusals_are_proper(load)
        with instance.client() as api:
            load.verify(api)
        slowest = max(one.end - one.begin for one in load.met)
        assert slowest < REFUSAL_SECONDS_MAX, f"an answer took {slowest:.1f} s"
