"""The faults of the failure campaign: each is over, and healed, when it returns."""

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import newer_release
from campaign_world import World
from service import BINARY, wait_until

WAITING = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'"
OTHERS = (
    "FROM pg_stat_activity WHERE backend_type = 'client backend'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)
HELD_SECONDS = 5  # longer than it may take until everybody writes again


def kill_the_primary(world: World) -> None:
    world.cluster.primary.kill()
    world.fail_over()


def hang_the_primary(world: World) -> None:
    world.cluster.primary.freeze()
    world.fail_over()


def restart(world: World, mode: str) -> None:
    world.cluster.primary.stop(mode)
    world.cluster.primary.start()


def terminate_backends(world: World) -> None:
    for _ in range(4):
        world.sql(f"SELECT pg_terminate_backend(pid) {OTHERS}")
        time.sleep(world.draw.uniform(0.1, 0.4))


def swallow_the_ways(world: World) -> None:
    ways = world.ways_to_primary
    for way in ways:
        way.swallows = True
    time.sleep(3)
    for way in ways:
        way.swallows = False
        way.cut_all()


def black_hole(world: World) -> None:
    """Of one instance: what is connected is lost without a word, on both sides."""
    way = world.strike_one()
    way.darken(ends_at_server=False)
    time.sleep(HELD_SECONDS)
    way.cut_all()


def half_open(world: World) -> None:
    """Of one instance: the server has ended its connections, and that was not heard."""
    way = world.strike_one()
    way.darken(ends_at_server=True)
    time.sleep(HELD_SECONDS)
    way.cut_all()


def black_hole_behind(world: World) -> None:
    """Between PgBouncer and the primary, for everybody."""
    way = world.way_behind
    way.darken(ends_at_server=False)
    time.sleep(HELD_SECONDS)
    way.cut_all()


def kill_pgbouncer(world: World) -> None:
    world.bouncer.kill()
    world.bouncer.start()


def freeze_pgbouncer(world: World) -> None:
    world.bouncer.freeze()
    time.sleep(3)
    world.bouncer.thaw()


def cut_and_delay(world: World) -> None:
    ways = world.ways_to_primary
    for way in ways:
        way.delay_seconds, way.cut_probability = 0.02, 0.03
    time.sleep(3)
    for way in ways:
        way.delay_seconds, way.cut_probability = 0.0, 0.0


def lose_commits(world: World) -> None:
    for lost in ("answer", "commit", "request", "answer", "answer", "commit"):
        way = world.draw.choice(world.ways_to_primary)
        way.lose = lost
        with suppress(AssertionError):
            wait_until(lambda way=way: way.lose is None, "it was lost", 3)
        time.sleep(0.1)
        way.lose = None


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
    with world.clients.losing_what_was_shown():
        lose_unconfirmed_commits(world)


def lose_unconfirmed_commits(world: World) -> None:
    cluster = world.cluster
    # The sender too, or the standby would find what was sent meanwhile when it is thawed.
    os.kill(int(cluster.primary.sql("SELECT pid FROM pg_stat_replication")), signal.SIGSTOP)
    cluster.standby.freeze()
    for stop in ("pg_cancel_backend", "pg_terminate_backend"):
        stop_commits(world, stop)
    time.sleep(world.stop_seconds)
    cluster.primary.freeze()  # it never sends what its standby lacks
    cluster.standby.thaw()
    world.fail_over()


def freeze_a_statement(world: World) -> None:
    """One of the server's processes stands still in the middle of what it was asked."""
    lock = "BEGIN; LOCK TABLE documents; SELECT pg_sleep(0.5)"
    locking = threading.Thread(target=world.sql, args=(lock,))
    locking.start()
    frozen = []
    with suppress(AssertionError, ProcessLookupError):
        held = f"SELECT pid {OTHERS} AND wait_event_type = 'Lock' AND query NOT LIKE 'BEGIN; LOCK%'"
        waiting = wait_until(lambda: world.sql(held).split(), "somebody waits", 0.4)
        frozen.append(int(world.draw.choice(waiting)))
        os.kill(frozen[0], signal.SIGSTOP)
    locking.join()
    time.sleep(HELD_SECONDS)
    for pid in frozen:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


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
    "frozen-statement": freeze_a_statement,
    "swallowed-way": swallow_the_ways,
    "black-hole": black_hole,
    "half-open": half_open,
    "black-hole-behind-pgbouncer": black_hole_behind,
    "killed-pgbouncer": kill_pgbouncer,
    "frozen-pgbouncer": freeze_pgbouncer,
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
NEED_PGBOUNCER = {"black-hole-behind-pgbouncer", "killed-pgbouncer", "frozen-pgbouncer"}


def why_it_means_nothing(fault: str, shape: str) -> str | None:
    """In a world of that shape; None when it is to be tried there."""
    if fault in NEED_PGBOUNCER and shape == "none":
        return "there is no PgBouncer"
    return None
