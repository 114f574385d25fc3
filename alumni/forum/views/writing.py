"""Starting a topic, replying, changing what one wrote."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.accounts.signed_in import person_of

from .. import actions, lists, markup, permissions, tasks
from ..forms import EditForm, ReplyForm, StartForm
from ..limits import has_written_enough
from ..models import Draft, Post, Space
from ..refusals import NotTheSame, TopicClosed
from . import composing
from .composing import DISCARD, DRAFT, POST, SEND, Desk
from .doors import asked, for_members, found_post, found_space, found_topic
from .drafts import for_writers
from .nudging import after_commit


@for_members
@require_safe
def choose_space(request: HttpRequest) -> HttpResponse:
    """Where a topic may be started, and who reads it there. With one such place nothing is to be chosen."""
    spaces = [one for one in Space.objects.visible_to(request.user) if permissions.can_start(request.user, one)]
    if len(spaces) == 1:
        return redirect("forum:start", spaces[0].slug)
    asked(bool(spaces))
    context = {"places": [(one, composing.who_reads(one)) for one in spaces]}
    return render(request, "alumni/forum/choose_space.html", context)


@for_writers
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """A new topic."""
    space = found_space(request, slug)
    asked(permissions.can_start(request.user, space))
    user = person_of(request)
    draft = Draft.objects.visible_to(user).filter(place=space.public_id).select_related("theme").first()
    back = reverse("forum:space", args=[space.slug])
    desk = Desk(space, space.public_id, _("Start a topic"), _("Post the topic"), back)
    desk.posted_key = draft.posted_key if draft else None
    desk.has_draft = bool(draft and (draft.source or draft.title))
    begun = ("title", "source", "question", "theme", "client_key")
    initial = {name: getattr(draft, name) for name in begun} if desk.has_draft else {}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and (
        elsewhere := _first(request, desk, form, lists.space_reader(user, space.pk).rules_version)
    ):
        return elsewhere
    if not composing.is_ready(request, desk, form):
        return composing.answer(request, desk, form)
    data, called = form.cleaned_data, composing.called(user, None, form.cleaned_data["source"])
    words = composing.words(request, form, called)
    heading = actions.Heading(data["title"], data["question"], data["theme"])
    post = actions.start(space, heading, words, by=user)
    return _done(request, post, called.unknown)


@for_writers
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An answer; locked a moment ago, the text is kept and the page says so (case 1)."""
    topic = found_topic(request, public_id)
    user = person_of(request)
    desk = reply_desk(topic)
    form = ReplyForm(request.POST or None, initial=_reply_words(request, topic))
    if not permissions.can_reply(user, topic):
        has_words = request.method == "POST" or topic.draft_source
        asked(permissions.can_read(user, topic.space_id) and bool(has_words) and not topic.is_open())
        return _too_late(request, desk, form)
    if request.method == "POST" and (elsewhere := _first(request, desk, form, topic.rules_seen)):
        return elsewhere
    if not composing.is_ready(request, desk, form):
        return composing.answer(request, desk, form)
    called = composing.called(user, topic, form.cleaned_data["source"])
    words = composing.words(request, form, called)
    if words.reply_to_no and not Post.objects.filter(topic=topic, no=words.reply_to_no).exists():
        words = replace(words, reply_to_no=None)
    try:
        post = actions.reply(topic, words, by=user)
    except TopicClosed:
        return _too_late(request, desk, form)
    return _done(request, post, called.unknown)


def reply_desk(topic: Any) -> Desk:
    back = reverse("forum:topic", args=[topic.public_id])
    desk = Desk(topic.space, topic.public_id, _("Reply"), _("Post the reply"), back, topic=topic)
    desk.posted_key, desk.has_draft = topic.posted_key, bool(topic.draft_source)
    return desk


