"""What pages add to Wagtail: guards against deleting what is in use, refusals said in words, private pages that look absent."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lms.search.found import Found

from . import site_search
from .deletion import refusal
from .files import DeleteDocument, DeletePicture, DeleteUploadedDocument, DeleteUploadedPicture
from .leaving import warn
from .models import Banner, BasePage, MenuLink
from .publishing import LOADED
from .redirects import AddRedirect, EditRedirect

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("before_delete_page")
def keep_page_in_use(request: HttpRequest, page: Page) -> HttpResponse | None:
    refused = refusal(request, [page])
    if refused is None and request.method == "GET":
        warn(request, page)
    return refused


@hooks.register("before_delete_snippet")
def keep_snippet_in_use(request: HttpRequest, instances: Sequence[models.Model]) -> HttpResponse | None:
    return refusal(request, instances)


@hooks.register("before_bulk_action")
def guard_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[models.Model], action: Any
) -> HttpResponse | None:
    if action_type == "delete":
        return refusal(request, objects)
    pages = [page.specific for page in objects if isinstance(page, Page)]
    if action_type == "publish" and pages:
        return _refuse_publication(request, pages, action.next_url)
    return None


def _refuse_publication(request: HttpRequest, pages: Sequence[Page], next_url: str) -> HttpResponse | None:
    refused = False
    for page in pages:
        draft = page.get_latest_revision_as_object()
        for problem in draft.all_problems(request.user) if isinstance(draft, BasePage) else []:
            messages.error(request, _("“%(title)s” was not published. %(why)s") % {"title": page.title, "why": problem})
            refused = True
    return redirect(next_url) if refused else None


@hooks.register("before_copy_page")
def copy_as_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy that goes live at once would escape every check of publication; so would an alias."""
    copied_live = request.POST.get("publish_copies") or request.POST.get("alias")
    if request.method != "POST" or not copied_live or not getattr(page.specific_class, "copies_begin_as_drafts", False):
        return None
    messages.error(request, _("Copy it as a draft. Publish the copy when it has a code of its own."))
    return redirect("wagtailadmin_pages:copy", page.pk)


# Outside page privacy: its way to the sign-in page would tell that something is there (denied = absent = 404).
@hooks.register("on_serve_page", order=-20)
def hide_private_pages(following: Serve) -> Serve:
    def serve(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = following(page, request, args, kwargs)
        if response.status_code == 302 and response["Location"].startswith(settings.WAGTAIL_FRONTEND_LOGIN_URL):
            raise Http404
        return response

    return serve


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(LOADED, gettext_lazy("Bring in from a file"), gettext_lazy("Brought in from a file"))


# Before wagtail-localize's own: a translation is never detached from its source (P10).
@hooks.register("register_admin_urls", order=-10)
def keep_translations_attached() -> list[URLPattern]:
    return [path("localize/translate/<int:translation_id>/disable/", _refuse_detaching)]


def _refuse_detaching(request: HttpRequest, translation_id: int) -> HttpResponse:
    raise PermissionDenied(gettext_lazy("A translation stays with the page it was made from."))


# Before Wagtail's own: a redirect is never a circle, and leads to nothing but pages.
@hooks.register("register_admin_urls", order=-10)
def keep_redirects_straight() -> list[URLPattern]:
    return [
        path("redirects/add/", AddRedirect.as_view()),
        path("redirects/<int:redirect_id>/", EditRedirect.as_view()),
    ]


# Before Wagtail's own: it would delete a picture or a document from under the pages that show it.
@hooks.register("register_admin_urls", order=-10)
def keep_files_in_use() -> list[URLPattern]:
    return [
        path("images/<int:image_id>/delete/", DeletePicture.as_view()),
        path("images/multiple/<int:image_id>/delete/", DeleteUploadedPicture.as_view()),
        path("documents/delete/<int:document_id>/", DeleteDocument.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", DeleteUploadedDocument.as_view()),
    ]


class MenuLinkViewSet(SnippetViewSet):
    """Links at the top and at the foot of every page, in the order in which they stand."""

    model = MenuLink
    icon = "link"
    menu_label = gettext_lazy("Menus")
    list_display = ["label", "place", "page", "target"]
    list_filter = ["place"]
    panels = [FieldPanel("place"), FieldPanel("label"), FieldPanel("page"), FieldPanel("target")]


class BannerViewSet(SnippetViewSet):
    """Banners above every page."""

    model = Banner
    icon = "warning"
    menu_label = gettext_lazy("Banners")
    list_display = ["text", "kind", "audience", "starts_at", "ends_at"]
    list_filter = ["kind", "audience"]
    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("target"),
        FieldPanel("is_closable"),
    ]


class SiteViewSetGroup(SnippetViewSetGroup):
    """What stands around every page."""

    menu_label = gettext_lazy("Menus and banners")
    menu_icon = "list-ul"
    menu_order = 330
    items = (MenuLinkViewSet, BannerViewSet)


register_snippet(SiteViewSetGroup)


@hooks.register("register_site_search", order=20)
def find_pages(viewer: Any, query: str, limit: int) -> list[Found]:
    return site_search.pages(viewer, query, limit)
