"""The word `pages`: what a page costs the browser, and how soon a list follows the keys.

It runs tests/e2e/page_times.py in the distribution's Chromium.
"""

import argparse

from measure import load, tools


def options(parser: argparse.ArgumentParser) -> None:
    del parser


def main(chosen: argparse.Namespace) -> int:
    del chosen
    with load.quiet_machine():
        return tools.run_of_tests("page_times.py")
