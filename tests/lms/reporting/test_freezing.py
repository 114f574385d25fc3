"""A report that left the house stays as it was, and tells nothing beside those before it. Ids: B4, C-41, F-12."""

import json
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from courses.learning.models import Completion, Enrolment
from lms.audit.models import Entry
from lms.privacy.actions import erase, hand_out
from lms.reporting import actions
from lms.reporting.fingerprint import fingerprint
from lms.reporting.freezing import NotFit
from lms.reporting.models import Snapshot
from lms.reporting.period import Period, quarter, year
from lms.reporting.question import Question
from lms.version import program_version
from tests.factories import reporting as made
from tests.factories.learning import make_course

from . import reading

pytestmark = pytest.mark.django_db
FIGURES = "/office/figures/"
SPRING, SUMMER = quarter(2025, 2), quarter(2025, 3)
DONOR = {"name": "Quarter 2", "recipient": "Department of Home Affairs", "purpose": "Six-monthly report"}


def freeze(clerk, question=None, **facts):
    question = question or Question(SPRING)
    facts.setdefault("client_key", uuid4())
    return actions.freeze(question, actions.For(**DONOR), by=clerk, **facts)


def fill(at=made.AT, th=30, vn=30, course=None):
    for code, number in {"TH": th, "VN": vn}.items():
        made.enrol(made.people(number, sex="female", member=made.member_of(code)), at=at, course=course)


def row(report, key, table="member", code="O1"):
    figure = next(one for one in report["figures"] if one["code"] == code)
    rows = next(one for one in figure["tables"] if one["key"] == table)["rows"]
    return next(one["cells"] for one in rows if one["key"] == key)


def ask(office, period="2025-Q2", **changes):
    return office.post(
        f"{FIGURES}freeze/?period={period}", {**DONOR, "client_key": str(uuid4()), **changes}, follow=True
    )


def test_what_was_frozen_stays_and_the_figures_of_today_go_on(office, clerk):
    fill()
    ask(office)
    frozen = Snapshot.objects.get()
    place = f"{FIGURES}frozen/{frozen.public_id}/"
    before = reading.of_page(office.get(place))
    assert before == reading.of_page(office.get(f"{FIGURES}?period=2025-Q2"))
    fill(th=15)
    Enrolment.objects.filter(pk__in=Enrolment.objects.order_by("pk").values("pk")[:20]).update(sex="male")
    live = reading.of_page(office.get(f"{FIGURES}?period=2025-Q2"))
    assert live != before
    assert reading.of_page(office.get(place)) == before
    assert reading.of_csv(office.get(f"{place}csv/")) == before
    assert reading.of_xlsx(office.get(f"{place}xlsx/")) == before
    assert office.get(f"{place}pdf/").status_code == 404


def test_whoever_froze_a_report_reads_among_their_data_that_this_is_kept(office, clerk):
    assert "Reports you froze" not in office.get("/me/privacy/").content.decode()
    fill()
    ask(office)
    assert "Reports you froze" in office.get("/me/privacy/").content.decode()


def test_it_says_for_whom_when_by_whom_and_by_which_software(office, clerk):
    fill()
    page = ask(office).content.decode()
    frozen = Snapshot.objects.get()
    for words in (*DONOR.values(), "Dewi Anggraini", program_version(), frozen.digest):
        assert words in page
    head = office.get(f"{FIGURES}frozen/{frozen.public_id}/csv/").content.decode("utf-8-sig")
    for words in (*DONOR.values(), program_version(), frozen.digest):
        assert words in head
    assert "Dewi" not in head


def test_the_fingerprint_is_that_of_the_numbers(clerk):
    fill()
    frozen = Snapshot.objects.get(pk=freeze(clerk).pk)
    assert frozen.is_intact()
    assert frozen.digest == fingerprint(json.loads(json.dumps(frozen.report)))
    frozen.report["figures"][0]["people"] += 1
    assert not frozen.is_intact()


