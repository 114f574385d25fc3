"""What the database itself is told once, where it is PostgreSQL."""

import logging

from django.db import connection, transaction
from django.db.utils import ProgrammingError

logger = logging.getLogger(__name__)


def compile_nothing() -> str | None:
    """No question of ours is worth compiling first: what takes PostgreSQL 30 ms it compiles for 70.

    Kept with the database, not with each connection: a pooler hands connections on. Safe twice. Answers in words where the
    account may not change its own database.
    """
    if connection.vendor != "postgresql":
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT format('ALTER DATABASE %I SET jit TO off', current_database())")
            cursor.execute(cursor.fetchone()[0])
    except ProgrammingError as refused:
        logger.warning("The database keeps compiling questions first: %s", refused)
        return "not changed, for the account does not own the database; its owner sets jit to off"
    return None
