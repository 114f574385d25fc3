"""Several at one moment, with real connections. F5, F20; cases 1 to 3. Each guard has its twin without it."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from alumni.forum import actions
from alumni.forum.actions import publishing
from alumni.forum.models import Case, ModLog, Post, Topic
from alumni.forum.refusals import AlreadyDecided, TopicClosed
from lms import faults
from tests.courses.assessment.test_at_once import at_once
from tests.factories import forum as make
from tests.waiting import waits_meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


def test_f5_one_form_sent_ten_times_at_once_is_one_post():
    space = make.a_space()
    author = make.a_writer(space)
    topic, key = make.a_topic(space, author), uuid4()
    answers = at_once(10, lambda n: make.a_reply(topic, author, client_key=key).no)
    assert set(answers) == {2}
    topic.refresh_from_db()
    assert (topic.last_no, topic.visible_count) == (2, 2)


def test_twenty_replies_at_once_get_twenty_numbers():
    space = make.a_space()
    people = [make.a_writer(space) for _ in range(4)]
    topic = make.a_topic(space, people[0])
    answers = at_once(20, lambda n: make.a_reply(topic, people[n % 4]).no)
    assert sorted(answers) == list(range(2, 22))


def test_two_moderators_decide_one_case_at_once_and_one_line_is_written():
    """Case 2."""
    space = make.a_space()
    post = make.a_reply(make.a_topic(space))
    actions.report(post, "wrong", by=make.a_writer(space))
    moderators = [make.a_moderator(space) for _ in range(4)]
    case = Case.objects.get()
    answers = at_once(4, lambda n: actions.decide(Case.objects.get(pk=case.pk), "remove", "Why", by=moderators[n]).pk)
    assert sum(isinstance(answer, AlreadyDecided) for answer in answers) == 3
    assert ModLog.objects.filter(act="remove").count() == 1


def reply_while_locking(topic, author, moderator):
    """The moderator locks while a reply stands between its first statement and its end. Is the topic locked after all?"""
    begun = threading.Event()

    def act(number):
        if number == 0:
            with faults.install("forum.number_taken", lambda: (begun.set(), held.wait(0.5))):
                return make.a_reply(topic, author).no
        begun.wait(5)
        actions.lock(topic, by=moderator)
        held.set()
        return "locked"

    held = threading.Event()
    answers = at_once(2, act)
    topic.refresh_from_db()
    return bool(topic.locked), answers


@pytest.fixture
def scene():
    space = make.a_space()
    author = make.a_writer(space)
    return make.a_topic(space, author), author, make.a_moderator(space)


def test_case_1_reply_and_lock_at_once_and_the_lock_stays(scene):
    locked, answers = reply_while_locking(*scene)
    assert locked
    assert answers[1] == "locked"
    assert answers[0] == 2 or isinstance(answers[0], TopicClosed)


def test_case_1_after_fifty_rounds_of_reply_and_lock_every_lock_stands(scene):
    topic, author, moderator = scene
    for _ in range(50):
        Topic.objects.update(locked=0)
        at_once(2, lambda n: make.a_reply(topic, author).no if n else actions.lock(topic, by=moderator))
        topic.refresh_from_db()
        assert topic.locked
    assert topic.last_no == Post.objects.filter(topic=topic).count()


def test_case_1_twin_that_loads_and_saves_the_topic_loses_the_lock(scene, monkeypatch):
    """What the one statement is for: loaded before the lock and saved after it, the topic is open again."""
    topic, _author, moderator = scene
    locked, saved = threading.Event(), threading.Event()

    def careless(topic_id, at, *, by_moderator=False):
        loaded = Topic.objects.get(pk=topic_id)
        loaded.last_no, loaded.visible_count, loaded.bumped_at = loaded.last_no + 1, loaded.visible_count + 1, at
        moment.set()
        locked.wait(1)
        loaded.save()
        return loaded.last_no

    moment = threading.Event()

    def act(number):
        if number == 0:
            at = make.timezone.now()
            # The loading lies outside the transaction, as it does in a view that hands the row on.
            careless(topic.pk, at)
            return saved.set()
        moment.wait(5)
        actions.lock(topic, by=moderator)
        return locked.set()

    assert at_once(2, act) == [None, None]
    topic.refresh_from_db()
    assert not topic.locked


def test_the_database_under_test_is_real():
    assert publishing.take_number
    assert connection.vendor == "postgresql" or "memory" not in str(connection.settings_dict["NAME"])


def test_an_answer_chosen_while_the_topic_is_locked_is_not_kept():
    space = make.a_space()
    author = make.a_writer(space)
    topic = make.a_topic(space, author, question=True)
    make.a_reply(topic, make.a_writer(space))
    with waits_meanwhile(lambda: actions.accept_answer(topic, 2, by=author)) as answers:
        actions.lock(topic, by=make.a_moderator(space))
    assert answers == [False]
    topic.refresh_from_db()
    assert topic.solution_no is None
