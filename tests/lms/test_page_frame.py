"""The frame of a page: styles once, colours and text size as chosen."""

import gzip
import re

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory

from lms.page_frame import PageFrameMiddleware, appearance, sheet_text, sheet_version

# The frame must stand where other parts have no addresses.
pytestmark = [pytest.mark.urls("lms.page_frame_urls"), pytest.mark.django_db]
PAGE = '{% extends "layouts/page.html" %}{% block content %}<h1>Hello</h1>{% endblock %}'
BARE = '{% extends "layouts/bare.html" %}{% block content %}<h1>Hello</h1>{% endblock %}'


def answer(cookies: dict[str, str] | None = None, page: str = PAGE, status: int = 200) -> HttpResponse:
    request = RequestFactory().get("/somewhere/")
    request.COOKIES.update(cookies or {})
    request.csp_nonce = "n0nce"
    template = engines["django"].from_string(page)
    return PageFrameMiddleware(lambda seen: HttpResponse(template.render({}, seen), status=status))(request)


def choose(**posted: str) -> HttpResponse:
    return appearance(RequestFactory().post("/-/appearance", posted))


def test_the_first_page_carries_its_styles_and_says_so():
    response = answer()
    assert f'<style nonce="n0nce">{sheet_text("site")}</style>' in response.text
    assert response.cookies["css"].value == sheet_version("site")
    assert "Cookie" in response["Vary"]


def test_the_next_page_only_links_to_them():
    response = answer({"css": sheet_version("site")})
    assert "<style" not in response.text
    assert 'rel="stylesheet"' in response.text
    assert "css" not in response.cookies


def test_a_changed_style_sheet_is_sent_again():
    assert "<style" in answer({"css": "an older one"}).text


def test_an_error_page_does_not_count_as_sent():
    assert "css" not in answer(status=404).cookies


def test_a_bare_page_carries_its_styles_and_fits_into_five_kilobytes_packed():
    response = answer(page=BARE)
    assert sheet_text("bare") in response.text
    assert "css" not in response.cookies
    assert len(gzip.compress(response.content)) < 5 * 1024


def test_the_languages_at_the_foot_of_a_bare_page_stand_side_by_side_as_elsewhere():
    assert re.search(r"\.foot ul\{display:flex;flex-wrap:wrap", sheet_text("bare"))
    assert re.search(r"\.foot :is\(ul, ?li\)\{margin:0;padding:0;list-style:none\}", sheet_text("bare"))


@pytest.mark.parametrize(
    ("cookie", "mark"), [("theme=dark", 'data-theme="dark"'), ("text_size=large", 'data-text="large"')]
)
def test_a_choice_is_drawn_by_the_server_so_nothing_flashes(cookie, mark):
    name, value = cookie.split("=")
    assert mark in answer({name: value}).text


def test_an_unknown_choice_is_ignored():
    assert 'data-theme="' not in answer({"theme": '"><script>'}).text


def test_a_choice_is_kept_for_a_year_and_leads_back():
    response = choose(theme="dark", text_size="large", next="/courses/")
    assert response["Location"] == "/courses/"
    assert response.cookies["theme"].value == "dark"
    assert response.cookies["text_size"].value == "large"
    assert response.cookies["theme"]["max-age"] == 365 * 24 * 3600
    assert response.cookies["theme"]["httponly"]


def test_following_the_device_again_forgets_the_choice():
    assert choose(theme="", next="/").cookies["theme"].value == ""


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_choice_never_leads_away(elsewhere):
    assert choose(theme="dark", next=elsewhere)["Location"] == "/"
