"""Choosing a practice question for a lesson: final questions are not even offered (INV-14)."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from courses.assessment.models import Question, RevisionText


class Worded:
    """Shows what a question asks beside its id."""

    title_column: Column

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("asked", label=_("Question")), Column("competency", label=_("Topic"))]


class ChooseView(Worded, chooser.ChooseView):
    pass


class ChooseResultsView(Worded, chooser.ChooseResultsView):
    pass


class PracticeQuestionChooser(ChooserViewSet):
    """The questions a lesson may ask."""

    model = Question
    icon = "help"
    choose_one_text = _("Choose a practice question")
    choose_another_text = _("Choose another practice question")
    per_page = 50
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView

    def get_object_list(self) -> QuerySet[Question]:
        words = RevisionText.objects.filter(revision=OuterRef("current")).order_by("pk").values("stem")[:1]
        questions = Question.objects.active().filter(use=Question.Use.PRACTICE).select_related("competency")
        return questions.annotate(asked=Subquery(words)).order_by("external_id")


practice_questions = PracticeQuestionChooser("practice_question_chooser")


class PracticeQuestionBlock(ChooserBlock):
    """A practice question."""

    target_model = Question

    @cached_property
    def widget(self) -> Any:
        return practice_questions.widget_class()

    class Meta:
        icon = "help"
