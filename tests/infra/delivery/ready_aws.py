"""The real `aws`, loaded once: nearly all of a call of it is the start of its program.

A server holds the program ready and forks for each call; what lies on the PATH as `aws` hands it
the call's arguments, environment, folder and streams, and ends as it ended.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

CALL_BYTES_MAX = 1 << 18
CALLER = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
    server.connect({address!r})
    call = [sys.argv[1:], dict(os.environ), os.getcwd()]
    socket.send_fds(server, [json.dumps(call).encode()], [0, 1, 2])
    sys.exit(int(server.recv(16) or 1))
"""


@contextmanager
def ready_aws(folder: Path) -> Iterator[Path]:
    """The folder of a program `aws` that is answered until the end."""
    address = str(folder / "socket")
    program = folder / "aws"
    program.write_text(CALLER.format(python=sys.executable, address=address), "utf-8")
    program.chmod(0o755)
    command = [sys.executable, __file__, address]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout.readline() == b"ready\n"
            yield folder
        finally:
            server.terminate()


def answer(call: socket.socket) -> None:
    from awscli.clidriver import main

    asked, streams, _, _ = socket.recv_fds(call, CALL_BYTES_MAX, 3)
    for at, stream in enumerate(streams):
        os.dup2(stream, at)
    arguments, environment, folder = json.loads(asked)
    os.chdir(folder)
    found = os.environ["AWS_DATA_PATH"]  # where it lies itself, said when it was loaded
    os.environ.clear()
    os.environ.update(environment | {"AWS_DATA_PATH": found})
    sys.argv = ["aws", *arguments]
    code = 1
    try:
        code = main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        call.send(str(code).encode())


def load() -> None:
    """By a call to nobody, for the program loads its parts when they are first needed."""
    from awscli.clidriver import main

    os.environ["AWS_MAX_ATTEMPTS"] = "1"
    nobody = ("--endpoint-url", "http://127.0.0.1:9", "--region", "us-east-1", "--no-sign-request")
    sys.argv = ["aws", "ecs", "list-clusters", *nobody]
    said = io.StringIO()
    with redirect_stderr(said):
        main()
    assert "127.0.0.1:9" in said.getvalue(), said.getvalue()


def serve(address: str) -> None:
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the calls
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as calls:
        calls.bind(address)
        calls.listen()
        print("ready", flush=True)
        while True:
            call, _ = calls.accept()
            with call:
                if os.fork() == 0:
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    answer(call)
                    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
