"""The mails about enquiries: we have it, and this is our answer."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.notifications.kinds import ORDINARY, Kind, Mail
from lms.notifications.letters import write
from lms.notifications.models import Message

from .models import Enquiry, Reply


def kinds() -> list[Kind]:
    return [
        # A second copy of a number does no harm.
        Kind(
            "contact.received",
            _("A message to us was received"),
            received,
            retry_safe=True,
            priority=ORDINARY,
            address=address_of,
        ),
        Kind(
            "contact.reply", _("Our answer to a message"), reply, check=is_gone, priority=ORDINARY, address=address_of
        ),
    ]


def received(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    return write("contact/received", _facts(Enquiry.objects.get(pk=context["enquiry"])))


def reply(message: Message, person: Any, context: dict[str, Any]) -> Mail:
    said = Reply.objects.select_related("enquiry").get(pk=context["reply"])
    return write("contact/reply", {**_facts(said.enquiry), "text": said.text})


def is_gone(message: Message, person: Any, context: dict[str, Any]) -> str | None:
    """The words were erased before the mail left."""
    return None if Reply.objects.filter(pk=context["reply"]).exclude(text="").exists() else "account-closed"


def address_of(context: dict[str, Any]) -> str:
    """Of a writer who was not signed in; "" where it was erased."""
    if "reply" in context:
        enquiry = Enquiry.objects.filter(replies=context["reply"]).first()
    else:
        enquiry = Enquiry.objects.filter(pk=context["enquiry"]).first()
    return enquiry.address if enquiry else ""


def _facts(enquiry: Enquiry) -> dict[str, Any]:
    """An answer by mail reaches a mailbox of the office, if there is one; this program does not read it."""
    return {
        "enquiry": enquiry,
        "form_url": f"{settings.PUBLIC_URL.rstrip('/')}/contact/",
        "can_answer": bool(settings.REPLY_TO),
    }
