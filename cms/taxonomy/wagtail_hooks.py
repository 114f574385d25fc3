"""The vocabularies in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Competency, CooperationItem, Programme, Purpose


class PurposeViewSet(SnippetViewSet):
    model = Purpose
    icon = "flag"
    menu_label = _("Strategic purposes")
    list_display = ["number", "title"]


class CooperationItemViewSet(SnippetViewSet):
    model = CooperationItem
    icon = "list-ol"
    menu_label = _("Areas of cooperation")
    list_display = ["number", "short", "area_name"]
    list_filter = ["area_code"]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "folder-open-1"
    menu_label = _("Programmes")
    list_display = ["name", "code"]


class CompetencyViewSet(SnippetViewSet):
    model = Competency
    icon = "success"
    menu_label = _("Competencies")
    list_display = ["name", "key", "position"]


class VocabularyGroup(SnippetViewSetGroup):
    """Words that courses, questions and activities are sorted by."""

    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 330
    items = (CompetencyViewSet, PurposeViewSet, CooperationItemViewSet, ProgrammeViewSet)


register_snippet(VocabularyGroup)
