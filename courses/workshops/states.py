"""The life of a place in a cohort: which step may follow which, and which states hold a seat (H1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceState(models.TextChoices):
    """Where somebody stands with a workshop."""

    NOMINATED = "nominated", _("Nominated")
    APPROVED = "approved", _("Approved by the agency")
    ACCEPTED = "accepted", _("Accepted")
    WAITLISTED = "waitlisted", _("On the waiting list")
    OFFERED = "offered", _("Seat offered")
    DECLINED = "declined", _("Declined")
    CONFIRMED = "confirmed", _("Confirmed")
    ATTENDED = "attended", _("Attended")
    NO_SHOW = "no_show", _("Did not come")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")


S = PlaceState

# H1 word for word; an offer (H3) stands between the waiting list and a confirmed seat.
STEPS: dict[str, frozenset[str]] = {
    S.NOMINATED: frozenset({S.APPROVED, S.DECLINED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.ACCEPTED, S.WAITLISTED, S.DECLINED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.CONFIRMED, S.DECLINED, S.WITHDRAWN}),
    S.WAITLISTED: frozenset({S.OFFERED, S.DECLINED, S.WITHDRAWN}),
    S.OFFERED: frozenset({S.CONFIRMED, S.DECLINED, S.WITHDRAWN}),
    S.CONFIRMED: frozenset({S.ATTENDED, S.NO_SHOW, S.WITHDRAWN}),
    S.ATTENDED: frozenset({S.COMPLETED}),
    S.DECLINED: frozenset(),
    # A mark corrected afterwards.
    S.NO_SHOW: frozenset({S.ATTENDED}),
    S.WITHDRAWN: frozenset(),
    S.COMPLETED: frozenset(),
}
# Steps that follow from elsewhere: marks decide about attending, the queue about offers, closing about completing.
BY_RULE = frozenset({S.ATTENDED, S.NO_SHOW, S.COMPLETED, S.OFFERED})

# Who is on a list of names and sits on a chair; the waitlisted do not count as booked (H3).
SEATED = frozenset({S.ACCEPTED, S.OFFERED, S.CONFIRMED, S.ATTENDED, S.NO_SHOW, S.COMPLETED})
# Of those, who took it: an offer waits for a yes.
HELD = SEATED - {S.OFFERED}
# What became of an offer nobody had answered when the workshop was closed.
OFFER_ENDED = _("Offer ended")
# Who is expected in the room, and marked there.
EXPECTED = frozenset({S.CONFIRMED, S.ATTENDED, S.NO_SHOW, S.COMPLETED})
# Who left or was not taken, and may be added again.
GONE = frozenset({S.WITHDRAWN, S.DECLINED})


def taking_seats(*, closed: bool) -> frozenset[str]:
    """The states that are counted as seats taken: an offer ends with the workshop."""
    return HELD if closed else SEATED


def may_follow(old: str, new: str) -> bool:
    return new in STEPS[old]


def open_steps(old: str) -> list[str]:
    """What people may decide next, in the order of H1."""
    return [state for state in S if state in STEPS[old] and state not in BY_RULE]
