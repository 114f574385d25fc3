"""The vocabularies in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Competency, CooperationArea, CooperationItem, Partner, Programme, Purpose, StrategyPeriod


class StrategyPeriodViewSet(SnippetViewSet):
    model = StrategyPeriod
    icon = "calendar-alt"
    menu_label = _("Strategy periods")
    list_display = ["code", "title", "first_year", "last_year"]


class PurposeViewSet(SnippetViewSet):
    model = Purpose
    icon = "flag"
    menu_label = _("Strategic purposes")
    list_display = ["number", "title", "period"]
    list_filter = ["period"]


class CooperationAreaViewSet(SnippetViewSet):
    model = CooperationArea
    icon = "list-ul"
    menu_label = _("Areas of cooperation")
    list_display = ["code", "name", "period"]
    list_filter = ["period"]


class CooperationItemViewSet(SnippetViewSet):
    model = CooperationItem
    icon = "list-ol"
    menu_label = _("Items of the strategy")
    list_display = ["number", "short", "area"]
    list_filter = ["area"]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "folder-open-1"
    menu_label = _("Programmes")
    list_display = ["name", "code"]


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    list_display = ["name", "full_name", "kind", "code"]
    list_filter = ["kind"]
    search_backend_name = None
    search_fields = ["name", "full_name", "code"]


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
    items = (
        CompetencyViewSet,
        StrategyPeriodViewSet,
        PurposeViewSet,
        CooperationAreaViewSet,
        CooperationItemViewSet,
        ProgrammeViewSet,
        PartnerViewSet,
    )


register_snippet(VocabularyGroup)
