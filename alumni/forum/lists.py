"""What the pages of the forum read, each in as few queries as its budget allows, whatever the size (community goals 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import searching, tiers
from .models import Case as ReportCase
from .models import ClosedTitle, Draft, Flag, Post, Space, SpaceUser, Topic, access_of, visible_space_ids
from .models.reading import Level
from .models.topics import State

PAGE = 25
WINDOW = 20
PINNED = 5
RECENT = 8
FOUND = 20
MOST_COUNTED = 200
FILTERS = ("unanswered", "followed", "unread")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class SpaceRow:
    """A space on the first page: what waits there."""

    space: Space
    unread: int
    level: int

    @property
    def unread_text(self) -> str:
        return f"{MOST_COUNTED}+" if self.unread > MOST_COUNTED else str(self.unread)


@dataclass
class TopicPage:
    """Some topics of a space, and the key the next page begins after."""

    pinned: Sequence[Topic]
    topics: Sequence[Topic]
    next_key: str


@dataclass
class Window:
    """Twenty numbers of a topic, the stones of what was taken away among them."""

    posts: list[Post] = field(default_factory=list)
    first: int = 1
    last_no: int = 0

    @property
    def earlier(self) -> int:
        """The number to open for the window before; 0 for none."""
        return self.first - WINDOW if self.first > 1 else 0

    @property
    def later(self) -> int:
        return self.first + WINDOW if self.first + WINDOW <= self.last_no else 0


def floors(user: Any, rows: Iterable[SpaceUser]) -> dict[int, datetime]:
    """Before this moment everything in a space counts as read: never before the person was let in (case 33)."""
    found = {pk: access.since for pk, access in access_of(user).items()}
    for row in rows:
        if row.space_id in found and row.read_floor_at:
            found[row.space_id] = max(found[row.space_id], row.read_floor_at)
    return found


def _with_reading(topics: Any, user: Any, floor: Any) -> Any:
    """Each with how far this person has read, how closely they follow, and whether something visible is unread (case 32)."""
    topics = topics.annotate(mine=FilteredRelation("readers", condition=Q(readers__user=user))).annotate(
        last_read=Coalesce(F("mine__last_read_no"), Value(0)),
        level=Coalesce(F("mine__level"), Value(Level.NORMAL), output_field=SmallIntegerField()),
        floor=floor,
    )
    unread = Post.objects.filter(
        topic=OuterRef("pk"), no__gt=OuterRef("last_read"), state=State.VISIBLE, published_at__gt=OuterRef("floor")
    )
    return topics.annotate(is_unread=Exists(unread))


def _floor_of_each(by_space: dict[int, datetime]) -> Case:
    whens = [When(space=pk, then=Value(floor)) for pk, floor in by_space.items()]
    return Case(*whens, default=Value(EPOCH), output_field=DateTimeField())


def spaces(user: Any) -> list[SpaceRow]:
    """The spaces one may read, each with the number of topics in which something is unread."""
    ids = visible_space_ids(user)
    rows = {row.space_id: row for row in SpaceUser.objects.filter(user=user, space__in=ids)}
    by_space = {pk: floor for pk, floor in floors(user, rows.values()).items() if pk in ids}
    since = Q(pk__in=[])
    for pk, floor in by_space.items():
        since |= Q(space=pk, bumped_at__gt=floor)
    unread = _with_reading(Topic.objects.filter(since, state=State.VISIBLE), user, _floor_of_each(by_space))
    unread = unread.filter(is_unread=True, level__gt=Level.MUTED)
    counts = dict(unread.order_by().values_list("space").annotate(Count("pk"))) if ids else {}
    return [
        SpaceRow(space, counts.get(space.pk, 0), rows[space.pk].level if space.pk in rows else Level.NORMAL)
        for space in Space.objects.visible_to(user)
    ]


def recent(user: Any) -> list[Topic]:
    """Where something happened last, over all open spaces."""
    ids = visible_space_ids(user)
    by_space = {pk: since for pk, since in floors(user, SpaceUser.objects.filter(user=user)).items() if pk in ids}
    topics = Topic.objects.filter(space__in=ids, state=State.VISIBLE).order_by("-bumped_at", "-pk")
    return list(_with_reading(topics, user, _floor_of_each(by_space)).select_related("space")[:RECENT])


def space_reader(user: Any, space_id: int) -> SpaceUser:
    """What the person keeps for this space; unsaved where there is nothing yet."""
    reader = SpaceUser.objects.filter(user=user, space=space_id).first() or SpaceUser(space_id=space_id)
    # The person as this request knows them, with what was already asked about them.
    reader.user = user
    return reader


def topics(space: Space, reader: SpaceUser, *, show: str = "", theme: str = "", key: str = "") -> TopicPage:
    """One page of a space: what is pinned first, then by the latest post."""
    floor = Value(floors(reader.user, [reader])[space.pk], output_field=DateTimeField())
    listed = Topic.objects.filter(space=space, state=State.VISIBLE)
    if theme:
        listed = listed.filter(theme__code=theme)
    if show == "unanswered":
        listed = listed.filter(question=1, solution_no=None)
    read = _with_reading(listed, reader.user, floor).select_related("theme")
    if show == "followed":
        read = read.filter(level__gte=Level.TRACKING)
    elif show == "unread":
        read = read.filter(is_unread=True, bumped_at__gt=floor)
    rest, after = read.filter(pin_rank=0), _read_key(key)
    if after:
        rest = rest.before(*after)
    rows = list(rest.order_by("-bumped_at", "-pk")[: PAGE + 1])
    pinned = [] if after else list(read.filter(pin_rank=1).order_by("-bumped_at", "-pk")[:PINNED])
    return TopicPage(pinned, rows[:PAGE], _key(rows[PAGE - 1]) if len(rows) > PAGE else "")


def topic_for(user: Any) -> QuerySet[Topic]:
    """Topics with all their page asks about its reader: one query."""
    reader = SpaceUser.objects.filter(user=user, space=OuterRef("space"))
    draft = Draft.objects.filter(user=user, place=OuterRef("public_id"))
    held = Post.objects.filter(topic=OuterRef("pk"), author=user, state=State.PENDING)
    found = Topic.objects.visible_to(user).annotate(mine=FilteredRelation("readers", condition=Q(readers__user=user)))
    return found.annotate(
        last_read=Coalesce(F("mine__last_read_no"), Value(0)),
        level=Coalesce(F("mine__level"), Value(Level.NORMAL), output_field=SmallIntegerField()),
        floor_set=Subquery(reader.values("read_floor_at")[:1]),
        rules_seen=Coalesce(Subquery(reader.values("rules_version")[:1]), Value(0)),
        draft_source=Coalesce(Subquery(draft.values("source")[:1]), Value(""), output_field=TextField()),
        draft_reply_to=Subquery(draft.values("reply_to_no")[:1]),
        draft_key=Subquery(draft.values("client_key")[:1]),
        posted_key=Subquery(draft.values("posted_key")[:1]),
        has_waiting=Exists(held),
    ).select_related("space", "theme")


def first_unread(user: Any, topic: Any) -> int:
    """The first number not read yet among what is there; 0 when all is read."""
    since = access_of(user)[topic.space_id].since
    floor = max(since, topic.floor_set) if topic.floor_set else since
    unread = Post.objects.filter(topic=topic, no__gt=topic.last_read, state=State.VISIBLE, published_at__gt=floor)
    return unread.order_by("no").values_list("no", flat=True).first() or 0


def window(topic: Topic, around: int, user: Any) -> Window:
    """The twenty numbers among which this one is: the same for every reader, so that pages can be spoken of.

    Each says whether this reader has reported it as it stands now, and whether a moderator still has to decide.
    """
    around = min(max(around, 1), max(topic.last_no, 1))
    first = (around - 1) // WINDOW * WINDOW + 1
    mine = Flag.objects.filter(post=OuterRef("pk"), by=user, edit_no=OuterRef("edit_no"))
    found = Post.objects.between(topic, first, first + WINDOW - 1)
    undecided = ReportCase.objects.open().filter(post=OuterRef("pk"))
    found = found.annotate(is_reported=Exists(mine), awaits_decision=Exists(undecided))
    return Window(list(found), first, topic.last_no)


def waiting(topic: Topic, user: Any) -> list[Post]:
    """One's own posts here that a moderator has not seen yet."""
    mine = Post.objects.filter(topic=topic, author=user, state=State.PENDING)
    return list(mine.order_by("pk")[:WINDOW])


