"""The members, the kinds of agency and the organisations of a new database."""

import json

import pytest
from django.conf import settings
from django.utils import translation

from lms.accounts.models import AgencyType, Member, Organisation
from lms.accounts.vocabulary import load_agency_types, load_groups, load_members, load_organisations

pytestmark = pytest.mark.django_db


def test_there_are_forty_five_states_and_four_organisations():
    assert load_members() == 49
    assert Member.objects.filter(kind="organisation").count() == 4
    assert Member.objects.get(code="HK").name == "Hong Kong SAR, China"
    assert Member.objects.get(code="TR").name == "Türkiye"
    assert Member.objects.get(code="IOM").name == "International Organization for Migration (IOM)"


def test_there_are_twenty_two_kinds_of_agency():
    assert load_agency_types() == 22


def test_loading_again_changes_nothing():
    for _ in range(2):
        load_members(), load_agency_types(), load_organisations(), load_groups()
    assert (Member.objects.count(), AgencyType.objects.count(), Organisation.objects.count()) == (49, 22, 4)


def test_a_label_is_kept_exactly_as_listed():
    load_members()
    listed = json.loads((settings.BASE_DIR / "lms/setup/content/members.json").read_text())
    assert {row["code"]: row["name"] for row in listed} == dict(Member.objects.values_list("code", "name"))


@pytest.mark.parametrize("language", ["id", "th"])
def test_every_kind_of_agency_is_said_in_the_language_of_the_reader(language):
    load_agency_types()
    with translation.override(language):
        assert [kind.label for kind in AgencyType.objects.all() if str(kind) == kind.label] == []


def test_a_kind_that_staff_added_is_said_as_they_wrote_it():
    with translation.override("th"):
        assert str(AgencyType(code="post", label="Postal inspectors")) == "Postal inspectors"
