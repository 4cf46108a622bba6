"""The distribution's Chromium as a test drives it: what a page does, and what it must never do."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from installed import NODE_MODULES
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from service import DEADLINE_SECONDS

# The first is the same engine without a browser's own windows, and costs half the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
# Ubuntu has it as a snap only, which needs a running snapd.
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")

# A browser on a loaded machine is slow; a page that needs longer than this hangs.
PATIENCE_MS = 1000 * DEADLINE_SECONDS
expect.set_options(timeout=PATIENCE_MS)

OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
# WCAG 2.2, levels A and AA.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=OPTIONS, timeout=2 * PATIENCE_MS
        )
        yield browser
        browser.close()


PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass
class Tab:
    """A page of a browser of its own; `faults` and `foreign` fill while it is used."""

    page: Page
    context: BrowserContext
    origin: str = ""
    faults: list[str] = field(default_factory=list)  # errors of scripts, refusals of the policy
    foreign: list[str] = field(default_factory=list)  # addresses of other servers

    def open(self, path: str) -> Page:
        self.page.goto(self.origin + path)
        return self.page

    def scrolls_sideways(self) -> bool:
        root = "document.documentElement"
        return self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")

    def violations(self) -> list[str]:
        """What axe finds against WCAG: rule, and the element."""
        # By way of the debugger, which no policy of the page refuses.
        self.page.evaluate((NODE_MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8"))
        asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = self.page.evaluate(f"axe.run(document, {json.dumps(asked)})")["violations"]
        return [
            f"{rule['id']}: {node['html'][:200]}: {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]


@contextmanager
def tab(
    browser: Browser, url: str, *, width: int = 1280, may_be_refused: bool = False, **settings
) -> Iterator[Tab]:
    """A page of a new browser, at the address if it names one; leaving it demands that
    nothing was refused or foreign. `may_be_refused`: the server may answer 4xx."""
    settings = {"locale": "pt-BR", "viewport": {"width": width, "height": 900}} | settings
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(TELL_VIOLATIONS)
    address = urlsplit(url)
    own = address.netloc
    opened = Tab(context.new_page(), context, f"{address.scheme}://{own}")

    def look(request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != own:
            opened.foreign.append(request.url)

    def hear(message) -> None:
        is_status = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (may_be_refused and is_status):
            opened.faults.append(message.text)

    context.on("request", look)

    # Chromium gives up the fade between two pages when it is slow, and says so: no script did it.
    def note_error(error) -> None:
        if "Transition was aborted" not in str(error.error):
            opened.faults.append(str(error.error))

    context.on("weberror", note_error)
    context.on("console", hear)
    try:
        if url != opened.origin:
            opened.page.goto(url)
        yield opened
        assert not opened.faults and not opened.foreign, (opened.faults, opened.foreign)
    finally:
        context.close()


def focus_of(page: Page) -> str:
    """What has the focus: its test id, name or text."""
    return page.evaluate(
        """() => {
          const it = document.activeElement;
          return it.dataset.testid || it.name || it.textContent.trim().slice(0, 80);
        }"""
    )


def await_on(page: Page, condition: Callable[[], object], what: str) -> None:
    """Until it is so, of what only the page or its routes tell; fails naming `what`."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"still not: {what}"
        page.wait_for_timeout(20)  # other than sleeping, it lets the routes be called


def await_focus(page: Page, name: str) -> None:
    await_on(page, lambda: focus_of(page) == name, f"{name} has the focus")
