"""Activities in Wagtail's admin, and what they add to the floors below."""

from functools import wraps
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import HistoryView, SnippetViewSet

from lms.search.found import Found

from . import history, site_search
from .choosers import PublicActivityChooser, public_activities
from .forms import ActivityForm
from .models import Activity, Change
from .permissions import ActivityPolicy


class ActivityHistoryView(HistoryView):
    """Our own record of every change, wherever it was made: which fact, from what to what, by whom and when."""

    filterset_class = None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("fact", label=_("What"), accessor=lambda change: _changed(change)),
            Column("before", label=_("From"), accessor=lambda change: history.shown(change).before),
            Column("after", label=_("To"), accessor=lambda change: history.shown(change).after),
            UserColumn("by", label=_("Who"), blank_display_name=_("The program"), width="15%"),
            DateColumn("at", label=_("When"), width="15%"),
        ]

    def get_base_queryset(self) -> Any:
        return Change.objects.filter(activity=self.object).select_related("by")

    @cached_property
    def verbose_name_plural(self) -> str:
        return str(Change._meta.verbose_name_plural)


def _changed(change: Change) -> str:
    return history.shown(change).fact if change.fact else str(_("Entered"))


class ActivityViewSet(SnippetViewSet):
    """The calendar of activities. Closed ones are listed only for those who may see them."""

    model = Activity
    icon = "date"
    menu_label = _("Activities")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "code", "kind", "year", "quarter", "starts_local", "state", "audience"]
    list_filter = [
        *("year", "quarter", "strategy_period", "purposes", "areas", "programmes", "partners"),
        *("kind", "is_training", "state", "audience"),
    ]
    list_export = ["code", "title", "year", "quarter", "state", "kind", "audience"]
    ordering = ["-year", "quarter", "place_in_quarter", "pk"]
    # In the database, not in the search index: that one cannot ask who was invited.
    search_backend_name = None
    search_fields = ["title", "code", "place", "themes", "printed_title"]
    history_view_class = ActivityHistoryView
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("second_kind"), FieldPanel("is_training")]),
            FieldRowPanel([FieldPanel("state_now"), FieldPanel("audience")]),
            MultiFieldPanel(
                [
                    FieldPanel("code"),
                    FieldRowPanel([FieldPanel("strategy_period"), FieldPanel("year"), FieldPanel("quarter")]),
                    FieldPanel("purposes", widget=CheckboxSelectMultiple),
                    FieldPanel("areas", widget=CheckboxSelectMultiple),
                    FieldPanel("programmes", widget=CheckboxSelectMultiple),
                    FieldPanel("programme_basis"),
                    FieldPanel("themes"),
                ],
                heading=_("In the work plan"),
                help_text=_("Every change of a tag is kept: who, when, from what to what. See the history."),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_local"), FieldPanel("ends_local")]),
                    FieldRowPanel([FieldPanel("zone"), FieldPanel("all_day")]),
                ],
                heading=_("When it is set for"),
                help_text=_("Leave the dates empty while only the quarter is known."),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("actual_from"), FieldPanel("actual_to")]),
                    FieldPanel("actual_precision"),
                    FieldPanel("actual_source"),
                ],
                heading=_("When it took place"),
                help_text=_("Only what a source says. Of a month or a quarter, its first day and its last."),
            ),
            MultiFieldPanel(
                [FieldPanel("mode"), FieldPanel("mode_basis"), FieldPanel("place"), FieldPanel("join_url")],
                heading=_("Where"),
            ),
            MultiFieldPanel(
                [FieldPanel("organisation"), FieldPanel("partners"), FieldPanel("countries")], heading=_("With whom")
            ),
            MultiFieldPanel([FieldPanel("related"), FieldPanel("repeats"), FieldPanel("note")], heading=_("Beside it")),
            MultiFieldPanel(
                [
                    FieldPanel(name, read_only=True)
                    for name in ("source_title", "source_document", "source_line", "printed_title", "printed_areas")
                ],
                heading=_("As the plan has it"),
            ),
        ],
        base_form_class=ActivityForm,
    )

    @property
    def permission_policy(self) -> ActivityPolicy:
        return ActivityPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> Any:
        return Activity.objects.visible_to(request.user)

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Wagtail finds by number whatever there is; here what somebody may not see is not there."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if "pk" in named and not self.get_queryset(request).filter(pk=named["pk"]).exists():
                raise Http404
            answer: HttpResponse = view(request, *args, **named)
            return answer

        return guarded

    def register_chooser_viewset(self) -> None:
        """Wagtail's chooser would list the closed ones; pages choose by `choosers.public_activities`."""


register_snippet(ActivityViewSet)


@hooks.register("register_admin_viewset")
def activity_chooser() -> PublicActivityChooser:
    return public_activities


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "activities.plan": _("Planned an activity"),
        "activities.describe": _("Changed the description of an activity"),
        "activities.give_code": _("Gave an activity its code"),
        "activities.move": _("Moved an activity"),
        "activities.turn": _("Changed the state of an activity"),
        "activities.follow_zone": _("Moved an activity with its time zone"),
    }


@hooks.register("register_site_search", order=60)
def find_activities(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.activities(viewer, query, limit)
