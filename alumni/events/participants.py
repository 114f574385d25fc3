"""Who comes, for staff: the rows of a list to print or to take along as a file. No address stands in it: whoever holds
the list needs to know who is who, not how to write to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.activities.local_time import zone_of
from lms.accounts.models import present_posts

from .models import Event, Invitation, Rsvp

# More than any event of ours; a file may hold them all, a page to print fewer.
MOST = 5000
ON_PAPER = 300
WIDTHS = (32, 32, 26, 26, 34, 12, 20, 22)


@dataclass(frozen=True)
class Participant:
    """One line of the list."""

    name: str
    native_name: str
    member: str
    agency_type: str
    agency: str
    answer: str
    via: str
    answered: str

    def cells(self) -> list[str]:
        return [
            self.name, self.native_name, self.member, self.agency_type, self.agency, self.answer, self.via, self.answered,
        ]  # fmt: skip


def headings() -> list[str]:
    return [
        _("Name"), _("Name in own script"), _("Member"), _("Kind of agency"), _("Agency"), _("Answer"), _("Answered"),
        _("When"),
    ]  # fmt: skip


def participants(event: Event, invitations: Any, most: int = MOST) -> list[Participant]:
    """These invitations as lines, by name; who left is counted elsewhere and named nowhere."""
    found = invitations.exclude(person=None).order_by("person__name_key", "pk")
    found = found.prefetch_related(present_posts("person__"))
    zone = zone_of(event.activity.zone)
    return [_line(row, zone) for row in found[:most]]


def _line(row: Any, zone: Any) -> Participant:
    person, posts = row.person, row.person.present_posts
    post = posts[0] if posts else None
    return Participant(
        name=person.full_name,
        native_name="" if person.native_name == person.full_name else person.native_name,
        member=str(post.member) if post else "",
        agency_type=str(post.agency_type) if post else "",
        agency=post.agency if post else "",
        answer=str(Invitation.Answer(row.answer).label),
        via=str(Rsvp.Via(row.last_via).label) if row.last_via else "",
        answered=date_format(localtime(row.answered_at, zone), "Y-m-d H:i") if row.answered_at else "",
    )


def table(lines: Iterable[Participant]) -> list[list[str]]:
    return [headings(), *(line.cells() for line in lines)]
