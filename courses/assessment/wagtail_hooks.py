"""What assessment adds to the rooms below it: acts for the log, and its pages in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from lms.notifications.kinds import Kind
from lms.privacy.personal_data import PersonalData

from . import mails, own_data, permissions, views
from .models import Bank, Question, Quiz
from .viewsets import TestsGroup

register_snippet(TestsGroup)


@hooks.register("register_admin_urls")
def archive_urls() -> list[URLPattern]:
    return [path("questions/<int:pk>/archive/", views.archive, name="assessment_archive")]


@hooks.register("register_snippet_listing_buttons")
def archive_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Question) and permissions.can_edit_questions(user):
        label = _("Bring back") if snippet.archived_at else _("Archive")
        yield Button(label, url=reverse("assessment_archive", args=[snippet.pk]), icon_name="download", priority=30)


@hooks.register("before_delete_snippet")
def refuse_delete(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """Attempts and lessons rest on them: a question is archived, a test or a bank is left as it is (Q15)."""
    kept: Any = next((one for one in instances if isinstance(one, Bank | Question | Quiz)), None)
    if kept is None:
        return None
    messages.error(request, _("This cannot be deleted, because results rest on it. Archive questions instead."))
    return redirect(type(kept).snippet_viewset.get_url_name("list"))


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "assessment.start": _("Started a test"),
        "assessment.draw_short": _("A test had too few questions to draw from"),
        "assessment.submit": _("Handed a test in"),
        "assessment.write_question": _("Wrote a question"),
        "assessment.write_texts": _("Translated a question"),
        "assessment.archive_question": _("Archived a question"),
        "assessment.restore_question": _("Brought a question back"),
        "assessment.save_quiz": _("Changed a test"),
        "assessment.erase_answers": _("Erased a person's answers"),
    }


@hooks.register("register_message_kinds")
def message_kinds() -> list[Kind]:
    return [Kind("assessment.draw_short", _("A test has too few questions"), mails.draw_short, mails.no_longer_short)]


@hooks.register("register_personal_data")
def personal_data() -> list[PersonalData]:
    return own_data.registered()
