"""B-R1: whatever is typed into a search finds what fits it and nothing else, quickly, and never breaks it."""

import time
from urllib.parse import quote

import pytest

from lms.privacy.models import Consent
from tests.factories.accounts import PersonFactory
from tests.security.matrix import Visitor, undone

pytestmark = pytest.mark.django_db
SEARCHES = ["/office/people/?q=", "/office/certificates/?q=", "/verify/?code="]
TYPED = [
    "%", "_", "\\", "'", '"', "%%%%", "a%", "' OR '1'='1", "'; DROP TABLE accounts_user; --", "x" * 10_000,
    " ".join(f"word{number}" for number in range(1_000)), ".*", "(a+)+$", "(" * 500, "[", "^$", "!&|<->", "a & b | !c",
    "*:*", "\"unclosed", "NEAR(a b)", "a*", "-a", "col:val", "{{ 7*7 }}", "{% debug %}", "${7*7}", "<script>alert(1)</script>",
    "\u202eevil", "\u0000", "क" * 400, "က" * 400, "e\u0301" * 2_000, "\ufdfa" * 300, "İ" * 300, "ﬁ", "𝕏" * 200, "🏳️‍🌈" * 100,
]  # fmt: skip
ORDERS = [
    "order_by=user__password", "ordering=-password", "sort=password", "filter[__]=x", "password__startswith=a",
    "role_grants__role=admin", "_connector=OR%201%3D1", "page=-1", "page=1000000000", "per_page=1000000", "limit=99999999",
    "state=nothing", "member=ZZ", "role=nothing", "list=nothing", "only=nothing", "date=9999-99-99", "after=zzz",
    "person__password=x", "email__regex=(a%2B)%2B%24",
]  # fmt: skip
SLOWEST = 3.0


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
def test_nothing_typed_breaks_a_search(world, typed):
    visitor = Visitor(world, "rso_admin")
    for address in SEARCHES:
        begun = time.process_time()
        answer = visitor.ask("get", address + quote(typed))
        assert answer.status in {200, 302, 400}, address
        assert time.process_time() - begun < SLOWEST, address
        assert "<script>alert(1)" not in answer.body


@pytest.mark.parametrize("order", ORDERS)
def test_no_field_is_reached_by_naming_it(world, order):
    visitor = Visitor(world, "rso_admin")
    for address in (
        "/office/people/",
        "/office/certificates/",
        "/office/deliveries/",
        "/cms/reports/claims/",
        "/-/mail/",
    ):
        assert visitor.ask("get", f"{address}?{order}").status in {200, 404}, address


@pytest.mark.parametrize("sign", ["%", "_", "\\", "%25", "*"])
def test_a_sign_is_a_sign_and_finds_no_one_else(world, sign):
    with undone():
        PersonFactory(full_name="Nobody At All")
        page = Visitor(world, "rso_admin").client.get("/office/people/", {"q": f"Nobody{sign}All"}).content.decode()
    assert "Nobody At All" not in page


def test_tables_are_where_they_were(world):
    Visitor(world, "rso_admin").ask("get", "/office/people/?q=" + quote("'; DROP TABLE privacy_consent; --"))
    assert Consent.objects.count() >= 0


def test_control_a_right_word_finds(world):
    visitor = Visitor(world, "rso_admin")
    assert "Anong Sukjai" in visitor.ask("get", "/office/people/?q=anong").body
