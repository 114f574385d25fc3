"""The embedded task broker: Celery's messages in one SQLite file, handed out on a lease.

A worker that takes a message holds it for some seconds and renews while it lives. A worker that dies, even by SIGKILL,
renews no more, so its message comes back by itself. The file is never the main database.
"""

import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import virtual

log = logging.getLogger(__name__)

LEASE = 30.0
POLL = 0.1
# A message that was handed out this often and never finished kills its workers; it stays in the file, set aside.
MAX_DELIVERIES = 5

TABLE = """
CREATE TABLE IF NOT EXISTS message (
    tag TEXT PRIMARY KEY,
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    at REAL NOT NULL,
    lease REAL NOT NULL DEFAULT 0,
    n INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
) WITHOUT ROWID
"""
INDEX = "CREATE INDEX IF NOT EXISTS message_due ON message (queue, priority DESC, at)"
WAITING = "queue = ? AND lease <= ? AND n < ?"
PEEK = f"SELECT 1 FROM message WHERE {WAITING} LIMIT 1"  # noqa: S608 # nosec B608 - our own constants
TAKE = f"""
UPDATE message SET lease = ?, n = n + 1
WHERE tag = (SELECT tag FROM message WHERE {WAITING} ORDER BY priority DESC, at LIMIT 1)
RETURNING n, body
"""  # noqa: S608 # nosec B608 - our own constants

# Connections a fork left us: SQLite forbids using them, and closing them would disturb the parent.
_inherited: list[sqlite3.Connection] = []


