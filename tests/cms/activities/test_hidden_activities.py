"""A closed activity is silent: on no page, in no count, filter, feed or file for whom it is not. Ids: INV-13, decision 15."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from alumni.events import actions as event_actions
from cms.activities import actions
from cms.activities.models import Activity
from cms.taxonomy.models import Partner
from lms.page_frame import sheet_version
from tests.factories import events
from tests.factories.accounts import PersonFactory, editor, focal_point, signed_in, staff, with_role
from tests.factories.activities import make_activity
from tests.factories.workshops import make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
# Each word once in the whole program.
TITLE, PLACE, THEME, PARTNER = "Zephyrine meeting", "Quixotic Harbour", "vermiculite", "Obsidian Institute"
WORDS = (TITLE, PLACE, THEME, PARTNER)
# A year, a format and a member of which the plans have nothing: a filter that names them would tell.
ONLY_ITS = {"year": 2034, "quarter": 3, "kind": "other"}
ADDRESSES = [
    *("/calendar/", "/calendar/?year=2034", "/calendar/?year=2034&format=other", "/calendar/?format=other"),
    *("/calendar/list/", "/calendar/list/?year=2034", "/calendar/list/?member=NR", "/calendar/list/?area=LE"),
    *("/calendar/chart/", "/calendar/chart/?year=2034", "/calendar/chart/?year=2034&by=purpose"),
    *("/calendar/activities.csv", "/calendar/activities.json", "/calendar/activities.ics?quarters=1"),
    *("/calendar/A2023-Q1-01/", "/"),
]


@pytest.fixture
def closed():
    """Tagged, placed and related to an activity that everybody sees."""
    partner = Partner.objects.create(code="OBS", name=PARTNER)
    return make_activity(
        audience="invited",
        title=TITLE,
        place=PLACE,
        themes=THEME,
        partners=[partner],
        related=[Activity.objects.get(code="A2023-Q1-01")],
        countries=[actions.Part("NR", "host")],
        **ONLY_ITS,
    )


def outsiders():
    return {
        "officer": PersonFactory(),
        "unverified": PersonFactory(state="unverified"),
        "trainer": with_role("trainer"),
        "moderator": with_role("moderator"),
        "focal point": focal_point(),
        "editor": editor(),
    }


def said(answer):
    """The words of a page without what the visitor asked for."""
    return answer.content.decode().replace("2034", "")


def test_its_words_and_numbers_stand_nowhere_for_those_it_is_not_for(client, closed):
    browsers = {"anonymous": client} | {name: signed_in(person) for name, person in outsiders().items()}
    for browser in browsers.values():
        # As a browser that has the style sheet, so that it does not come with every page.
        browser.cookies["css"] = sheet_version("site")
    told = {name: {address: said(browser.get(address)) for address in ADDRESSES} for name, browser in browsers.items()}
    for name, pages in told.items():
        for address, text in pages.items():
            assert not [word for word in WORDS if word in text], f"{name} reads of it at {address}"
        assert "2034" not in browsers[name].get("/calendar/").content.decode()
        assert "?member=NR" not in pages["/calendar/list/"]
        assert "format=other" not in pages["/calendar/list/"]
        assert browsers[name].get(closed.get_absolute_url()).status_code == 404
    # Gone altogether, the same pages say the same: no count, link or order told of it.
    Activity.objects.filter(pk=closed.pk).delete()
    for name, browser in browsers.items():
        for address in ADDRESSES:
            assert bare(said(browser.get(address))) == bare(told[name][address]), f"{address} as {name}"


def bare(text):
    """Without what differs from one request to the next."""
    return re.sub(r'nonce="[^"]*"|name="csrf"[^>]*|value="[A-Za-z0-9]{64}"|csrfmiddlewaretoken[^>]*', "", text)


def test_control_staff_read_of_it_wherever_it_is(closed):
    office = signed_in(staff())
    for address in ("/calendar/?year=2034", "/calendar/list/", "/calendar/activities.csv", "/calendar/A2023-Q1-01/"):
        assert TITLE in office.get(address).content.decode(), address
    assert "Only those who are invited" in office.get("/calendar/?year=2034").content.decode()
    assert "?member=NR" in office.get("/calendar/list/").content.decode()


def test_an_event_in_preparation_is_seen_by_staff_alone_whomever_it_is_for(client):
    event = events.make_event(by=staff(), audience="public", tier="public", title=TITLE)
    officer = signed_in(PersonFactory())
    for browser in (client, officer, signed_in(editor())):
        assert browser.get(event.activity.get_absolute_url()).status_code == 404
        assert TITLE not in browser.get("/calendar/").content.decode()
    assert TITLE in signed_in(staff()).get("/calendar/").content.decode()


def test_once_it_is_opened_everybody_sees_it_with_the_way_to_its_page(client):
    event = events.make_event(by=staff(), audience="public", tier="public", title=TITLE)
    event_actions.publish(event, by=event.author)
    assert TITLE in client.get("/calendar/").content.decode()
    assert event.get_absolute_url() in client.get(event.activity.get_absolute_url()).content.decode()


def test_who_is_invited_sees_it_and_who_is_not_does_not():
    event = events.make_event(by=staff(), audience="invited", tier="closed", title=TITLE)
    guest, other = PersonFactory(), PersonFactory()
    events.invite(event, guest)
    assert TITLE in signed_in(guest).get("/calendar/list/").content.decode()
    assert TITLE not in signed_in(other).get("/calendar/list/").content.decode()


def test_the_way_to_a_cohort_is_shown_to_those_who_may_open_it(client):
    workshop = make_workshop()
    Activity.objects.filter(pk=workshop.activity_id).update(audience="public")
    address = Activity.objects.get(pk=workshop.activity_id).get_absolute_url()
    door = f"/teach/{workshop.public_id}/"
    assert door not in client.get(address).content.decode()
    assert door not in signed_in(PersonFactory()).get(address).content.decode()
    assert door in signed_in(staff()).get(address).content.decode()


def test_nobody_signed_out_is_asked_more_than_what_is_public():
    for audience in Activity.Audience.values:
        make_activity(audience=audience)
    seen = Activity.objects.visible_to(AnonymousUser())
    assert set(seen.values_list("audience", flat=True)) == {"public"}
