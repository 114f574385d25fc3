"""B-H12 and B-H10: a parameter sent twice, or a header no browser sends, changes nothing about who sees what."""

import pytest
from django.urls import reverse

from lms.accounts.models import RoleGrant, User
from tests.badinputs.asking import READERS, broken
from tests.factories.accounts import PASSWORD, PersonFactory, admin, signed_in
from tests.security.matrix import Visitor, undone

pytestmark = pytest.mark.django_db
NAMES = ["q", "state", "member", "role", "list", "after", "before", "only", "course", "code", "next", "option", "newer"]
TWICE = "?" + "&".join(f"{name}=1&{name}=2" for name in NAMES)
AS_LISTS = "?" + "&".join(f"{name}[]=1&{name}[0]=2&{name}[$ne]=3" for name in NAMES)
HEADERS = [
    {"accept-language": "en," * 3_400},
    {"accept-language": "xx-" + "y" * 10_000 + ";q=0.9"},
    {"accept-language": "th;q=nan,id;q=1e400,*;q=-1"},
    {"accept": "*/*;q=nan"},
    {"accept": "text/html;q=1e400," * 500},
    {"accept-encoding": "gzip;q=nan, br;q=-1, \x00"},
    {"cookie": "; ".join(f"c{number}=x" for number in range(200))},
    {"cookie": "csrf=\x00; session='; css=\"; theme=<script>; text_size=../../x"},
    {"content-type": "application/json; charset=nonsense"},
    {"if-modified-since": "yesterday"},
    {"x-forwarded-for": ", ".join(["fe80::1%eth0", "::ffff:127.0.0.1", "not an address"] * 14)},
    {"user-agent": "x" * 20_000},
    {"referer": "javascript:alert(1)"},
    {"hx-request": "true", "hx-current-url": "//evil.example", "hx-prompt": "%00"},
]


@pytest.mark.parametrize("role", READERS)
def test_twice_the_same_parameter_breaks_nothing(world, role):
    assert "\n".join(broken(world, role, "get", (TWICE, AS_LISTS))) == ""


@pytest.mark.parametrize("headers", HEADERS, ids=range(len(HEADERS)))
def test_an_odd_header_gets_an_ordinary_page(world, headers):
    for role in ("anonymous", "rso_admin"):
        visitor = Visitor(world, role)
        for address in ("/", "/accounts/login/", "/verify/", "/me/", "/courses/", "/office/people/", "/no/such/place/"):
            answer = visitor.ask("get", address, headers=headers)
            assert answer.status < 500, address
            assert "<script>" not in answer.body.replace('<script type="module"', "")


def test_a_language_nobody_speaks_gives_the_default(client):
    answer = client.get("/accounts/login/", headers={"accept-language": "xx-" + "y" * 10_000})
    assert answer.headers["Content-Language"] == "en"


def test_a_second_role_in_the_same_form_is_not_given_too(db):
    other = PersonFactory()
    browser = signed_in(admin())
    browser.post(reverse("accounts:role-grant", args=[other.public_id]), {"role": ["editor", "admin"]})
    assert RoleGrant.objects.filter(person=other).count() <= 1


def test_a_second_address_in_the_same_form_is_asked_too(client, db):
    """The last one counts, for the limit, the look-up and the sign-in alike."""
    person, other = PersonFactory(), PersonFactory()
    client.post("/accounts/login/", {"login": [other.email, person.email], "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_filters_given_twice_do_not_widen_what_a_focal_point_sees(world):
    with undone():
        hidden = User.objects.get(pk=world.people["learner_other_state"].pk)
        visitor = Visitor(world, "focal_point")
        for query in ("?member=TH&member=ID", "?member=ID", "?state=&state=verified", "?q=&q=" + hidden.full_name):
            page = visitor.client.get(f"/office/people/{query}").content.decode()
            assert str(hidden.public_id) not in page
