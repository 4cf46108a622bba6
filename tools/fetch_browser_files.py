#!/usr/bin/python3
"""Fetches the browser libraries that the pages embed, when the build is configured.

fetch_browser_files.py --cache DIR --out DIR [--offline]

Each comes as the package of its registry, is kept in the cache and held to its pinned SHA-256
every time; what the pages need of it is laid into the output folder, licences beside it. One that
cannot be had is told of on stderr, and the pages do without it: the exit code is 0 then too. A
package laid into the cache by hand does as well. The registry is the one that `npm` is set up for,
or the address in `npm_config_registry`.
"""

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 20
PACKAGE_BYTES_MAX = 32 << 20


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha256: str
    what_for: str
    # Path in the package -> name as an asset.
    files: dict[str, str]

    @property
    def archive(self) -> str:
        return f"{self.name}-{self.version}.tgz"


PACKAGES = (
    Package(
        name="swagger-ui-dist",
        version="5.35.0",
        sha256="1b8e891893404ea4c3558b6a87e2a3e494e7eedba41168c2ece5800a391a6ea6",
        what_for="/docs is the written reference alone, without Swagger UI",
        files={
            "package/swagger-ui-bundle.js": "swagger-ui.js",
            "package/swagger-ui.css": "swagger-ui.css",
            "package/LICENSE": "swagger-ui-licence.txt",
            "package/NOTICE": "swagger-ui-notice.txt",
            "package/swagger-ui-bundle.js.LICENSE.txt": "swagger-ui-parts.txt",
        },
    ),
    Package(
        name="zxing-wasm",
        version="3.1.6",
        sha256="188321a7680275ce7ab73c7c13fac9f6c4181b5da7ed65af64ba34d1fd416ea5",
        what_for="/livro/novo is without its scanner of barcodes",
        files={
            "package/dist/iife/reader/index.js": "zxing-reader.js",
            "package/dist/reader/zxing_reader.wasm": "zxing-reader.wasm",
            "package/LICENSE": "zxing-licence.txt",
        },
    ),
)


class Unavailable(Exception):
    """A package cannot be had; the message says why."""


def registry_address() -> str:
    if told := os.environ.get("npm_config_registry"):  # noqa: SIM112 - npm's name
        return told
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("no npm here, nor the address of a registry in npm_config_registry")
    try:
        asked = subprocess.run(
            [npm, "config", "get", "registry"],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable(f"npm config get registry: {error}") from error
    return asked.stdout.strip()


def download(package: Package) -> bytes:
    registry = registry_address()
    url = f"{registry.rstrip('/')}/{package.name}/-/{package.archive}"
    if not url.startswith("https://") and not url.startswith("http://"):
        raise Unavailable(f"{registry} is no address of a registry")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return answer.read(PACKAGE_BYTES_MAX)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Unavailable(f"{url}: {error}") from error


def is_pinned(package: Package, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == package.sha256


def archive_of(package: Package, cache: Path, offline: bool) -> bytes:
    """The package as it was pinned, from the cache or else the registry."""
    kept = cache / package.archive
    if kept.exists() and is_pinned(package, content := kept.read_bytes()):
        return content
    if offline:
        raise Unavailable(f"{kept} is not there, and nothing may be fetched")
    content = download(package)
    if not is_pinned(package, content):
        raise Unavailable(f"{package.archive} has another SHA-256 than the pinned one")
    cache.mkdir(parents=True, exist_ok=True)
    new = kept.with_name(f"{kept.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(kept)
    return content


def lay_out(package: Package, content: bytes, folder: Path) -> None:
    """Files that are there already as they should be keep their time: nothing is built again."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for path, name in package.files.items():
            member = archive.extractfile(path)
            if member is None:
                raise Unavailable(f"{package.archive} has no {path}")
            wanted, target = member.read(), folder / name
            if not target.exists() or target.read_bytes() != wanted:
                target.write_bytes(wanted)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--offline", action="store_true", help="take what the cache has")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        try:
            lay_out(package, archive_of(package, options.cache, options.offline), options.out)
        except Unavailable as reason:
            for name in package.files.values():
                (options.out / name).unlink(missing_ok=True)
            print(f"NOT fetched: {package.archive}: {reason}", file=sys.stderr)
            print(f"             {package.what_for}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
