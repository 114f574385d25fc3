"""The pages of faults: plain words, what was saved, a reference, when and where to try again. Ids: experience 7.1, C-64, O-2."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.management import call_command
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path

from lms import health

pytestmark = pytest.mark.django_db


def request(method="get", **headers):
    return getattr(RequestFactory(), method)("/somewhere/?page=2", headers=headers)


MADE = {
    403: lambda: health.csrf_failure(request("post", referer="http://testserver/form/", host="testserver")),
    404: lambda: health.not_found(request(), Http404()),
    413: lambda: health.bad_request(request(), RequestDataTooBig()),
    429: lambda: health.too_many(request(), 90),
    500: lambda: health.server_error(request()),
    503: lambda: health.unavailable(request(), 30),
}


@pytest.mark.parametrize("status", MADE)
def test_each_says_what_happened_what_was_saved_and_whom_to_ask(status, settings):
    settings.STATUS_URL = "https://status.example/"
    token = health.request_id.set("abc123")
    page = MADE[status]()
    health.request_id.reset(token)
    words = page.content.decode()
    assert page.status_code == status
    title = re.search("<title>(.+?) – RSO Learning</title>", words)[1]
    assert f"<h1>{title}</h1>" in words
    assert re.search("saved|changed|lost|safe", words)
    assert "<code>abc123</code>" in words
    assert "/help/" in words
    assert "/contact/?topic=fault" in words
    assert "https://status.example/" in words
    assert "Go to the front page" in words
    assert "noindex" in words


@pytest.mark.parametrize(
    ("status", "again"),
    [
        (413, "/somewhere/?page=2"),
        (429, "/somewhere/?page=2"),
        (500, "/somewhere/?page=2"),
        (503, "/somewhere/?page=2"),
        (403, "/form/"),
    ],
)
def test_there_is_a_button_to_try_again_at_the_right_place(status, again):
    assert f'<a class="button" href="{again}">' in MADE[status]().content.decode()


def test_after_a_form_from_another_site_no_button_leads_there():
    refused = health.csrf_failure(request("post", referer="https://evil.example/form/", host="testserver"))
    assert "evil.example" not in refused.content.decode()
    assert "Try again" not in refused.content.decode()


def test_words_and_header_name_the_same_wait():
    page = MADE[503]()
    assert (page["Retry-After"], "Wait 30 seconds" in page.content.decode()) == ("30", True)
    page = MADE[429]()
    assert (page["Retry-After"], "Wait 2 minutes" in page.content.decode()) == ("90", True)
    assert "no-store" in page["Cache-Control"]


def test_without_a_status_page_no_link_leads_there():
    assert "Is the service running?" not in MADE[503]().content.decode()


def test_who_is_lost_may_search(client):
    page = client.get("/nothing-here/").content.decode()
    assert '<form role="search" action="/search/">' in page


def test_what_was_asked_for_is_not_repeated_on_the_page_of_what_is_absent(client):
    assert "nothing-here" not in client.get("/nothing-here/").content.decode()


def broken(request):
    raise OperationalError("password of the database")


urlpatterns = [path("broken/", broken)]
handler500 = "lms.health.server_error"


@pytest.mark.urls(__name__)
def test_a_database_that_is_away_is_told_as_a_pause_and_no_more(settings):
    settings.DEBUG = False
    page = Client(raise_request_exception=False).get("/broken/")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "password" not in page.content.decode()


def test_signing_in_too_often_ends_in_our_page(client, monkeypatch):
    monkeypatch.setattr("allauth.core.internal.ratelimit.consume", lambda *args, **kwargs: None)
    page = client.post("/accounts/password/reset/", {"email": "a@b.example"})
    if page.status_code == 429:
        assert "Too many tries" in page.content.decode()
        assert page["Retry-After"] == "3600"


def test_the_page_of_a_maintenance_is_one_file_that_needs_nothing(tmp_path: Path):
    target = tmp_path / "maintenance.html"
    call_command("maintenance_page", str(target), "--minutes", "20", stdout=(tmp_path / "said").open("w"))
    words = target.read_text()
    assert "The service is taking a short rest" in words
    assert "Wait 20 minutes" in words
    assert "<style" in words
    assert "stylesheet" not in words
    assert "<script" not in words
