"""What the inbox keeps is handed out whole and erased whole."""

import pytest

from lms.notifications import choices
from lms.notifications.models import DigestSchedule, Frequency, Notification, Preference
from lms.privacy.personal_data import export, registered
from tests.factories.notifications import make_notice, make_recipient

pytestmark = pytest.mark.django_db


def test_a_person_gets_what_waited_and_what_they_chose():
    person = make_recipient()
    make_notice(person, no=3)
    choices.prefer(person, "test", Frequency.DAILY)
    handed = export(person)["notices"]
    assert [(row["kind"], row["count"]) for row in handed["notifications"]] == [("test.reply", 1)]
    assert [(row["stream"], row["frequency"]) for row in handed["preferences"]] == [("test", "daily")]


def test_all_of_it_goes_with_the_account_and_nothing_of_others():
    person, other = make_recipient(), make_recipient()
    for one in (person, other):
        make_notice(one)
        choices.prefer(one, "test", Frequency.DAILY)
    next(data for data in registered() if data.name == "notices").erase(person)
    for model in (Notification, Preference, DigestSchedule):
        assert [row.person for row in model.objects.all()] == [other]
