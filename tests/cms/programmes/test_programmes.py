"""A programme on one page: what the plan says of it, and all that belongs to it, as far as the visitor may see it."""

import re

import pytest

from cms.home.loading import load_pages
from cms.library.models import Resource
from cms.programmes.models import ProgrammeIndexPage, ProgrammePage
from cms.taxonomy.models import Programme, Purpose
from cms.taxonomy.vocabulary import load_vocabularies
from tests.factories.accounts import signed_in, staff
from tests.factories.activities import make_activity
from tests.factories.catalogue import make_course
from tests.factories.cms import editors_browser
from tests.factories.library import make_resource
from tests.scenes import scene

pytestmark = pytest.mark.django_db
ADDRESS = "/programmes/operational-capacity-building-and-training/"


@scene
def programme():
    load_vocabularies()
    load_pages()
    return Programme.objects.get(code="OCBT")


def main(browser, address=ADDRESS):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def plan(programme, **facts):
    activity = make_activity(**facts)
    type(activity).objects.filter(pk=activity.pk).update(year=2023, quarter=3)
    activity.programmes.add(programme)
    return activity


def test_every_programme_of_the_plan_has_a_page(client, programme):
    page = main(client, "/programmes/")
    assert re.findall('<h2><a class="card-title"[^>]*><bdi>([^<]+)', page) == [
        "Countering Trafficking in Persons",
        "Countering People Smuggling",
        "Transnational Crime and Technology",
        "Irregular Migration and Regional Priorities",
        "Operational Capacity Building and Training",
        "Communications and Engagement",
    ]
    for one in ProgrammePage.objects.all():
        text = main(client, one.get_url())
        assert "Objectives" in text
        assert "Annual Work Plan 2023" in text


def test_it_says_what_the_programme_does_in_the_words_of_the_plan(client, programme):
    text = main(client)
    assert "To standardise the approaches and methods used by operational personnel" in text
    assert "<b>Self-paced learning:</b> Participants access introductory and awareness raising courses" in text
    assert "lines 575–578 and 586–588" in text


def test_what_belongs_to_it_is_listed_and_leads_to_the_rest(client, programme):
    plan(programme, title="Workshop on lanterns", audience="public")
    make_resource(title="Guide to lanterns", words={"programmes": [programme]})
    make_resource(title="Guide to harbours")
    course = make_course(title="Course on lanterns")
    course.programmes.add(programme)
    course.save()
    page = main(client)
    for title in ("Workshop on lanterns", "Guide to lanterns", "Course on lanterns"):
        assert title in page
    assert "Guide to harbours" not in page
    for address in ("/calendar/list/?programme=OCBT", "/library/?programme=OCBT"):
        assert f'href="{address}"' in page
        assert "lanterns" in main(client, address)


def test_the_purposes_are_those_of_its_activities_with_their_number(client, programme):
    activity = plan(programme, title="Workshop on lanterns", audience="public")
    activity.purposes.set(Purpose.objects.filter(number=2, period__code="2023"))
    page = main(client)
    address = re.search('href="(/calendar/list/[^"]*purpose=2[^"]*)"', page)[1].replace("&amp;", "&")
    assert "1 activity" in page
    assert "Workshop on lanterns" in main(client, address)


def test_nobody_learns_of_what_they_may_not_see(client, programme):
    plan(programme, title="Closed workshop", audience="invited")
    make_resource(title="Closed guide", audience="alumni", words={"programmes": [programme]})
    course = make_course(title="Closed course", access="verified")
    course.programmes.add(programme)
    course.save()
    assert "Closed" not in main(client)
    assert {"Closed workshop", "Closed guide"} <= set(re.findall("Closed [a-z]+", main(signed_in(staff()))))


def test_loading_again_changes_nothing_and_what_editors_wrote_stays(client, programme):
    page = ProgrammePage.objects.get(programme=programme)
    before = page.latest_revision_id
    load_pages()
    page.refresh_from_db()
    assert page.latest_revision_id == before
    page.summary = "Our own words."
    page.save_revision().publish()
    load_pages()
    assert "Our own words." in main(client)


def test_a_programme_has_one_page(programme):
    index = ProgrammeIndexPage.objects.get()
    second = ProgrammePage(title="Again", slug="again", programme=programme)
    index.add_child(instance=second)
    assert second.publishing_problems() == ["This programme has a page already."]


def test_an_editor_edits_the_words(programme):
    page = ProgrammePage.objects.get(programme=programme)
    assert editors_browser().get(f"/cms/pages/{page.pk}/edit/").status_code == 200


def test_it_is_found_listed_and_told_as_data(client, programme):
    assert "Operational Capacity Building and Training" in main(client, "/search/?q=awareness+raising+self-paced")
    assert f"http://testserver{ADDRESS}</loc>" in client.get("/sitemap.xml").content.decode()
    head = client.get(ADDRESS).content.decode().split("</head>")[0]
    assert '"@type": "WebPage"' in head
    assert "noindex" not in head
    assert 'href="/programmes/"' in client.get("/about/").content.decode()


def test_the_number_of_questions_does_not_grow(client, programme, django_assert_max_num_queries):
    for number in range(9):
        plan(programme, title=f"Workshop {number}", audience="public")
        make_resource(title=f"Guide {number}", words={"programmes": [programme]})
    assert Resource.objects.count() == 9
    main(client)
    with django_assert_max_num_queries(20):
        page = main(client)
    assert page.count("<bdi>Workshop ") == 6
    main(client, "/programmes/")
    with django_assert_max_num_queries(8):
        main(client, "/programmes/")
