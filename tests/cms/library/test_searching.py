"""Finding resources by their own words and by what their files say, in every script."""

import pytest

from cms.library import actions, searching
from cms.library.cleaning import joined
from cms.library.excerpts import excerpt
from cms.library.models import Partner, Resource, Topic
from lms.search.found import Found
from lms.search.tokens import query_tokens
from tests.factories import library as make
from tests.scenes import scene

pytestmark = pytest.mark.django_db


def titles(text, seen=None):
    found, _asked = searching.search(Resource.objects.all() if seen is None else seen, text)
    return {row.title for row in found}


def match(resource, text):
    found, asked = searching.search(Resource.objects.all(), text)
    assert resource in found
    return searching.matches([resource], asked)[resource.pk]


@scene
def guide():
    files = [
        ("en", make.pdf("en", "Never let a person from the same boat interpret.")),
        ("th", make.pdf("th", *make.THAI)),
        ("km", make.pdf("km", *make.KHMER)),
    ]
    return make.make_resource(title="Interviews", summary="How to speak with witnesses.", versions=[{"files": files}])


@pytest.mark.parametrize(
    "text",
    [
        "interpreted boats", "BOAT", "หนังสือเดินทาง", "การค้ามนุษย์", "ผู้เสียหาย", "គ្រូពេទ្យ", "ជួញដូរមនុស្ស", "interviews boat",
        "witnesses", "interv", "boa",
    ],
)  # fmt: skip
def test_a_resource_is_found_by_any_of_its_words(guide, text):
    make.make_resource(title="Another", versions=[{"files": [("en", make.pdf("en", "Nothing of the kind."))]}])
    assert titles(text) == {"Interviews"}


@pytest.mark.parametrize(
    "text", ["boat nothing", "submarine", "ยานอวกาศ", "យន្តហោះ", "", "?", "' OR 1=1 --", "*", "\u202e"]
)
def test_what_is_nowhere_is_not_found(guide, text):
    assert titles(text) == set()


def test_a_topic_and_a_partner_find_their_resources():
    topic = Topic.objects.create(slug="corruption", title="Corruption")
    partner = Partner.objects.create(slug="unhcr", name="UN Refugee Agency", short="UNHCR")
    make.make_resource(title="One", words={"topics": [topic]})
    make.make_resource(title="Two", words={"partners": [partner]})
    assert (titles("corruption"), titles("unhcr"), titles("refugee")) == ({"One"}, {"Two"}, {"Two"})


def test_a_result_says_where_it_was_found(guide):
    assert match(guide, "interviews").where == "In the title"
    found = match(guide, "witnesses")
    assert (found.where, found.excerpt) == ("In the summary", "How to speak with witnesses.")
    found = match(guide, "หนังสือเดินทาง")
    assert found.where == "Inside the file, page 1 (ไทย, version 1)"
    assert (found.language, "หนังสือเดินทาง" in joined(found.excerpt)) == ("th", True)
    assert found.url.endswith("?show=1#page=1")


def test_the_right_page_of_the_newest_version_is_named():
    old, new = make.pdf("en", "Lanterns."), make.pdf("en", "Lanterns again.")
    resource = make.make_resource(versions=[{"files": [("en", old)]}, {"files": [("en", new)]}])
    assert "version 2" in match(resource, "lanterns").where


def test_own_words_come_before_words_inside_a_file():
    inside = make.make_resource(title="First", year=2024, versions=[{"files": [("en", make.pdf("en", "Lanterns."))]}])
    own = make.make_resource(title="Lanterns", year=2001)
    found, _asked = searching.search(Resource.objects.all(), "lanterns")
    assert list(found.order_by("rank")) == [own, inside]


def test_a_new_title_finds_pages_at_once(guide):
    guide.title = "Conversations"
    actions.save(guide, by=None)
    assert titles("conversations boat") == {"Conversations"}
    assert titles("interviews boat") == set()


def test_a_replaced_file_is_found_by_its_new_words_alone(guide):
    file = make.file_of(guide)
    version = guide.versions.get()
    version.files.set([make.a_file("en", make.pdf("en", "Only lanterns here."))])
    guide.versions.set([version])
    actions.save(guide, by=None)
    actions.read(make.file_of(guide))
    assert make.file_of(guide).pk != file.pk
    assert (titles("boat"), titles("lanterns")) == (set(), {"Interviews"})


def test_the_search_of_the_whole_site_gets_what_it_asked_for(guide, django_assert_max_num_queries):
    make.make_resource(title="Closed boat", audience="members")
    from django.contrib.auth.models import AnonymousUser

    with django_assert_max_num_queries(8):
        found = searching.site_search(AnonymousUser(), "boat", 5)
    assert [type(one) for one in found] == [Found]
    assert (found[0].title, found[0].url, found[0].kind) == (
        "Interviews",
        guide.get_absolute_url(),
        "Practitioner guide",
    )
    assert "boat" in found[0].excerpt
    assert found[0].language == "en"


@pytest.mark.parametrize("word", ["needle", "เข็มหมุด"])
def test_an_excerpt_is_short_and_holds_the_word(word):
    text = "hay " * 500 + word + " hay" * 500
    found = excerpt(text, query_tokens(word))
    assert word in found
    assert len(found) < 200
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_an_excerpt_never_parts_a_letter_from_its_mark():
    text = "ผู้ที่อาจเป็นผู้เสียหาย" * 30
    found = excerpt(text, query_tokens("ไม่มี")).strip("… ")
    assert found
    assert not found.startswith(("\u0e31", "\u0e34", "\u0e35", "\u0e39", "\u0e48", "\u0e49"))