def test_the_database_itself_refuses_to_change_or_remove_it(clerk):
    fill()
    frozen = freeze(clerk)
    for change in (
        lambda: Snapshot.objects.filter(pk=frozen.pk).update(name="Other"),
        lambda: Snapshot.objects.filter(pk=frozen.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()
    assert Snapshot.objects.get(pk=frozen.pk).name == DONOR["name"]


def test_the_same_form_sent_twice_is_one_report(office):
    fill()
    key = str(uuid4())
    ask(office, client_key=key)
    ask(office, client_key=key)
    assert Snapshot.objects.count() == 1


def test_freezing_and_taking_away_are_in_the_log(office, clerk):
    fill()
    ask(office)
    frozen = Snapshot.objects.get()
    office.get(f"{FIGURES}frozen/{frozen.public_id}/csv/")
    acts = list(Entry.objects.about(frozen).values_list("act", flat=True))
    assert acts == ["reporting.freeze", "reporting.hand_out_frozen"]
    assert Entry.objects.get(act="reporting.freeze").data["digest"] == frozen.digest


def test_days_within_a_quarter_are_not_frozen(office):
    page = office.get(f"{FIGURES}?period=days&first=2025-04-01&last=2025-06-29").content.decode()
    assert "Only whole quarters are frozen" in page
    assert "freeze-form" not in page


def test_a_forged_request_freezes_nothing_either(office):
    fill()
    page = office.post(
        f"{FIGURES}freeze/?period=days&first=2025-04-01&last=2025-06-29", {**DONOR, "client_key": str(uuid4())}
    )
    assert page.status_code == 422
    assert not Snapshot.objects.exists()


def test_a_period_that_is_not_over_is_not_frozen(clerk):
    with pytest.raises(NotFit, match="not over"):
        freeze(clerk, at=datetime(2025, 6, 30, 12, tzinfo=UTC))
    assert freeze(clerk, at=datetime(2025, 6, 30, 18, tzinfo=UTC))


def test_a_report_about_one_member_is_not_frozen(clerk):
    with pytest.raises(NotFit, match="one member"):
        freeze(clerk, Question(SPRING, member=made.member_of("TH")))


def test_who_came_late_is_not_told_of_by_freezing_again(clerk):
    course = make_course(lessons=1, final=False)
    fill(course=course)
    freeze(clerk)
    made.enrol(made.people(1, sex="female"), course=course)
    with pytest.raises(NotFit, match="fewer than 10 people"):
        freeze(clerk)
    made.enrol(made.people(19, sex="female"), course=course)
    assert row(freeze(clerk).report, "TH")[4] == 50


def test_a_half_year_less_a_quarter_tells_of_nobody(clerk):
    """Thailand: thirty and three. The sum is hidden beside the thirty, and another row with it."""
    fill()
    freeze(clerk)
    fill(at=made.AT + timedelta(days=80), th=3, vn=40)
    made.enrol(made.people(45, sex="female", member=made.member_of("KH")), at=made.AT + timedelta(days=80))
    both = Question(Period(SPRING.first, SUMMER.last))
    report = freeze(clerk, both).report
    assert row(report, "TH")[4] == "hidden"
    hidden = [one for one in ("TH", "VN", "KH") if row(report, one)[4] == "hidden"]
    assert len(hidden) >= 2
    assert report["figures"][0]["people"] == 148


def test_without_the_look_at_earlier_reports_it_would_be_told(clerk, monkeypatch):
    """The twin of the one above."""
    fill()
    freeze(clerk)
    fill(at=made.AT + timedelta(days=80), th=3, vn=40)
    made.enrol(made.people(45, sex="female", member=made.member_of("KH")), at=made.AT + timedelta(days=80))
    monkeypatch.setattr("lms.reporting.freezing.given_away", lambda *_: set())
    report = freeze(clerk, Question(Period(SPRING.first, SUMMER.last))).report
    assert row(report, "TH")[4] - row(Snapshot.objects.earliest("number").report, "TH")[4] == 3


def test_a_period_across_another_is_refused_with_its_name(clerk):
    fill()
    freeze(clerk, Question(Period(SPRING.first, SUMMER.last)))
    with pytest.raises(NotFit, match=r"across that of report 1\. Quarter 2"):
        freeze(clerk, Question(Period(SUMMER.first, date(2025, 12, 31))))
    assert freeze(clerk, Question(year(2025)))


def test_the_same_report_again_is_given_while_nothing_changed(clerk):
    fill()
    first, second = freeze(clerk), freeze(clerk)
    assert (first.number, second.number) == (1, 2)
    assert {**first.report, "at": ""} == {**second.report, "at": ""}


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_looks_at_the_first(clerk, monkeypatch):
    """Another is frozen between the first look and the writing: its number is taken, and this one begins again."""
    fill()
    counted, looks = actions.count, []

    def meanwhile(question, *, at):
        looks.append(at)
        if len(looks) == 1:
            other = Thread(target=freeze_and_hang_up)
            other.start()
            other.join(30)
        return counted(question, at=at)

    def freeze_and_hang_up():
        freeze(clerk)
        connection.close()

    monkeypatch.setattr(actions, "count", meanwhile)
    assert freeze(clerk).number == 2
    assert len(looks) == 3


def test_an_erased_colleague_leaves_the_report_as_it_is(clerk):
    fill()
    frozen = freeze(clerk)
    assert hand_out(clerk, by=clerk)["reporting"]["reports"][0]["number"] == 1
    erase(clerk, by=clerk)
    assert Snapshot.objects.get(pk=frozen.pk).is_intact()


def test_a_completion_that_is_invalidated_later_changes_no_frozen_report(clerk):
    made.enrol(made.people(30, sex="female"), completed_at=made.AT)
    frozen = freeze(clerk)
    Completion.objects.update(invalidated_at=timezone.now())
    assert row(Snapshot.objects.get(pk=frozen.pk).report, "TH", code="O2")[4] == 30


def test_the_list_goes_on_page_by_page(office, clerk, django_assert_max_num_queries):
    assert "No report has been frozen yet" in office.get(f"{FIGURES}frozen/").content.decode()
    for number in range(1, 28):
        Snapshot.objects.create(
            number=number,
            client_key=uuid4(),
            **DONOR,
            first=SPRING.first,
            last=SPRING.last,
            k=10,
            report={},
            digest="",
            version="",
            made_at=timezone.now(),
            made_by=clerk,
        )
    with django_assert_max_num_queries(16):
        page = office.get(f"{FIGURES}frozen/").content.decode()
    assert "27. " in page
    assert "?after=3" in page
    assert "1. " in office.get(f"{FIGURES}frozen/?after=3").content.decode()
    assert office.get(f"{FIGURES}frozen/?after=x").status_code == 200


def test_what_is_typed_is_asked_for_and_shown_as_text(office):
    fill()
    page = ask(office, name="", recipient="x" * 200)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    ask(office, name="<b>Quarter</b>\u202e")
    assert "&lt;b&gt;Quarter&lt;/b&gt;</bdi>" in office.get(f"{FIGURES}frozen/").content.decode()


def test_a_guard_stands_on_this_database():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'reporting_snapshot_%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'reporting_snapshot_%'")
        assert len(cursor.fetchall()) == 3
