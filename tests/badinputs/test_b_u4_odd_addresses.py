"""B-U4: an address that cannot be right is not found: no path out of a folder, no number too large for a database."""

import uuid
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from django.urls import Resolver404, resolve
from wagtail.views import serve

from tests.badinputs.asking import addresses
from tests.security.matrix import Visitor

pytestmark = pytest.mark.django_db
PATHS = [
    "/media/../../etc/passwd", "/media/%2e%2e%2f%2e%2e%2fetc/passwd", "/media/..%5c..%5cetc", "/media/%252e%252e%252fetc",
    "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fmanage.py", "/static//etc/passwd",
    "/documents/1/../../etc/passwd", "/documents/1/%2e%2e%2fetc%2fpasswd", "/private/certificates/", "/media/private/",
    "/.git/config", "/.env", "/manage.py", "/var/db.sqlite3", "/lms/settings/production.py", "/static/css/",
    "/courses/١٢/", "/courses/0x10/", "/courses/99999999999999999999/", "/courses/-1/", "/courses/1e5/", "/courses/%00/",
    "/" + "a" * 2_000 + "/", "/courses/" + "x/" * 500, "/verify/" + "A" * 3_000 + "/", "/i/" + "x" * 3_000 + "/",
    "/admin/", "/django-admin/", "/api/", "/api/v2/pages/", "/images/", "/wp-login.php", "/-/mail/../../etc/passwd/",
    "/-/mail/..%2f..%2fetc%2fpasswd/", "/graphql", "/.well-known/../.env", "/me/..;/office/", "/office;/people/",
]  # fmt: skip
NUMBERS = [2**31, 2**63 - 1, 2**63, 10**30, "-1", "0x10", "1e5", "١٢", "1.0", "%20", "+1", "1;2", ""]
IDS = [
    uuid.UUID(int=0),
    uuid.UUID(int=2**128 - 1),
    "x" * 36,
    "00000000-0000-0000-0000-00000000000g",
    "../../../etc",
    "'",
]


@pytest.mark.parametrize("path", PATHS)
def test_what_cannot_be_there_is_not_found(client, path):
    client.raise_request_exception = False
    answer = client.get(path, follow=True)
    assert answer.status_code in {400, 404}
    assert b"root:x:0" not in answer.content


@pytest.mark.parametrize("name", ["a" * 900, "images/" + "a" * 300 + ".png", "%E1%80%80" * 90])
def test_a_name_that_no_file_system_takes_is_not_found(client, name):
    client.raise_request_exception = False
    # Only where there is a folder to look in does the file system come to refuse.
    (Path(resolve("/media/a.png").kwargs["document_root"]) / "images").mkdir(parents=True, exist_ok=True)
    assert client.get(f"/media/{name}", follow=True).status_code == 404


def odd_addresses(world):
    """Every address with each of its places odd in turn; and whether the odd thing could be the id of something."""
    for key, route, values in addresses(world):
        for place, value in values.items():
            is_id = isinstance(value, uuid.UUID)
            for turn, odd in enumerate(
                NUMBERS if isinstance(value, int) else IDS if is_id else ["%2e%2e%2f", "a" * 900]
            ):
                address = route.address({**values, place: quote(str(odd), "%/;+")})
                # An address is read alike however it is asked; the first two are those that fit their place.
                methods = ("get", "post") if turn < 2 else ("get",)
                yield f"{key} {place}={odd!s:.40}", address, is_id, methods


def is_ours(address):
    try:
        return resolve(unquote(address)).func is not serve
    except Resolver404:
        return False


@pytest.mark.parametrize("role", ["learner_enrolled", "rso_admin"])
def test_no_number_and_no_id_breaks_an_address(world, role):
    visitor, faults, among_pages = Visitor(world, role), [], set()
    for said, address, is_id, methods in odd_addresses(world):
        # What fits no address of ours is looked for among the pages, for whomever: once is enough in each part of the site.
        if not is_ours(address):
            looked_for = (address.split("/")[1], said.split("=", 1)[1])
            if role != "learner_enrolled" or looked_for in among_pages:
                continue
            among_pages.add(looked_for)
        for method in methods:
            status = visitor.ask(method, address).status
            if status >= 500 or (is_id and method == "get" and status == 200):
                faults.append(f"{method.upper()} {said}: {status}")
    assert "\n".join(faults) == ""


def test_a_large_number_in_a_filter_is_no_fault(world):
    visitor = Visitor(world, "rso_admin")
    for number in ("99999999999999999999999", "-5", "0x1", "١٢", "1e400", "NaN", "' OR 1=1 --"):
        for address in ("/office/certificates/?before=", "/office/deliveries/?after=", "/office/people/?after=",
                        "/office/deliveries/?list=", "/office/people/?member=", "/cms/reports/claims/?after=",
                        "/-/mail/?before="):  # fmt: skip
            assert visitor.ask("get", address + quote(number)).status < 500, address + number
