"""Whoever types an address learns nothing of who has it (decision 0030): known and unknown addresses look alike to a trainer."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.workshops.models import Import, Place
from courses.workshops.own_data import erase, export
from courses.workshops.wagtail_hooks import sessions_and_offers
from lms.accounts.actions import invite
from lms.accounts.facts import Post
from lms.accounts.letters import invitation_path
from lms.accounts.models import AgencyType, Invitation, Member
from lms.notifications.delivery import deliver_due
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import MemberFactory, PersonFactory, signed_in
from tests.factories.imports import officer

pytestmark = pytest.mark.django_db
# Of three officers the second has an account and the third an invitation from elsewhere.
NEW, KNOWN, INVITED = 1, 2, 3


@pytest.fixture
def known(workshop):
    thailand = MemberFactory(code="TH")
    post = Post(Member.objects.get(code="ID"), AgencyType.objects.first(), "Secret Service")
    invite(officer(INVITED)[0], "Somebody Else", post, by=make.office())
    facts = {"affiliation__member": thailand, "affiliation__agency": "Customs"}
    return PersonFactory(email=officer(KNOWN)[0], full_name="Somchai", **facts)


def page(name, *args):
    return reverse(f"workshops:{name}", args=[getattr(arg, "public_id", arg) for arg in args])


def typed(number):
    facts = {"email": officer(number)[0], "full_name": f"Typed Number {number}", "member": "TH"}
    return facts | {"agency": "Royal Thai Police", "agency_type": "police_general", "language": "en"}


def alike(response):
    """A page without what differs by itself: numbers, keys and tokens."""
    text = response.content.decode() if hasattr(response, "content") else response
    # The critical sheet comes with the first page alone.
    text = text[text.find("<main") :] if "<main" in text else text
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|nonce=\"[^\"]*\"|value=\"[^\"]{60,}\"", "", text)
    return re.sub(r"\d+", "0", text)


def added(browser, workshop, number):
    return browser.post(page("add", workshop), typed(number), follow=True)


def place_of(number):
    return Place.objects.get(invitation__email=officer(number)[0])


def test_added_by_hand_an_address_tells_nothing_and_the_roster_says_what_was_typed(browser, workshop, known):
    said = [alike(added(browser, workshop, number)) for number in (NEW, KNOWN, INVITED)]
    assert said[0] == said[1] == said[2]
    assert "Typed Number 0 has a place." in said[0]
    shown = [alike(browser.get(page("place", workshop, place_of(number)))) for number in (NEW, KNOWN, INVITED)]
    assert shown[0] == shown[1] == shown[2]
    session = make.sessions_of(workshop)[0]
    for address in (page("roster", workshop), page("attendance", workshop, session), page("roster-print", workshop)):
        text = browser.get(address).content.decode()
        assert text.count("Royal Thai Police") == 3
        for secret in ("Somchai", "Customs", "Somebody Else", "Secret Service"):
            assert secret not in text


def test_adding_by_hand_asks_as_many_questions_whoever_has_the_address(browser, workshop, known):
    browser.get(page("add", workshop))
    numbers = []
    for number in (NEW, KNOWN):
        with CaptureQueriesContext(connection) as asked:
            browser.post(page("add", workshop), typed(number))
        numbers.append(len(asked))
    assert Place.objects.count() == 2
    assert numbers[0] == numbers[1]


def test_a_list_that_is_only_checked_words_all_addresses_alike(browser, workshop, trainer, known):
    shown, rows = [], []
    for number in (NEW, KNOWN, INVITED):
        roster = lists.checked(workshop, [officer(number, native="อื่น")], by=trainer)
        shown.append(alike(browser.get(page("import", workshop, roster))))
        row = roster.rows.get()
        rows.append((row.verdict, row.remarks, row.has_warning, row.is_unknown))
    assert shown[0] == shown[1] == shown[2]
    assert rows[0] == rows[1] == rows[2]


@pytest.mark.parametrize("gap", ["name", "member", "kind"])
def test_a_row_with_a_gap_is_bad_whoever_has_the_address(browser, workshop, trainer, known, gap):
    rows = [officer(number, **{gap: ""}) for number in (NEW, KNOWN, INVITED)]
    roster = lists.checked(workshop, rows, by=trainer)
    assert set(lists.verdicts(roster).values()) == {"problem"}
    remarks = [row.remarks for row in roster.rows.all()]
    assert remarks[0] == remarks[1] == remarks[2]
    files = browser.get(page("import-rejected", workshop, roster, "csv")).content.decode().splitlines()[1:]
    assert len({alike(line) for line in files}) == 1


def test_the_result_and_its_undo_word_all_addresses_alike(browser, workshop, trainer, known):
    results, undos = [], []
    for number in (NEW, KNOWN, INVITED):
        roster = lists.written(workshop, [officer(number, native="อื่น")], by=trainer)
        result = browser.get(page("import", workshop, roster)).content.decode()
        # Told for each alike, the number too: `alike` below takes numbers for the same.
        assert "1 added (1 invited by mail)" in result
        results.append(alike(result))
        undos.append(alike(browser.get(page("import-undo", workshop, roster))))
    assert results[0] == results[1] == results[2]
    assert undos[0] == undos[1] == undos[2]
    known.refresh_from_db()
    assert (known.full_name, known.native_name) == ("Somchai", "")


def test_an_undo_leaves_the_invitation_that_somebody_else_sent(workshop, trainer, known, browser):
    roster = lists.written(workshop, [officer(NEW), officer(INVITED)], by=trainer)
    browser.post(page("import-undo", workshop, roster))
    lists.finish(Import.objects.get(pk=roster.pk))
    states = dict(Invitation.objects.values_list("email", "state"))
    assert states == {officer(NEW)[0]: "withdrawn", officer(INVITED)[0]: "open"}


def test_who_accepts_with_their_account_has_the_place_and_only_then_is_seen(browser, workshop, known, mailoutbox):
    added(browser, workshop, KNOWN)
    deliver_due()
    (letter,) = [one for one in mailoutbox if one.to == [known.email]]
    assert "Dear Somchai" in letter.body
    assert "You have an account already" in letter.body
    (waiting,) = sessions_and_offers(SimpleNamespace(user=known))["waiting"]
    assert workshop.activity.title in waiting["text"]
    assert waiting["url"] == invitation_path(place_of(KNOWN).invitation)
    mine = signed_in(known)
    assert mine.post(invitation_path(place_of(KNOWN).invitation)).status_code == 302
    place = Place.objects.get(person=known)
    assert (place.state, place.written_name, place.written_agency, place.written_member) == ("confirmed", "", "", None)
    text = browser.get(page("roster", workshop)).content.decode()
    assert "Somchai" in text
    assert "Typed Number 2" not in text


def test_a_list_of_the_office_tells_of_accounts_and_is_the_offices_alone(browser, workshop, known):
    roster = lists.checked(workshop, [officer(KNOWN)], by=make.office())
    assert roster.knows_accounts
    assert browser.get(page("import", workshop, roster)).status_code == 404
    assert browser.get(page("import-rejected", workshop, roster, "csv")).status_code == 404
    assert "officers.csv" not in browser.get(page("imports", workshop)).content.decode()
    assert signed_in(make.office()).get(page("import", workshop, roster)).status_code == 200


def test_what_a_cohort_wrote_of_an_account_is_handed_out_and_erased_with_it(browser, workshop, known):
    added(browser, workshop, KNOWN)
    (mine,) = export(known)["workshops"]
    assert mine["written"] == {"name": "Typed Number 2", "agency": "Royal Thai Police", "member": "Thailand"}
    erase(known)
    place = place_of(KNOWN)
    assert (place.written_name, place.written_agency, place.written_member, place.name_key) == ("", "", None, "")
