"""What still uses a thing that somebody wants to delete."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

MOST = 50
# The newest ones are looked through: more than anybody has half finished.
DRAFTS = 100


@dataclass(frozen=True)
class Use:
    """Something that would lose what is to be deleted; where it may be opened, with its address."""

    text: str
    url: str = ""


def uses_of(objects: Sequence[models.Model], user: Any) -> list[Use]:
    """Why these cannot be deleted: rows that stand on them by name and number, and pages that show them."""
    found = _standing_on(objects)
    things = [thing for thing in objects if not isinstance(thing, Page)]
    for thing in things:
        found += _showing(thing, user)
    if things and not found:
        found += _drafting(things, user)
    return list(dict.fromkeys(found))[:MOST]


def refusal(request: HttpRequest, objects: Sequence[models.Model]) -> HttpResponse | None:
    """A friendly page that says what uses it; without this the database would refuse with an error page."""
    uses = uses_of(list(objects), request.user)
    if not uses:
        return None
    context = {"uses": uses, "things": objects, "header_title": _("This is in use")}
    return render(request, "cms/pages/in_use.html", context, status=409)


def _standing_on(objects: Sequence[models.Model]) -> list[Use]:
    # Only kinds and numbers: who is enrolled is not for whoever edits pages.
    counted: Counter[str] = Counter()
    for thing in objects:
        try:
            Collector(using=DEFAULT_DB_ALIAS, origin=thing).collect(_whole(thing))
        except ProtectedError as error:
            counted.update(_kind(row) for row in error.protected_objects)
        except RestrictedError as error:
            counted.update(_kind(row) for row in error.restricted_objects)
    return [Use(f"{number} × {kind}") for kind, number in sorted(counted.items())]


def _whole(thing: models.Model) -> Any:
    """A page goes with all below it."""
    if isinstance(thing, Page):
        return Page.objects.descendant_of(thing, inclusive=True)
    return [thing]


def _showing(thing: models.Model, user: Any) -> list[Use]:
    finder = AdminURLFinder(user)
    groups = ReferenceIndex.get_references_to(thing).group_by_source_object()
    return [Use(str(source), finder.get_edit_url(source) or "") for source, _references in groups if source]


def _drafting(things: Sequence[models.Model], user: Any) -> list[Use]:
    """Pages whose newest draft shows one of them: Wagtail's index follows what is published or stored, and no draft."""
    finder = AdminURLFinder(user)
    # Wagtail has no public way to ask what an object that is not stored refers to.
    kind_of, references_of = ReferenceIndex._get_base_content_type, ReferenceIndex._extract_references_from_object
    wanted = {(kind_of(thing).pk, str(thing.pk)) for thing in things}
    pages = Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None)
    drafts = [
        page.latest_revision.as_object()
        for page in pages.select_related("latest_revision").order_by("-latest_revision_created_at")[:DRAFTS]
    ]
    return [
        Use(_("%(page)s (draft)") % {"page": draft.title}, finder.get_edit_url(draft) or "")
        for draft in drafts
        if any((kind, key) in wanted for kind, key, *_where in references_of(draft))
    ]


def _kind(row: models.Model) -> str:
    return str(row._meta.verbose_name)
