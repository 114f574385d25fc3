"""Activities in Wagtail's admin, and what they add to the floors below."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import ActivityForm
from .models import Activity
from .permissions import ActivityPolicy


class ActivityViewSet(SnippetViewSet):
    """The calendar of activities. Closed ones are listed only for those who may see them."""

    model = Activity
    icon = "date"
    menu_label = _("Activities")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "kind", "starts_local", "zone", "state", "audience"]
    list_filter = ["kind", "state", "audience", "year", "quarter"]
    # In the database, not in the search index: that one cannot ask who was invited.
    search_backend_name = None
    search_fields = ["title", "place"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_local"), FieldPanel("ends_local")]),
                    FieldRowPanel([FieldPanel("zone"), FieldPanel("all_day")]),
                ],
                heading=_("When"),
            ),
            MultiFieldPanel([FieldPanel("mode"), FieldPanel("place"), FieldPanel("join_url")], heading=_("Where")),
            MultiFieldPanel(
                [
                    FieldPanel("organisation"),
                    FieldRowPanel([FieldPanel("strategy_period"), FieldPanel("year"), FieldPanel("quarter")]),
                    FieldPanel("purposes"),
                    FieldPanel("areas"),
                    FieldPanel("programmes"),
                ],
                heading=_("In the work plan"),
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
        """Nothing chooses an activity yet, and Wagtail's chooser would list the closed ones."""


register_snippet(ActivityViewSet)


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "activities.plan": _("Planned an activity"),
        "activities.describe": _("Changed the description of an activity"),
        "activities.move": _("Moved an activity"),
        "activities.turn": _("Changed the state of an activity"),
        "activities.follow_zone": _("Moved an activity with its time zone"),
    }
