"""The figures for machines: behind a token, cheap, in bounded labels, about nobody. Ids: O-3, INV-13, C-42, C-60."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from lms.notifications.actions import beat
from lms.notifications.models import Message, OutboxState
from lms.operations import actions, metrics
from lms.operations.middleware import MeasuringMiddleware, name_of
from lms.operations.models import Upkeep
from tests.factories.accounts import PersonFactory, signed_in, staff
from tests.factories.credentials import a_certificate
from tests.factories.notifications import KINDS, make_message, make_recipient
from tests.security.matrix import routes

TOKEN = "a-token-that-nobody-can-guess"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _token(settings, tmp_path, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    settings.CELERY_BROKER_URL = f"sqlite:///{tmp_path}/broker.sqlite3"
    monkeypatch.setattr("lms.notifications.kinds.kinds", lambda: KINDS)


def page(token=TOKEN, client=None):
    return (client or Client()).get("/-/metrics", headers={"Authorization": f"Bearer {token}"})


def figures() -> dict[tuple, float]:
    """By name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page().content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("shown", ["", "another", TOKEN[:-1], f"{TOKEN}x"])
def test_inv13_without_the_token_there_is_no_such_page(shown):
    answer, nowhere = page(shown), Client().get("/no/such/page/")
    assert (answer.status_code, len(answer.content)) == (404, len(nowhere.content))


def test_inv13_where_no_token_is_set_an_empty_one_opens_nothing(settings):
    settings.METRICS_TOKEN = ""
    assert page("").status_code == 404
    assert Client().get("/-/metrics", headers={"Authorization": ""}).status_code == 404


def test_being_staff_is_no_token():
    assert page("", signed_in(staff())).status_code == 404


def test_prometheus_can_read_it_and_no_cache_keeps_it():
    answer = page()
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert "no-store" in answer["Cache-Control"]
    assert figures()["lms_database_up",] == 1


def test_it_costs_a_few_questions(django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(16):
        assert page().status_code == 200


class TestEachFigureFollowsTheActThatMovesIt:
    def test_mail(self):
        make_message("test.letter")
        Message.objects.update(wanted_at=timezone.now() - timedelta(minutes=5))
        found = figures()
        assert found["lms_mails", "queued"] == 1
        assert 299 < found["lms_mail_oldest_seconds",] < 360
        Message.objects.update(state="bounced", finished_at=timezone.now())
        OutboxState.objects.create(id=1, paused_at=timezone.now())
        found = figures()
        assert (found["lms_mails_troubled",], found["lms_mail_paused",]) == (1, 1)

    def test_certificates(self):
        certificate = a_certificate()
        assert figures()["lms_certificates_waiting",] == 1
        type(certificate).objects.update(needs_attention="a letter")
        found = figures()
        assert (found["lms_certificates_waiting",], found["lms_certificates_held",]) == (0, 1)

    def test_signs_of_life(self):
        beat("worker", now=timezone.now() - timedelta(seconds=100))
        found = figures()
        assert 99 < found["lms_beat_age_seconds", "worker"] < 160
        assert ("lms_beat_age_seconds", "beat") not in found

    def test_upkeep(self):
        actions.end(actions.begin(Upkeep.Kind.BACKUP), facts={})
        actions.end(actions.begin(Upkeep.Kind.DRILL), facts={}, fault="No.")
        actions.end(actions.begin(Upkeep.Kind.INVARIANTS), facts={"violations": 3}, fault="Broken.")
        found = figures()
        assert found["lms_upkeep_age_seconds", "backup"] < 60
        assert ("lms_upkeep_age_seconds", "drill") not in found, "Only what went well counts."
        assert (found["lms_upkeep_good", "backup"], found["lms_upkeep_good", "drill"]) == (1, 0)
        assert found["lms_invariant_violations",] == 3

    def test_requests(self):
        def counted():
            found = re.finditer(
                r'lms_requests_total\{[^}]*status="2xx",view="verify:form"\} ([\d.]+)', page().content.decode()
            )
            return sum(float(sample[1]) for sample in found)

        before = counted()
        Client().get("/verify/")
        assert counted() == before + 1

    def test_a_database_that_is_away_is_a_figure_too(self, monkeypatch):
        def refuse(now):
            raise OperationalError

        monkeypatch.setattr(metrics, "look", refuse)
        assert figures()["lms_database_up",] == 0


def test_c42_nothing_is_told_about_people_or_addresses():
    person = make_recipient(full_name="Somchai Jaidee", email="somchai@agency.example")
    make_message("test.letter", person)
    client = signed_in(PersonFactory())
    for address in ["/me/", "/verify/ABCD-EFGH/", "/no/such/Somchai/", "/me/preferences/?token=secret-word"]:
        client.get(address)
    text = page().content.decode()
    for word in ["Somchai", "agency.example", "ABCD", "secret-word", str(person.public_id)]:
        assert word not in text


def test_labels_are_as_many_as_pages_have_names_and_no_more():
    """Whatever is asked for, a label is the name of a route, of which there are so many."""
    for number in range(50):
        Client().get(f"/no/such/{number}/")
        Client().generic(f"VERB{number}", "/verify/")
    text = page().content.decode()
    views, methods = set(re.findall(r'view="([^"]*)"', text)), set(re.findall(r'method="([^"]*)"', text))
    assert views <= {route.name for route in routes()} | {"cms", "none", "unnamed"}
    assert methods <= {"GET", "HEAD", "POST", "other"}


def test_the_administration_counts_as_one_page(rf):
    request = rf.get("/cms/pages/")
    assert name_of(request) == "none"
    request.resolver_match = resolve("/cms/pages/")
    assert name_of(request) == "cms"


def test_where_nobody_reads_them_nothing_is_counted(settings):
    settings.METRICS_TOKEN = ""
    with pytest.raises(MiddlewareNotUsed):
        MeasuringMiddleware(lambda request: None)


def test_a_process_that_answers_for_itself_alone_says_which():
    Client().get("/verify/")
    assert re.search(r'lms_requests_total\{[^}]*process="\d+"', page().content.decode())
