"""What both work plans name is in the library from the start, honestly, and stays as staff left it. Ids: S48, S57 to S63."""

import json

import pytest

from cms.library.loading import load_library
from cms.library.models import File, Mention, Partner, Resource, Topic, Version
from cms.sources.models import Source
from cms.taxonomy.vocabulary import load_vocabularies
from lms.setup import library
from lms.setup.courses import CONTENT
from tests.factories.accounts import staff
from tests.scenes import scene

pytestmark = pytest.mark.django_db
DATA = json.loads((CONTENT / "library.json").read_text())


@scene
def loaded():
    load_vocabularies()
    return library.load_resources()


def test_every_resource_of_the_plans_is_there_with_the_line_it_is_known_from(loaded, client):
    assert loaded == len(DATA["resources"]) >= 50
    assert not Resource.objects.filter(mentions=None).exists()
    lines = set(Mention.objects.values_list("plan", "line"))
    # The guides, toolkits, briefs and studies of systems S57 to S63.
    assert {("2021", line) for line in (69, 72, 88, 91, 92, 93, 104, 105, 106, 107, 125, 127)} <= lines
    assert {
        ("2023", line)
        for line in (287, 288, 291, 293, 313, 314, 315, 316, 336, 342, 343, 344, 363, 364, 366, 367, 378, 381, 499)
    } <= lines


def test_no_file_is_invented_and_no_address_that_the_plans_do_not_give(loaded):
    assert not File.objects.exclude(file="").exists()
    for file in File.objects.select_related("version__resource"):
        said = " ".join(file.version.resource.mentions.values_list("words", flat=True))
        assert file.address in said


def test_what_is_planned_and_what_came_out_is_as_the_plans_say(loaded, client):
    came_out = set(Resource.objects.filter(versions__state="published").values_list("slug", flat=True))
    assert {
        "trapped-in-deceit",
        "following-the-money-policy-guide",
        "policy-guide-on-return-and-reintegration",
    } <= came_out
    assert "access-to-remedies" not in " ".join(came_out)
    page = client.get("/library/screening-and-referral-toolkit/2/").content.decode()
    assert "Version 3 is to replace this version." in page
    assert "There is no file." in page


def test_resources_are_sorted_by_the_words_of_the_plans(loaded):
    toolkit = Resource.objects.get(slug="screening-and-referral-toolkit")
    assert [partner.short for partner in toolkit.partners.all()] == ["UNHCR"]
    assert {area.code for area in toolkit.areas.all()} == {"IM", "VP&MM", "R&R", "IS&C"}
    assert [purpose.number for purpose in toolkit.purposes.all()] == [1, 2, 3]
    guides = Resource.objects.filter(series__slug="practitioner-guides")
    assert guides.count() == 6
    assert all(guide.sources.get().key == "nexus-rso-guides" for guide in guides)


def test_loading_twice_leaves_everything_as_staff_left_it(loaded):
    by = staff()
    Resource.objects.filter(slug="trapped-in-deceit").update(title="Another title", audience="members")
    Version.objects.filter(resource__slug="trapped-in-deceit").update(changes="Checked by staff")
    Topic.objects.filter(slug="corruption").update(title="Bribery")
    Partner.objects.filter(slug="unhcr").delete()
    counts = [model.objects.count() for model in (Resource, Version, File, Mention, Source)]
    library.load_resources()
    load_library(DATA, by=by)
    assert [model.objects.count() for model in (Resource, Version, File, Mention, Source)] == counts
    found = Resource.objects.get(slug="trapped-in-deceit")
    assert (found.title, found.audience, found.versions.get().changes) == (
        "Another title",
        "members",
        "Checked by staff",
    )
    assert Topic.objects.get(slug="corruption").title == "Bribery"


def test_one_resource_that_takes_the_place_of_another_says_so_on_the_old_one(client):
    version = {"number": "1", "state": "published"}
    rows = [
        {"slug": "old", "title": "Old", "kind": "brief", "versions": [version], "replaced_by": "new"},
        {"slug": "new", "title": "New", "kind": "brief", "versions": [version]},
    ]
    load_library({"resources": rows})
    assert 'href="/library/new/">New</a>' in client.get("/library/old/").content.decode()
