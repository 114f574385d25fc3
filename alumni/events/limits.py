"""How often one address may answer from mails, or try links that are none: twenty times an hour (community.md 10).

Opening a good link is not counted: the scanner of one gateway opens those of a whole agency (case 60).
"""

import logging
import time

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

from lms.limits import address_of

logger = logging.getLogger(__name__)
PER_HOUR = 20


def is_too_often(request: HttpRequest) -> bool:
    """Count one try by this address and say whether it was one too many."""
    key = f"events.answer:{address_of(request)}:{int(time.time() // 3600)}"
    try:
        cache.add(key, 0, timeout=3700)
        return cache.incr(key) > PER_HOUR
    except (DatabaseError, RedisError, OSError, ValueError) as error:
        # The links themselves cannot be guessed; without the count an invitee can still answer.
        logger.warning("The shared count of answers is out of reach: %s", type(error).__name__)
        return False