@dataclass
class Found:
    """Posts with the words, titles of closed topics, and the key of the next page."""

    posts: Sequence[Post]
    titles: Sequence[Topic]
    next_key: str


def search(user: Any, text: str, *, space: Space | None = None, days: int = 0, key: str = "") -> Found:
    """Newest first. What one may not read is left out inside the query, so it is neither found nor counted."""
    # Asked again here, whatever words a row may still hold: where text is not searched, no text is found.
    posts = Post.objects.visible_to(user).filter(topic__space__tier__in=tiers.allowing(tiers.TEXT_SEARCH))
    titles = ClosedTitle.objects.filter(topic__space__in=visible_space_ids(user), topic__state=State.VISIBLE)
    titles = titles.exclude(topic__space__tier__in=tiers.allowing(tiers.TEXT_SEARCH))
    if space:
        posts, titles = posts.filter(topic__space=space), titles.filter(topic__space=space)
    if days:
        since = timezone.now() - timedelta(days=days)
        posts, titles = posts.filter(published_at__gte=since), titles.filter(topic__bumped_at__gte=since)
    before = int(key) if key.isdecimal() and len(key) <= 18 else 0
    if before:
        titles = titles.none()
    rows = searching.newest(posts.select_related("topic__space"), text, FOUND + 1, before)
    closed = searching.titles_holding(titles, text).select_related("topic__space").order_by("-topic__bumped_at")
    next_key = str(rows[FOUND - 1].pk) if len(rows) > FOUND else ""
    return Found(rows[:FOUND], [one.topic for one in closed[:FOUND]], next_key)


def _key(topic: Topic) -> str:
    return f"{(topic.bumped_at - EPOCH) // timedelta(microseconds=1)}-{topic.pk}"


def _read_key(key: str) -> tuple[datetime, int] | None:
    moment, _, pk = key.partition("-")
    # No list is older than the year 2286, and no database counts further.
    if not (moment.isdecimal() and pk.isdecimal() and len(moment) <= 16 and len(pk) <= 18):
        return None
    return EPOCH + timedelta(microseconds=int(moment)), int(pk)
