"""C5, F-6, INV-1: however many tell of one achievement at the same moment, there is one certificate."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, connections

from courses.credentials import actions
from courses.credentials.models import Certificate, SerialCounter
from courses.learning.models import Achievement
from tests.factories.credentials import a_completion

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def an_untold_achievement():
    completion = a_completion()
    return Achievement.objects.create(
        person=completion.enrolment.learner,
        kind="course",
        ref=completion.enrolment.registration,
        completion=completion,
        achieved_at=completion.completed_at,
    )


def all_at_once(work):
    """Run the same work in several threads that start together; answers and errors, in any order."""
    barrier, results = Barrier(AT_ONCE), []

    def run():
        barrier.wait()
        try:
            results.append(work())
        except DatabaseError as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_achievement_told_many_times_at_once_gives_one_certificate():
    achievement = an_untold_achievement()
    results = all_at_once(lambda: actions.issue(achievement))
    assert {result.pk for result in results} == {Certificate.objects.get().pk}


def test_many_achievements_at_once_get_different_numbers():
    waiting = [an_untold_achievement() for _ in range(AT_ONCE)]
    results = all_at_once(lambda: actions.issue(waiting.pop()))
    assert len({result.number for result in results}) == AT_ONCE
    assert SerialCounter.objects.get().last == AT_ONCE


def test_without_looking_first_and_without_the_index_there_would_be_many(monkeypatch):
    """Twin: the look under lock and the partial unique index are what keeps it at one."""
    achievement = an_untold_achievement()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_valid_certificate_per_achievement")
    original = Achievement.certificates.related_manager_cls
    monkeypatch.setattr(original, "order_by", lambda self, *fields: Certificate.objects.none())
    all_at_once(lambda: actions.issue(achievement))
    assert Certificate.objects.count() == AT_ONCE


def test_without_looking_first_the_index_alone_keeps_it_at_one(monkeypatch):
    """The constraint is the final judge, whatever the code does."""
    achievement = an_untold_achievement()
    original = Achievement.certificates.related_manager_cls
    monkeypatch.setattr(original, "order_by", lambda self, *fields: Certificate.objects.none())
    all_at_once(lambda: actions.issue(achievement))
    assert Certificate.objects.count() == 1
