"""Three messages to the office: one new, one being looked into, one answered."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from cms.contact import actions
from cms.contact.models import Enquiry
from lms.accounts.models import User


@transaction.atomic
def make_messages(*, officer: User, staff: User) -> int:
    """Those that exist are left as they are."""
    if Enquiry.objects.filter(client_key=_key(1)).exists():
        return 0
    new = "Lesson 1.4 stops loading on my phone. The page of the fault says 4f1c09ab."
    actions.receive(_words(1, "fault", new), by=officer)
    looked_into = actions.receive(
        _words(2, "sign_in", "I have a new official address. How do I change it?"), by=officer
    )
    actions.note(looked_into, "Ask the focal point whether the new post is confirmed.", client_key=_key(20), by=staff)
    actions.assign(looked_into, staff, by=staff)
    actions.turn(looked_into, Enquiry.State.WAITING, by=staff)
    asked = actions.receive(
        _words(3, "course", "Will there be a course on technology-facilitated trafficking?"), by=officer
    )
    actions.answer(
        asked, "Yes. It is being written and reviewed. We will tell all alumni.", client_key=_key(30), by=staff
    )
    return 3


def _words(number: int, topic: str, message: str) -> actions.Words:
    return actions.Words(topic=topic, message=message, client_key=_key(number), language="en")


def _key(number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"rso-learning/demo/messages/{number}")
