"""Somebody who acts while something else is under way, and has to wait for its end."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

# Longer than a loaded machine needs.
PATIENCE = 30


@contextmanager
def waits_meanwhile(act: Callable[[], object]) -> Iterator[list[object]]:
    """What is done within is one transaction; `act` begins before its end and is finished afterwards, its answer in the list.

    On PostgreSQL the transaction ends only once `act` waits for it. SQLite lets it begin to write afterwards alone.
    """
    answers: list[object] = []

    def other() -> None:
        try:
            answers.append(act())
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        yield answers
        thread.start()
        if connection.vendor == "postgresql":
            _somebody_waits()
    thread.join(PATIENCE)


def _somebody_waits() -> None:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
            if cursor.fetchone():
                return
    raise AssertionError("Nobody waits for this transaction.")
