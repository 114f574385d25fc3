"""B-H8: only a POST changes anything. Every address is asked in every other way, and what is stored stays as it was."""

import pytest

from lms.privacy import views
from tests.badinputs.asking import addresses, everything
from tests.factories.roles import World
from tests.security.matrix import Visitor, undone

pytestmark = pytest.mark.django_db
WHO = ["anonymous", "learner_enrolled", "alumnus", "focal_point", "rso_admin"]
OTHERS = ["head", "options", "put", "patch", "delete", "trace"]
OVERRIDES = {"x-http-method-override": "POST", "x-http-method": "POST", "x-method-override": "DELETE"}
# A reading is a mark of one's own, and who took away other people's data is logged (decision 0017): nothing else.
KEPT_BY_READING = {
    "forum:topic": {"forum_topicuser", "notifications_notification"},
    "forum:post": {"forum_topicuser", "notifications_notification"},
    "workshops:import-rejected": {"audit_entry"},
    "workshops:roster-print": {"audit_entry"},
    "workshops:roster-file": {"audit_entry"},
    "events:participants": {"audit_entry"},
    "events:participants-file": {"audit_entry"},
    "reporting:file": {"audit_entry"},
    "reporting:snapshot-file": {"audit_entry"},
}
# What somebody who opens a link from a mail or a preview of it would send along.
QUERY = "?_method=POST&answer=yes&role=admin&to=queued&display=full&go=next&option=1&name=X"


def changed(world: World, role: str, methods, places=None):
    """The addresses after which something is stored that was not, or is not what it was.

    All in one go between two looks at the database; one by one only where that found something, to tell which.
    """
    places = places or list(addresses(world))
    alone = [place for place in places if place[1].name in KEPT_BY_READING and {"get", "head"} & {*methods}]
    together = [place for place in places if place not in alone]
    tables = yield from _tables(world, role, methods, together)
    for place in together if tables else []:
        if found := (yield from _tables(world, role, methods, [place])):
            yield f"{place[0]} as {role}: {sorted(found)}"
    for place in alone:
        if found := (yield from _tables(world, role, methods, [place])) - KEPT_BY_READING[place[1].name]:
            yield f"{place[0]} as {role}: {sorted(found)}"


def _tables(world: World, role: str, methods, places):
    """Asks for these, tells what breaks, and gives the tables that are not as they were."""
    visitor = Visitor(world, role)
    with undone():
        visitor.client.get("/me/")
        before = everything()
        for key, route, values in places:
            for method in methods:
                answer = visitor.read(getattr(visitor.client, method)(route.address(values) + QUERY, headers=OVERRIDES))
                if answer.status >= 500:
                    yield f"{method.upper()} {key} as {role}: {answer.status}"
        after = everything()
    return {table for table in after if after[table] != before[table]}


@pytest.mark.parametrize("role", WHO)
def test_reading_changes_nothing(world, role):
    assert "\n".join(changed(world, role, ["get"])) == ""


@pytest.mark.parametrize("role", ["learner_enrolled", "rso_admin"])
def test_other_methods_change_nothing(world, role):
    assert "\n".join(changed(world, role, OTHERS)) == ""


@pytest.mark.parametrize("role", WHO)
def test_reading_pages_changes_nothing(world, role):
    visitor = Visitor(world, role)
    with undone():
        visitor.client.get("/me/")
        before = everything()
        for address in world.pages.values():
            visitor.client.get(address)
        assert everything() == before


@pytest.mark.parametrize("method", OTHERS[2:])
def test_a_page_that_only_shows_and_acts_takes_no_other_method(world, method):
    visitor = Visitor(world, "learner_enrolled")
    for address in ("/me/", "/verify/", "/-/liveness", "/learn/enrol/1/"):
        assert visitor.ask(method, address).status == 405


def test_signing_out_takes_a_post(world):
    visitor = Visitor(world, "learner_enrolled")
    visitor.client.get("/accounts/logout/")
    assert "_auth_user_id" in visitor.client.session


def test_control_a_page_that_writes_when_read_is_found(world, monkeypatch):
    def writes(request, *given, render=views.render, **more):
        request.user.full_name += "!"
        request.user.save()
        return render(request, *given, **more)

    monkeypatch.setattr(views, "render", writes)
    mine = [place for place in addresses(world) if place[0].startswith("privacy:")]
    assert [said.split()[0] for said in changed(world, "learner_enrolled", ["get"], mine)] == [
        "privacy:policy",
        "privacy:mine",
    ]
