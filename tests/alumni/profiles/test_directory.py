"""Finding people: names in any script and spelling, filters, figures that point at nobody, pages by key (A2, A16)."""

import pytest

from alumni.profiles import actions, facets
from alumni.profiles.audiences import Field
from alumni.profiles.cards import cards_of
from alumni.profiles.directory import Query, find
from alumni.profiles.models import Alias, SpokenLanguage
from alumni.profiles.paging import PAGE, page_of
from alumni.profiles.phonetics import sound
from alumni.profiles.seeing import Viewer
from lms.accounts.facts import Details
from lms.accounts.models import AgencyType, Member
from tests.factories.accounts import AgencyTypeFactory, MemberFactory, PersonFactory, signed_in, staff
from tests.factories.profiles import an_alumna, listed, open_to

PEOPLE = "/community/people/"
OPEN = {"name": "members", "country": "members", "agency_type": "members", "languages": "members"}


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


@pytest.fixture
def viewer():
    return Viewer.of(an_alumna(affiliation__member=MemberFactory(code="LA")))


def names(viewer, **asked):
    return sorted(profile.person.full_name for profile in find(viewer, Query(**asked)))


SPELLINGS = [
    ("Muhammad Tariq", "Mohammed"),
    ("Mohd Tariq", "muhammad tariq"),
    ("Md. Abdur Rahman", "mohamad rahman"),
    ("Nguyễn Thị Đào", "nguyen dao"),
    ("Nguyễn Thị Đào", "đào nguyễn"),
    ("Sovann Rith", "sovan"),
    ("Suharto", "suharto"),
    ("Suharti", "suh"),
    ("Ayesha Siddiqui", "aisha sidiqi"),
    ("Maria Cristina dela Cruz", "cruz maria"),
    ("José Ramos Jr.", "jose"),
]


@pytest.mark.parametrize(("name", "typed"), SPELLINGS)
def test_spellings_of_one_name_find_each_other(viewer, name, typed):
    """A16, cases 36 and 37; the name is shown as written."""
    listed(full_name=name, audiences=OPEN)
    listed(full_name="Wilhelmina Okonkwo", audiences=OPEN)
    assert names(viewer, words=typed) == [name]


NATIVE = [
    ("สมชาย วงศ์สกุล", "สมชาย"),
    ("สมชาย วงศ์สกุล", "วงศ์"),
    ("李伟", "李伟"),
    ("陳美玲", "美玲"),
    ("សុខ សុខា", "សុខា"),
    ("သီရိအောင်", "အောင်"),
    ("ບຸນມີ ວົງພະຈັນ", "ບຸນມີ"),
    ("মোঃ আব্দুর রহমান", "রহমান"),
    ("सुनिता तामाङ", "सुनिता"),
    ("عائشہ صدیقی", "صدیقی"),
]


@pytest.mark.parametrize(("name", "typed"), NATIVE)
def test_a_name_is_found_in_its_own_script(viewer, name, typed):
    """Case 35."""
    listed(full_name="Somebody", native_name=name, audiences=OPEN)
    listed(full_name="Wilhelmina Okonkwo", native_name="นารี", audiences=OPEN)
    assert names(viewer, words=typed) == ["Somebody"]


def test_aliases_and_romanised_names_are_found(viewer):
    """Case 37."""
    profile = listed(full_name="Nattaporn", audiences=OPEN)
    Alias.objects.create(profile=profile, name="Nok")
    actions.refresh_names(profile)
    assert names(viewer, words="nok") == ["Nattaporn"]


def test_sounds_keep_short_and_other_names_apart():
    assert sound("muhammad") == sound("mohammed") == sound("mohamed") == sound("mohd")
    assert sound("li") != sound("le")
    assert sound("somchai") != sound("suchart")
    assert sound("สมชาย") == "สมชาย"


def test_a_changed_name_is_found_and_the_old_one_is_not(viewer):
    from lms.accounts.actions import accept_name, change_details

    person = listed(full_name="Wilhelmina", audiences=OPEN).person
    change_details(person, Details("Ophelia"), by=person)
    assert names(viewer, words="ophelia") == []
    assert names(viewer, words="wilhelmina") == ["Wilhelmina"]
    accept_name(person.name_requests.get(), by=staff())
    assert names(viewer, words="ophelia") == ["Ophelia"]
    assert names(viewer, words="wilhelmina") == []


def test_nobody_is_found_by_an_address(viewer):
    """Case 38: the exact e-mail finds as much as none."""
    person = listed(full_name="Siti Rahma", audiences=OPEN).person
    hidden = an_alumna(full_name="Siti Hidden")
    assert names(viewer, words=person.email) == names(viewer, words=hidden.email) == []


def test_filters_narrow_by_what_the_viewer_may_read(viewer):
    """A2 and rule 3: a filter on a field that is closed finds nothing."""
    thailand, kind = MemberFactory(code="TH"), AgencyTypeFactory()
    shown = listed(full_name="Shown", affiliation__member=thailand, audiences=OPEN)
    closed = listed(full_name="Closed", affiliation__member=thailand, audiences=OPEN)
    for profile in (shown, closed):
        SpokenLanguage.objects.create(profile=profile, code="th")
    open_to(closed, country="cohort", agency_type="nobody", languages="same_country")
    for asked in ({"member": thailand}, {"agency_type": kind}, {"language": "th"}):
        assert names(viewer, **asked) == ["Shown"]
    assert names(Viewer.of(staff()), member=thailand) == ["Closed", "Shown"]
    assert names(Viewer.of(staff()), agency_type=kind) == ["Shown"]


