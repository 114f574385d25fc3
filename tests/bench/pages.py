"""Every kind of page opened alone, the first page of a list and one near its end: what each asks of the database (L-10, L-13).

`python -m tests.bench.pages` on a site that `tests.bench.fill` has filled; prints a table, or JSON with `--json`.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.cache import cache
from django.db import connection
from django.test import Client

from .bare import beside

ROUNDS = int(os.environ.get("ROUNDS", "5"))
SLOW = 100.0


@dataclass
class Opened:
    """One page, opened some times: the median of each figure, in milliseconds. `bare` is a bare view for the same person."""

    kind: str
    status: int
    queries: int
    database: float
    slowest: float
    wall: float
    kilobytes: float
    bare: float
    slow: list[str] = field(default_factory=list)


class Stopwatch:
    """Times every statement of one request."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.asked.append((1000 * (perf_counter() - began), sql))


def opened(kind: str, client: Client, address: str) -> Opened:
    """A statement is as slow as at its quickest: what others do on the machine is not its fault."""
    rounds: list[list[tuple[float, str]]] = []
    walls, bare = [], []
    nothing = beside(client)
    for _ in range(ROUNDS + 1):
        cache.clear()  # nobody may open a page too often here
        watch, began = Stopwatch(), perf_counter()
        with connection.execute_wrapper(watch):
            answer = client.get(address)
            size = len(answer.content) if not answer.streaming else 0
        walls.append(1000 * (perf_counter() - began))
        rounds.append(watch.asked)
        began = perf_counter()
        assert nothing.get("/bare").status_code == 200
        bare.append(1000 * (perf_counter() - began))
    rounds, walls, bare = rounds[1:], walls[1:], bare[1:]
    quickest: dict[str, float] = {}
    for asked in rounds:
        for took, sql in asked:
            quickest[sql] = min(took, quickest.get(sql, took))
    return Opened(
        kind=kind,
        status=answer.status_code,
        queries=len(rounds[-1]),
        database=median(sum(took for took, _sql in asked) for asked in rounds),
        slowest=max(quickest.values(), default=0.0),
        wall=median(walls),
        kilobytes=size / 1024,
        bare=median(bare),
        slow=sorted(sql for sql, took in quickest.items() if took > SLOW),
    )


def everything(only: str = "") -> Iterator[Opened]:
    from .kinds import kinds

    for kind, client, address in kinds():
        if only in kind:
            yield opened(kind, client, address)


def main() -> int:
    only = next((one for one in sys.argv[1:] if not one.startswith("--")), "")
    found = []
    if "--json" not in sys.argv:
        print(
            f"{'page':<26}{'status':>7}{'queries':>8}{'database':>10}{'slowest':>9}{'wall':>8}{'bare':>7}{'times':>7}{'kB':>7}"
        )
    for page in everything(only):
        found.append(page)
        if "--json" not in sys.argv:
            print(
                f"{page.kind:<26}{page.status:>7}{page.queries:>8}{page.database:>10.1f}{page.slowest:>9.1f}{page.wall:>8.1f}"
                f"{page.bare:>7.1f}{page.wall / page.bare:>7.1f}{page.kilobytes:>7.1f}",
                flush=True,
            )
            for sql in page.slow:
                print(f"    {sql if '--sql' in sys.argv else sql[:300]}", flush=True)
    if "--json" in sys.argv:
        print(json.dumps([asdict(page) for page in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
