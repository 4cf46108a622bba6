"""The word `failures`: is anything said that is not so, whatever happens to database and instances?

It runs tests/e2e/campaign.py: a primary, a synchronous standby, a bad way to both, three instances,
clients that remember every operation, and one fault after the other; without PgBouncer, behind one,
and behind one for each server.
"""

import argparse

from measure import tools


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--rounds", type=int, default=1, help="each with the next seed")
    parser.add_argument("--pgbouncer", help="none, one or each; without it all in turn")
    parser.add_argument("--only", nargs="+", default=[], metavar="FAULT", help="in this order")


def main(chosen: argparse.Namespace) -> int:
    arguments = ["--seed", str(chosen.seed), "--rounds", str(chosen.rounds)]
    if chosen.pgbouncer:
        arguments += ["--pgbouncer", chosen.pgbouncer]
    if chosen.only:
        arguments += ["--only", *chosen.only]
    return tools.run_of_tests("campaign.py", *arguments)
