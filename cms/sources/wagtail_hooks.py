"""Sources in Wagtail's admin."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Source


class SourceViewSet(SnippetViewSet):
    """What our texts rest on."""

    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["short", "checked", "key"]
    list_filter = ["checked"]
    search_fields = ["short", "full", "key"]
    panels = [
        FieldPanel("short"),
        FieldPanel("key"),
        FieldPanel("full"),
        FieldPanel("url"),
        MultiFieldPanel(
            [FieldPanel("checked"), FieldPanel("how_checked"), FieldPanel("to_check")],
            heading=_("Comparison with the original"),
        ),
    ]


register_snippet(SourceViewSet)


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {"sources.save": _("Saved a source")}
