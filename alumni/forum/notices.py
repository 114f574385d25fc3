"""What the inbox, mails and digests say of the forum: to each reader what they may still see, and less the more closed it is."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.notifications.models import Frequency, Notification
from lms.notifications.notice_kinds import NoticeKind, Shown
from lms.notifications.streams import DIGEST, DigestItem, Stream

from . import permissions, tiers
from .models import Space, Topic, visible_space_ids
from .models.reading import Level
from .models.topics import State

STREAM = "forum"
MOST = 10


def kinds() -> list[NoticeKind]:
    labels = {
        "forum.new": (gettext_lazy("News in a topic you follow"), STREAM, _new),
        "forum.answer": (gettext_lazy("Somebody answered you"), STREAM, _answer),
        "forum.mention": (gettext_lazy("Somebody named you"), STREAM, _mention),
        # In a muted topic: kept here, never mailed at once (F12).
        "forum.muted_mention": (gettext_lazy("Somebody named you in a muted topic"), DIGEST, _mention),
        "forum.moderated": (gettext_lazy("A moderator looked at your post"), STREAM, _moderated),
        "forum.report_decided": (gettext_lazy("A moderator looked at a post you reported"), STREAM, _report_decided),
    }
    return [
        NoticeKind(name, label, stream, partial(_show, said=said)) for name, (label, stream, said) in labels.items()
    ]


def streams() -> list[Stream]:
    text = gettext_lazy("Answers to you, your name, and topics you follow. Closed spaces are never named in a mail.")
    return [Stream(STREAM, gettext_lazy("Community"), text, default=Frequency.WEEKLY)]


def _show(notices: Sequence[Notification], viewer: Any, said: Any) -> dict[int, Shown]:
    topics = Topic.objects.visible_to(viewer).filter(public_id__in={notice.about for notice in notices})
    by_id = {topic.public_id: topic for topic in topics.select_related("space")}
    inside = {about: _inside(topic, viewer) for about, topic in by_id.items()}
    return {
        notice.pk: Shown(
            text=said(notice, inside[notice.about]),
            url=address(by_id[notice.about], notice.from_no),
            mail_text=said(notice, outside(by_id[notice.about], viewer)),
            mail_url=_way_in(by_id[notice.about], notice.from_no),
        )
        for notice in notices
        if notice.about in by_id
    }


def _inside(topic: Topic, viewer: Any) -> str:
    """With the words of a topic taken away goes its title, from notices that came before as well (case 11)."""
    return str(_("a removed topic")) if permissions.is_gone_for(viewer, topic) else f"“{topic.title}”"


def outside(topic: Topic, viewer: Any) -> str:
    """What may be called by name in a mail or a digest (F37)."""
    if topic.space.allows(tiers.TITLES_OUTSIDE):
        return _inside(topic, viewer)
    return topic.space.name if topic.space.allows(tiers.NAME_OUTSIDE) else str(_("a closed group"))


def _way_in(topic: Topic, no: int | None) -> str:
    """Where a mail leads: for a closed group to the community's first page, which names nothing to who is not signed in."""
    return address(topic, no) if topic.space.allows(tiers.NAME_OUTSIDE) else reverse("forum:home")


def address(topic: Topic, no: int | None = None) -> str:
    if no is None:
        return reverse("forum:topic", args=[topic.public_id])
    return f"{reverse('forum:post', args=[topic.public_id, no])}#p{no}"


def _new(notice: Notification, where: str) -> str:
    words = ngettext("%(count)d new post in %(where)s", "%(count)d new posts in %(where)s", notice.count)
    return words % {"count": notice.count, "where": where}


def _answer(notice: Notification, where: str) -> str:
    words = ngettext("An answer to you in %(where)s", "%(count)d answers to you in %(where)s", notice.count)
    return words % {"count": notice.count, "where": where}


def _mention(notice: Notification, where: str) -> str:
    return _("You were named in %(where)s") % {"where": where}


def _moderated(notice: Notification, where: str) -> str:
    return _("A moderator looked at your post in %(where)s") % {"where": where}


def _report_decided(notice: Notification, where: str) -> str:
    return _("A moderator looked at the post you reported in %(where)s. Thank you") % {"where": where}


def digest(person: Any, since: datetime, until: datetime) -> list[DigestItem]:
    """What moved in topics the person follows or takes part in, and questions still open where they may answer."""
    recent = Topic.objects.visible_to(person).listed().filter(bumped_at__gt=since, bumped_at__lte=until)
    mine = Q(readers__user=person, readers__level__gte=Level.TRACKING)
    followed = recent.filter(mine).select_related("space").order_by("-bumped_at")[:200]
    items: list[DigestItem] = []
    named: dict[Space, int] = {}
    closed = 0
    for topic in followed:
        if topic.space.allows(tiers.TITLES_OUTSIDE):
            items.append(DigestItem(topic.title, reverse("forum:topic", args=[topic.public_id]), 4))
        elif topic.space.allows(tiers.NAME_OUTSIDE):
            named[topic.space] = named.get(topic.space, 0) + 1
        else:
            closed += 1
    for space, count in named.items():
        words = ngettext("%(count)d update in %(space)s", "%(count)d updates in %(space)s", count)
        items.append(
            DigestItem(words % {"count": count, "space": space.name}, reverse("forum:space", args=[space.slug]), 4)
        )
    if closed:
        # One line for all closed groups together, whichever they are.
        words = ngettext("%(count)d update in a closed group", "%(count)d updates in closed groups", closed)
        items.append(DigestItem(words % {"count": closed}, reverse("forum:home"), 4))
    return [*items[:MOST], *_open_questions(person, since, until)]


def _open_questions(person: Any, since: datetime, until: datetime) -> list[DigestItem]:
    asked = Topic.objects.filter(
        space__in=visible_space_ids(person),
        space__tier__in=tiers.allowing(tiers.TITLES_OUTSIDE),
        state=State.VISIBLE,
        question=1,
        solution_no=None,
        created_at__gt=since,
        created_at__lte=until,
    ).exclude(created_by=person)
    return [
        DigestItem(
            _("Open question: %(title)s") % {"title": topic.title}, reverse("forum:topic", args=[topic.public_id]), 3
        )
        for topic in asked.order_by("-bumped_at")[:MOST]
    ]
