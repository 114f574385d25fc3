"""What is not finished: keeping it while somebody types, finding it again, throwing it away, and keeping it from the signed-out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts import page_owner
from lms.accounts.signed_in import person_of

from .. import actions, permissions
from ..forms import ReplyForm, StartForm
from ..models import Draft, Post, Space, Topic
from . import composing
from .doors import P, for_members

PAGE = 20


@dataclass
class DraftRow:
    """Something begun, with the way back to it; without one where its writer may no longer go."""

    place: UUID
    title: str
    words: str
    saved_at: datetime
    url: str


def rows(user: Any, drafts: Sequence[Draft]) -> list[DraftRow]:
    """The drafts as their writer is shown them: nothing tells what became of a place they can no longer open."""
    ways = _ways(user, [draft.place for draft in drafts])
    return [
        DraftRow(
            draft.place,
            draft.title or ways.get(draft.place, ("", ""))[0],
            Truncator(draft.source).chars(120),
            draft.saved_at,
            ways.get(draft.place, ("", ""))[1],
        )
        for draft in drafts
    ]


def _ways(user: Any, places: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """For each place that can be opened: what it is called, and its composer."""
    ways = {
        topic.public_id: (topic.title, reverse("forum:reply", args=[topic.public_id]))
        for topic in Topic.objects.visible_to(user).filter(public_id__in=places)
        if not permissions.is_gone_for(user, topic)
    }
    ways |= {
        space.public_id: (space.name, reverse("forum:start", args=[space.slug]))
        for space in Space.objects.visible_to(user).filter(public_id__in=places)
    }
    if len(ways) < len(places):
        changed = Post.objects.visible_to(user).filter(author=user, client_key__in=places).select_related("topic")
        for post in changed:
            title = _("Change of #%(no)d in “%(title)s”") % {"no": post.no or 0, "title": post.topic.title}
            ways[post.client_key] = (title, reverse("forum:edit", args=[post.topic.public_id, post.no]))
    return ways


@for_members
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Everything one has begun, the latest first."""
    found, next_key = Draft.objects.visible_to(request.user).page(request.GET.get("after", ""), PAGE)
    context = {
        "drafts": rows(request.user, found),
        "older_url": f"?after={next_key}" if next_key else "",
        "first_url": request.path if request.GET.get("after") else "",
    }
    return render(request, "alumni/forum/drafts.html", context)


@for_members
@require_POST
def drop(request: HttpRequest, place: UUID) -> HttpResponse:
    """Thrown away; thrown away already, nothing happens."""
    actions.drop_draft(person_of(request), place)
    messages.success(request, _("The draft is deleted."))
    return redirect("forum:drafts")


@for_members
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What the page sends while somebody types. The answer says whether it is safe."""
    try:
        place = UUID(request.POST.get("place", ""))
    except ValueError:
        raise Http404 from None
    if not _can_write_of(request.user, place):
        raise Http404
    return JsonResponse({"kept": composing.keep(request.user, place, _form(request))})


def for_writers(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """As for members. What arrives after its writer's sign-in has ended is kept for them, and for nobody else."""
    opened = for_members(view)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and request.user.is_anonymous:
            return _signed_out(request, kwargs)
        return opened(request, *args, **kwargs)

    # Asked by the middleware that ends sessions: here a form may still arrive.
    guarded.keeps_typed = True  # type: ignore[attr-defined] # a mark on the function
    return guarded


def _signed_out(request: HttpRequest, address: dict[str, Any]) -> HttpResponse:
    """Nothing of the text goes back to a browser of which nobody knows who sits before it."""
    page = page_owner.page_of(request.POST.get(page_owner.FIELD, ""))
    if (
        page
        and _is_form_of(address, page)
        and composing.keep(page.person, page.about, _form(request), actions.keep_from_before)
    ):
        messages.info(request, _("Your text was not posted, and it is kept: sign in again, and it stands in the form."))
    else:
        said = _(
            "Your text was not posted: you are signed out. Go back in your browser and copy it, then sign in again."
        )
        messages.warning(request, said)
    return redirect_to_login(request.path)


def _is_form_of(address: dict[str, Any], page: page_owner.Page) -> bool:
    """Whether the page at this address writes to this place, and its writer may open it now: a mark opens no other."""
    person, place = page
    if "slug" in address:
        return Space.objects.visible_to(person).filter(slug=address["slug"], public_id=place).exists()
    topics = Topic.objects.visible_to(person).filter(public_id=address["public_id"])
    if "no" in address:
        own = Post.objects.visible_to(person).filter(author=person, topic__in=topics)
        return own.filter(no=address["no"], client_key=place).exists()
    return topics.filter(public_id=place).exists()


def _form(request: HttpRequest) -> Any:
    return StartForm(request.POST) if "title" in request.POST else ReplyForm(request.POST)


def _can_write_of(user: Any, place: UUID) -> bool:
    """Whether this is a space, a topic or a post of one's own that one may open now."""
    return (
        Topic.objects.visible_to(user).filter(public_id=place).exists()
        or Space.objects.visible_to(user).filter(public_id=place).exists()
        or Post.objects.visible_to(user).filter(author=user, client_key=place).exists()
    )
