"""The failure campaign in short, and whether it finds what it looks for: bench/run failures."""

import os
import time

import pytest
from campaign import campaign
from campaign_clients import BUGS, Clients
from wire import Client

pytestmark = pytest.mark.alone

SEED = int(os.environ.get("API_LIVROS_SEED", "1"))
TOLD_SECONDS = 0.8  # of lies: some dozens
SHORT = [
    "lost-commits",
    "commits-stopped",
    "locked-book",
    "two-instances-killed",
    "killed-primary",
]


def test_no_fault_makes_the_service_say_what_is_not_so(capsys):
    def say(line: str) -> None:
        with capsys.disabled():
            print(line)

    say(f"\nfailure campaign, seed {SEED}:")
    wrong = campaign(SEED, SHORT, say)
    assert not wrong, f"seed {SEED}: " + "\n".join(wrong[:20])


@pytest.mark.parametrize("bug", BUGS)
def test_the_campaign_finds_a_planted_bug(own_server, bug):
    """The way between the clients and the server lies as such a server would."""
    service = own_server()
    with Clients([service.port], SEED, writers=3, readers=2, bug=bug) as clients:
        time.sleep(TOLD_SECONDS)
    with Client(service.port) as api:
        wrong = clients.history.judge(api)
    assert any(BUGS[bug] in one for one in wrong), (clients.history.counts(), wrong[:5])


def test_the_campaign_finds_nothing_where_nothing_is_wrong(own_server):
    service = own_server()
    with Clients([service.port], SEED, writers=3, readers=2) as clients:
        time.sleep(TOLD_SECONDS)
    with Client(service.port) as api:
        assert clients.history.judge(api) == []
    assert set(clients.history.counts()) <= {"done", "failed"}
