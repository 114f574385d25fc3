"""A list in the hands of real workers that are killed by SIGKILL: every row exactly once, every mail once (F-1, INV-7, L-6)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions
from courses.workshops.actions import import_running
from courses.workshops.models import Import, ImportRow, Place
from lms.audit.models import Entry
from lms.faults import install
from lms.notifications.models import Message
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.imports import officer
from tests.journeys.workplace import Workplace

pytestmark = pytest.mark.django_db(transaction=True)
# Three portions.
ROWS = 250
CONTINUE, DELIVER = "courses.workshops.tasks.continue_imports", "lms.notifications.tasks.deliver_due"
# In the middle of a portion, at its very end, and after each portion is stored.
DEATHS = [
    "import.after_row",
    "import.before_commit",
    "import.after_portion",
    "import.after_row",
    "import.after_portion",
]


@pytest.fixture
def roster():
    lists.vocabulary()
    workshop = make.make_workshop(seats=500)
    return lists.confirmed(workshop, [officer(number) for number in range(ROWS)], by=make.make_trainer(workshop))


@pytest.fixture
def workplace(tmp_path):
    workplace = Workplace(tmp_path)
    yield workplace
    workplace.close()


def time_passes():
    Import.objects.update(moved_at=timezone.now() - timedelta(minutes=5))


def assert_every_row_once(roster):
    roster.refresh_from_db()
    assert roster.state == "done"
    assert Counter(lists.states(roster).values()) == {"added": ROWS}
    assert Place.objects.count() == Entry.objects.filter(act="workshops.add").count() == ROWS
    assert Message.objects.filter(kind="accounts.invitation").count() == ROWS


@pytest.mark.processes
def test_f1_workers_killed_in_the_middle_leave_every_row_once_and_one_mail_each(workplace, roster):
    for point in DEATHS:
        workplace.tick(CONTINUE)
        time_passes()
        workplace.worker_that_dies_at(point)
    time_passes()
    workplace.worker()
    workplace.tick(CONTINUE)
    workplace.wait_for(lambda: Import.objects.get().state == "done")
    assert_every_row_once(roster)
    workplace.tick(*[DELIVER] * 3)
    workplace.wait_for(lambda: len(workplace.mails()) >= ROWS)
    assert set(Counter(mail["To"] for mail in workplace.mails()).values()) == {1}


class Killed(BaseException):
    """The worker dies here."""


def dies_at_row(number):
    passed = iter(range(number))

    def die():
        if next(passed, None) is None:
            raise Killed

    return die


@pytest.mark.parametrize("number", [0, 7, 99, 130])
def test_f1_what_a_lost_portion_did_is_not_there_and_is_done_again(roster, number):
    with install("import.after_row", dies_at_row(number)), pytest.raises(Killed):
        lists.finish(roster)
    whole = number // import_running.AT_ONCE * import_running.AT_ONCE
    assert Place.objects.count() == whole
    assert Message.objects.filter(kind="accounts.invitation").count() == whole
    assert_every_row_once(lists.finish(roster))


def test_f1_twin_that_notes_its_rows_before_it_writes_them_loses_some(roster, monkeypatch):
    """The control: that a row is done and what it did, in two transactions."""
    write, noted = import_running._write, []

    def note_first(of, rows, *, at):
        if not noted:
            noted.extend(row.pk for row in rows)
            return
        write(of, rows, at=at)

    monkeypatch.setattr(import_running, "_write", note_first)
    actions.work_off(Import.objects.get())
    # The portion is stored as done; its worker died before it wrote anything.
    ImportRow.objects.filter(pk__in=noted).update(state="added")
    roster = lists.finish(roster)
    assert Counter(lists.states(roster).values()) == {"added": ROWS}
    assert Place.objects.count() == ROWS - len(noted)


def test_f1_all_or_none_in_the_middle_of_which_the_worker_dies_has_written_nothing():
    lists.vocabulary()
    workshop = make.make_workshop(seats=500)
    rows = [officer(number) for number in range(40)]
    roster = lists.confirmed(workshop, rows, by=make.office(), mode="all")
    with install("import.after_row", dies_at_row(30)), pytest.raises(Killed):
        lists.finish(roster)
    assert not Place.objects.exists()
    assert lists.finish(roster).state == "done"
    assert Place.objects.count() == 40


def test_f1_an_undo_in_the_middle_of_which_the_worker_dies_goes_on(roster):
    roster = lists.finish(roster)
    actions.ask_undo(roster, by=make.office())
    with install("import.after_row", dies_at_row(130)), pytest.raises(Killed):
        lists.finish(roster)
    assert lists.finish(roster).state == "undone"
    assert Counter(lists.states(roster).values()) == {"taken_back": ROWS}
    assert {place.state for place in Place.objects.all()} == {"withdrawn"}
    assert Entry.objects.filter(act="workshops.undo").count() == ROWS
