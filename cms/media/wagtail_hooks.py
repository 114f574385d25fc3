"""Diagrams in Wagtail's admin, and documents that not everybody may read."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import CreditedDocument, Diagram


class DiagramViewSet(SnippetViewSet):
    """Our own drawings."""

    model = Diagram
    icon = "image"
    menu_label = _("Diagrams")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "key"]
    search_fields = ["title", "key"]
    panels = [FieldPanel("title"), FieldPanel("key"), FieldPanel("svg"), FieldPanel("description")]


register_snippet(DiagramViewSet)


# Before Wagtail's own check: its way to the sign-in page would tell that something is there (denied = absent = 404).
@hooks.register("before_serve_document", order=-10)
def hide_private_documents(document: CreditedDocument, request: HttpRequest) -> None:
    if not all(restriction.accept_request(request) for restriction in document.collection.get_view_restrictions()):
        raise Http404
