"""A TCP proxy that delays every byte and cuts connections: a bad way to the database.

It cuts at random, or with the last words of a server that was told to end, which may come at any
place in what it says. And it lies about commits, as if the program did not listen to the server:
so a test shows what is wrong where a fault of the program would be.
"""

import asyncio
import random
import threading
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from postgres_cluster import free_port
from service import DEADLINE_SECONDS

CHUNK_BYTES = 65_536
# PostgreSQL, message formats: ErrorResponse with its severity, twice, SQLSTATE and message.
_SAID = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
FAREWELL = b"E" + (4 + len(_SAID)).to_bytes(4, "big") + _SAID
# What a connection that writes says first, and what a server says that waits for the next word.
WRITING = b"INTO write_batches"
READY = b"Z\0\0\0\x05"
SYNC = b"S\0\0\0\x04"
# What a server says that committed without its standby, where the code of such warnings stands, and
# how it is asked what became of a batch.
UNCONFIRMED = b"canceling wait for synchronous replication"
WARNING_CODE, SUCCESS_CODE = b"\0C01000\0", b"\0C00000\0"
SETTLING = b"VALUES ($1, $2 + 1, 0)"
FAREWELL_SECONDS = 0.05  # between the last words and the end
SWALLOWING_SECONDS = 0.02  # between two looks whether it goes on
# Chunks on their way in one direction; more are not read, so that memory stays bounded.
UNDER_WAY_MAX = 64


# unheard: the warning that a standby has not confirmed a commit. undone: a batch that was
# committed is said not to be.
Lie = Literal["unheard", "undone"]


@dataclass
class Writer:
    client: asyncio.StreamWriter
    is_open: bool = False  # within a transaction
    settles: bool = False  # was asked what became of a batch


def message_starts(chunk: bytes) -> Iterator[int]:
    """Of a server's words that begin with a message, as the answer to a short request does."""
    at = 0
    while at + 5 <= len(chunk):
        yield at
        at += 1 + int.from_bytes(chunk[at + 1 : at + 5], "big")


