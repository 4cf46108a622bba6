#!/usr/bin/env python3
"""Takes the pictures of the README: the catalogue with the demo books, light and dark.

build/venv/bin/python tools/readme_pictures.py [--out docs/pictures]

It starts build/release/api-livros (API_LIVROS_BIN names another) with its demo books on a free
port of loopback, and looks at a search in the distribution's Chromium. Exit code 1 when a picture
would be larger than its bound.
"""

import argparse
import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE = "/busca?q=romance"
PICTURES = {"light": "catalogo-claro.webp", "dark": "catalogo-escuro.webp"}
WIDTH, HEIGHT = 1120, 720
BYTES_MAX = 60 * 1024
QUALITIES = (90, 80, 70, 60, 50)
READY_SECONDS = 30


@contextmanager
def demo_server() -> Iterator[str]:
    """The address of a server with the demo books."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as folder:
        program = os.environ.get("API_LIVROS_BIN") or str(ROOT / "build/release/api-livros")
        command = [program, "serve", "--demo", "--listen", address]
        # All that begins so is an option of the program's.
        others = {k: v for k, v in os.environ.items() if not k.startswith("API_LIVROS_")}
        server = subprocess.Popen(
            [*command, "--database", f"{folder}/livros.db"],
            env=others,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(server, f"http://{address}")
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def wait_until_ready(server: subprocess.Popen, url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def picture(browser: Browser, url: str, scheme: str) -> bytes:
    """The page in `scheme`, in the best quality that is small enough."""
    size = {"width": WIDTH, "height": HEIGHT}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="pt-BR")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    camera = context.new_cdp_session(page)
    taken = b""
    for quality in QUALITIES:
        asked = {"format": "webp", "quality": quality}
        taken = base64.b64decode(camera.send("Page.captureScreenshot", asked)["data"])
        if len(taken) <= BYTES_MAX:
            break
    context.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs/pictures")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    programs = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, programs)), None)
    with demo_server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, name in PICTURES.items():
            taken = picture(browser, url + PAGE, scheme)
            if len(taken) > BYTES_MAX:
                print(f"{name}: {len(taken)} bytes, {BYTES_MAX} allowed", file=sys.stderr)
                return 1
            (folder / name).write_bytes(taken)
            print(f"{folder / name}: {len(taken)} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