def test_a_closed_name_is_not_found_by_it(viewer):
    listed(full_name="Siti Rahma")
    assert names(viewer, words="siti") == []
    assert names(Viewer.of(staff()), words="siti") == ["Siti Rahma"]


def test_who_closes_the_name_stands_last_in_no_telling_order(viewer):
    """Case 42: the order tells nothing of what is closed."""
    for name in ("Aaron", "Zoe"):
        listed(full_name=name, audiences=OPEN)
    hidden = [listed(full_name=f"Mid {number}", audiences={"country": "nobody"}) for number in range(4)]
    for sort in ("", "member"):
        rows = page_of(viewer, Query(sort=sort), "").profiles
        assert [row.person.full_name for row in rows[:2]] == ["Aaron", "Zoe"]
        assert [row.public_id for row in rows[2:]] == sorted(profile.public_id for profile in hidden)


def test_an_unknown_order_is_the_usual_one(viewer):
    """Case 42: sorting by a field that cannot be sorted by."""
    person = an_alumna()
    for name in ("Zoe", "Aaron"):
        listed(full_name=name, audiences=OPEN)
    usual, odd = (signed_in(person).get(PEOPLE, asked).content.decode() for asked in ({}, {"sort": "unit"}))
    order = [page.index("Aaron") < page.index("Zoe") for page in (usual, odd) if "Zoe" in page]
    assert order
    assert all(order)


@pytest.mark.parametrize("sort", ["", "member"])
def test_pages_go_on_by_key_and_hold_everybody_once(viewer, sort):
    for number in range(PAGE + 7):
        audiences = OPEN if number % 3 else {"name": "nobody", "country": "nobody"}
        listed(full_name=f"Officer {number % 5}", audiences=audiences)
    found, after = [], ""
    for _ in range(3):
        page = page_of(viewer, Query(sort=sort), after)
        found += [profile.pk for profile in page.profiles]
        after = page.next_key
        if not after:
            break
    assert len(found) == len(set(found)) == PAGE + 7


def test_a_guessed_key_shows_the_first_page(viewer):
    """The key of somebody hidden is no key."""
    listed(full_name="Aaron", audiences=OPEN)
    hidden = an_alumna(full_name="Zz").profile
    for after in (str(hidden.public_id), "nonsense", "\x00"):
        assert len(page_of(viewer, Query(), after).profiles) == 1


def test_small_figures_are_not_told(viewer):
    """Case 39, decision 24: 10 across members, 5 within one."""
    thailand, laos = MemberFactory(code="TH", name="Thailand"), MemberFactory(code="LA")
    for _ in range(9):
        listed(affiliation__member=thailand, audiences=OPEN)
    assert facets.total(viewer, Query()) == "Fewer than 10 people"
    assert facets.figures(viewer, Query())[Field.COUNTRY] == {}
    listed(affiliation__member=thailand, audiences=OPEN)
    listed(affiliation__member=laos, audiences=OPEN)
    assert facets.total(viewer, Query()) == "11 people"
    assert facets.figures(viewer, Query())[Field.COUNTRY] == {"TH": 10}
    assert facets.total(viewer, Query(member=laos)) == "Fewer than 5 people"
    assert facets.figures(viewer, Query(member=thailand))[Field.AGENCY_TYPE] == {"immigration": 10}


def test_figures_count_only_what_the_viewer_may_read(viewer):
    for _ in range(9):
        listed(audiences=OPEN)
    listed(audiences=OPEN | {"country": "cohort"})
    assert facets.figures(viewer, Query())[Field.COUNTRY] == {}
    assert facets.figures(Viewer.of(staff()), Query())[Field.COUNTRY] == {"TH": 10}


def test_no_figures_beside_a_name_or_a_third_filter(viewer):
    for _ in range(12):
        listed(audiences=OPEN)
    assert facets.figures(viewer, Query(words="officer")) == {}
    two = Query(member=Member.objects.get(code="TH"), agency_type=AgencyType.objects.get())
    assert facets.figures(viewer, two) == {}


def test_three_filters_at_once_are_refused_with_words():
    AgencyTypeFactory()
    listed(full_name="Siti Rahma", audiences=OPEN)
    asked = {"member": "TH", "agency_type": "immigration", "language": "th"}
    page = signed_in(an_alumna()).get(PEOPLE, asked).content.decode()
    assert "Use at most two filters at once" in page
    assert "Siti Rahma" not in page


@pytest.mark.parametrize(
    "asked", [{"q": "\x00"}, {"q": "x" * 5000}, {"member": "??"}, {"language": "zz"}, {"q": "-- ' %"}]
)
def test_odd_questions_are_answered(asked):
    assert signed_in(an_alumna()).get(PEOPLE, asked | {"after": "9" * 400}).status_code == 200


@pytest.mark.usefixtures("frame_is_known")
def test_the_directory_costs_the_same_however_many_there_are(django_assert_max_num_queries):
    for _ in range(PAGE + 5):
        profile = listed(audiences=OPEN)
        SpokenLanguage.objects.create(profile=profile, code="th")
    browser = signed_in(an_alumna())
    with django_assert_max_num_queries(30):
        page = browser.get(PEOPLE)
    assert len(page.content) < 60_000


def test_cards_cost_the_same_for_one_and_for_many(django_assert_max_num_queries):
    profiles = [listed(audiences=OPEN) for _ in range(20)]
    viewer = Viewer.of(an_alumna())
    with django_assert_max_num_queries(8):
        assert len(cards_of(profiles, viewer)) == 20


def test_a_learner_finds_people_of_their_own_workshops_only():
    """Section 8: directory search, learner: cohort."""
    listed(full_name="Siti Rahma", audiences=OPEN)
    assert names(Viewer.of(PersonFactory())) == []
