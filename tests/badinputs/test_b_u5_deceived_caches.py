"""B-U5: a personal page does not answer under the name of a picture or a style sheet, where a cache might keep it."""

import pytest

from tests.badinputs.asking import addresses
from tests.security.matrix import Visitor

pytestmark = pytest.mark.django_db
ENDINGS = [
    "x.css",
    "x.js",
    ".css",
    "x.png",
    "%2fx.css",
    ";x.css",
    "%3bx.js",
    "%0ax.css",
    "%23x.css",
    "x.css?x.css",
    "x.css/",
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_makes_it_another_address(world, ending):
    visitor = Visitor(world, "learner_enrolled")
    for address in ("/me/", "/me/account/", "/me/privacy/", f"/learn/{world.things['registration']}/"):
        answer = visitor.ask("get", address + ending)
        assert answer.status == 404, address + ending
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("role", ["learner_enrolled", "alumnus"])
def test_no_own_page_answers_with_an_ending(world, role):
    visitor = Visitor(world, role)
    for key, route, values in addresses(world):
        if route.path.startswith(("me/", "learn/")):
            address = route.address(values).rstrip("/")
            for ending in (";.js", ".css", "/x.css"):
                assert visitor.ask("get", address + ending).status == 404, f"{key}{ending}"


def test_b_h9_conditions_are_asked_after_permission(world):
    """A guessed mark of a private file tells nothing: the answer is as without it."""
    owner, other = Visitor(world, "alumnus"), Visitor(world, "learner_enrolled")
    file = f"/me/certificates/{world.things['certificate']}/file/"
    mark = owner.ask("get", file).headers.get("ETag", '"guessed"')
    closed = f"/documents/{world.things['closed_document_path']}"
    document_mark = owner.ask("get", closed).headers.get("ETag", '"guessed"')
    for conditions in ({"if-none-match": mark}, {"if-none-match": "*"}, {"range": "bytes=0-1"}, {"if-match": "x"}):
        assert other.ask("get", file, headers=conditions).status == 404
    for conditions in ({"if-none-match": document_mark}, {"if-none-match": "*"}, {"range": "bytes=0-1"}):
        assert Visitor(world, "anonymous").ask("get", closed, headers=conditions).status == 404


def test_b_h9_a_thousand_ranges_are_one_answer(world):
    ranges = "bytes=" + ",".join(f"{at}-{at}" for at in range(1_000))
    file = f"/me/certificates/{world.things['certificate']}/file/"
    answer = Visitor(world, "alumnus").ask("get", file, headers={"range": ranges})
    assert answer.status in {200, 206, 416}
    assert len(answer.body) < 1_000
