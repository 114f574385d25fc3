"""B-H1: a host name that is not ours is refused, and no link is ever made from what a request claims."""

import pytest
from django.core import mail
from django.test import Client

from lms.notifications.delivery import deliver_due
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db
EVIL = [
    "evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", "testserver:80@evil",
    "testserver/evil", "[::1", "", " ", "testserver\x00.evil", "a" * 3000, "xn--e1awd7f.example", "testserver,evil.example",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.parametrize("host", EVIL)
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/me/", "/cms/", "/no/such/place/"])
def test_a_foreign_host_is_refused(client, host, address):
    client.raise_request_exception = False
    assert client.get(address, headers={"host": host}).status_code == 400


def test_what_a_proxy_header_claims_is_not_believed(client):
    headers = {"x-forwarded-host": "evil.example", "x-host": "evil.example", "forwarded": "host=evil.example"}
    answer = client.get("/accounts/login/", headers=headers)
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


def test_links_in_mails_come_from_the_settings(settings):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["*"], "https://learn.example.org"
    person = PersonFactory()
    Client().post("/accounts/password/reset/", {"email": person.email}, headers={"host": "evil.example"})
    deliver_due()
    assert "https://learn.example.org/" in mail.outbox[-1].body
    assert "evil.example" not in str(mail.outbox[-1].message())


def test_control_our_own_host_is_served(client):
    assert client.get("/accounts/login/").status_code == 200
