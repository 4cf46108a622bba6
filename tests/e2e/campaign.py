"""The failure campaign: a primary with a synchronous standby, a bad way to both, three instances,
clients that remember everything, and one fault after the other. In the end their history is judged.

    bench/run failures [--seed N] [--rounds N] [--only NAME…]
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import newer_release
from campaign_clients import Bug, Clients
from postgres_cluster import Cluster, PostgresServer, postgres_cluster
from postgres_load import OURS, highest_rss_mib, instances_of
from service import BINARY, Service, wait_until
from slow_proxy import Lie, SlowProxy
from small_disk import can_mount
from wire import Client

WRITERS, READERS = 4, 3
CALM_SECONDS = 0.5  # before the next fault
HEALED_SECONDS_MAX = 30
SHOWN_MAX = 50

WAITING = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'"


@dataclass
class World:
    cluster: Cluster
    proxies: dict[PostgresServer, SlowProxy]
    instances: list[Service]
    clients: Clients
    draw: random.Random
    newer: Path  # the binary of a newer release
    stop_seconds: float  # between two stops of commits that wait for their standby

    @property
    def way(self) -> SlowProxy:
        """To the primary."""
        return self.proxies[self.cluster.primary]

    def memory(self) -> float:
        """The most that any instance had resident since its start, in MiB."""
        return max(highest_rss_mib(one) for one in self.instances)

    def sql(self, statement: str) -> str:
        return self.cluster.primary.sql(statement, self.cluster.database)


# ---- faults: each is over, and healed, when it returns ------------------------------------------


def kill_the_primary(world: World) -> None:
    world.cluster.primary.kill()
    world.cluster.fail_over()


def hang_the_primary(world: World) -> None:
    world.cluster.primary.freeze()
    world.cluster.fail_over()


def restart(world: World, mode: str) -> None:
    world.cluster.primary.stop(mode)
    world.cluster.primary.start()


def terminate_backends(world: World) -> None:
    for _ in range(4):
        wait_until(lambda: world.sql(f"SELECT pg_terminate_backend(pid) {OURS}"), "one was there")
        time.sleep(world.draw.uniform(0.1, 0.4))


def swallow_the_way(world: World) -> None:
    world.way.swallows = True
    time.sleep(3)
    world.way.swallows = False
    world.way.cut_all()


def cut_and_delay(world: World) -> None:
    world.way.delay_seconds, world.way.cut_probability = 0.02, 0.03
    time.sleep(3)
    world.way.delay_seconds, world.way.cut_probability = 0.0, 0.0


def lose_commits(world: World) -> None:
    for lost in ("answer", "commit", "request", "answer", "answer", "commit"):
        world.way.lose = lost
        with suppress(AssertionError):
            wait_until(lambda: world.way.lose is None, "it was lost", 3)
        time.sleep(0.1)
    world.way.lose = None


def standby_away(world: World) -> None:
    world.cluster.standby.freeze()
    time.sleep(3)
    world.cluster.standby.thaw()


def standby_away_and_commits_stopped(world: World) -> None:
    """PostgreSQL commits here and warns, or says farewell; neither is an acknowledgement."""
    world.cluster.standby.freeze()
    for stop in ("pg_cancel_backend", "pg_terminate_backend", "pg_cancel_backend"):
        stop_commits(world, stop)
    time.sleep(world.stop_seconds)
    world.cluster.standby.thaw()


def stop_commits(world: World, stop: str) -> None:
    """Those that wait for the standby; each instance has one soon, and a moment brings more."""
    time.sleep(world.stop_seconds)
    wait_until(lambda: world.sql(f"SELECT {stop}(pid) {WAITING}"), "a commit waits")


def standby_away_then_failover(world: World) -> None:
    """What was committed without a standby is gone behind it: nobody may have heard of it."""
    cluster = world.cluster
    # The sender too, or the standby would find what was sent meanwhile when it is thawed.
    os.kill(int(cluster.primary.sql("SELECT pid FROM pg_stat_replication")), signal.SIGSTOP)
    cluster.standby.freeze()
    for stop in ("pg_cancel_backend", "pg_terminate_backend"):
        stop_commits(world, stop)
    time.sleep(world.stop_seconds)
    cluster.primary.freeze()  # it never sends what its standby lacks
    cluster.standby.thaw()
    cluster.fail_over()


def lock_a_book(world: World) -> None:
    """A session of somebody else's, with its hand on a row that is written all the time."""
    book = world.draw.choice(world.clients.shared)
    world.sql(f"BEGIN; SELECT 1 FROM documents WHERE id = {book} FOR UPDATE; SELECT pg_sleep(2)")


def kill_two_instances(world: World) -> None:
    for service in world.draw.sample(world.instances, 2):
        service.kill()
        time.sleep(world.draw.uniform(0, 0.3))
    for service in world.instances:
        if not service.running():
            service.restart()


def freeze_an_instance(world: World) -> None:
    service = world.draw.choice(world.instances)
    service.pause()
    time.sleep(3)
    service.resume()


