"""The canary: what a hidden profile says appears for nobody but its owner and the RSO, on no page of the network (A5, 38 to 42).

A planted leak is found, or the crawl proves nothing.
"""

from uuid import uuid4

import pytest

from alumni.profiles import actions, directory
from alumni.profiles.models import Alias, Introduction, Profile, SpokenLanguage
from cms.taxonomy.models import Programme
from lms.accounts.models import AgencyType
from lms.notifications.models import Notification
from lms.notifications.notice_kinds import shown
from tests.factories.accounts import (
    AgencyTypeFactory,
    MemberFactory,
    PersonFactory,
    focal_point,
    signed_in,
    staff,
    with_role,
)
from tests.factories.profiles import an_alumna, asked, attended, listed, open_to

WORDS = ["Qzname", "Qzfamily", "Qznative", "Qzalias", "Qzunit", "Qzrole", "Qzagency", "qzperson@qz.example"]
WIDE = {"name": "members", "country": "members", "agency_type": "members", "languages": "members", "themes": "members"}
PEOPLE = "/community/people/"


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


@pytest.fixture
def hidden():
    """As open as can be, and not listed."""
    person = an_alumna(
        email=WORDS[-1], full_name="Qzname Qzfamily", native_name="Qznative", affiliation__agency="Qzagency"
    )
    profile = listed(person, audiences=WIDE | {"agency": "alumni", "role": "alumni", "courses": "members"})
    Profile.objects.filter(pk=profile.pk).update(unit="Qzunit", role_title="Qzrole")
    Alias.objects.create(profile=profile, name="Qzalias")
    SpokenLanguage.objects.create(profile=profile, code="to")
    profile.themes.add(Programme.objects.get_or_create(code="TIP", defaults={"name": "Trafficking"})[0])
    actions.refresh_names(profile)
    return actions.hide(profile, by=person)


@pytest.fixture
def viewers(hidden):
    """Everybody who might have a way to them, the nearest too."""
    workshop = uuid4()
    attended(hidden.person, workshop)
    mate = an_alumna()
    attended(mate, workshop)
    shown_one = listed(audiences=WIDE)
    _asked_while_listed(shown_one.person, hidden)
    return {
        "learner": PersonFactory(),
        "alumnus": an_alumna(),
        "mate": mate,
        "asker": shown_one.person,
        "trainer": with_role("trainer"),
        "moderator": with_role("moderator"),
        "focal point": focal_point(),
        "unverified": PersonFactory(state="unverified"),
        "staff": staff(),
        "admin": with_role("admin"),
    }


def _asked_while_listed(person, profile):
    """Somebody asked while they were listed."""
    Profile.objects.filter(pk=profile.pk).update(listing="listed")
    asked(person, Profile.objects.select_related("person").get(pk=profile.pk))
    Profile.objects.filter(pk=profile.pk).update(listing="hidden")


def addresses(hidden):
    """Every page of the network, and every question the directory can be asked."""
    kind = AgencyType.objects.get(code=AgencyTypeFactory().code)
    queries = [f"q={word}" for word in ("Qzname", "qznm", "Qzalias", "Qznative", WORDS[-1])]
    queries += ["", "sort=member", "sort=unit", "member=TH", f"agency_type={kind.code}", "theme=TIP", "language=to"]
    queries += ["member=TH&language=to", f"after={hidden.public_id}"]
    yield from (f"{PEOPLE}?{query}" for query in queries)
    yield from (f"{PEOPLE}{hidden.public_id}/", f"{PEOPLE}{hidden.public_id}/ask/")
    yield from ("/community/me/", "/community/introductions/", "/me/notifications/", "/me/preferences/")
    yield from (f"/community/me/as/{circle}/" for circle in ("members", "alumni", "same_country", "cohort", "rso"))


def leaks(hidden, viewers):
    """Where a word of the hidden one was read, and by whom."""
    found = []
    for name, person in viewers.items():
        browser = signed_in(person)
        for address in addresses(hidden):
            page = browser.get(address).content.decode().split("<main")[-1].split("</main>")[0]
            # What was asked stands in the search box again.
            question = address.partition("q=")[2]
            page = page.replace(f'value="{question}"', "") if question else page
            found += [f"{word} at {address} for {name}" for word in WORDS if word in page]
    return found


def test_no_page_of_the_network_names_a_hidden_person(hidden, viewers):
    MemberFactory(code="TH", name="Thailand")
    assert leaks(hidden, viewers) == []


def test_a_planted_leak_is_caught(hidden, viewers, monkeypatch):
    """The control: a directory that forgets the listing."""
    MemberFactory(code="TH", name="Thailand")
    monkeypatch.setattr(Profile, "is_listed", lambda profile: True)
    monkeypatch.setattr(Profile.objects._queryset_class, "listed", lambda profiles: profiles.all())
    assert leaks(hidden, {"alumnus": viewers["alumnus"]})


def test_asking_for_a_hidden_person_answers_as_for_nobody(hidden):
    """Cases 38 and 42: same answer, same figures, same place to go on."""
    for _ in range(12):
        listed(audiences=WIDE)
    browser = signed_in(an_alumna())
    with_them = [browser.get(address).content for address in pages_asked()]
    Profile.objects.filter(pk=hidden.pk).delete()
    without = [browser.get(address).content for address in pages_asked()]
    assert [strip(page) for page in with_them] == [strip(page) for page in without]


def pages_asked():
    return [f"{PEOPLE}?{query}" for query in ("q=Qzname", "language=to", "member=TH", "theme=TIP", "", "sort=member")]


def strip(page):
    return page.split(b"<main")[1].split(b"</main")[0]


def test_the_mail_and_the_inbox_name_nobody(hidden, viewers):
    """A12: ids only until the page is opened."""
    assert Introduction.objects.count() == 1
    for notice in Notification.objects.all():
        words = str(shown([notice], notice.person))
        assert "introduced" in words
        assert not [word for word in WORDS if word in words]


def test_staff_read_them_with_a_reason_and_the_owner_without(hidden):
    page = signed_in(hidden.person).get(hidden.get_absolute_url()).content.decode()
    assert "Qzname" in page
    page = signed_in(staff()).post(hidden.get_absolute_url(), {"reason": "The member asked"}).content.decode()
    assert "Qzname" in page
    open_to(hidden, name="nobody")
    page = signed_in(staff()).post(hidden.get_absolute_url(), {"reason": "The member asked"}).content.decode()
    assert "Qzname" not in page


@pytest.mark.parametrize("state", ["suspended", "erased"])
def test_whose_account_is_closed_is_hidden(state):
    profile = listed(audiences=WIDE)
    type(profile.person).objects.filter(pk=profile.person_id).update(state=state)
    viewer = directory.Viewer.of(an_alumna())
    assert not directory.searchable(viewer).exists()
    assert signed_in(an_alumna()).get(profile.get_absolute_url()).status_code == 404
