"""How much of everything there is (L-9), and how much of it a factor leaves."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random


@dataclass(frozen=True)
class Sizes:
    """Numbers of rows at factor 1. The smallest still fill the first page of every list, so that pages can be compared."""

    people: int = 50_000
    courses: int = 500
    answers: int = 1_000_000
    posts: int = 200_000
    long_topic: int = 5_000
    certificates: int = 100_000
    cohort: int = 3_000
    workshops: int = 400
    invitees: int = 20_000
    events: int = 200
    mails: int = 150_000
    pending: int = 2_000
    spaces: int = 24
    seed: int = 1
    # What is past and what is to come is told from this day.
    day: str = ""
    factor: float = 1.0

    LEAST = {
        "people": 400, "courses": 30, "answers": 2_000, "posts": 1_500, "long_topic": 80, "certificates": 400,
        "cohort": 80, "workshops": 40, "invitees": 120, "events": 40, "mails": 400, "pending": 60, "spaces": 8,
    }  # fmt: skip

    def times(self, factor: float) -> "Sizes":
        less = {name: max(least, round(getattr(self, name) * factor)) for name, least in self.LEAST.items()}
        return replace(self, **less, factor=factor)

    def chance(self, purpose: str) -> Random:
        """A stream of its own for every purpose: more of one thing does not change another."""
        return Random(f"{self.seed}:{purpose}")

    def now(self) -> datetime:
        """Noon of the day everything is told from, or of yesterday: nothing that is past lies ahead."""
        if self.day:
            return datetime.fromisoformat(self.day).replace(hour=12, tzinfo=UTC)
        noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
        return noon - timedelta(days=1)
