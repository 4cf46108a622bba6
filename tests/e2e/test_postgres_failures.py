"""The failure campaign in short, and whether it finds what it looks for: bench/run failures."""

import os
import time
from dataclasses import replace

import pytest
from campaign import campaign
from campaign_clients import BUGS, EARLY, Clients
from campaign_world import Planted, Shape
from pgbouncer import pgbouncer_is_here
from wire import Client

SEED = int(os.environ.get("API_LIVROS_SEED", "1"))
TOLD_SECONDS = (0.6, 2, 6, 18)  # of lies, until one is found: on a loaded machine little happens
SHORT = [
    "lost-commits",
    "locked-book",
    "migration",
    "killed-primary",
]
SHORT_BEHIND_PGBOUNCER = ["killed-primary"]
# Faults of the program that would show only beside those of a database, and what is said of them.
PLANTED = {
    "batch-in-doubt-not-asked-for": (Planted(lie="undone"), "lost-commits", "done twice"),
    "warning-of-a-commit-not-heard": (
        Planted(lie="unheard"),
        "stopped-commits-and-failover",
        "lost",
    ),
    "replay-before-the-standby-has-it": (
        Planted(bug=EARLY),
        "stopped-commits-and-failover",
        "lost",
    ),
}
# Of the campaign, until it is found: at last longer than a write in doubt is tried again (9 s).
STOP_SECONDS = (1, 2, 4, 12)


def assert_nothing_is_wrong(capsys, names: list[str], shape: Shape) -> None:
    def say(line: str) -> None:
        with capsys.disabled():
            print(line)

    say(f"\nfailure campaign, seed {SEED}, PgBouncer: {shape}")
    wrong = campaign(SEED, names, say, shape=shape).wrong
    assert not wrong, f"seed {SEED}: " + "\n".join(wrong[:20])


@pytest.mark.alone
def test_no_fault_makes_the_service_say_what_is_not_so(capsys):
    assert_nothing_is_wrong(capsys, SHORT, "none")


@pytest.mark.alone
@pytest.mark.skipif(not pgbouncer_is_here(), reason="NOT TESTED: PgBouncer is not installable here")
def test_nor_does_it_behind_pgbouncer(capsys):
    """One; that of one for each server is followed in test_postgres_servers.py."""
    assert_nothing_is_wrong(capsys, SHORT_BEHIND_PGBOUNCER, "one")


@pytest.mark.waiting
@pytest.mark.parametrize("planted, fault, said", PLANTED.values(), ids=PLANTED)
def test_the_campaign_finds_what_the_program_is_kept_from(planted, fault, said):
    for seed, seconds in enumerate(STOP_SECONDS, SEED):
        patient = replace(planted, stop_seconds=seconds)
        wrong = campaign(seed, [fault], lambda _: None, patient).wrong
        if any(said in one for one in wrong):
            return
    raise AssertionError(f"not found; the last round says {wrong[:5]}")


def told(own_server, seconds: float, bug=None) -> tuple[list[str], dict[str, int]]:
    """What cannot be true of so many seconds at a new server, and how many writes there were."""
    service = own_server()
    with Clients([service.port], SEED, writers=3, readers=2, bug=bug) as clients:
        time.sleep(seconds)
    with Client(service.port) as api:
        return clients.history.judge(api), clients.history.counts()


@pytest.mark.waiting
@pytest.mark.parametrize("bug", BUGS)
def test_the_campaign_finds_a_planted_bug(own_server, bug):
    """The way between the clients and the server lies as such a server would."""
    for seconds in TOLD_SECONDS:
        wrong, counts = told(own_server, seconds, bug)
        if any(BUGS[bug] in one for one in wrong):
            return
    raise AssertionError(f"{counts}: {wrong[:5]}")


@pytest.mark.waiting
def test_the_campaign_finds_nothing_where_nothing_is_wrong(own_server):
    wrong, counts = told(own_server, TOLD_SECONDS[0])
    assert wrong == []
    assert set(counts) <= {"done", "failed"}
