"""Probes, error pages, and what the office sees of the background work. Ids: O-1, C-64, INV-13."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connections
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from lms import health
from lms.celery import app
from lms.notifications import actions, pulse
from lms.notifications.heart import BeatingScheduler
from lms.notifications.tasks import beat_heart


def test_it_is_alive_without_asking_the_database():
    # No database mark: a query would fail this test.
    response = Client().get("/-/liveness")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_it_is_ready_when_every_database_answers():
    response = Client().get("/-/readiness")
    assert (response.status_code, response.json()) == (200, {"default": "ready"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_not_ready_without_its_database_and_says_no_more(monkeypatch):
    def refuse(*args):
        raise OperationalError("password of the database")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    response = Client().get("/-/readiness")
    assert (response.status_code, response.json()) == (503, {"default": "unreachable"})


@pytest.fixture
def request_from_a_browser():
    return RequestFactory().get("/somewhere/")


@pytest.mark.django_db
def test_what_is_refused_looks_like_what_is_not_there(request_from_a_browser):
    refused = health.forbidden(request_from_a_browser, PermissionDenied())
    absent = health.not_found(request_from_a_browser, Http404())
    assert (refused.status_code, refused.content) == (absent.status_code, absent.content)
    assert refused.status_code == 404


def test_our_own_fault_is_told_without_session_person_or_database(request_from_a_browser):
    response = health.server_error(request_from_a_browser)
    assert response.status_code == 500
    assert "went wrong on our side" in response.content.decode()


def test_there_are_plain_words_even_where_no_page_can_be_made(request_from_a_browser, monkeypatch):
    monkeypatch.setattr(health, "render_to_string", lambda *_, **__: 1 / 0)
    response = health.server_error(request_from_a_browser)
    assert (response.status_code, response.content.decode()) == (500, health.LAST_RESORT)


TYPED = {"story": "A long answer that took an hour to write.", "password": "a long and secret password", "short": "x"}


@pytest.mark.django_db
def test_a_form_that_is_too_old_shows_what_was_typed_but_no_secret():
    response = health.csrf_failure(RequestFactory().post("/form/", TYPED))
    page = response.content.decode()
    assert response.status_code == 403
    assert TYPED["story"] in page
    assert TYPED["password"] not in page


def test_words_from_another_site_are_not_shown():
    request = RequestFactory().post("/form/", TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert TYPED["story"] not in health.csrf_failure(request).content.decode()


def test_typed_text_is_shown_as_text():
    request = RequestFactory().post("/form/", {"story": "<script>alert(1)</script> and more words"})
    assert "<script>alert" not in health.csrf_failure(request).content.decode()


def test_each_task_of_the_schedule_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_tick_nobody_took_is_thrown_away_before_the_next():
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"]


@pytest.mark.django_db
def test_the_lag_is_told_in_words():
    now = timezone.now()
    assert pulse.verdict(now)[0] == "error"
    for name in ("worker", "beat"):
        actions.beat(name, now=now - timedelta(seconds=30))
    assert pulse.verdict(now) == ("success", "The background work is up to date.")
    assert pulse.verdict(now + timedelta(minutes=2))[0] == "error"


@pytest.mark.django_db
def test_the_canary_shows_that_a_worker_runs_tasks():
    beat_heart()
    worker, beat = pulse.signs(timezone.now())
    assert (worker.is_alive, beat.is_alive) == (True, False)


@pytest.mark.django_db
def test_the_scheduler_shows_that_it_runs_and_survives_a_database_that_is_away(monkeypatch, settings, tmp_path):
    # The test's own connection must stay open.
    monkeypatch.setattr("lms.notifications.heart.close_old_connections", lambda: None)
    scheduler = BeatingScheduler(app, lazy=True, schedule_filename=str(tmp_path / "schedule"))
    monkeypatch.setattr("celery.beat.PersistentScheduler.tick", lambda self, *_, **__: 1.0)
    assert scheduler.tick() == 1.0
    assert pulse.signs(timezone.now())[1].is_alive

    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(actions, "beat", refuse)
    scheduler._beaten = 0.0
    assert scheduler.tick() == 1.0


def broken(request):
    raise RuntimeError("a fault")


urlpatterns = [path("broken/", broken)]
handler500 = "lms.health.server_error"


@pytest.mark.urls(__name__)
def test_a_fault_in_a_view_ends_in_our_page(settings):
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    response = client.get("/broken/")
    assert response.status_code == 500
    assert "went wrong on our side" in response.content.decode()
