"""To what an article or an issue leads: only what this visitor may open, whoever wrote of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.activities.models import Activity
from cms.library.models import Resource
from cms.pages.privacy import open_to_all
from cms.programmes.models import ProgrammePage


@dataclass(frozen=True)
class Lead:
    """One thing on this site: what kind it is, its title and address, some words about it."""

    kind: str | Promise
    title: str
    url: str
    text: str = ""
    lang: str = ""


def onward(request: HttpRequest, article: Any) -> list[Lead]:
    """From an article: to its activity, its course or page, its programmes."""
    found = list(of_activities(request, [article.activity_id]).values())
    found += of_pages(request, [article.related_id]).values()
    # Of a draft that an editor looks at, they stand in memory.
    programmes = [programme.pk for programme in article.programmes.all()]
    if programmes:
        pages = open_to_all(ProgrammePage.objects.filter(programme__in=programmes, locale=article.locale_id))
        found += [_of_page(page, request, _("Programme")) for page in pages.select_related("locale").order_by("path")]
    return found


def of_activities(request: HttpRequest, keys: Iterable[int | None]) -> dict[int, Lead]:
    wanted = {key for key in keys if key}
    rows = Activity.objects.visible_to(request.user).filter(pk__in=wanted) if wanted else []
    return {row.pk: Lead(_("Activity"), row.title, row.get_absolute_url(), row.summary) for row in rows}


def of_resources(request: HttpRequest, keys: Iterable[int | None]) -> dict[int, Lead]:
    wanted = {key for key in keys if key}
    rows = Resource.objects.visible_to(request.user).filter(pk__in=wanted) if wanted else []
    return {row.pk: Lead(row.get_kind_display(), row.title, row.get_absolute_url(), row.summary) for row in rows}


def of_pages(request: HttpRequest, keys: Iterable[int | None]) -> dict[int, Lead]:
    """Of these pages those that stand open to this visitor."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    pages = {page.pk: page for page in open_to_all(Page.objects.filter(pk__in=wanted)).select_related("locale")}
    summaries: dict[int, str] = {}
    for model in {page.specific_class for page in pages.values() if page.specific_class}:
        # One that is listed nowhere is named nowhere; a kind that not everybody may see says so itself.
        if getattr(model, "in_sitemap", False):
            rows: Any = model.objects.filter(pk__in=pages)
            rows = rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows
            summaries |= dict(rows.values_list("pk", "summary"))
    return {
        pk: _of_page(page, request, page.specific_class.kind_in_lists, summaries[pk])
        for pk, page in pages.items()
        if pk in summaries
    }


def _of_page(page: Any, request: HttpRequest, kind: str | Promise, text: str = "") -> Lead:
    said = page.locale.language_code
    return Lead(kind, page.title, page.get_url(request) or "", text, said if said != get_language() else "")
