"""A3: every field, every audience, every kind of viewer, against a plain table; and A14, sensitive courses."""

import itertools
from uuid import uuid4

import pytest
from wagtail import hooks

from alumni.profiles import actions, cards, seeing
from alumni.profiles.audiences import (
    CHOSEN,
    OPENNESS,
    RULES,
    Audience,
    Field,
    Relation,
    allowed,
    effective,
    open_fields,
)
from alumni.profiles.bylines import bylines
from alumni.profiles.cards import card_as, card_of
from alumni.profiles.models import Alias, FieldAudience, MaskedCourse, Profile, SpokenLanguage
from alumni.profiles.seeing import Viewer, readable, related_to
from cms.taxonomy.models import Programme
from lms.accounts.models import User
from tests import scenes
from tests.factories.accounts import MemberFactory, PersonFactory, focal_point, staff, with_role
from tests.factories.credentials import a_course
from tests.factories.profiles import an_alumna, attended, listed, open_to

# Written by hand from community.md section 9: who is admitted by each level, among the viewers below.
READERS = {
    "nobody": set(),
    "rso": {"staff", "admin"},
    "cohort": {"staff", "admin", "mate"},
    "group": {"staff", "admin", "group mate"},
    "same_country": {"staff", "admin", "compatriot", "compatriot learner"},
    "alumni": {"staff", "admin", "mate", "compatriot", "alumnus"},
    "members": {
        "staff",
        "admin",
        "mate",
        "group mate",
        "compatriot",
        "compatriot learner",
        "alumnus",
        "learner",
        "focal point",
    },
}
MOST = {
    "name": "members", "country": "members", "agency_type": "members", "agency": "alumni", "role": "alumni",
    "languages": "members", "themes": "members", "courses": "members", "workshops": "cohort", "work_email": "rso",
}  # fmt: skip
# A word of each field that stands nowhere else.
TOKENS = {
    "name": ["Xqname Xqfamily", "Xqnative", "Xqroman", "Xqalias"],
    "country": ["Xqcountry"],
    "agency_type": ["Xqkind"],
    "agency": ["Xqagency", "Xqunit"],
    "role": ["Xqrole"],
    "languages": ["Tongan"],
    "themes": ["Xqtheme"],
    "courses": ["Xqcourse"],
    "workshops": ["Xqworkshop"],
    "work_email": ["xq@xq.example"],
}


@pytest.fixture(autouse=True)
def _database(db):
    """Each test has its own."""


@scenes.scene
def everybody():
    """One person with a word in each field, and one viewer of each kind."""
    home, workshop = MemberFactory(code="XQ", name="Xqcountry"), uuid4()
    abroad = {"affiliation__member": MemberFactory(code="ZZ")}
    viewers = {
        "staff": staff(**abroad),
        "admin": with_role("admin", **abroad),
        "alumnus": an_alumna(**abroad),
        "mate": an_alumna(**abroad),
        "compatriot": an_alumna(affiliation__member=home),
        "compatriot learner": PersonFactory(affiliation__member=home),
        "group mate": PersonFactory(**abroad),
        "learner": PersonFactory(**abroad),
        "focal point": focal_point(MemberFactory(code="ZY")),
        "unverified": PersonFactory(state="unverified", affiliation__member=home),
        "suspended": an_alumna(state="suspended", affiliation__member=home),
    }
    subject = whole_profile(home, workshop)
    attended(viewers["mate"], workshop)
    return subject, viewers


@pytest.fixture
def scene(everybody, monkeypatch):
    """They all, two of whom are of one group."""
    subject, viewers = everybody
    mates = User.objects.filter(pk=subject.person_id).values("pk")
    monkeypatch.setattr(
        seeing, "group_mates", lambda: (lambda user: mates if user == viewers["group mate"] else mates.none(),)
    )
    return subject, viewers


def whole_profile(home, workshop):
    person = an_alumna(
        email="xq@xq.example",
        full_name="Xqname Xqfamily",
        native_name="Xqnative",
        course=a_course(title="Xqcourse"),
        affiliation__member=home,
        affiliation__agency="Xqagency",
        affiliation__agency_type__code="xq",
        affiliation__agency_type__label="Xqkind",
    )
    engagement = attended(person, workshop)
    type(engagement).objects.filter(pk=engagement.pk).update(title="Xqworkshop")
    profile = listed(person)
    Profile.objects.filter(pk=profile.pk).update(romanised_name="Xqroman", unit="Xqunit", role_title="Xqrole")
    Alias.objects.create(profile=profile, name="Xqalias")
    SpokenLanguage.objects.create(profile=profile, code="to")
    profile.themes.add(Programme.objects.create(code="XQ", name="Xqtheme"))
    return Profile.objects.select_related("person").get(pk=profile.pk)


def expected(level, field):
    at_most = min(OPENNESS.index(Audience(level)), OPENNESS.index(Audience(MOST[field])))
    return READERS[OPENNESS[at_most]]


def tokens_in(card):
    return {field for field, words in TOKENS.items() if all(word in str(card) for word in words)}


def any_token_in(card):
    return {field for field, words in TOKENS.items() if any(word in str(card) for word in words)}


@pytest.mark.parametrize("level", list(READERS))
def test_each_level_is_a_test_of_its_own(scene, level):
    """Every field at this level, stored even where the field allows less: the card, the byline, the filter agree."""
    subject, viewers = scene
    closed_by_constraint = {"work_email": "rso", "workshops": "cohort"}
    chosen = dict.fromkeys(TOKENS, level)
    for field, most in closed_by_constraint.items():
        if OPENNESS.index(Audience(level)) > OPENNESS.index(Audience(most)):
            chosen[field] = most
    open_to(subject, **chosen)
    for name, person in viewers.items():
        wanted = {field for field in TOKENS if name in expected(level, field)}
        card = card_of(subject, person)
        assert tokens_in(card) == any_token_in(card) == wanted, name
        byline = bylines([subject.person], person)[subject.person_id]
        assert ("Xqname" in byline.name) == ("name" in wanted), name
        assert ("Xqcountry" in str(byline)) == ("country" in wanted), name
        assert filtered(subject, person) == wanted, name


