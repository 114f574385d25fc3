"""What must always hold, whatever happened: each app lists its own in `invariants.py`, `check_invariants` asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from time import monotonic

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

SHOWN = 20

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Invariant:
    """One promise about the data, by the id the papers know it by."""

    id: str
    promise: str | Promise
    check: Check
    fix: Callable[[], int] | None = None


@dataclass(frozen=True)
class Finding:
    """How one invariant stands now."""

    id: str
    promise: str
    violations: int
    examples: list[str]
    seconds: float
    fixed: int = 0

    @property
    def holds(self) -> bool:
        return not self.violations


_registry: dict[str, list[Invariant]] = {}


def invariant(id: str, promise: str | Promise, *, fix: Callable[[], int] | None = None) -> Callable[[Check], Check]:
    """Register a function that yields one sentence per violation; one id may have several checks.

    `fix` recomputes what is derived from evidence (counters, index text) and answers how many rows it changed. It
    never touches evidence itself.
    """

    def register(check: Check) -> Check:
        _registry.setdefault(id, []).append(Invariant(id, promise, check, fix))
        return check

    return register


def registered() -> list[Invariant]:
    """Every invariant of every installed app, in the order of their numbers."""
    autodiscover_modules("invariants")
    return [one for id in sorted(_registry, key=_number) for one in _registry[id]]


def evaluate(one: Invariant, *, fix_derived: bool = False) -> Finding:
    """Ask one invariant; the first violations are shown, all are counted."""
    start = monotonic()
    fixed = one.fix() if fix_derived and one.fix else 0
    found = iter(one.check())
    examples = list(islice(found, SHOWN))
    count = len(examples) + sum(1 for _ in found)
    return Finding(one.id, str(one.promise), count, examples, round(monotonic() - start, 3), fixed)


def _number(id: str) -> tuple[str, int]:
    name, _, number = id.rpartition("-")
    return (name, int(number)) if number.isdigit() else (id, 0)
