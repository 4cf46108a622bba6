"""The world of the failure campaign: a primary with a synchronous standby, three instances, a bad
way of each instance's own, and PgBouncer as people put it there (`shape`):

none: the instances name both servers.
one:  they name one PgBouncer, which points to the primary; at a failover a script points it to the
      promoted server and reloads it.
each: they name two, one before each server, and nobody tells those of a failover.

Behind PgBouncer there is a bad way of its own to each server.
"""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import newer_release
from campaign_clients import Bug, Clients
from pgbouncer import PgBouncer
from postgres_cluster import Cluster, PostgresServer, folder_for_postgres
from postgres_load import highest_rss_mib, instances_of
from service import Service
from slow_proxy import Lie, SlowProxy

INSTANCES, WRITERS, READERS = 3, 4, 3

Shape = Literal["none", "one", "each"]
SHAPES: tuple[Shape, ...] = ("none", "one", "each")


@dataclass(frozen=True)
class Planted:
    """Faults that the program has not: between clients and instances, or these and PostgreSQL."""

    bug: Bug | None = None
    lie: Lie | None = None
    stop_seconds: float = 0.3  # time for it to show


NOTHING_PLANTED = Planted()


@dataclass
class World:
    cluster: Cluster
    shape: Shape
    bouncers: list[PgBouncer]  # each in the place of its server; none, one or two
    ways: list[list[SlowProxy]]  # of each instance, to each entrance that it names
    ways_behind: list[SlowProxy]  # from PgBouncer to each server
    instances: list[Service]
    clients: Clients
    draw: random.Random
    newer: Path  # the binary of a newer release
    stop_seconds: float  # between two stops of commits that wait for their standby
    promoted: float | None = None  # when the last failover was over
    struck: int | None = None  # the port of the only instance that the fault concerns

    @property
    def _place(self) -> int:
        return self.cluster.servers.index(self.cluster.primary)

    @property
    def ways_to_primary(self) -> list[SlowProxy]:
        """Of each instance; what they name may be PgBouncer."""
        return [ways[min(self._place, len(ways) - 1)] for ways in self.ways]

    @property
    def way_behind(self) -> SlowProxy:
        """From PgBouncer to the primary."""
        return self.ways_behind[self._place]

    @property
    def bouncer(self) -> PgBouncer:
        """Before the primary."""
        return self.bouncers[min(self._place, len(self.bouncers) - 1)]

    def strike_one(self) -> SlowProxy:
        """The way to the primary of an instance that is drawn."""
        which = self.draw.randrange(len(self.instances))
        self.struck = self.instances[which].port
        return self.ways_to_primary[which]

    def fail_over(self) -> None:
        self.cluster.fail_over()
        self.promoted = time.monotonic()
        if self.shape == "one":
            self.bouncer.repoint(self.way_behind.port)

    def memory(self) -> float:
        """The most that any instance had resident since its start, in MiB."""
        return max(highest_rss_mib(one) for one in self.instances)

    def sql(self, statement: str) -> str:
        return self.cluster.primary.sql(statement, self.cluster.database)

    def last_words(self) -> list[str]:
        """Of each instance and server, to whoever looks for the cause of what went wrong."""
        logs = [one.stderr for one in self.instances]
        logs += [server.folder / "server.log" for server in self.cluster.servers]
        return [" | ".join(log.read_text().splitlines()[-6:]) for log in logs]


def entrances_of(
    shape: Shape, cluster: Cluster, ways_behind: list[SlowProxy], stack: ExitStack
) -> tuple[list[PgBouncer], list[int]]:
    """What is PgBouncer, and the ports that the instances name if their ways are good."""
    if shape == "none":
        return [], [server.port for server in cluster.servers]
    folder = stack.enter_context(folder_for_postgres())
    bouncers = []
    for place, way in enumerate(ways_behind[: 1 if shape == "one" else None]):
        bouncers.append(PgBouncer(folder / str(place), way.port))
        stack.callback(bouncers[-1].stop)
        bouncers[-1].start()
    return bouncers, [bouncer.port for bouncer in bouncers]


@contextmanager
def world_of(
    seed: int,
    cluster: Cluster,
    folder: Path,
    shape: Shape = "none",
    planted: Planted = NOTHING_PLANTED,
) -> Iterator[World]:
    def way_to(port: int) -> SlowProxy:
        return stack.enter_context(SlowProxy(port, seed))

    def url_of(ways: list[SlowProxy]) -> str:
        hosts = ",".join(f"127.0.0.1:{way.port}" for way in ways)
        return f"postgresql://postgres@{hosts}/{cluster.database}"

    with ExitStack() as stack:
        servers: tuple[PostgresServer, ...] = () if shape == "none" else cluster.servers
        ways_behind = [way_to(server.port) for server in servers]
        bouncers, entrances = entrances_of(shape, cluster, ways_behind, stack)
        ways = [[way_to(port) for port in entrances] for _ in range(INSTANCES)]
        for way in (way for each in ways for way in each):
            way.lie = planted.lie
        options = ("--database-prepared", "off") if bouncers else ()
        urls = [url_of(each) for each in ways]
        instances = stack.enter_context(instances_of(urls, folder, options))
        ports = [one.port for one in instances]
        clients = Clients(ports, seed, WRITERS, READERS, planted.bug)
        newer = newer_release.newer_binary(folder)
        yield World(
            cluster,
            shape,
            bouncers,
            ways,
            ways_behind,
            instances,
            clients,
            random.Random(seed),
            newer,
            planted.stop_seconds,
        )