def filtered(subject, person):
    """The fields a filter may ask for, by the query itself."""
    viewer = Viewer.of(person)
    if not viewer.is_member:
        return set()
    one = related_to(Profile.objects.filter(pk=subject.pk), viewer)
    return {field.value for field in Field if one.filter(readable(field, viewer)).exists()}


@pytest.mark.parametrize("level", list(READERS))
def test_who_is_not_listed_is_closed_to_all_at_every_level(scene, level):
    """A5: min(field, listing, viewer)."""
    subject, viewers = scene
    FieldAudience.objects.filter(profile=subject).exclude(field__in=["work_email", "workshops"]).update(audience=level)
    actions.hide(subject, by=subject.person)
    for person in viewers.values():
        assert any_token_in(card_of(subject, person)) == set()
        assert "Xq" not in str(bylines([subject.person], person)[subject.person_id])


def test_the_owner_reads_everything_listed_or_not(scene):
    subject, _ = scene
    assert tokens_in(card_of(subject, subject.person)) == set(TOKENS)
    actions.hide(subject, by=subject.person)
    assert tokens_in(card_of(subject, subject.person)) == set(TOKENS)


def test_the_imagined_viewer_reads_what_the_real_one_does(scene):
    """A4: the same rules."""
    subject, viewers = scene
    levels = itertools.cycle(OPENNESS)
    open_to(subject, **{field: min(next(levels), RULES[field].most, key=OPENNESS.index) for field in Field})
    real = {"members": "learner", "alumni": "alumnus", "same_country": "compatriot", "cohort": "mate", "rso": "staff"}
    for circle, name in real.items():
        assert any_token_in(card_as(subject, circle)) == any_token_in(card_of(subject, viewers[name])), circle


def test_a_planted_leak_is_caught(scene, monkeypatch):
    """The control: a serialiser that forgets one audience is found by the table above."""
    _subject, _ = scene
    plain = cards.fields_open_to
    monkeypatch.setattr(cards, "fields_open_to", lambda *args, **more: plain(*args, **more) | {Field.AGENCY})
    with pytest.raises(AssertionError):
        test_each_level_is_a_test_of_its_own(scene, "nobody")


def test_no_field_opens_further_than_it_may():
    for field, level in itertools.product(Field, Audience):
        assert OPENNESS.index(effective(field, level)) <= OPENNESS.index(Audience(MOST[field]))
        assert RULES[field].most == MOST[field]
    assert effective(Field.NAME, None) == Audience.NOBODY
    assert open_fields({}, Relation(is_member=True, is_staff=True), listed=True) == frozenset()


def test_opening_a_field_too_far_is_refused_by_the_action_and_by_the_database():
    from django.db import IntegrityError, transaction

    profile = listed()
    for field in Field:
        for level in set(Audience) - set(allowed(field) if field in CHOSEN else []):
            with pytest.raises(actions.TooOpen):
                actions.edit(profile, actions.Facts(audiences={field.value: level}), by=profile.person)
    for field in ("work_email", "workshops"):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldAudience.objects.filter(profile=profile, field=field).update(audience="members")


def test_a_new_default_widens_no_profile_that_is_there(monkeypatch):
    """Rule 5."""
    from alumni.profiles import audiences

    profile = listed()
    wide = audiences.Rule(Audience.MEMBERS, Audience.MEMBERS)
    monkeypatch.setitem(audiences.RULES, Field.NAME, wide)
    assert not card_of(profile, an_alumna()).is_named


def test_a_sensitive_course_is_masked_everywhere_from_the_moment_it_is_marked(scene):
    """A14, case 47."""
    subject, viewers = scene
    open_to(subject, courses="members")
    course = subject.engagements.get(kind="course").course
    assert "Xqcourse" in str(card_of(subject, viewers["learner"]))
    MaskedCourse.objects.create(course=course, shown_as="A specialised course")
    for person in [*viewers.values(), subject.person]:
        assert "Xqcourse" not in str(card_of(subject, person))
    assert "A specialised course" in card_of(subject, viewers["learner"]).courses


def test_hooks_of_groups_are_asked(monkeypatch):
    """Groups fill this later, by `register_group_mates`."""
    seeing.group_mates.cache_clear()
    subject, viewer = listed(audiences={"name": "group"}), an_alumna()
    with hooks.register_temporarily(
        "register_group_mates", lambda user: User.objects.filter(pk=subject.person_id).values("pk")
    ):
        assert card_of(subject, viewer).is_named
    seeing.group_mates.cache_clear()
    assert not card_of(subject, viewer).is_named
    seeing.group_mates.cache_clear()


def test_a_field_open_to_groups_is_read_by_a_group_mate_while_they_share_it():
    from alumni.groups.actions import admit, end, found

    seeing.group_mates.cache_clear()
    office, subject, viewer, other = staff(), listed(audiences={"name": "group"}), an_alumna(), an_alumna()
    group = found("First contact at airports", "thematic", by=office)
    admit(subject.person, group, by=office)
    membership = admit(viewer, group, by=office)
    assert card_of(subject, viewer).is_named
    assert not card_of(subject, other).is_named
    end(membership, by=office)
    assert not card_of(subject, viewer).is_named