def _reply_words(request: HttpRequest, topic: Any) -> dict[str, Any]:
    """What stands in the form at first: the draft, and the post one wants to quote or answer."""
    initial: dict[str, Any] = {"source": topic.draft_source, "reply_to_no": topic.draft_reply_to}
    if topic.draft_source:
        initial["client_key"] = topic.draft_key
    for name in ("quote", "to"):
        number = request.GET.get(name, "")
        if number.isdecimal() and len(number) <= 9:
            # Of a topic taken away nothing can be quoted any more, a draft for it or not.
            post = Post.objects.visible_to(request.user).filter(topic=topic, no=int(number)).first()
            initial["reply_to_no"] = post.no if post else None
            if post and name == "quote":
                quote = markup.quotation(post.no or 0, post.source)
                initial["source"] = f"{topic.draft_source}\n\n{quote}".lstrip()
    return initial


def _first(request: HttpRequest, desk: Desk, form: Any, rules_seen: int) -> HttpResponse | None:
    """What comes before posting: keeping a draft on request, and the rules of the space (F28)."""
    act = request.POST.get("act", POST)
    if act == DISCARD:
        return _discard(request, desk)
    if act == DRAFT and composing.keep(request.user, desk.place, form):
        messages.success(request, _("Kept in your drafts. You can go on later, on any device."))
        return redirect(request.path)
    if rules_seen != desk.space.rules_version:
        if not composing.keep(request.user, desk.place, form) and form.typed():
            return composing.answer(request, desk, form)
        messages.info(request, _("Your text is kept. Please read the rules of this space first."))
        rules = reverse("forum:rules", args=[desk.space.slug])
        return redirect(f"{rules}?{urlencode({'next': request.path})}")
    is_new = request.POST.get("client_key", "") != str(desk.posted_key)
    if act in {POST, SEND} and is_new and has_written_enough(request.user):
        composing.keep(request.user, desk.place, form)
        desk.problem = _(
            "You have written many posts in the last hour. Your text is kept in your drafts: post it later."
        )
        return composing.answer(request, desk, form, status=429)
    return None


def _discard(request: HttpRequest, desk: Desk) -> HttpResponse:
    actions.drop_draft(person_of(request), desk.place)
    messages.success(request, _("The draft is deleted."))
    return redirect(desk.back_url)


def _too_late(request: HttpRequest, desk: Desk, form: Any) -> HttpResponse:
    if request.method == "POST":
        composing.keep(request.user, desk.place, form)
    desk.problem = _("This topic has been closed to new posts. Your text is kept in your drafts.")
    return composing.answer(request, desk, form, status=409)


def _done(request: HttpRequest, post: Post, unknown: list[str]) -> HttpResponse:
    if unknown:
        messages.warning(request, composing.nobody(unknown))
    if post.no is None:
        messages.info(request, _("A moderator looks at your text first. It appears when they have."))
        return redirect("forum:topic", post.topic.public_id)
    after_commit(lambda: tasks.tell_followers.delay(post.pk))
    return redirect(f"{reverse('forum:post', args=[post.topic.public_id, post.no])}#p{post.no}")


@for_writers
def edit(request: HttpRequest, public_id: UUID, no: int) -> HttpResponse:
    """Other words for one's own post."""
    topic = found_topic(request, public_id)
    post = found_post(request, topic, no)
    user = person_of(request)
    asked(permissions.can_edit(user, post, topic))
    back = f"{reverse('forum:post', args=[public_id, no])}#p{no}"
    desk = Desk(topic.space, post.client_key, _("Change your post"), _("Save the change"), back, topic=topic)
    desk.keeps_drafts = False
    kept = Draft.objects.visible_to(user).filter(place=post.client_key).exclude(source="").first()
    desk.has_draft = kept is not None
    words = {"source": kept.source, "client_key": kept.client_key} if kept else {"source": post.source}
    form = EditForm(request.POST or None, initial={**words, "edit_no": post.edit_no})
    if request.POST.get("act") == DISCARD:
        return _discard(request, desk)
    if not composing.is_ready(request, desk, form):
        return composing.answer(request, desk, form)
    try:
        actions.edit(post, form.cleaned_data["source"], by=user, edit_no=form.cleaned_data["edit_no"])
    except (TopicClosed, NotTheSame):
        desk.problem = _(
            "The post was changed or closed meanwhile, so this change could not be saved. Your text is below."
        )
        return composing.answer(request, desk, form, status=409)
    if topic.space.moderation == Space.Moderation.PRE:
        messages.info(request, _("A moderator looks at the change first; until then the post stays as it was."))
    return redirect(back)
