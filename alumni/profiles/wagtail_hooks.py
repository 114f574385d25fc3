"""What profiles add to the floors below: auditable acts, notices, own data, and the list of sensitive courses."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.notifications.notice_kinds import NoticeKind
from lms.notifications.streams import Stream
from lms.privacy.personal_data import PersonalData

from . import notices, own_data
from .models import Introduction, MaskedCourse


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "profiles.begin": _("Profile begun"),
        "profiles.engage": _("Put on the profile"),
        "profiles.edit": _("Profile changed"),
        "profiles.list": _("Listed in the directory"),
        "profiles.hide": _("Taken out of the directory"),
        "profiles.open_hidden": _("Opened a profile that is not listed"),
        "profiles.ask": _("Asked for an introduction"),
        "profiles.answer": _("Answered an introduction"),
        "profiles.take_back": _("Took a question for an introduction back"),
        "profiles.show_address": _("Read an address after an introduction"),
        "profiles.erase": _("Profile erased"),
    }


@hooks.register("register_notice_kinds")
def notice_kinds() -> list[NoticeKind]:
    return notices.kinds()


@hooks.register("register_streams")
def streams() -> list[Stream]:
    return notices.streams()


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()


class MaskedCourseViewSet(SnippetViewSet):
    """Which courses are sensitive, and what profiles say instead of their titles (A14)."""

    model = MaskedCourse
    icon = "view"
    menu_label = _("Sensitive courses")
    list_display = ["course", "shown_as"]


register_snippet(MaskedCourseViewSet)


@hooks.register("register_front_page")
def waiting_introductions(request: HttpRequest) -> dict[str, Any]:
    """How many colleagues wait for an answer; who they are stands on its own page."""
    if not request.user.is_authenticated:
        return {}
    number = Introduction.objects.pending().from_standing().filter(asked=request.user).count()
    said = ngettext(
        "%(number)s colleague asks to be introduced to you",
        "%(number)s colleagues ask to be introduced to you",
        number,
    )
    text = said % {"number": number}
    return {"waiting": [{"text": text, "url": reverse("profiles:introductions")}] if number else []}
