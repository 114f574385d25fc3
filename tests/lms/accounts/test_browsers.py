"""Which browser, in words. What is not known is not guessed."""

import pytest
from django.test import Client

from lms.accounts.browsers import in_words
from tests.factories.accounts import PersonFactory

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A546E)"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"{WINDOWS} {KIT} Chrome/126.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{WINDOWS} {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge on Windows"),
        (f"{WINDOWS}; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Windows"),
        (f"{ANDROID} {KIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        (f"{ANDROID} {KIT} Chrome/126.0.0.0 Mobile Safari/537.36 OPR/82.0", "Opera on Android"),
        (f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML) Version/17.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        ("curl/8.5.0", "Another browser"),
        ("", "Another browser"),
        ("<script>alert(1)</script>" * 500, "Another browser"),
    ],
)
def test_a_browser_in_words(said, words):
    assert in_words(said) == words


@pytest.mark.django_db
def test_the_list_of_sessions_is_read_by_people():
    person, agent = PersonFactory(), f"{WINDOWS} {KIT} Chrome/126.0.0.0 Safari/537.36"
    browser = Client(headers={"user-agent": agent})
    browser.post("/accounts/login/", {"login": person.email, "password": "a quiet river at dawn"})
    page = browser.get("/accounts/sessions/").content.decode()
    assert "Chrome on Windows" in page
    assert "Mozilla" not in page
