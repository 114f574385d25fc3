"""Figures of much are counted by a worker, once, and kept for a while; no request waits for them. Ids: H21, B4."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from redis.exceptions import RedisError

from cms.taxonomy.models import CooperationArea, Purpose, StrategyPeriod
from lms.audit.models import Entry
from lms.reporting import counting, kept, tasks
from lms.reporting.asking import FiguresForm
from lms.reporting.kept import Kept
from lms.reporting.models import Snapshot
from lms.reporting.period import Period, quarter, year
from lms.reporting.question import Question
from tests.factories import reporting as made
from tests.factories.learning import make_course
from tests.scenes import scene

from . import reading

pytestmark = pytest.mark.django_db
FIGURES = "/office/figures/"
SPRING = "period=2025-Q2"
FOR = {"name": "Spring", "recipient": "The donor", "purpose": "Report"}


@scene
def thirty():
    """Enrolments."""
    course = make_course(lessons=1, final=False)
    made.enrol(made.people(16, sex="female"), course=course)
    made.enrol(made.people(14, sex="male"), course=course)


@pytest.fixture
def much(thirty, monkeypatch):
    """Thirty enrolments, which is much here; a worker is asked and has not begun."""
    monkeypatch.setattr(counting, "MOST_AT_ONCE", 20)
    asked = []
    monkeypatch.setattr(tasks.count, "delay", asked.append)
    cache.clear()
    yield asked
    cache.clear()


@pytest.fixture
def look(office, django_capture_on_commit_callbacks):
    """The page as staff see it, and what it asks of a worker."""

    def see(query=SPRING):
        with django_capture_on_commit_callbacks(execute=True):
            return office.get(f"{FIGURES}?{query}")

    return see


def text(response):
    return response.content.decode()


def is_waiting(response):
    return "The figures are being counted" in text(response)


def question(query=SPRING):
    return asked_by(dict(pair.split("=") for pair in query.split("&")))


def asked_by(values):
    form = FiguresForm(values)
    return form.question() if form.is_valid() else None


def test_what_is_asked_of_a_worker_is_what_stands_in_the_address():
    period = StrategyPeriod.objects.create(code="2025", title="Strategy 2025", first_year=2025)
    purpose = Purpose.objects.create(period=period, number=2, title="Purpose")
    area = CooperationArea.objects.create(period=period, code="LE", name="Law enforcement")
    for when in (quarter(2025, 2), year(2025), Period(date(2025, 2, 3), date(2025, 2, 20))):
        asked = Question(when, purpose, area, made.member_of("TH"))
        assert asked_by(asked.values()) == asked
    purpose.delete()
    assert asked_by(asked.values()) is None


def test_the_page_says_that_they_are_being_counted_and_looks_again_without_a_script(much, look):
    page = look()
    assert (page.status_code, is_waiting(page), reading.of_page(page)) == (200, True, [])
    assert f'<meta http-equiv="refresh" content="4;url={FIGURES}?{SPRING}">' in text(page)
    assert f'<a href="{FIGURES}?{SPRING}">Look now</a>' in text(page)
    assert much == [{"period": "2025-Q2"}]


def test_once_they_are_counted_page_csv_and_workbook_hold_the_same_numbers(much, look, office):
    look()
    tasks.count(*much)
    page = look()
    shown = reading.of_page(page)
    assert shown[0][-1] == ["All", "16", "14", "0", "0", "30", "30"]
    made.enrol(made.people(12, sex="female"))
    assert reading.of_page(look()) == shown
    assert reading.of_csv(office.get(f"{FIGURES}as/csv/?{SPRING}")) == shown
    assert reading.of_xlsx(office.get(f"{FIGURES}as/xlsx/?{SPRING}")) == shown
    assert len(much) == 1


def test_they_are_kept_for_a_short_time(much, look):
    look()
    tasks.count(*much)
    (key,) = [name for name in _keys() if name.startswith("figures:") and name.count(":") == 1]
    cache.delete(key)
    assert is_waiting(look())
    assert kept.SECONDS_KEPT <= 15 * 60


def _keys():
    return [name.split(":", 2)[2] for name in cache._cache]


def test_many_who_look_ask_once(much, look):
    for _turn in range(5):
        assert is_waiting(look())
    assert len(much) == 1


def test_of_two_workers_one_counts(much, monkeypatch):
    counts = []

    def counted(*given, **more):
        counts.append(1)
        Kept(question()).count()  # Another worker begins meanwhile.
        return tally(*given, **more)

    tally = kept.tally
    monkeypatch.setattr(kept, "tally", counted)
    tasks.count({"period": "2025-Q2"})
    tasks.count({"period": "2025-Q2"})
    assert counts == [1]


def test_each_period_and_filter_has_figures_of_its_own(much, look):
    made.enrol(made.people(25, member=made.member_of("VN")))
    for query in (SPRING, f"{SPRING}&member=VN", "period=2025"):
        assert is_waiting(look(query))
    for values in list(much):
        tasks.count(values)
    assert [reading.of_page(look(query))[0][-1][5] for query in (SPRING, f"{SPRING}&member=VN", "period=2025")] == [
        "55",
        "25",
        "55",
    ]


def test_a_file_that_is_asked_for_too_early_leads_to_the_page_and_is_not_in_the_log(much, office):
    answer = office.get(f"{FIGURES}as/csv/?{SPRING}")
    assert (answer.status_code, answer["Location"]) == (302, f"{FIGURES}?{SPRING}")
    assert not Entry.objects.filter(act="reporting.hand_out").exists()


def test_what_was_seen_is_what_is_frozen(much, look, office):
    look()
    tasks.count(*much)
    seen = reading.of_page(look())
    made.enrol(made.people(12, sex="female"))
    answer = office.post(f"{FIGURES}freeze/?{SPRING}", {**FOR, "client_key": str(uuid4())})
    assert answer.status_code == 302
    assert reading.of_page(office.get(answer["Location"])) == seen


def test_what_was_counted_before_the_period_was_over_is_not_frozen(much, office, monkeypatch):
    """Whoever looked in the last minutes of a quarter and freezes after midnight would lose those minutes."""
    last_evening = datetime(2025, 6, 30, 16, 55, tzinfo=UTC)
    with monkeypatch.context() as then:
        then.setattr(kept.timezone, "now", lambda: last_evening)
        tasks.count({"period": "2025-Q2"})
    answer = office.post(f"{FIGURES}freeze/?{SPRING}", {**FOR, "client_key": str(uuid4())})
    assert (answer.status_code, Snapshot.objects.exists()) == (422, False)
    assert "The period is not over." in text(answer)


def test_what_is_no_longer_kept_is_counted_again_before_it_is_frozen_and_what_was_typed_stays(
    much, office, django_capture_on_commit_callbacks
):
    typed = {**FOR, "client_key": str(uuid4())}
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(f"{FIGURES}freeze/?{SPRING}", typed)
    assert is_waiting(answer)
    assert "Not frozen yet" in text(answer)
    assert "http-equiv" not in text(answer)
    for words in typed.values():
        assert f'value="{words}"' in text(answer)
    assert not Snapshot.objects.exists()
    tasks.count(*much)
    assert office.post(f"{FIGURES}freeze/?{SPRING}", typed).status_code == 302


def test_a_form_that_is_wrong_says_so_while_they_are_counted_again(much, office):
    answer = office.post(f"{FIGURES}freeze/?{SPRING}", {**FOR, "name": "", "client_key": str(uuid4())})
    assert (answer.status_code, is_waiting(answer)) == (422, True)
    assert 'value="The donor"' in text(answer)
    assert "This field is required." in text(answer)


@pytest.mark.parametrize("broken", ["get", "add"])
def test_a_cache_that_is_away_is_said_and_breaks_no_page(much, office, monkeypatch, broken):
    def away(*given, **more):
        raise RedisError

    monkeypatch.setattr(kept.cache, broken, away, raising=False)
    page = office.get(f"{FIGURES}?{SPRING}")
    assert page.status_code == 200
    assert ("could not be counted" in text(page)) is (broken == "get")
    assert office.get(f"{FIGURES}as/csv/?{SPRING}").status_code == 302
    assert much == []


@pytest.mark.usefixtures("frame_is_known")
def test_waiting_costs_the_page_few_questions(much, look, django_assert_max_num_queries):
    look()
    with django_assert_max_num_queries(14):
        assert is_waiting(look())


def test_a_count_that_fails_is_said_and_tried_again_later(much, look, monkeypatch):
    look()
    with monkeypatch.context() as broken:
        broken.setattr(kept, "tally", lambda *given, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.count(*much)
    page = text(look())
    assert "The figures could not be counted" in page
    assert "http-equiv" not in page
    assert len(much) == 1
    cache.delete(next(name for name in _keys() if name.endswith(":failed")))
    assert is_waiting(look())
    tasks.count(*much[1:])
    assert reading.of_page(look())


def test_a_dead_broker_is_no_error_for_whoever_looks(much, look, monkeypatch):
    def gone(values):
        raise ConnectionError

    monkeypatch.setattr(tasks.count, "delay", gone)
    assert is_waiting(look())


def test_what_is_little_is_counted_at_once_and_afresh(much, look):
    assert not is_waiting(look("period=2025-Q1"))
    assert much == []


@pytest.mark.parametrize("what", ["enrolments", "completions", "marks"])
def test_each_figure_alone_can_be_much(monkeypatch, what):
    monkeypatch.setattr(counting, "MOST_AT_ONCE", 20)
    persons = made.people(21)
    if what == "enrolments":
        made.enrol(persons)
    elif what == "completions":
        made.enrol(persons, at=made.AT.replace(year=2020), completed_at=made.AT)
    else:
        made.attend(persons)
    assert counting.is_much(question().asked())
    assert not counting.is_much(question("period=2025-Q3").asked())


@pytest.mark.usefixtures("frame_is_known")
def test_what_is_kept_costs_the_page_few_questions(much, look, django_assert_max_num_queries):
    look()
    tasks.count(*much)
    look()
    with django_assert_max_num_queries(18):
        assert not re.search("being counted", text(look()))
