"""My profile, the directory, a card, introductions: through HTTP, as people use them."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format

from alumni.profiles import actions
from alumni.profiles.bylines import bylines
from alumni.profiles.models import Introduction, Opening, Profile
from cms.taxonomy.models import Programme
from lms.accounts.facts import RoleScope
from lms.accounts.models import RoleGrant
from lms.audit.models import Entry
from lms.search import limits
from tests.factories.accounts import PersonFactory, focal_point, signed_in, staff, with_role
from tests.factories.profiles import an_alumna, attended, listed, open_to
from tests.security.matrix import Visitor, bare

ME = "/community/me/"
PEOPLE = "/community/people/"


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


def answers(profile, **changes):
    given = {f"audience_{row.field}": row.audience for row in profile.audiences.all() if row.field != "work_email"}
    return given | {"romanised_name": "", "aliases": "", "unit": "", "role_title": ""} | changes


def test_an_officer_without_a_completion_learns_how_a_profile_begins():
    page = signed_in(PersonFactory()).get(ME).content.decode()
    assert "Your profile begins with your first completion" in page


def test_the_profile_is_kept_with_who_reads_each_part():
    person = an_alumna()
    theme = Programme.objects.get_or_create(code="TIP", defaults={"name": "Countering Trafficking in Persons"})[0]
    typed = {"unit": "Anti-trafficking unit", "aliases": "Nok\nNoknoi", "language_1": "th", "level_1": "fluent"}
    typed |= {"themes": [theme.code], "audience_name": "members"}
    answer = signed_in(person).post(ME, answers(person.profile, **typed))
    assert answer.status_code == 302
    profile = Profile.objects.get(person=person)
    assert profile.unit == "Anti-trafficking unit"
    assert [alias.name for alias in profile.aliases.all()] == ["Nok", "Noknoi"]
    assert [(one.code, one.level) for one in profile.languages.all()] == [("th", "fluent")]
    assert profile.audiences.get(field="name").audience == "members"
    assert profile.listing == "hidden"
    assert "Nok" in signed_in(person).get(ME).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience_workshops": "members"},
        {"audience_work_email": "members", "audience_agency": "members"},
        {"aliases": "\n".join("abcdef")},
        {"language_1": "th", "language_2": "th"},
        {"language_1": "xx"},
        {"themes": ["nothing"]},
        {"unit": "x" * 200},
        {"unit": "a\x00b", "audience_name": "\x00"},
        {"romanised_name": "\U0001f600"},
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(wrong):
    person = an_alumna()
    typed = answers(person.profile, role_title="Shift leader") | wrong
    answer = signed_in(person).post(ME, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page
    assert "Shift leader" in page
    assert Profile.objects.get(person=person).role_title == ""


def test_being_listed_is_a_choice_that_can_be_taken_back_at_once():
    """A5, rule 6."""
    person, other = an_alumna(full_name="Siti Rahma"), an_alumna()
    url = person.profile.get_absolute_url()
    assert signed_in(other).get(url).status_code == 404
    signed_in(person).post(f"{ME}listing/", {"listing": "listed"})
    assert signed_in(other).get(url).status_code == 200
    signed_in(person).post(f"{ME}listing/", {"listing": "hidden"})
    assert signed_in(other).get(url).status_code == 404
    assert signed_in(person).post(f"{ME}listing/", {"listing": "nonsense"}).status_code == 302


def test_whoever_is_listed_without_a_name_is_told_so_and_opens_it_with_one_press():
    """Who learnt online has been in no workshop: by the default, which stays closed, nobody there reads the name."""
    person, other = an_alumna(full_name="Sok Dara"), an_alumna()
    browser, url = signed_in(person), person.profile.get_absolute_url()
    assert "you would stand there without your name, as “Officer, Thailand”" in browser.get(ME).content.decode()
    page = browser.post(f"{ME}listing/", {"listing": "listed"}, follow=True).content.decode()
    assert "You are listed without your name, as “Officer, Thailand”" in page
    assert "Who reads your name: My workshops." in page
    assert 'href="#part-name"' in page
    assert 'id="part-name"' in page
    assert "Sok Dara" not in signed_in(other).get(url).content.decode()
    assert 'value="named"' in page
    for _ in range(2):
        page = browser.post(f"{ME}listing/", {"listing": "named"}, follow=True).content.decode()
    assert "without your name" not in page
    assert 'value="named"' not in page
    assert "Sok Dara" in signed_in(other).get(url).content.decode()
    assert "Sok Dara" not in main_card(browser.get(f"{ME}as/members/").content.decode())
    assert Entry.objects.filter(act="profiles.edit").count() == 1
    assert person.profile.audiences.get(field="agency").audience == "cohort"


def test_whoever_opened_their_name_before_is_listed_by_it():
    person = an_alumna()
    open_to(person.profile, name="members")
    page = signed_in(person).post(f"{ME}listing/", {"listing": "listed"}, follow=True).content.decode()
    assert "You are listed. Look at your profile" in page
    assert "without your name" not in page


def test_one_sees_oneself_as_others_do():
    """A4."""
    profile = listed(full_name="Siti Rahma", audiences={"name": "same_country", "agency": "cohort"})
    browser = signed_in(profile.person)
    pages = {
        who: browser.get(f"{ME}as/{who}/").content.decode()
        for who in ("members", "alumni", "same_country", "cohort", "rso")
    }
    card = {who: page.split("<article")[1].split("</article>")[0] for who, page in pages.items()}
    assert "Siti Rahma" in card["same_country"]
    assert "Siti Rahma" in card["rso"]
    assert "Siti Rahma" not in card["alumni"] + card["members"] + card["cohort"]
    assert "Officer, Thailand" in card["alumni"]
    assert "An officer" in card["members"]
    assert "Immigration Bureau" in card["cohort"]
    assert browser.get(f"{ME}as/nobody/").status_code == 404


def test_hidden_and_absent_are_the_same_page():
    """Case 38."""
    hidden = an_alumna().profile
    browser = signed_in(an_alumna())
    address, nowhere = hidden.get_absolute_url(), f"{PEOPLE}{uuid4()}/"
    there, gone = (Visitor.read(browser.get(url)) for url in (address, nowhere))
    assert there.status == 404
    assert bare(there, address) == bare(gone, nowhere)


def test_staff_open_a_hidden_profile_only_with_a_reason_which_is_kept():
    """Section 8: see hidden profile, with reason."""
    hidden = an_alumna(full_name="Siti Rahma").profile
    browser, url = signed_in(staff()), hidden.get_absolute_url()
    first = browser.get(url).content.decode()
    assert "Siti Rahma" not in first
    assert "Say why you need to see it." in browser.post(url, {"reason": " "}).content.decode()
    assert not Opening.objects.exists()
    assert "Siti Rahma" in browser.post(url, {"reason": "Asked by the member"}).content.decode()
    assert Opening.objects.get().reason == "Asked by the member"
    assert signed_in(an_alumna()).post(url, {"reason": "curious"}).status_code == 404


def test_who_is_not_verified_or_not_signed_in_finds_nothing():
    profile = listed(audiences={"name": "members"})
    unverified = signed_in(PersonFactory(state="unverified"))
    for url in (ME, profile.get_absolute_url(), "/community/introductions/"):
        assert unverified.get(url).status_code == 404


def test_the_directory_of_an_officer_without_completion_says_when_it_opens():
    listed(full_name="Siti Rahma", audiences={"name": "members"})
    page = signed_in(PersonFactory()).get(PEOPLE).content.decode()
    assert "The directory opens with your first completion" in page
    assert "Siti Rahma" not in page


@pytest.mark.parametrize("address", ["/community/", PEOPLE])
def test_who_waits_to_be_verified_learns_when_the_network_opens_and_nothing_of_who_is_in_it(address):
    browser = signed_in(PersonFactory(state="unverified"))
    alone = main(browser.get(address, follow=True))
    profile = listed(full_name="Siti Rahma", audiences={"name": "members", "country": "members"})
    for asked in ({}, {"q": "Siti"}, {"member": "TH"}, {"after": str(profile.public_id)}):
        answer = browser.get(address, asked, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Directory and community open when your account is verified" in page
        assert "Siti Rahma" not in page
        assert main(answer) == alone, "Who is listed there changes nothing."


def test_an_introduction_from_asking_to_writing():
    """A12: the address after the yes, to that person alone."""
    profile = listed(full_name="Siti Rahma", audiences={"name": "alumni"})
    asker, other = an_alumna(full_name="Chan Dara"), an_alumna()
    address = profile.person.email
    browser, asked = signed_in(asker), signed_in(profile.person)
    url = f"{profile.get_absolute_url()}ask/"
    assert "Say what you would like" in browser.post(url, {"purpose": ""}).content.decode()
    assert browser.post(url, {"purpose": "Screening at airports"}).status_code == 302
    introduction = Introduction.objects.get()
    answer = f"/community/introductions/{introduction.public_id}/"
    page = asked.get("/community/introductions/").content.decode()
    assert "Chan Dara" in page
    assert "Screening at airports" in page
    assert asker.email not in page
    assert signed_in(other).post(answer, {"answer": "yes"}).status_code == 404
    browser.post(answer, {"answer": "yes"})
    browser.post(answer, {"answer": "show"})
    assert Introduction.objects.get().state == "pending"
    assert address not in browser.get("/community/introductions/").content.decode()
    assert 'value="yes"' not in page, "First one sees what a yes shows."
    before = asked.get(answer).content.decode()
    for words in ("Chan Dara", "Screening at airports", "What they read if you say yes", address, "Siti Rahma"):
        assert words in before
    assert {browser.get(answer).status_code, signed_in(other).get(answer).status_code} == {404}
    assert Introduction.objects.get().state == "pending"
    asked.post(answer, {"answer": "yes"})
    assert asked.get(answer).status_code == 302
    assert address not in browser.get("/community/introductions/").content.decode()
    browser.post(answer, {"answer": "show"})
    assert address in browser.get("/community/introductions/").content.decode()
    assert address not in signed_in(other).get(profile.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("Her passport is AA1234567, please help", "This may point to a person: a passport"), ("x", "Write a sentence")],
)
def test_a_question_that_points_to_a_person_or_says_nothing_is_not_sent(typed, said):
    page = signed_in(an_alumna()).post(f"{listed().get_absolute_url()}ask/", {"purpose": typed}).content.decode()
    assert said in page
    assert typed in page
    assert not Introduction.objects.exists()


def test_who_asked_already_is_told_until_when_the_question_is_open():
    browser, url = signed_in(an_alumna()), f"{listed().get_absolute_url()}ask/"
    browser.post(url, {"purpose": "Screening at airports"})
    page = browser.post(url, {"purpose": "Screening at airports, again"}, follow=True).content.decode()
    today = date_format(timezone.localtime(), "j F Y")
    assert f"You asked on {today}. Your question is open until" in page
    assert "Ask to be introduced" not in page
    assert "<textarea" not in page
    assert Introduction.objects.get().purpose == "Screening at airports"


def test_a_no_leaves_the_pages_of_the_one_who_asked_as_they_were():
    """Decision 0022."""
    profile, asker = listed(audiences={"name": "members"}), an_alumna()
    browser = signed_in(asker)
    browser.post(f"{profile.get_absolute_url()}ask/", {"purpose": "Screening at airports"}, follow=True)
    pages = (profile.get_absolute_url(), "/community/introductions/", "/me/notifications/")
    before = [main(browser.get(url)) for url in pages]
    answer = f"/community/introductions/{Introduction.objects.get().public_id}/"
    assert "They are not told" in signed_in(profile.person).post(answer, {"answer": "no"}, follow=True).content.decode()
    assert [main(browser.get(url)) for url in pages] == before


def main(answer):
    """The page without what changes with each answer."""
    text = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def test_the_one_who_asked_takes_it_back_on_the_page():
    profile, asker = listed(), an_alumna()
    browser = signed_in(asker)
    browser.post(f"{profile.get_absolute_url()}ask/", {"purpose": "Screening at airports"})
    answer = f"/community/introductions/{Introduction.objects.get().public_id}/"
    assert "Take it back" in browser.get("/community/introductions/").content.decode()
    signed_in(profile.person).post(answer, {"answer": "back"})
    assert Introduction.objects.get().state == "pending"
    page = browser.post(answer, {"answer": "back"}, follow=True).content.decode()
    assert "Your question is taken back" in page
    assert "and took it back. You can ask again from" in browser.get(profile.get_absolute_url()).content.decode()
    assert signed_in(profile.person).get(answer).status_code == 404


def test_before_one_lists_oneself_one_sees_what_others_would_read():
    """A4."""
    profile = an_alumna(full_name="Siti Rahma").profile
    open_to(profile, name="alumni", country="members")
    browser = signed_in(profile.person)
    page = browser.get(ME).content.decode()
    for circle in ("members", "alumni", "same_country", "cohort", "rso"):
        assert f"{ME}as/{circle}/" in page
    as_alumni, as_member = (browser.get(f"{ME}as/{circle}/").content.decode() for circle in ("alumni", "members"))
    assert "You are not listed" in as_alumni
    assert "Siti Rahma" in main_card(as_alumni)
    assert "Siti Rahma" not in main_card(as_member)
    listed(profile.person)
    assert main_card(browser.get(f"{ME}as/alumni/").content.decode()) == main_card(as_alumni)


def main_card(page):
    return page.split('class="profile-card')[1].split("</article>")[0]


def test_a_listed_person_whom_one_may_not_know_of_is_as_absent_as_one_that_never_was():
    """Case 38, for every role: what nobody opened to them, and the directory does not show them, no id opens either."""
    profile = listed(audiences=dict.fromkeys(["country", "agency_type", "languages", "themes", "courses"], "alumni"))
    knows = {
        "alumnus": an_alumna(),
        "moderator": with_role("moderator"),
        "staff": staff(),
        "trainer of a workshop they attended": trainer_of(profile),
    }
    not_theirs = {
        "trainer": with_role("trainer"),
        "learner": PersonFactory(),
        "unverified": PersonFactory(state="unverified"),
        "focal point": focal_point(),
        "editor": with_role("editor"),
    }
    address, nowhere = profile.get_absolute_url(), f"{PEOPLE}{uuid4()}/"
    for name, person in not_theirs.items():
        browser = signed_in(person)
        there, gone = (Visitor.read(browser.get(url)) for url in (address, nowhere))
        assert there.status == 404, name
        assert bare(there, address) == bare(gone, nowhere), name
        assert browser.post(f"{address}ask/", {"purpose": "Screening at airports"}).status_code == 404, name
        with pytest.raises(actions.MayNotAsk):
            actions.ask(profile, "Screening at airports", by=person)
    for name, person in knows.items():
        assert signed_in(person).get(address).status_code == 200, name
        assert signed_in(person).get(nowhere).status_code == 404, name


def trainer_of(profile):
    workshop = uuid4()
    attended(profile.person, workshop)
    return with_role("trainer", scope=RoleScope(RoleGrant.Scope.WORKSHOP, workshop))


def test_what_somebody_opens_to_every_officer_every_officer_reads():
    profile = listed(full_name="Siti Rahma", audiences={"name": "members"})
    assert "Siti Rahma" in signed_in(PersonFactory()).get(profile.get_absolute_url()).content.decode()


def test_no_byline_leads_to_a_page_that_is_not_there():
    profile = listed(audiences=dict.fromkeys(["country", "agency_type", "languages", "themes", "courses"], "alumni"))
    learner = PersonFactory()
    assert bylines([profile.person], learner)[profile.person_id].url is None
    assert bylines([profile.person], an_alumna())[profile.person_id].url == profile.get_absolute_url()


def test_c16_the_thirty_first_search_of_the_directory_in_a_minute_waits_and_keeps_what_was_asked(monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    cache.clear()
    browser = signed_in(an_alumna())
    assert {browser.get(PEOPLE).status_code for _ in range(limits.PER_MINUTE + 5)} == {200}, "Opening it is no search."
    assert {browser.get(PEOPLE, {"q": "Siti"}).status_code for _ in range(limits.PER_MINUTE)} == {200}
    answer = browser.get(PEOPLE, {"q": "Rahma", "member": ""})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert 'value="Rahma"' in answer.content.decode()
    assert "Please wait a minute" in answer.content.decode()
    assert browser.get(PEOPLE, {"after": str(uuid4())}).status_code == 429, "A further page is a search too."
    assert signed_in(an_alumna()).get(PEOPLE, {"q": "Siti"}).status_code == 200


def test_a_sixth_question_in_a_week_is_kept_on_the_page():
    browser = signed_in(an_alumna())
    urls = [f"{listed().get_absolute_url()}ask/" for _ in range(6)]
    for url in urls[:5]:
        assert browser.post(url, {"purpose": "A question about training"}).status_code == 302
    page = browser.post(urls[5], {"purpose": "One question too many"}).content.decode()
    assert "You asked five people" in page
    assert "One question too many" in page
    assert Introduction.objects.count() == 5
