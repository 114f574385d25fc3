"""How often certificates may be checked: by one address thirty times a minute, fewer when the shared count is out of reach;
and with one certificate thirty names an hour, from wherever they come, so that nobody finds its holder by trying.
"""

import logging
import time
from collections import OrderedDict
from threading import Lock

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

from lms.limits import Limit, address_of

__all__ = ["ALONE_PER_MINUTE", "NAMES", "PER_MINUTE", "address_of", "is_too_often"]
logger = logging.getLogger(__name__)

PER_MINUTE = 30
# Without the shared count each process counts alone, and slower: a limiter never vanishes (INV-10, C-16).
ALONE_PER_MINUTE = 10
REMEMBERED = 2000
# An employer types one or two. A list of a whole unit, tried from many addresses, needs more.
NAMES = Limit("verify-names", most=30, alone=10, seconds=3600)

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