class Box:
    """The file that holds the messages; one connection for each process, shared by its threads."""

    def __init__(self, path: str | Path, *, lease: float = LEASE, max_deliveries: int = MAX_DELIVERIES) -> None:
        self.path = Path(path)
        self.lease = lease
        self.max_deliveries = max_deliveries
        self._lock = threading.RLock()
        self._pid = 0
        self._db: sqlite3.Connection | None = None

    def run(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """One statement, committed at once."""
        if self._pid and self._pid != os.getpid():
            # The parent's lock may have been held by another of its threads at the fork.
            self._lock = threading.RLock()
        with self._lock:
            return self._connection().execute(sql, tuple(values)).fetchall()

    def run_each(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """The same statement for many rows, in one transaction."""
        with self._lock, self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(sql, rows)

    def close(self) -> None:
        with self._lock:
            if self._db is not None and self._pid == os.getpid():
                self._db.close()
                self._db = None

    def _connection(self) -> sqlite3.Connection:
        if self._db is not None and self._pid != os.getpid():
            _inherited.append(self._db)
            self._db = None
        if self._db is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            # A power cut may lose the last messages: what matters is a row elsewhere, sent again by a sweep.
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(TABLE)
            self._db.execute(INDEX)
            self._pid = os.getpid()
        return self._db

    def put(self, queue: str, tag: str, priority: int, body: str) -> None:
        sql = "INSERT OR IGNORE INTO message (tag, queue, priority, at, body) VALUES (?, ?, ?, ?, ?)"
        self.run(sql, (tag, queue, priority, time.time(), body))

    def take(self, queue: str) -> tuple[int, str] | None:
        """The next message and how often it was handed out, leased to the caller."""
        now = time.time()
        waiting = (queue, now, self.max_deliveries)
        # Reading first: an idle poll must not ask for the write lock ten times a second.
        if not self.run(PEEK, waiting):
            return None
        rows = self.run(TAKE, (now + self.lease, *waiting))
        return rows[0] if rows else None

    def drop(self, tag: str) -> None:
        self.run("DELETE FROM message WHERE tag = ?", (tag,))

    def free(self, tags: Iterable[str], *, uncounted: bool = False) -> None:
        """Let others have these messages now; a clean shutdown does not count as a delivery."""
        sql = "UPDATE message SET lease = 0, n = max(n - ?, 0) WHERE tag = ?"
        self.run_each(sql, [(int(uncounted), tag) for tag in tags])

    def renew(self, tags: Iterable[str]) -> None:
        until = time.time() + self.lease
        self.run_each("UPDATE message SET lease = ? WHERE tag = ?", [(until, tag) for tag in tags])

    def depth(self) -> dict[str, Any]:
        """How many wait, are being worked on, were set aside, and the age of the oldest waiting one in seconds."""
        now = time.time()
        sql = """
            SELECT coalesce(sum(lease <= ? AND n < ?), 0), coalesce(sum(lease > ?), 0),
                   coalesce(sum(lease <= ? AND n >= ?), 0), min(CASE WHEN lease <= ? AND n < ? THEN at END)
            FROM message
        """
        limit = self.max_deliveries
        waiting, running, aside, oldest = self.run(sql, (now, limit, now, now, limit, now, limit))[0]
        return {"waiting": waiting, "running": running, "aside": aside, "oldest": now - oldest if oldest else None}


class QoS(virtual.QoS):
    """What this worker holds, and the renewing of its leases."""

    channel: Any
    # Kombu's own, which its type hints leave out.
    _delivered: Any
    _dirty: Any
    _quick_ack: Any
    _flush: Any

    def __init__(self, channel: "Channel", prefetch_count: int = 0) -> None:
        super().__init__(channel, prefetch_count)
        self._owner = os.getpid()
        self._renewed = 0.0

    @property
    def box(self) -> Box:
        box: Box = self.channel.box
        return box

    def held(self) -> list[str]:
        return [tag for tag in list(self._delivered) if tag not in self._dirty]

    def can_consume(self) -> bool:
        now = time.monotonic()
        if now - self._renewed >= self.box.lease / 3:
            self._renewed = now
            if held := self.held():
                self.box.renew(held)
        return bool(super().can_consume())

    def ack(self, delivery_tag: str) -> None:
        # First out of what is renewed: should the file fail, the message comes back instead of hanging for ever.
        super().ack(delivery_tag)
        self.box.drop(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        self._quick_ack(delivery_tag)
        if requeue:
            self.box.free([delivery_tag])
        else:
            self.box.drop(delivery_tag)

    def restore_unacked(self) -> list[Any]:  # type: ignore[override] # Kombu reads a list of errors, whatever its hints say
        self._flush()
        # A child made by fork sees its parent's messages and must not give them away.
        if self._owner == os.getpid() and (held := self.held()):
            self.box.free(held, uncounted=True)
        self._delivered.clear()
        return []


class Channel(virtual.Channel):
    """One conversation with the file."""

    QoS = QoS
    supports_fanout = False
    box: Box

    def __init__(self, connection: "Transport", **kwargs: Any) -> None:
        self.box = connection.box
        super().__init__(connection, **kwargs)

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        tag = message["properties"]["delivery_tag"]
        self.box.put(queue, tag, self._get_message_priority(message), json.dumps(message))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        found = self.box.take(queue)
        if found is None:
            raise Empty
        times, body = found
        message: dict[str, Any] = json.loads(body)
        if times > 1:
            message["properties"]["delivery_info"]["redelivered"] = True
        if times >= self.box.max_deliveries:
            task = message.get("headers", {}).get("task")
            log.warning("Last try of a task that was handed out %s times: %s", times, task)
        return message

    def _size(self, queue: str) -> int:
        return int(self.box.run("SELECT count(*) FROM message WHERE queue = ?", (queue,))[0][0])

    def _purge(self, queue: str) -> int:
        return len(self.box.run("DELETE FROM message WHERE queue = ? RETURNING 1", (queue,)))

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> Any:
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.box.drop(str(message.delivery_tag))
        return message

    def basic_consume(self, queue: str, no_ack: bool, callback: Any, consumer_tag: str | None, **kwargs: Any) -> Any:
        def take_and_forget(message: Any) -> Any:
            self.box.drop(message.delivery_tag)
            return callback(message)

        return super().basic_consume(queue, no_ack, take_and_forget if no_ack else callback, consumer_tag, **kwargs)


class Transport(virtual.Transport):
    """`sqlite:////path/to/broker.sqlite3`; options: path, lease, max_deliveries, polling_interval."""

    Channel = Channel
    driver_type = "sqlite"
    driver_name = "sqlite3"
    polling_interval = POLL
    cycle: Any
    connection_errors = (*virtual.Transport.connection_errors, sqlite3.Error, OSError)
    # Bindings are the same for all connections of a process.
    global_state = virtual.BrokerState()

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = self.global_state
        options = client.transport_options
        path = options.get("path") or client.virtual_host
        limit = options.get("max_deliveries", MAX_DELIVERIES)
        self.box = Box(path, lease=options.get("lease", LEASE), max_deliveries=limit)

    def driver_version(self) -> str:
        return sqlite3.sqlite_version

    def close_connection(self, connection: Any) -> None:
        super().close_connection(connection)
        self.box.close()

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        while True:
            try:
                self.cycle.get(self._deliver, timeout=timeout)
                return
            except Empty:
                time.sleep(self.polling_interval if timeout is None else min(self.polling_interval, timeout))
                if timeout is not None:
                    # After one empty poll, not after Celery's two seconds: it attends to finished tasks in between.
                    raise TimeoutError from None

    @property
    def default_connection_params(self) -> dict[str, Any]:
        # A file has no host to fall back to.
        return {}
