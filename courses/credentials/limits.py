"""How often one address may check certificates: thirty times a minute, fewer when the shared count is out of reach."""

import ipaddress
import logging
import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

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


def address_of(request: HttpRequest) -> str:
    """The caller's address, read as many hops from the right as there are proxies; an IPv6 caller is their network."""
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    text = hops[-trusted] if trusted and len(hops) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def _count_alone(key: str) -> int:
    with _lock:
        _alone[key] = _alone.pop(key, 0) + 1
        while len(_alone) > REMEMBERED:
            _alone.popitem(last=False)
        return _alone[key]
