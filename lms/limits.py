"""How often one caller may do a thing: counted for all processes together, and by each alone where that count is away.

A limiter never vanishes: without the shared count each process counts for itself, and sooner says no (INV-10, C-16).
"""

import ipaddress
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
# What is raised where the cache that all processes share cannot be asked.
AWAY = (DatabaseError, RedisError, OSError)
REMEMBERED = 2000

_alone: OrderedDict[str, int] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Limit:
    """So many times within so many seconds; fewer while the shared count is out of reach."""

    name: str
    most: int
    alone: int
    seconds: int = 60

    def is_over(self, who: str) -> bool:
        """Count one more by this caller, and say whether it was one too many."""
        key = f"{self.name}:{who}:{int(time.time() // self.seconds)}"
        try:
            cache.add(key, 0, timeout=self.seconds + 30)
            return cache.incr(key) > self.most
        except (*AWAY, ValueError) as error:
            logger.warning("The shared count of %s is out of reach: %s", self.name, type(error).__name__)
            return _count_alone(key) > self.alone


def caller(request: HttpRequest) -> str:
    """Whom to count: the person, or where nobody is signed in the network address."""
    user: Any = getattr(request, "user", None)
    return f"person-{user.pk}" if user is not None and user.is_authenticated else address_of(request)


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
