"""Every address by every role: closed by default, and what is closed looks like what is not there (B-I1 to B-I7, INV-13)."""

import pytest
from django.utils import translation
from wagtail.models import get_page_models

from lms.accounts import permissions
from tests.factories.roles import GUARDED, ROLES, SIGNED_OUT
from tests.security.matrix import (
    Matrix,
    Visitor,
    absent,
    admin_routes,
    bare,
    fits,
    kind,
    own_routes,
    routes,
)

pytestmark = pytest.mark.django_db
MATRIX = Matrix()
CLOSED = {404, "login"}
UNKNOWN = "/no/such/place/"
# They knock at every door of the administration; the others, to whom the same line closes it, at the first of each part.
KNOCKING = ["anonymous", "learner_enrolled"]
# Their session is over: they are anonymous, and what they are told is compared once.
ALL_BUT_ANONYMOUS = ["learner_suspended", "erased_user"]


def walk(world, role, routes=None, prefix="", twins=True):
    """What is not as the matrix says, in words."""
    visitor = Visitor(world, role, prefix)
    nowhere = visitor.ask("get", UNKNOWN)
    for route in routes or own_routes():
        for key, cell in MATRIX.cells(route.name).items():
            values = MATRIX.values(route, cell, world)
            for method in ("get", "post"):
                wanted = MATRIX.expected(cell[method])[role]
                answer = visitor.ask(method, route.address(values))
                if not fits(kind(answer), wanted):
                    yield f"{method.upper()} {key} as {role}: {kind(answer)}, not {wanted}"
                elif twins and wanted in CLOSED and values != absent(values):
                    there, gone = route.address(values), route.address(absent(values))
                    if not alike(answer, there, visitor.ask(method, gone), gone, nowhere):
                        yield f"{method.upper()} {key} tells {role} that it is there"


def alike(answer, there, other, gone, nowhere):
    """INV-13: the same status, headers and words for an id that is somebody's, one that never was, and no address at all."""
    if bare(answer, there) != bare(other, gone):
        return False
    return answer.status != 404 or words(answer, there) == words(nowhere, UNKNOWN)


def words(answer, address):
    """The body alone: a page of another part may set a header more."""
    return bare(answer, address).split("\n", 2)[2]


def walk_pages(world, role):
    visitor = Visitor(world, role)
    for pages in MATRIX.pages.values():
        for name, said in pages.items():
            wanted = MATRIX.expected(said)[role]
            found = kind(visitor.ask("get", world.pages[name]))
            if found != wanted:
                yield f"the page {name} as {role}: {found}, not {wanted}"


def walk_admin(world, role):
    visitor, first = Visitor(world, role), first_of_each_part()
    for route in admin_routes() if role in KNOCKING else first:
        said = max((start for start in MATRIX.admin if route.path.startswith(start)), key=len)
        wanted = MATRIX.expected(MATRIX.admin[said])[role]
        for method in ("get", "post") if route in first and wanted in CLOSED else ("get",):
            found = kind(visitor.ask(method, route.address(dict.fromkeys(route.places, 1))))
            if not fits(found, wanted):
                yield f"{method.upper()} {route.path} as {role}: {found}, not {wanted}"


def first_of_each_part():
    parts = {}
    for route in admin_routes():
        parts.setdefault("/".join(route.path.split("/")[:2]), route)
    return list(parts.values())


def told(faults):
    return "\n".join(faults)


def test_every_route_stands_in_the_matrix(world):
    missing = sorted({route.name for route in own_routes() if not MATRIX.cells(route.name)})
    assert not missing, f"Name these in access_matrix.yaml: {missing}"


def test_the_matrix_names_no_route_that_is_gone(world):
    names = {route.name for route in own_routes()}
    assert not {key for key in MATRIX.routes if key.split(" @")[0] not in names}


def test_every_kind_of_page_stands_in_the_matrix(world):
    kinds = {model._meta.label for model in get_page_models() if model._meta.app_label != "wagtailcore"}
    assert kinds == set(MATRIX.pages)
    assert {name for pages in MATRIX.pages.values() for name in pages} == set(world.pages)


def test_every_cell_of_the_matrix_is_filled(world):
    for key, cell in MATRIX.routes.items():
        for method in ("get", "post"):
            assert set(MATRIX.expected(cell[method])) == set(ROLES), f"{method.upper()} {key}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_matrix_says(world, role):
    assert told(walk(world, role, twins=role not in ALL_BUT_ANONYMOUS)) == ""


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_to_whom_the_matrix_says(world, role):
    assert told(walk_pages(world, role)) == ""


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_opens_to_whom_the_matrix_says(world, role):
    assert told(walk_admin(world, role)) == ""


@pytest.mark.parametrize("role", ["anonymous", "learner_same_course"])
def test_an_address_in_another_language_is_guarded_alike(world, role):
    with translation.override("th"):
        alike_in_every_language = {route for route in routes() if not route.path.startswith("th/")}
    prefixed = [route for route in own_routes() if route not in alike_in_every_language]
    assert len(prefixed) > 60
    assert told(walk(world, role, prefixed, "/th", twins=False)) == ""


# --- Control runs: with a guard taken away, the walk must find it. ---

OPENED = [
    ("courses.learning.models.enrolments.EnrolmentQuerySet", "learner_same_course"),
    ("courses.assessment.models.attempts.AttemptQuerySet", "learner_enrolled"),
    ("courses.credentials.models.CertificateQuerySet", "learner_other_state"),
    ("lms.accounts.models.people.UserQuerySet", "focal_point_other_state"),
    ("courses.catalogue.models.courses.CoursePageQuerySet", "unverified"),
]


def object_routes():
    return [route for route in own_routes() if route.path.startswith(("learn/", "me/", "office/people/"))]


@pytest.mark.parametrize(("rows", "role"), OPENED, ids=[role for _, role in OPENED])
def test_control_the_walk_finds_a_missing_object_check(world, monkeypatch, rows, role):
    monkeypatch.setattr(f"{rows}.visible_to", lambda self, viewer: self.all())
    assert any(walk(world, role, object_routes(), twins=False))


@pytest.mark.parametrize("question", ["can_see_people", "can_manage", "can_grant_roles", "can_verify"])
def test_control_the_walk_finds_a_missing_permission(world, monkeypatch, question):
    monkeypatch.setattr(permissions, question, lambda *asked: True)
    office = [route for route in own_routes() if route.path.startswith("office/people/")]
    assert any(
        said for role in ["alumnus", "focal_point", "rso_staff"] for said in walk(world, role, office, twins=False)
    )


def test_control_the_walk_finds_an_open_administration(world, monkeypatch):
    monkeypatch.setattr("lms.accounts.middleware.can_open_admin", lambda user: True)
    assert any(walk_admin(world, "learner_enrolled"))


def test_everybody_of_the_matrix_is_there(world):
    assert set(SIGNED_OUT + GUARDED) < set(ROLES)
    assert set(world.people) | {"anonymous"} == set(ROLES)
