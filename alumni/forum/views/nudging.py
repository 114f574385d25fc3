"""Handing work to the background once the page's transaction is committed. Never raises: the sweep finds it anyway."""

import logging
from collections.abc import Callable

from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(send: Callable[[], object]) -> None:
    def nudge() -> None:
        try:
            send()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the broker, the act is committed
            log.warning("The task queue cannot be reached: %s", type(error).__name__)

    transaction.on_commit(nudge, robust=True)
