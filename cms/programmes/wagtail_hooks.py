"""What programmes add to the floors below."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from cms.pages.site_search import pages_of
from lms.search.found import Found

from .loading import load_programmes
from .models import ProgrammePage


@hooks.register("register_root_pages")
def hang_programmes(home: Page, *, by: Any = None) -> None:
    load_programmes(home, by=by)


@hooks.register("register_site_search", order=15)
def find_programmes(viewer: Any, query: str, limit: int) -> list[Found]:
    return pages_of(ProgrammePage, _("Programmes"), query, limit)
