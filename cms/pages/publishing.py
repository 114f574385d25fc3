"""Bringing pages in from files: only what differs is published, and what people have changed since is left alone."""

from collections.abc import Mapping
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry

from lms.search.gathering import indexed_once

LOADED = "pages.load"
BY_HAND = ("wagtail.edit", "wagtail.publish", "wagtail.publish.scheduled", "wagtail.revert", "wagtail.unpublish")


def create(parent: Page, page: Page) -> Page:
    """A new draft below a page; `put` publishes it."""
    page.live = False
    page.has_unpublished_changes = True
    parent.add_child(instance=page)
    return page


@indexed_once()
def put(page: Page, facts: Mapping[str, Any], *, by: Any = None) -> bool:
    """Give a page these values and publish it; whether anything was done."""
    if touched_by_hand(page) or (page.live and not differs(page, facts)):
        return False
    for name, value in facts.items():
        setattr(page, name, value)
    revision = page.save_revision(user=by)
    revision.publish(user=by, log_action=LOADED, skip_permission_checks=True)
    page.refresh_from_db()
    return True


def touched_by_hand(page: Page) -> bool:
    """Whether somebody has worked on the page since it was brought in; a file never overwrites that."""
    return PageLogEntry.objects.filter(page=page.pk, action__in=BY_HAND).exists()


def differs(page: Page, facts: Mapping[str, Any]) -> bool:
    return any(_plain(page, name, getattr(page, name)) != _plain(page, name, value) for name, value in facts.items())


def _plain(page: Page, name: str, value: Any) -> Any:
    field = page._meta.get_field(name)
    if field.many_to_many:
        return sorted(one.pk for one in (value.all() if hasattr(value, "all") else value))
    return field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value