class SlowProxy:
    """127.0.0.1:port -> 127.0.0.1:target, on a thread of its own. Its knobs turn at any time."""

    def __init__(self, target: int, seed: int = 1) -> None:
        self.target = target
        self.port = free_port()
        self.delay_seconds = 0.0  # added in each direction
        self.cut_probability = 0.0  # per chunk in either direction
        self.swallows = False  # takes connections and bytes, and brings nothing anywhere
        self.cuts = 0
        self.asked_at_once_max = 0  # exchanges under way on one connection
        # The next message of this type that begins in a chunk is replaced by a farewell; b"": the
        # next chunk has one behind it.
        self.farewell_before: bytes | None = None
        # On the connection that writes, the next request, the next one that commits, or the next
        # answer to a commit never arrives, and the connection ends.
        self.lose: Literal["request", "commit", "answer"] | None = None
        self.lie: Lie | None = None
        self._writers: dict[asyncio.StreamWriter, Writer] = {}  # by their way to the server
        self._draw = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: dict[asyncio.StreamWriter, asyncio.StreamWriter] = {}  # server -> client
        self._asked: dict[asyncio.StreamWriter, int] = {}  # exchanges, by their way to the server
        self._dark: set[asyncio.StreamWriter] = set()  # ends that nothing arrives at any more

    def __enter__(self) -> "SlowProxy":
        self._thread.start()
        self._call(self._listen())
        return self

    def __exit__(self, *_) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(DEADLINE_SECONDS)
        self._loop.close()

    def _call(self, work: Coroutine) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_SECONDS)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _close(self) -> None:
        self._server.close()
        self._abort_all()
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._open[far_writer] = writer
        pumps = [
            asyncio.ensure_future(self._pump(reader, far_writer, writer, to_server=True)),
            asyncio.ensure_future(self._pump(far_reader, writer, far_writer, to_server=False)),
        ]
        try:
            with suppress(asyncio.CancelledError):  # by _close(); asyncio would log it
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
                while far_writer in self._dark:  # neither side learns of the other's end
                    await asyncio.sleep(SWALLOWING_SECONDS)
        finally:
            for pump in pumps:
                pump.cancel()
            for end in (writer, far_writer):
                end.transport.abort()
                self._dark.discard(end)
            self._open.pop(far_writer, None)
            self._asked.pop(far_writer, None)
            self._writers.pop(far_writer, None)

    def _abort_all(self) -> None:
        for ends in list(self._open.items()):
            for end in ends:
                end.transport.abort()

    def cut_all(self) -> None:
        """Ends every connection, without a word."""

        async def cut() -> None:
            self._dark.clear()
            self._abort_all()

        self._call(cut())

    def darken(self, *, ends_at_server: bool) -> None:
        """Connections that are there become a black hole, as when a firewall forgets them; new ones
        are fine. With an end at the server they are half open. Until cut_all()."""

        async def darken() -> None:
            for server, client in list(self._open.items()):
                self._dark |= {server, client}
                if ends_at_server:
                    server.transport.abort()

        self._call(darken())

    def cut_writer(self) -> None:
        """Ends the connection that writes; a server that waits for a lock does not notice."""

        async def cut() -> None:
            for writer in self._writers.values():
                writer.client.transport.abort()

        self._call(cut())

    def _loses_request(
        self, chunk: bytes, server: asyncio.StreamWriter, client: asyncio.StreamWriter
    ) -> bool:
        if WRITING in chunk:
            self._writers.setdefault(server, Writer(client))
        writer = self._writers.get(server)
        if writer and SETTLING in chunk:
            writer.settles = True
        if writer and (self.lose == "request" or (self.lose == "commit" and writer.is_open)):
            self.lose = None
            return True
        return False

    def _loses_answer(self, chunk: bytes, server: asyncio.StreamWriter) -> bool:
        writer = self._writers.get(server)
        if not writer or READY not in chunk:
            return False
        writer.is_open = chunk.endswith(READY + b"T")
        if self.lose == "answer" and not writer.is_open:
            self.lose = None
            return True
        return False

    def _as_a_lie(self, chunk: bytes, server: asyncio.StreamWriter) -> bytes:
        """The same number of bytes, so that messages stay whole."""
        if self.lie == "unheard" and UNCONFIRMED in chunk:
            return chunk.replace(WARNING_CODE, SUCCESS_CODE)
        writer = self._writers.get(server)
        if self.lie == "undone" and writer and writer.settles:
            for at in message_starts(chunk):
                # DataRow: columns, then the length and bytes of the first: the number of a batch,
                # which is the next one where the batch was not committed.
                if chunk[at : at + 1] == b"D" and chunk[at + 7 : at + 11] == b"\0\0\0\x08":
                    writer.settles = False
                    number = int.from_bytes(chunk[at + 11 : at + 19], "big") + 1
                    return chunk[: at + 11] + number.to_bytes(8, "big") + chunk[at + 19 :]
        return chunk

    def _with_farewell(self, chunk: bytes) -> bytes | None:
        """Up to the message that gives way, and a farewell; nothing when there is none such."""
        if self.farewell_before == b"":
            self.farewell_before = None
            return chunk + FAREWELL
        for at in message_starts(chunk) if self.farewell_before else ():
            if chunk[at : at + 1] == self.farewell_before:
                self.farewell_before = None
                return chunk[:at] + FAREWELL
        return None

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        other: asyncio.StreamWriter,
        *,
        to_server: bool,
    ) -> None:
        """Ends when either side does, or by a cut."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(UNDER_WAY_MAX)
        server = writer if to_server else other
        delivering = asyncio.ensure_future(self._deliver(under_way, writer))
        try:
            with suppress(OSError):
                while chunk := await reader.read(CHUNK_BYTES):
                    if self._draw.random() < self.cut_probability:
                        self.cuts += 1
                        return
                    if to_server and self._loses_request(chunk, writer, other):
                        return
                    if not to_server and self._loses_answer(chunk, other):
                        return
                    if not to_server and (last := self._with_farewell(chunk)):
                        self.cuts += 1
                        writer.write(last)
                        await writer.drain()
                        await asyncio.sleep(FAREWELL_SECONDS)
                        return
                    if not to_server and self.lie:
                        chunk = self._as_a_lie(chunk, other)
                    self._count(chunk, server, to_server=to_server)
                    await under_way.put((self._loop.time() + self.delay_seconds, chunk))
        finally:
            delivering.cancel()

    def _count(self, chunk: bytes, server: asyncio.StreamWriter, *, to_server: bool) -> None:
        asked = chunk.count(SYNC) if to_server else -chunk.count(READY)
        self._asked[server] = max(self._asked.get(server, 0) + asked, 0)  # a login ends with READY
        self.asked_at_once_max = max(self.asked_at_once_max, self._asked[server])

    async def _deliver(self, under_way: asyncio.Queue, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, chunk = await under_way.get()
                await asyncio.sleep(due - self._loop.time())
                while self.swallows or writer in self._dark:
                    await asyncio.sleep(SWALLOWING_SECONDS)
                writer.write(chunk)
                await writer.drain()
