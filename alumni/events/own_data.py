"""What events keep about a person: to hand out, and to erase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.privacy.personal_data import PersonalData

from . import actions
from .models import Invitation


def export(person: Any) -> dict[str, Any]:
    """Every invitation that was sent, and every answer to it."""
    mine = Invitation.objects.seen_by(person).select_related("event__activity")
    return {"invitations": [_facts(row) for row in mine.prefetch_related("answers")]}


def registered() -> list[PersonalData]:
    seen_by = _("RSO staff. Others only as you agreed where an event shows who comes.")
    return [PersonalData("events", _("Your invitations and answers"), seen_by, export, actions.forget)]


def _facts(invitation: Invitation) -> dict[str, Any]:
    return {
        "event": invitation.event.activity.title,
        "invited_at": invitation.created_at.isoformat(),
        "shows_name": invitation.shows_name,
        "answers": [
            {"answer": row.answer, "via": row.via, "at": row.at.isoformat()} for row in invitation.answers.all()
        ],
    }
