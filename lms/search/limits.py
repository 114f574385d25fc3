"""How often one person may search: thirty times a minute (C-16). Nobody types faster; a program that copies a list does."""

import logging
import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PER_MINUTE = 30
# Without the shared count each process counts alone, and slower: a limiter never vanishes (INV-10).
ALONE_PER_MINUTE = 10
REMEMBERED = 2000
# Seconds, for the answer 429.
WAIT = 60

_alone: OrderedDict[str, int] = OrderedDict()
_lock = Lock()


def searches_too_often(person: Any, place: str) -> bool:
    """Count one search of this person in one place, such as "community", and say whether it was one too many.

    Every further page of what was found is a search of its own.
    """
    key = f"search:{place}:{person.pk}:{int(time.time() // 60)}"
    try:
        cache.add(key, 0, timeout=90)
        return cache.incr(key) > PER_MINUTE
    except (DatabaseError, RedisError, OSError, ValueError) as error:
        logger.warning("The shared count of searches is out of reach: %s", type(error).__name__)
        return _count_alone(key) > ALONE_PER_MINUTE


def _count_alone(key: str) -> int:
    with _lock:
        _alone[key] = _alone.pop(key, 0) + 1
        while len(_alone) > REMEMBERED:
            _alone.popitem(last=False)
        return _alone[key]
