"""What enquiries keep about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Enquiry


def registered() -> list[PersonalData]:
    return [PersonalData("contact", _("What you wrote to us, and our answers"), _("RSO staff"), export, actions.forget)]


def export(person: Any) -> dict[str, Any]:
    mine = Enquiry.objects.filter(person=person).prefetch_related("replies").order_by("pk")
    return {"enquiries": [_facts(enquiry) for enquiry in mine]}


def _facts(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "reference": enquiry.reference,
        "topic": enquiry.topic,
        "message": enquiry.message,
        "sent_at": enquiry.sent_at,
        "state": enquiry.state,
        "answers": [{"text": reply.text, "at": reply.at} for reply in enquiry.replies.all()],
    }
