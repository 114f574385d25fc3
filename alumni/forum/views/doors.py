"""Finding what an address names, for who may see it; all else is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from .. import lists, permissions
from ..models import Post, Space, Topic, access_of

P = ParamSpec("P")


def for_members(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For whoever can read at least one space; to everybody else there is no community."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not access_of(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def found_space(request: HttpRequest, slug: str) -> Space:
    space: Space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    return space


def found_topic(request: HttpRequest, public_id: UUID) -> Any:
    """The topic with all its page asks about this reader; one taken away without its title, which went with it."""
    topic: Any = get_object_or_404(lists.topic_for(request.user), public_id=public_id)
    if permissions.is_gone_for(request.user, topic):
        topic.title = _("Removed topic")
    return topic


def found_post(request: HttpRequest, topic: Topic, no: int) -> Post:
    """A post that has a number, a stone among them too; of a topic taken away only one's own."""
    posts = Post.objects.select_related("author").filter(topic=topic)
    if permissions.is_gone_for(request.user, topic):
        posts = posts.filter(author=request.user.pk)
    post: Post = get_object_or_404(posts, no=no)
    post.topic = topic
    return post


def asked(allowed: bool) -> None:
    """What somebody may not do looks like what is not there."""
    if not allowed:
        raise Http404
