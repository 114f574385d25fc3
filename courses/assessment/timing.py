"""How long an attempt may last. Pure: no database, no clock of its own."""

from datetime import datetime, timedelta

# Answers that reach the server this long after the deadline still count (Q5).
GRACE = timedelta(seconds=60)


def deadline(minutes: int | None, closes_at: datetime | None, start: datetime) -> datetime | None:
    """When an attempt that starts now must end: its own time, or earlier when the test closes first (Q7)."""
    ends = [end for end in (start + timedelta(minutes=minutes) if minutes else None, closes_at) if end]
    return min(ends, default=None)


def minutes_left(minutes: int | None, closes_at: datetime | None, start: datetime) -> int | None:
    """Whole minutes a learner would have when starting now; None when there is no limit (Q7)."""
    end = deadline(minutes, closes_at, start)
    return None if end is None else max(0, int((end - start).total_seconds() // 60))


def is_late(received: datetime, due: datetime | None) -> bool:
    """Whether an answer came after deadline and grace: kept then, but not scored (Q5)."""
    return due is not None and received > due + GRACE
