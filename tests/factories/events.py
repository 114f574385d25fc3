"""Events and invitations as the tests need them, made by the actions staff would use."""

from datetime import timedelta

from alumni.events import actions
from alumni.events.models import Invitation
from lms.accounts.models import User
from lms.notifications.delivery import deliver_due
from tests.factories.accounts import PersonFactory, staff
from tests.factories.activities import soon


def make_event(*, by=None, days=30, title="Regional meeting", audience="invited", activity=None, **own):
    starts = soon(days)
    facts = {
        "title": title,
        "summary": "What we learnt this year.",
        "audience": audience,
        "starts_local": starts,
        "ends_local": starts + timedelta(hours=3),
        "zone": "Asia/Bangkok",
        "place": "Bangkok",
    }
    return actions.make(by=by or staff(), event=own, activity=facts | (activity or {}))


def make_people(number, **facts):
    """Many at once: accounts alone, without post or confirmed address."""
    taken = User.objects.count()
    rows = [
        User(
            email=f"guest{taken + n}@agency.example",
            full_name=f"Guest Number {taken + n}",
            name_key=f"guest number {taken + n}",
            state="verified",
            password="!",
            **facts,
        )
        for n in range(number)
    ]
    User.objects.bulk_create(rows)
    return list(User.objects.filter(email__in=[row.email for row in rows]).order_by("pk"))


def freeze(event, people, *, by=None):
    return actions.freeze(event, people, criteria={}, by=by or event.author)


def invite(event, *people, by=None):
    """Chosen, approved by somebody else, sent and planned; no mail has left."""
    made = freeze(event, people, by=by)
    actions.approve(made, by=staff())
    actions.send(made, by=event.author)
    actions.plan_rounds()
    event.refresh_from_db()
    return [Invitation.objects.get(event=event, person=person) for person in people]


def invited(event, number=1, **facts):
    """So many who have the mail."""
    people = [PersonFactory(**facts) for _ in range(number)]
    invite(event, *people)
    deliver_due()
    actions.note_deliveries()
    return list(Invitation.objects.filter(event=event, person__in=people).select_related("person", "event__activity"))
