"""What the inbox says of introductions. No names: they are read on the page, by who may read them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.notifications.models import Frequency, Notification
from lms.notifications.notice_kinds import NoticeKind, Shown
from lms.notifications.streams import Stream

from .actions.introducing import ANSWERED, ASKED, CLOSED
from .models import Introduction

STREAM = "introductions"


def show(notices: Sequence[Notification], viewer: Any) -> dict[int, Shown]:
    """One line for each introduction that is still between these two."""
    states = dict(
        Introduction.objects.visible_to(viewer)
        .filter(public_id__in=[notice.about for notice in notices])
        .values_list("public_id", "state")
    )
    return {
        notice.pk: Shown(_words(notice.kind, states[notice.about]), reverse("profiles:introductions"))
        for notice in notices
        if notice.about in states and not _is_void(notice.kind, states[notice.about])
    }


def _is_void(kind: str, state: str) -> bool:
    """A question that was taken back, and an answer that was no yes: nobody is told of either (decision 0022)."""
    if kind == ASKED:
        return state == Introduction.State.TAKEN_BACK
    return kind == ANSWERED and state in {Introduction.State.DECLINED, Introduction.State.TAKEN_BACK}


def _words(kind: str, state: str) -> str:
    if kind == ASKED:
        return _("An officer of the network asks to be introduced to you.")
    if kind == CLOSED or state == Introduction.State.CUT_OFF:
        return _("An introduction was closed before an address was shown, because an account is closed.")
    return _("Somebody you asked said yes.")


def kinds() -> list[NoticeKind]:
    return [
        NoticeKind(ASKED, gettext_lazy("Somebody asks for an introduction"), STREAM, show),
        NoticeKind(ANSWERED, gettext_lazy("A yes to your question for an introduction"), STREAM, show),
        NoticeKind(CLOSED, gettext_lazy("An introduction was closed"), STREAM, show),
    ]


def streams() -> list[Stream]:
    return [
        Stream(
            STREAM,
            gettext_lazy("Introductions"),
            gettext_lazy("When somebody asks to be introduced to you, and when somebody you asked says yes."),
            default=Frequency.AT_ONCE,
        )
    ]
