"""The library in Wagtail's admin, and what it adds to the floors below and above."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import actions, tasks
from .keeping import uses_of
from .models import Partner, Resource, Series, Topic
from .searching import site_search
from .viewsets import register

register()


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def follow_what_was_edited(request: HttpRequest, instance: models.Model) -> None:
    if isinstance(instance, Resource):
        tasks.read_soon(instance)
    elif isinstance(instance, Series | Topic | Partner):
        renamed: Any = instance
        actions.index_again(renamed.resources.all())


# Before the guard of all snippets, which knows numbers only.
@hooks.register("before_delete_snippet", order=-1)
def keep_what_is_cited(request: HttpRequest, instances: Sequence[models.Model]) -> HttpResponse | None:
    uses = uses_of([one for one in instances if isinstance(one, Resource)], request.user)
    if not uses:
        return None
    context = {"uses": uses, "things": instances, "header_title": gettext("This is in use")}
    return render(request, "cms/library/in_use.html", context, status=409)


@hooks.register("before_bulk_action", order=-1)
def guard_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[models.Model], action: Any
) -> HttpResponse | None:
    return keep_what_is_cited(request, objects) if action_type == "delete" else None


# Called with the viewer, what they ask for, and how many results are wanted.
hooks.register("register_site_search", site_search)


@hooks.register("register_audit_acts")
def audit_acts() -> dict[str, str | Promise]:
    return {
        "library.save": _("Saved a resource of the library"),
        "library.load": _("Brought a resource of the library in from a file"),
        "library.read": _("Read the words of a file of the library"),
    }
