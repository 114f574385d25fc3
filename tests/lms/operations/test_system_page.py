"""The page of the office that says how everything is, and what to do. Ids: O-20, O-22, INV-13, L-10."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from courses.credentials.keys import KeyRing
from lms.notifications import actions as mail
from lms.notifications.models import Message, OutboxState
from lms.operations import actions, figures, signs, versions
from lms.operations.models import Upkeep
from tests.factories.accounts import PersonFactory, focal_point, signed_in, staff
from tests.factories.credentials import a_certificate
from tests.factories.notifications import KINDS, make_message

pytestmark = pytest.mark.django_db
URL = "/office/system/"


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, monkeypatch):
    settings.CELERY_BROKER_URL = f"sqlite:///{tmp_path}/broker.sqlite3"
    settings.SIGNING_DIR = tmp_path / "keys"
    settings.BACKUP_DIR, settings.BACKUP_KEY = str(tmp_path / "backups"), "a passphrase that nobody guesses"
    monkeypatch.setattr("lms.notifications.kinds.kinds", lambda: KINDS)


@pytest.fixture
def office():
    return signed_in(staff())


def ended(kind, fault="", days=0, **facts):
    upkeep = actions.end(actions.begin(kind), facts=facts, fault=fault)
    at = timezone.now() - timedelta(days=days)
    Upkeep.objects.filter(pk=upkeep.pk).update(began_at=at, ended_at=at)


def make_all_well(settings):
    for name in ("worker", "beat"):
        mail.beat(name)
    KeyRing(settings.SIGNING_DIR).current()
    ended("backup", bytes=5_000_000, files=12, rows=3400, sealed=True, file_bytes=900)
    ended("drill", rows=3400, files=12, signatures=7, certificates=7)
    ended("invariants", checks=30, violations=0)


def state_of(name):
    found = next(sign for sign in signs.all_signs(timezone.now()) if sign.name == name)
    return found.state, " ".join(found.advice)


def facts_of(name):
    found = next(sign for sign in signs.all_signs(timezone.now()) if sign.name == name)
    return [fact["value"] for fact in found.facts]


def text(client):
    return client.get(URL).content.decode()


def test_staff_see_every_part_with_its_figures(office, settings):
    make_all_well(settings)
    page = text(office)
    assert "All is well." in page
    for words in [
        "Program",
        "Django",
        "Wagtail",
        "Python",
        "Key that signs certificates",
        "3,400 records, 12 files",
        "7 of 7",
        "Trying out a backup",
        "Set up",
    ]:
        assert words in page
    assert KeyRing(settings.SIGNING_DIR).current()[0] in page
    assert "What to do" not in page


def test_inv13_nobody_else_learns_that_there_is_such_a_page(client):
    assert signed_in(PersonFactory()).get(URL).status_code == 404
    assert signed_in(focal_point()).get(URL).status_code == 404
    assert "/accounts/login/" in client.get(URL)["Location"]


def test_the_office_leads_there(office):
    assert reverse("operations:system") in office.get("/office/").content.decode()


def test_the_start_of_the_office_says_how_many_parts_need_somebody_and_looks_once_a_minute(
    office, settings, monkeypatch
):
    def waiting():
        page = office.get("/office/").content.decode()
        return re.findall(r"(\d+) waiting", page[page.index(URL) - 300 :])

    make_all_well(settings)
    assert waiting() == []
    caches["local"].clear()
    Upkeep.objects.all().delete()
    found = signs.unwell()
    assert found > 0
    assert waiting() == [str(found)]
    monkeypatch.setattr(signs, "all_signs", lambda now: pytest.fail("It was looked at a moment ago."))
    assert waiting() == [str(found)]


def test_l10_it_costs_a_bounded_number_of_questions(office, settings, django_assert_max_num_queries):
    make_all_well(settings)
    text(office)
    with django_assert_max_num_queries(28):
        text(office)


def test_what_is_not_well_comes_first_with_what_to_do(office, settings):
    make_all_well(settings)
    OutboxState.objects.create(id=1, paused_at=timezone.now(), paused_reason="restored")
    page = text(office)
    assert "1 part needs somebody." in page
    assert page.index("Outgoing mail is paused.") < page.index("It runs.")
    assert "then release outgoing mail there" in page


def test_no_command_stands_on_the_page_without_the_one_to_ask():
    """Whoever reads it works in an office: commands and settings are to be passed on."""
    for sign in signs.all_signs(timezone.now()):
        for line in sign.advice:
            is_technical = re.search(r"manage\.py|[A-Z]+_[A-Z]+|Redis|log\b", line)
            assert not is_technical or line.startswith("Ask whoever looks after the server: "), line


class TestEachPartSaysWhatToDo:
    def test_work_that_stopped(self, settings):
        make_all_well(settings)
        mail.beat("worker", now=timezone.now() - timedelta(minutes=5))
        assert state_of("Background work") == (
            "bad",
            "Ask whoever looks after the server: start these again: Worker. Nothing is lost meanwhile.",
        )

    def test_a_queue_that_does_not_answer(self, settings):
        make_all_well(settings)
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
        assert state_of("Background work")[0] == "wait"

    def test_mail_that_is_late_or_failed(self):
        assert state_of("Mail") == ("good", "")
        make_message("test.letter")
        Message.objects.update(wanted_at=timezone.now() - timedelta(hours=1))
        assert state_of("Mail")[0] == "bad"
        Message.objects.update(state="bounced", finished_at=timezone.now())
        assert state_of("Mail")[0] == "wait"

    def test_mail_for_a_later_hour_is_counted_apart_from_mail_that_waits(self):
        make_message("test.letter")
        Message.objects.update(not_before=timezone.now() + timedelta(hours=1))
        assert facts_of("Mail")[:3] == ["0", "none waits", "1"]
        make_message("test.letter")
        Message.objects.filter(not_before__lte=timezone.now()).update(wanted_at=timezone.now() - timedelta(minutes=5))
        assert facts_of("Mail")[:3] == ["1", "5\xa0minutes", "1"]

    def test_certificates_without_a_file(self):
        certificate = a_certificate()
        assert state_of("Certificates")[0] == "good"
        type(certificate).objects.update(issued_at=timezone.now() - timedelta(hours=1))
        assert state_of("Certificates")[0] == "bad"
        type(certificate).objects.update(needs_attention="a letter")
        assert state_of("Certificates")[0] == "wait"

    def test_no_backup_an_old_one_and_one_that_failed(self, settings):
        assert state_of("Backup") == (
            "bad",
            "Ask whoever looks after the server: run manage.py backup, which says what is wrong.",
        )
        ended("backup", days=3)
        assert state_of("Backup")[0] == "bad"
        ended("backup")
        assert state_of("Backup") == ("good", "")
        ended("backup", fault="The disk is full.")
        assert state_of("Backup") == ("wait", "It said: The disk is full.")
        settings.BACKUP_DIR = ""
        assert "set BACKUP_DIR and BACKUP_KEY" in state_of("Backup")[1]

    def test_o22_a_drill_that_is_missing_failed_or_is_old_is_red(self):
        assert state_of("Trying out a backup")[0] == "bad"
        ended("drill", days=36)
        assert state_of("Trying out a backup")[0] == "bad"
        ended("drill", days=34)
        assert state_of("Trying out a backup")[0] == "good"
        ended("drill", fault="A file is missing.")
        assert "It said: A file is missing." in state_of("Trying out a backup")[1]

    def test_what_must_hold(self):
        assert state_of("Nightly check")[0] == "wait"
        ended("invariants", fault="Broken: INV-9.", violations=2)
        assert state_of("Nightly check")[0] == "bad"

    def test_a_disk_that_fills(self, monkeypatch):
        for free, state in ((50, "good"), (10, "wait"), (2, "bad")):
            monkeypatch.setattr(figures, "disk", lambda free=free: figures.Disk(100, free))
            assert state_of("Room on the disk")[0] == state

    def test_no_key_and_an_old_key(self, settings):
        assert state_of("Key that signs certificates")[0] == "bad"
        KeyRing(settings.SIGNING_DIR).current(at=timezone.now() - timedelta(days=800))
        assert state_of("Key that signs certificates")[0] == "wait"

    def test_a_database_that_is_behind(self, monkeypatch):
        assert state_of("Program") == ("good", "")
        known = versions.known_migrations()
        monkeypatch.setattr(versions, "known_migrations", lambda: known | {("accounts", "9999_later")})
        assert state_of("Program") == ("bad", "Ask whoever looks after the server: run manage.py migrate.")
