"""The demo's three events are made by the actions staff would use, and are safe twice."""

import pytest

from alumni.events.models import Event, Invitation
from lms.notifications.models import Message
from lms.setup.demo.events import make_events
from tests.factories import learning
from tests.factories.accounts import admin, staff

pytestmark = pytest.mark.django_db


def test_three_events_one_sent_one_in_preparation_one_over():
    learning.take_final(learning.do_lessons(learning.enrol(course=learning.make_course(lessons=1))))
    office = {"staff": staff(), "approver": admin()}
    assert make_events(**office) == 3
    assert make_events(**office) == 0
    assert sorted(Event.objects.values_list("state", flat=True)) == ["draft", "open", "open"]
    assert Invitation.objects.get().answer == "yes"
    assert Message.objects.filter(kind="events.invitation").count() == 1
