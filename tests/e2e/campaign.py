"""The failure campaign: a primary with a synchronous standby, a bad way to both, three instances,
clients that remember everything, and one fault after the other; without PgBouncer and behind it. In
the end their history is judged.

    bench/run failures [--seed N] [--rounds N] [--pgbouncer none|one|each] [--only NAME…]
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from campaign_faults import FAULTS, NEEDS_DISKS, why_it_means_nothing
from campaign_world import NOTHING_PLANTED, SHAPES, Planted, Shape, World, world_of
from pgbouncer import pgbouncer_is_here
from postgres_cluster import postgres_cluster
from service import wait_until
from small_disk import can_mount
from wire import Answer, Client

CALM_SECONDS = 0.5  # before the next fault
HEALED_SECONDS_MAX = 30
SHOWN_MAX = 50


@dataclass(frozen=True)
class Seconds:
    """Without a write, each the longest time."""

    anywhere: float
    worst: float  # at one instance: the one that is struck, or the worst of all
    promoted: float | None  # from the promotion until the worst instance wrote

    def __str__(self) -> str:
        text = f"{self.anywhere:.2f} s without a write, {self.worst:.2f} s at the worst instance"
        if self.promoted is None:
            return text
        return f"{text}, which writes {self.promoted:.2f} s after the promotion"


@dataclass
class Outcome:
    wrong: list[str]  # what cannot be true; empty when all is well
    seconds: dict[str, Seconds] = field(default_factory=dict)  # of each fault
    writes: int = 0


def run_fault(world: World, name: str) -> Seconds:
    """Each instance writes again when this returns."""
    history = world.clients.history
    world.promoted = world.struck = None
    begin = time.monotonic()
    history.during = f"{name}, and since"
    FAULTS[name](world)
    await_writes_everywhere(world)
    until = time.monotonic()
    world.cluster.mend()
    ports = [one.port for one in world.instances]
    struck = ports if world.struck is None else [world.struck]
    return Seconds(
        history.seconds_without_a_write(begin, until),
        max(history.seconds_without_a_write(begin, until, port) for port in struck),
        world.promoted
        and max(history.seconds_to_a_write(world.promoted, until, port) for port in ports),
    )


def await_writes_everywhere(world: World) -> None:
    for service in world.instances:
        last: list[Answer | None] = [None]

        def writes(port=service.port, last=last) -> bool:
            with suppress(OSError), Client(port) as api:
                last[0] = api.patch(f"/livros/{world.clients.shared[0]}", json={})
                return last[0].status == 200
            return False

        try:
            wait_until(writes, "every instance writes again", HEALED_SECONDS_MAX)
        except AssertionError as error:
            words = "\n".join(world.last_words())
            raise AssertionError(f"{error}; the last answer: {last[0]}\n{words}") from None


def campaign(
    seed: int,
    names: list[str],
    say: Callable[[str], None],
    planted: Planted = NOTHING_PLANTED,
    shape: Shape = "none",
) -> Outcome:
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_cluster(have_disks=NEEDS_DISKS in names) as cluster,
        world_of(seed, cluster, Path(folder), shape, planted) as world,
    ):
        outcome = Outcome([])
        with world.clients:
            for name in names:
                if why := why_it_means_nothing(name, shape):
                    say(f"  {name}: means nothing here, {why}")
                    continue
                time.sleep(CALM_SECONDS)
                outcome.seconds[name] = run_fault(world, name)
                say(f"  {name}: {outcome.seconds[name]}")
            time.sleep(CALM_SECONDS)
        history = world.clients.history
        with Client(world.instances[-1].port) as api:
            outcome.wrong = history.judge(api)
        outcome.writes = history.counts().get("done", 0)
        say(f"  writes: {history.counts()}; reads: {sum(history.reads.values())}")
        say(f"  refused: {dict(history.refusals)}; most memory: {world.memory():.0f} MiB")
        say(f"  contradictions: {len(outcome.wrong)}")
        return outcome


def names_for(seed: int, only: list[str] | None) -> list[str]:
    if only:
        return only
    names = [name for name in FAULTS if name != NEEDS_DISKS or can_mount()]
    random.Random(seed).shuffle(names)
    return names


def table(met: dict[Shape, list[Outcome]]) -> list[str]:
    """Of all rounds the worst; of each fault and shape: at all instances together, at the worst."""
    lines = [
        "| seconds without a write: anywhere, at the worst instance (after the promotion) | "
        + " | ".join(f"PgBouncer: {shape}" for shape in met)
        + " |",
        "|---" * (len(met) + 1) + "|",
    ]
    for name in FAULTS:
        cells = []
        for outcomes in met.values():
            each = [outcome.seconds[name] for outcome in outcomes if name in outcome.seconds]
            worst = [max((one.anywhere for one in each), default=None)]
            worst.append(max((one.worst for one in each), default=None))
            cell = ", ".join(f"{one:.1f}" for one in worst if one is not None) or "-"
            after = [one.promoted for one in each if one.promoted is not None]
            cells.append(f"{cell} ({max(after):.1f})" if after else cell)
        if any(cell != "-" for cell in cells):
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    writes = [sum(one.writes for one in outcomes) for outcomes in met.values()]
    wrong = [sum(len(one.wrong) for one in outcomes) for outcomes in met.values()]
    lines.append("| writes acknowledged | " + " | ".join(map(str, writes)) + " |")
    lines.append("| contradictions | " + " | ".join(map(str, wrong)) + " |")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--pgbouncer", choices=SHAPES, help="one shape; without it all in turn")
    parser.add_argument("--only", nargs="+", choices=FAULTS, metavar="FAULT")
    chosen = parser.parse_args()
    shapes = [chosen.pgbouncer] if chosen.pgbouncer else list(SHAPES)
    if shapes != ["none"] and not pgbouncer_is_here():
        print("PgBouncer is not installable here: NOT TRIED behind it", flush=True)
        shapes = [shape for shape in shapes if shape == "none"]
    met: dict[Shape, list[Outcome]] = {shape: [] for shape in shapes}
    for seed in range(chosen.seed, chosen.seed + chosen.rounds):
        for shape in shapes:
            print(f"seed {seed}, PgBouncer: {shape}", flush=True)
            names = names_for(seed, chosen.only)
            outcome = campaign(seed, names, lambda line: print(line, flush=True), shape=shape)
            for one in outcome.wrong[:SHOWN_MAX]:
                print(f"    {one}", flush=True)
            met[shape].append(outcome)
    print("\n".join(table(met)), flush=True)
    return 1 if any(one.wrong for outcomes in met.values() for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
