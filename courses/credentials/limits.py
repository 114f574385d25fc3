"""How often one address may check certificates: thirty times a minute, fewer when the shared count is out of reach."""

import logging
import time
from collections import OrderedDict
from threading import Lock

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

from lms.limits import address_of

__all__ = ["ALONE_PER_MINUTE", "PER_MINUTE", "address_of", "is_too_often"]
logger = logging.getLogger(__name__)

PER_MINUTE = 30
# Without the shared count each process counts alone, and slower: a limiter never vanishes (INV-10, C-16).
ALONE_PER_MINUTE = 10
REMEMBERED = 2000

_alone: OrderedDict[str, int] = OrderedDict()
_lock = Lock()


def is_too_often(request: HttpRequest) -> bool:
    """Count one check by this address and say whether it was one too many."""
    minute = int(time.time() // 60)
    key = f"verify:{address_of(request)}:{minute}"
    try:
        cache.add(key, 0, timeout=90)
        return cache.incr(key) > PER_MINUTE
    except (DatabaseError, RedisError, OSError, ValueError) as error:
        logger.warning("The shared count of checks is out of reach: %s", type(error).__name__)
        return _count_alone(key) > ALONE_PER_MINUTE


def _count_alone(key: str) -> int:
    with _lock:
        _alone[key] = _alone.pop(key, 0) + 1
        while len(_alone) > REMEMBERED:
            _alone.popitem(last=False)
        return _alone[key]
