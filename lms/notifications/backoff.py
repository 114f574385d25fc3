"""How long to wait before trying a mail again: longer each time, never all at the same moment, one day at most."""

import random
from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
GIVE_UP = timedelta(hours=24)


def pause(attempts: int, *, chance: float | None = None) -> timedelta:
    """Doubles from a minute to an hour; `chance` (0 to 1) shortens it by up to a half, so that mails spread out."""
    full = min(FIRST * 2 ** max(min(attempts, 12) - 1, 0), LONGEST)
    if chance is None:
        chance = random.random()  # noqa: S311 # nosec B311 - spreads load, guards nothing
    return full * (1 - chance / 2)


def is_over(wanted_at: datetime, now: datetime) -> bool:
    """A day is enough: who has not been reached by then must be seen by staff."""
    return now - wanted_at >= GIVE_UP