def migrate(world: World) -> None:
    """A newer release takes an instance's place and migrates; then the older one is back."""
    service = world.draw.choice(world.instances)
    for binary in (world.newer, BINARY):
        assert service.stop() == 0
        service.binary = binary
        service.restart()
        time.sleep(1)
    newest = "SELECT max(number) FROM schema_migrations"
    assert world.sql(newest) == str(newer_release.NUMBER), "nothing was migrated"


def fill_the_disk(world: World) -> None:
    """No table can grow; now and then no log either, and then PostgreSQL ends itself."""
    primary, refusals = world.cluster.primary, world.clients.history.refusals
    before = refusals.total()
    primary.disk.fill()
    wait_until(lambda: refusals.total() > before, "writes are refused")
    if world.draw.random() < 0.5:
        with suppress(AssertionError):
            primary.sql("SELECT pg_switch_wal()")
    time.sleep(1)
    primary.disk.make_room()
    primary.revive()


FAULTS: dict[str, Callable[[World], None]] = {
    "lost-commits": lose_commits,
    "commits-stopped": standby_away_and_commits_stopped,
    "locked-book": lock_a_book,
    "terminated-backends": terminate_backends,
    "two-instances-killed": kill_two_instances,
    "killed-primary": kill_the_primary,
    "frozen-instance": freeze_an_instance,
    "swallowed-way": swallow_the_way,
    "cut-way": cut_and_delay,
    "standby-away": standby_away,
    "restart-fast": lambda world: restart(world, "fast"),
    "restart-immediate": lambda world: restart(world, "immediate"),
    "migration": migrate,
    "full-disk": fill_the_disk,
    "hung-primary": hang_the_primary,
    "stopped-commits-and-failover": standby_away_then_failover,
}
NEEDS_DISKS = "full-disk"  # of the servers' own


@dataclass(frozen=True)
class Planted:
    """Faults that the program has not: between clients and instances, or these and PostgreSQL."""

    bug: Bug | None = None
    lie: Lie | None = None
    stop_seconds: float = 0.3  # time for it to show


# ---- the campaign -------------------------------------------------------------------------------


@contextmanager
def world_of(seed: int, cluster: Cluster, folder: Path, planted: Planted) -> Iterator[World]:
    with ExitStack() as stack:
        proxies = {
            server: stack.enter_context(SlowProxy(server.port, seed)) for server in cluster.servers
        }
        for proxy in proxies.values():
            proxy.lie = planted.lie
        hosts = ",".join(f"127.0.0.1:{proxy.port}" for proxy in proxies.values())
        url = f"postgresql://postgres@{hosts}/{cluster.database}"
        instances = stack.enter_context(instances_of(url, folder))
        ports = [one.port for one in instances]
        clients = Clients(ports, seed, WRITERS, READERS, planted.bug)
        newer = newer_release.newer_binary(folder)
        draw = random.Random(seed)
        yield World(cluster, proxies, instances, clients, draw, newer, planted.stop_seconds)


def run_fault(world: World, name: str) -> float:
    """Its seconds without a write, over all instances; each writes again when this returns."""
    begin = time.monotonic()
    FAULTS[name](world)
    over = time.monotonic()
    await_writes_everywhere(world)
    until = time.monotonic()
    world.cluster.mend()
    return world.clients.history.seconds_without_a_write(begin, max(until, over))


def await_writes_everywhere(world: World) -> None:
    for service in world.instances:

        def writes(port=service.port) -> bool:
            with suppress(OSError), Client(port) as api:
                return api.patch(f"/livros/{world.clients.shared[0]}", json={}).status == 200
            return False

        wait_until(writes, "every instance writes again", HEALED_SECONDS_MAX)


def campaign(
    seed: int, names: list[str], say: Callable[[str], None], planted: Planted = Planted()
) -> list[str]:
    """Everything that cannot be true of what the clients met; empty when all is well."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_cluster(have_disks=NEEDS_DISKS in names) as cluster,
        world_of(seed, cluster, Path(folder), planted) as world,
    ):
        with world.clients:
            for name in names:
                time.sleep(CALM_SECONDS)
                say(f"  {name}: {run_fault(world, name):.2f} s without a write")
            time.sleep(CALM_SECONDS)
        with Client(world.instances[-1].port) as api:
            wrong = world.clients.history.judge(api)
        history = world.clients.history
        say(f"  writes: {history.counts()}; reads: {sum(history.reads.values())}")
        say(f"  refused: {dict(history.refusals)}; most memory: {world.memory():.0f} MiB")
        say(f"  contradictions: {len(wrong)}")
        return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=FAULTS, metavar="FAULT")
    chosen = parser.parse_args()
    broken = 0
    for seed in range(chosen.seed, chosen.seed + chosen.rounds):
        names = chosen.only or [name for name in FAULTS if name != NEEDS_DISKS or can_mount()]
        if not chosen.only:
            random.Random(seed).shuffle(names)
        print(f"seed {seed}:", flush=True)
        wrong = campaign(seed, names, lambda line: print(line, flush=True))
        for one in wrong[:SHOWN_MAX]:
            print(f"    {one}", flush=True)
        broken += bool(wrong)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
