"""What a page weighs on its way to a phone, and what it asks of the database."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Weight:
    """Bytes are compressed, as sent. `first` is the page with its styles inside, `next` the page alone."""

    kind: str
    status: int
    first: int
    following: int
    styles: int
    scripts: int
    requests: int
    queries: int


def weigh(kind: str, client: Client, address: str) -> Weight:
    """Open a page twice: as a new browser, and as one that has the style sheet."""
    client.cookies.pop("css", None)
    first = client.get(address)
    client.get(address)  # warms what a process keeps
    with CaptureQueriesContext(
        connection,
    ) as asked:
        following = client.get(address)
    parts = linked(following.content.decode())
    return Weight(
        kind=kind,
        status=following.status_code,
        first=squeezed(first.content),
        following=squeezed(following.content),
        styles=sum(squeezed(content(part)) for part in parts if part.endswith(".css")),
        scripts=sum(squeezed(content(part)) for part in parts if part.endswith(".js")),
        requests=1 + len(parts),
        queries=len(asked),
    )


def linked(html: str) -> list[str]:
    """Static files a browser fetches for the page: sheets, scripts and pictures, but nothing it only may fetch later."""
    found = re.findall(
        r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)"|<script[^>]*src="([^"]+)"|<img[^>]*src="([^"]+)"', html
    )
    return sorted({part for group in found for part in group if part.startswith(settings.STATIC_URL)})


def content(address: str) -> bytes:
    path = finders.find(address.removeprefix(settings.STATIC_URL))
    return Path(str(path)).read_bytes()


def squeezed(data: bytes) -> int:
    return len(gzip.compress(data, 6))
