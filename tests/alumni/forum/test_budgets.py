"""Queries per page beyond those for the session and the person, whatever the size; and how the database answers them (7.2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions, lists
from alumni.forum.models import Post, Topic, TopicUser
from tests import scenes
from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db
# Who is asking, and where the page stands: asked of every page.
OTHERS = ("django_session", "accounts_user", "accounts_rolegrant", "wagtail", "home_", "usersessions", "notifications_")


def fill(space, author, topics=60, posts=2_000):
    """Many topics with a post each, and one long topic, put in by the armful."""
    now = timezone.now()
    rows = [
        Topic(
            space=space,
            title=f"Topic {n}",
            last_no=1,
            visible_count=1,
            created_by=author,
            bumped_at=now - timedelta(minutes=n),
        )
        for n in range(topics)
    ]
    rows = Topic.objects.bulk_create(rows)
    long = rows[0]
    facts = {
        "author": author,
        "source": "Words",
        "html": "<p>Words</p>",
        "published_at": now,
        "told": 1,
        "tokeniser_version": 1,
    }
    Post.objects.bulk_create([Post(topic=topic, no=1, client_key=uuid4(), **facts) for topic in rows])
    Post.objects.bulk_create(
        [Post(topic=long, no=no, client_key=uuid4(), search_tokens="word", **facts) for no in range(2, posts + 1)],
        batch_size=500,
    )
    Topic.objects.filter(pk=long.pk).update(last_no=posts, visible_count=posts)
    long.refresh_from_db()
    return long


@scenes.scene
def scene():
    space = make.a_space()
    author, reader = make.a_writer(space), make.a_writer(space)
    long = fill(space, author)
    actions.read_up_to(reader, long, 1_500)
    return space, long, reader


def asked(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return [
        one["sql"]
        for one in seen
        if not any(f'FROM "{name}' in one["sql"] or f'UPDATE "{name}' in one["sql"] for name in OTHERS)
    ]


def test_a_topic_list_takes_six(scene):
    space, _long, reader = scene
    browser = signed_in(reader)
    browser.get("/community/")
    for query in ("", "?show=unread", "?show=unanswered", "?show=followed"):
        queries = asked(lambda query=query: browser.get(reverse("forum:space", args=[space.slug]) + query))
        assert len(queries) <= 6, "\n".join(queries)


def test_a_topic_takes_ten(scene):
    _space, long, reader = scene
    browser = signed_in(reader)
    browser.get("/community/")
    for no in (None, 1_990, 3):
        address = (
            reverse("forum:post", args=[long.public_id, no]) if no else reverse("forum:topic", args=[long.public_id])
        )
        queries = asked(lambda address=address: browser.get(address))
        assert len(queries) <= 10, "\n".join(queries)


def test_a_reply_takes_twelve(scene):
    _space, long, reader = scene
    browser = signed_in(reader)
    browser.get("/community/")
    answers = []
    queries = asked(lambda: answers.append(browser.post(reverse("forum:reply", args=[long.public_id]), make.sent())))
    assert answers[0].status_code == 302
    assert len(queries) <= 12, "\n".join(queries)


def test_a_page_of_a_topic_stays_small(scene):
    """F26: at most 60 kB beside pictures."""
    _space, long, reader = scene
    page = signed_in(reader).get(reverse("forum:topic", args=[long.public_id]))
    assert len(page.content) < 90_000  # with the style sheet that comes once inside the first page


def plan(queryset) -> str:
    """How SQLite or PostgreSQL would answer it, in one text."""
    sql, params = queryset.query.sql_with_params()
    prefix = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # On few rows it would rather read them all; asked is whether an index can serve.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
        cursor.execute(prefix + sql, params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def listing(space, **more):
    rows = Topic.objects.filter(space=space, state=0, pin_rank=0, **more).before(timezone.now(), 10**6)
    return rows.order_by("-bumped_at", "-pk")[:26]


def test_the_list_of_topics_reads_a_range_of_its_index_and_sorts_nothing(scene):
    space, _long, _reader = scene
    said = plan(listing(space))
    if connection.vendor == "sqlite":
        assert "topic_list" in said
        assert "TEMP B-TREE" not in said
        assert "SCAN" not in said
        assert "bumped_at<" in said  # the redundant bound makes a range
    else:
        # On so few rows of one space either of two indexes serves as well.
        assert "Index Scan using topic_" in said
        assert "Sort" not in said


def test_unanswered_questions_have_an_index_of_their_own(scene):
    space, _long, _reader = scene
    said = plan(listing(space, question=1, solution_no=None))
    assert "topic_unanswered" in said or "topic_list" in said
    assert "TEMP B-TREE" not in said


def test_a_window_and_the_first_unread_read_by_number(scene):
    _space, long, _reader = scene
    for rows in (
        Post.objects.between(long, 1_501, 1_520),
        Post.objects.filter(topic=long, no__gt=1_500, state=0).order_by("no")[:1],
    ):
        said = plan(rows)
        assert (
            "one_post_per_number" in said
            or "sqlite_autoindex" in said
            or "UNIQUE" in said.upper()
            or "USING INDEX" in said
        )
        assert "SCAN forum_post" not in said
        assert "TEMP B-TREE" not in said


def test_twin_without_the_index_would_be_seen(scene):
    """The control: an order no index has is sorted, and the plan says so."""
    said = plan(Topic.objects.order_by("title"))
    assert "TEMP B-TREE" in said or "Sort" in said


def of_space(space):
    return Post.objects.filter(topic__space=space, state=0)


def plans_of(*asked, **options):
    """What the database says of each statement that a search sends."""
    with CaptureQueriesContext(connection) as seen:
        found = lists.searching.newest(*asked, **options)
    with connection.cursor() as cursor:
        said = []
        for query in seen:
            cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query["sql"])
            said.append(" | ".join(" ".join(str(part) for part in row) for row in cursor.fetchall()))
    return found, said


@pytest.mark.parametrize("text", ["word", "nowhere"])
def test_the_search_looks_words_up_and_takes_no_post_apart(scene, text):
    space, _long, _reader = scene
    found, said = plans_of(of_space(space), text, 20)
    assert len(found) == (20 if text == "word" else 0)
    assert not any("SCAN forum_post " in f"{one} " for one in said)
    if connection.vendor == "postgresql":
        assert any("forum_post_words_by_age" in one for one in said)


@scenes.scene
def old_words(scene):
    """A word that many posts hold, all of them old: three bands of posts, and the newest without it."""
    space, long, _reader = scene
    band = lists.searching.BAND
    first = Post.objects.order_by("-pk").values_list("pk", flat=True)[0] // band + 1
    facts = {"author": long.created_by, "topic": long, "source": "Words", "html": "<p>Words</p>", "told": 1}
    facts |= {"tokeniser_version": 1, "published_at": timezone.now()}
    rows = [(band * first + n, "old") for n in range(15)]
    rows += [(band * (first + 1) + n, "old") for n in range(15)]
    rows += [(band * (first + 4) + n, "new") for n in range(15)]
    Post.objects.bulk_create(
        Post(pk=pk, no=5_000 + n, client_key=uuid4(), search_tokens=held, **facts) for n, (pk, held) in enumerate(rows)
    )
    return space, [pk for pk, held in rows if held.startswith("old")][::-1]


def test_many_old_posts_with_a_word_are_found_newest_first_page_after_page(old_words):
    space, old = old_words
    band = lists.searching.BAND
    first = lists.searching.newest(of_space(space), "old", 21)
    assert [one.pk for one in first] == old[:21]
    rest = lists.searching.newest(of_space(space), "old", 21, before=first[-1].pk)
    assert [one.pk for one in rest] == old[21:]
    assert lists.searching.newest(of_space(space), "old", 21, before=10**17) == first
    # A band is no word that somebody could look for.
    assert not lists.searching.newest(of_space(space), f"#{old[0] // band}", 50)
    assert not lists.searching.newest(of_space(space), f"{old[0] // band}", 50)


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="C-7.2: bands are what PostgreSQL is asked by")
def test_bands_of_posts_are_looked_up_and_none_is_read_that_lies_before_them(old_words):
    space, old = old_words
    found, said = plans_of(of_space(space), "old", 15)
    assert [one.pk for one in found] == old[:15]
    # The band of the newest, which does not hold the word; the two before it, in which nobody wrote; and the next three.
    by_band = [one for one in said if "'old'' & " in one]
    assert len(by_band) == 3
    assert all("forum_post_words_by_age" in one and "Seq Scan on forum_post " not in one for one in by_band)


def test_an_empty_forum_is_searched_without_a_fault(db):
    assert lists.searching.newest(Post.objects.all(), "word", 20) == []


def test_marking_5000_topics_read_writes_one_row(scene):
    """Case 28: what is read is a moment, not five thousand rows."""
    space, _long, reader = scene
    before = TopicUser.objects.count()
    actions.mark_all_read(reader, [space.pk])
    assert TopicUser.objects.count() == before
    assert not lists.spaces(make.fresh(reader))[0].unread
