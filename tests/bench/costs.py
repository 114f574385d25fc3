"""What one request of each kind costs beside a bare Django view: one process, one thread, one kind after another."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.measure.load import Request, rate, server

from .client import Visitors
from .sites import Site

SECONDS = 6.0
KINDS = ("lesson", "answer", "progress", "forum", "catalogue", "verify")


def beside_bare(site: Site, plan: Path) -> list[dict[str, Any]]:
    """Requests a second, CPU and wall milliseconds, and how many times the bare view."""
    visitors = Visitors(json.loads(plan.read_text()), Random(1))
    environment = site.production()
    bare, found = 0.0, []
    kinds = [*KINDS, *sorted(visitors.plan["pages"])]
    for application, some in (("tests.measure.bare:application", ["bare"]), ("lms.wsgi:application", kinds)):
        with server(application, environment) as (port, worker):
            for kind in some:
                one = rate(kind, port, worker, sender(visitors, kind), seconds=SECONDS)
                bare = bare or one.cpu_ms
                found.append(
                    {
                        "kind": kind, "per_second": round(one.per_second, 1), "cpu": round(one.cpu_ms, 2),
                        "median": round(one.median_ms, 1), "failed": one.failed, "times_bare": round(one.cpu_ms / bare, 1),
                    }
                )  # fmt: skip
    return found


def sender(visitors: Visitors, kind: str) -> Callable[[int], Request]:
    def send(number: int) -> Request:
        method, path, headers, body = (
            ("GET", "/bare", visitors.headers(visitors.reader()["cookie"]), "") if kind == "bare" else visitors.of(kind)
        )
        return method, path, headers, body.encode()

    return send
