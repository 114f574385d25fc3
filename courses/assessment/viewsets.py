"""Questions, tests and banks in Wagtail's admin. Saving goes through the actions; nothing can be deleted."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView, SnippetViewSet, SnippetViewSetGroup

from . import actions
from .checks import quiz_problems
from .forms import ROWS, QuestionForm
from .models import Bank, Question, Quiz, RevisionText
from .permissions import KeptForGood


def option_panel(number: int) -> MultiFieldPanel:
    row = [FieldPanel(f"option_{number}_{name}") for name in ("text", "correct", "feedback")]
    heading = _("Answer %(number)d") % {"number": number + 1}
    return MultiFieldPanel(row, heading=heading, classname="collapsed" if number >= 4 else "")


class QuestionFilter(WagtailFilterSet):
    """Find questions by what they serve, what they test, and whether they are in use."""

    archived = django_filters.BooleanFilter(
        field_name="archived_at", lookup_expr="isnull", exclude=True, label=_("Archived")
    )

    class Meta:
        model = Question
        fields = ["use", "competency", "bank"]


class QuestionCreateView(CreateView):
    def save_instance(self) -> Question:
        return _write(self.form, self.request, "wagtail.create")


class QuestionEditView(EditView):
    def save_instance(self) -> Question:
        self.has_content_changes = self.form.has_changed()
        return _write(self.form, self.request, "wagtail.edit")


def _write(form: QuestionForm, request: HttpRequest, act: str) -> Question:
    """Store what was typed as a new revision where anything changed."""
    outcome = actions.write_question(form.cleaned_data["bank"], form.draft, by=request.user)
    question = Question.objects.get(external_id=form.draft.external_id)
    if outcome != "unchanged":
        log(instance=question, action=act, content_changed=True)
    return question


class QuestionInspectView(InspectView):
    """A question with its key, where it is used, and every revision it ever had."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        revisions = self.object.revisions.select_related("created_by").order_by("-number")
        language = RevisionText.objects.order_by("pk").values_list("locale", flat=True)
        context["revisions"] = [
            {"revision": one, "wording": one.wording(language.filter(revision=one).first() or "")} for one in revisions
        ]
        context["quizzes"] = self.object.bank.quizzes.all() if self.object.use == Question.Use.FINAL else []
        return context


def _status(question: Question) -> Any:
    return _("Archived") if question.archived_at else _("In use")


class QuestionViewSet(SnippetViewSet):
    """Every question of every bank."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display = [
        "external_id",
        Column("stem", label=_("Question"), accessor=lambda question: Truncator(question.stem or "").chars(90)),
        Column("use", label=_("Use"), accessor="get_use_display"),
        "competency",
        Column("status", label=_("Status"), accessor=_status),
    ]
    list_per_page = 50
    search_fields = ["external_id", "stem", "competency__name"]
    filterset_class = QuestionFilter
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    inspect_view_class = QuestionInspectView
    inspect_view_enabled = True
    inspect_template_name = "courses/assessment/question_inspect.html"
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> KeptForGood:
        return KeptForGood(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        words = RevisionText.objects.filter(revision=OuterRef("current")).order_by("pk").values("stem")[:1]
        return Question.objects.annotate(stem=Subquery(words)).select_related("competency", "bank")

    def get_edit_handler(self) -> Any:
        about = [
            FieldRowPanel([FieldPanel("external_id", heading=_("Permanent id")), FieldPanel("bank")]),
            FieldRowPanel([FieldPanel("use"), FieldPanel("competency", heading=_("Topic")), FieldPanel("difficulty")]),
        ]
        asked = [
            FieldPanel("stem"),
            FieldRowPanel([FieldPanel("type"), FieldPanel("scoring"), FieldPanel("max_marks")]),
        ]
        panels = [
            MultiFieldPanel(about, heading=_("Where it belongs")),
            MultiFieldPanel(asked, heading=_("What it asks")),
            *(option_panel(number) for number in range(ROWS)),
            FieldPanel("sources"),
        ]
        return ObjectList(panels, base_form_class=QuestionForm).bind_to_model(self.model)


class QuizCreateView(CreateView):
    def save_instance(self) -> Quiz:
        return _save_quiz(self.form, self.request, "wagtail.create")


class QuizEditView(EditView):
    def save_instance(self) -> Quiz:
        self.has_content_changes = self.form.has_changed()
        return _save_quiz(self.form, self.request, "wagtail.edit")


def _save_quiz(form: Any, request: HttpRequest, act: str) -> Quiz:
    """Store a test, and say at once what keeps it from being given (Q16)."""
    quiz = actions.save_quiz(form.save(commit=False), by=request.user)
    log(instance=quiz, action=act, content_changed=True)
    for problem in quiz_problems(quiz):
        messages.warning(request, problem)
    return quiz


class QuizViewSet(SnippetViewSet):
    """Final tests: what they draw, and what passes."""

    model = Quiz
    icon = "tick-inverse"
    menu_label = _("Tests")
    list_display = ["title", "bank", "pass_percent", "max_attempts"]
    search_fields = ["title"]
    add_view_class = QuizCreateView
    edit_view_class = QuizEditView
    copy_view_enabled = False
    panels = [
        FieldPanel("title"),
        FieldPanel("bank"),
        FieldRowPanel(
            [
                FieldPanel("pass_percent", heading=_("Pass mark in per cent")),
                FieldPanel("max_attempts", heading=_("Attempts allowed")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("time_limit", heading=_("Minutes"), help_text=_("Leave empty for no time limit.")),
                FieldPanel("closes_at", heading=_("Closes"), help_text=_("Leave empty if it stays open.")),
            ]
        ),
        InlinePanel("shares", heading=_("Questions by topic"), label=_("Topic"), min_num=1),
    ]

    @cached_property
    def permission_policy(self) -> KeptForGood:
        return KeptForGood(self.model)


class BankViewSet(SnippetViewSet):
    """Collections of questions."""

    model = Bank
    icon = "folder-open-inverse"
    menu_label = _("Banks")
    list_display = ["title", "code"]
    panels = [FieldPanel("title"), FieldPanel("code")]
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> KeptForGood:
        return KeptForGood(self.model)


class TestsGroup(SnippetViewSetGroup):
    """Everything about tests under one entry of the menu."""

    menu_label = _("Tests")
    menu_icon = "help"
    menu_order = 320
    items = [QuestionViewSet, QuizViewSet, BankViewSet]
