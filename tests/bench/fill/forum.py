"""Spaces, topics and posts: one topic of thousands, the others as long as talk is; and how far people have read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from alumni.forum import markup, searching
from alumni.forum.models import Post, Space, SpaceGrant, SpaceUser, Topic, TopicUser
from alumni.forum.models.spaces import WRITERS
from lms.notifications.models import Notification

from .sizes import Sizes
from .tables import Table, new_uuid

LONG_ONE = "Everything about interpreters at small posts"
WORDS = [
    "border",
    "screening",
    "referral",
    "interpreter",
    "duty",
    "card",
    "shelter",
    "training",
    "partner",
    "harbour",
    "airport",
    "document",
    "interview",
    "team",
    "handover",
    "shift",
    "vessel",
    "return",
    "checklist",
    "trainer",
    "guide",
    "question",
    "answer",
    "experience",
    "practice",
    "protocol",
    "contact",
    "ด่าน",
    "ผู้เสียหาย",
    "petugas",
    "perbatasan",
]
SAID = 400


@dataclass(frozen=True)
class Talk:
    """One topic on its way into the tables."""

    space: int
    public_id: str
    title: str
    posts: int
    begun: datetime
    author: int


def talk(sizes: Sizes, persons: range) -> None:
    spaces = _spaces(sizes)
    planned = list(_topics(sizes, spaces, persons))
    keys = Table(
        Topic, ["public_id", "space_id", "title", "question", "last_no", "visible_count", "bumped_at", "created_by_id", "created_at"],
    ).write(
        (one.public_id, one.space, one.title, (no % 3 == 0 and 1) or 0, one.posts, one.posts, said_at(one, one.posts),
         one.author, one.begun)
        for no, one in enumerate(planned)
    )  # fmt: skip
    _posts(sizes, keys, planned, persons)
    _readers(sizes, keys, planned, spaces, persons)
    _notices(sizes, planned, persons)


def said_at(one: Talk, no: int) -> datetime:
    return one.begun + timedelta(minutes=7 * no)


def _spaces(sizes: Sizes) -> list[int]:
    """The space of all alumni first: half of the talk is there."""
    home = Space.objects.get(slug="all-alumni")
    chance = sizes.chance("spaces")
    made = Table(
        Space, ["public_id", "slug", "name", "position"], tier=Space.Tier.MEMBERS, about="A space among many."
    ).write((new_uuid(chance), f"space-{no}", f"Space {no}", 10 + no) for no in range(sizes.spaces))
    Table(
        SpaceGrant, ["space_id"], audience="alumni", bits=WRITERS, granted_at=sizes.now() - timedelta(days=900)
    ).write((pk,) for pk in made)
    return [home.pk, *made]


def _topics(sizes: Sizes, spaces: list[int], persons: range) -> Iterator[Talk]:
    chance, now = sizes.chance("topics"), sizes.now()
    begun = now - timedelta(minutes=7 * sizes.long_topic + 30)
    yield Talk(spaces[0], new_uuid(chance), LONG_ONE, sizes.long_topic, begun, chance.choice(persons))
    left, no = sizes.posts - sizes.long_topic, 0
    while left > 0:
        posts = min(left, 1 + int(chance.expovariate(1 / 7)))
        left, no = left - posts, no + 1
        space = spaces[0] if no % 2 else chance.choice(spaces)
        begun = now - timedelta(minutes=7 * posts + no * 23)
        yield Talk(space, new_uuid(chance), f"Topic {no}: {chance.choice(WORDS)}", posts, begun, chance.choice(persons))


def _texts(sizes: Sizes) -> list[dict[str, Any]]:
    """What people say, set and cut into words once: a post takes one of these."""
    chance, found = sizes.chance("texts"), []
    for no in range(SAID):
        said = " ".join(chance.choices(WORDS, k=chance.randint(8, 60))) + (" quetzal" if no == 0 else "")
        found.append({"source": said, "html": markup.render(said, UUID(int=0)), **searching.words(said)})
    return found


def _posts(sizes: Sizes, keys: range, planned: list[Talk], persons: range) -> None:
    chance, texts = sizes.chance("posts"), _texts(sizes)

    def rows() -> Iterator[tuple[Any, ...]]:
        for topic, one in zip(keys, planned, strict=True):
            for no in range(1, one.posts + 1):
                text, at = texts[chance.randrange(SAID)], said_at(one, no)
                author = one.author if no == 1 else persons[chance.randrange(len(persons))]
                words = (
                    searching.words(f"{one.title} {text['source']}")["search_tokens"]
                    if no == 1
                    else text["search_tokens"]
                )
                yield topic, no, author, text["source"], text["html"], words, new_uuid(chance), at, at

    Table(
        Post,
        ["topic_id", "no", "author_id", "source", "html", "search_tokens", "client_key", "created_at", "published_at"],
        html_ver=markup.VERSION, tokeniser_version=searching.VERSION, told=1, state=0,
    ).write(rows())  # fmt: skip


def _readers(sizes: Sizes, keys: range, planned: list[Talk], spaces: list[int], persons: range) -> None:
    """Everybody has read a few topics of late, and follows one of them."""
    chance, most = sizes.chance("readers"), min(len(planned), 4_000)

    def rows() -> Iterator[tuple[Any, ...]]:
        for no, person in enumerate(persons):
            for turn in range(4):
                at = (no * 5 + turn * 11) % most
                yield person, keys[at], chance.randint(1, planned[at].posts), 3 if turn == 0 else 1

    Table(TopicUser, ["user_id", "topic_id", "last_read_no", "level"]).write(_once(rows()))
    Table(SpaceUser, ["user_id", "space_id"], rules_version=1, read_floor_at=sizes.now() - timedelta(days=30)).write(
        (person, spaces[0]) for person in persons
    )


def _once(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """One row for a reader and a topic: where topics are few they come round again."""
    reader, seen = None, set[int]()
    for row in rows:
        if row[0] != reader:
            reader, seen = row[0], set()
        if row[1] not in seen:
            seen.add(row[1])
            yield row


def _notices(sizes: Sizes, planned: list[Talk], persons: range) -> None:
    """Some read, one in two people with one unread."""
    chance, now = sizes.chance("notices"), sizes.now()

    def rows() -> Iterator[tuple[Any, ...]]:
        for no, person in enumerate(persons):
            for turn in range(4):
                about = planned[(no * 3 + turn) % len(planned)].public_id
                at = now - timedelta(hours=no % 700, minutes=turn)
                yield new_uuid(chance), person, about, 1, 2, at, at, None if turn == 0 and no % 2 else at

    Table(
        Notification, ["public_id", "person_id", "about", "from_no", "to_no", "created_at", "happened_at", "read_at"],
        kind="forum.new",
    ).write(rows())  # fmt: skip
