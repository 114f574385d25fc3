"""The scheduler's own sign of life, so that staff can tell a scheduler that stopped from a worker that did."""

import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import DatabaseError, close_old_connections

from . import actions

log = logging.getLogger(__name__)
EVERY = 20.0


class BeatingScheduler(PersistentScheduler):
    """Celery's scheduler, which says three times a minute that it is there."""

    _beaten = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        if time.monotonic() - self._beaten >= EVERY:
            self._beaten = time.monotonic()
            self._beat()
        return min(wait, EVERY)

    def _beat(self) -> None:
        try:
            close_old_connections()
            actions.beat("beat")
        except DatabaseError as error:
            # The schedule goes on; readiness and the office tell that the database is away.
            log.warning("The scheduler could not leave its sign of life: %s", type(error).__name__)
