"""Who is told of what: F3, F12, F13, F37; cases 9, 13, 29. A mail never says more than its tier allows."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alumni.forum import actions, notices, tasks
from alumni.forum.models import TopicUser
from lms.notifications.models import Notification
from lms.notifications.notice_kinds import shown
from tests.factories import forum as make
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return make.a_space()


@pytest.fixture
def author(space):
    return make.a_writer(space)


def told(person):
    return {(one.kind, one.count) for one in Notification.objects.filter(person=person)}


def say(topic, by, **facts):
    post = make.a_reply(topic, by, **facts)
    actions.tell_followers(post.pk)
    return post


def test_f13_forty_replies_are_one_row(space, author):
    topic, other = make.a_topic(space, author), make.a_writer(space)
    for _ in range(40):
        say(topic, other)
    assert told(author) == {("forum.new", 40)}
    assert told(other) == set()


def test_a_post_is_told_of_once_however_many_tasks_run(space, author):
    post = make.a_reply(make.a_topic(space, author), make.a_writer(space))
    assert actions.tell_followers(post.pk)
    assert not actions.tell_followers(post.pk)
    assert told(author) == {("forum.new", 1)}


def test_the_sweep_finds_what_was_forgotten(space, author):
    topic = make.a_topic(space, author)
    make.a_reply(topic, make.a_writer(space), at=timezone.now() - timezone.timedelta(minutes=2))
    tasks.tell_missed()
    assert told(author) == {("forum.new", 1)}


def test_who_is_answered_is_told_so_and_who_only_takes_part_is_not(space, author):
    topic, one, two = make.a_topic(space, author), make.a_writer(space), make.a_writer(space)
    say(topic, one)
    say(topic, two, reply_to_no=2)
    assert told(one) == {("forum.answer", 1)}
    assert told(two) == set()


def test_f12_case_29_a_mention_in_a_muted_topic_is_in_the_inbox_and_never_mailed_at_once(space, author):
    topic, other = make.a_topic(space, author), make.a_writer(space)
    actions.follow_topic(author, topic, 0)
    say(topic, other)
    assert told(author) == set()
    say(topic, other, mentioned=(author.pk,))
    assert told(author) == {("forum.muted_mention", 1)}
    kind = next(kind for kind in notices.kinds() if kind.name == "forum.muted_mention")
    assert kind.stream == "digest"


def test_case_13_nobody_who_cannot_read_is_told(author):
    space, _group = make.a_closed_space(author)
    actions.accept_rules(author, space)
    outsider = make.a_writer()
    post = make.a_topic(space, make.fresh(author), mentioned=(outsider.pk,)).posts.get()
    actions.tell_followers(post.pk)
    assert told(outsider) == set()


def test_a_follower_of_a_space_hears_of_new_topics_not_of_every_reply(space, author):
    reader = make.a_writer(space)
    actions.follow_space(reader, space, 3)
    topic = make.a_topic(space, author)
    actions.tell_followers(topic.posts.get().pk)
    assert told(reader) == {("forum.new", 1)}
    say(topic, author)
    assert told(reader) == {("forum.new", 1)}


def test_opening_the_topic_reads_its_notices(space, author):
    topic = make.a_topic(space, author)
    say(topic, make.a_writer(space))
    signed_in(author).get(reverse("forum:topic", args=[topic.public_id]))
    assert not Notification.objects.unread().filter(person=author).exists()


@pytest.mark.parametrize(
    ("tier", "says_title", "says_space"), [("T1", True, False), ("T2", False, True), ("T3", False, False)]
)
def test_f37_the_more_closed_the_less_a_mail_or_digest_says(author, tier, says_title, says_space):
    reader = make.a_writer()
    if tier == "T1":
        space = make.a_space(name="Harbour room")
    else:
        space, _group = make.a_closed_space(author, reader, tier=tier, name="Harbour room")
    actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author), title="Lantern question")
    actions.follow_topic(reader, topic, 3)
    say(topic, make.fresh(author))
    reader = make.fresh(reader)
    (line,) = shown(Notification.objects.filter(person=reader), reader).values()
    items = notices.digest(reader, timezone.now() - timezone.timedelta(days=1), timezone.now())
    outside = [line.words_in_mail(), *(item.title for item in items)]
    assert all(("Lantern question" in words) == says_title for words in outside)
    assert all(("Harbour room" in words) == says_space for words in outside)
    assert space.slug not in line.address_in_mail()


def test_case_9_moved_out_of_sight_everything_of_it_goes(space, author):
    topic, outsider, moderator = make.a_topic(space, author), make.a_writer(space), make.a_moderator(space)
    say(topic, outsider)
    actions.follow_topic(outsider, topic, 3)
    say(topic, author)
    assert told(outsider) == {("forum.new", 1)}
    closed, _group = make.a_closed_space(author)
    actions.move(topic, closed, by=moderator)
    assert told(outsider) == set()
    assert not TopicUser.objects.filter(user=outsider).exists()
    assert signed_in(outsider).get(reverse("forum:topic", args=[topic.public_id])).status_code == 404
    assert topic.title not in signed_in(outsider).get("/community/").content.decode()


def test_a_notice_of_what_one_may_no_longer_see_is_not_shown(author):
    member = make.PersonFactory()
    space, group = make.a_closed_space(author, member, tier="T2")
    actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author))
    actions.follow_topic(member, topic, 3)
    say(topic, make.fresh(author))
    assert shown(Notification.objects.filter(person=member), make.fresh(member))
    group.memberships.filter(person=member).delete()
    assert not shown(Notification.objects.filter(person=member), make.fresh(member))
