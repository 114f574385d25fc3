"""The archive of newsletters: issues by year, each showing only what its reader may open. Nothing is sent here."""

import json
import re
from datetime import date

import pytest
from wagtail_localize.segments.extract import extract_segments

from cms.activities.models import Activity
from cms.library.models import Resource
from cms.news.models import NewsletterPage
from cms.pages.models import NotPublishableError
from tests.factories import news as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.activities import make_activity
from tests.factories.catalogue import make_course
from tests.factories.cms import editors_browser
from tests.factories.library import make_resource

pytestmark = pytest.mark.django_db


def main(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def item(kind, thing, words=""):
    return kind, {kind: thing, "words": words}


def full_issue(**fields):
    items = [
        ("heading", "From the news"),
        item("page", make.make_news(title="Article on lanterns").page_ptr, "Read it."),
        ("heading", "Learn"),
        item("page", make_course(title="Course on lanterns", access="verified").page_ptr),
        ("heading", "Meet and read"),
        item("activity", make_activity(title="Workshop on lanterns", audience="public", summary="Bring light.")),
        item("resource", make_resource(title="Guide to lanterns")),
    ]
    return make.make_issue(items=items, **fields)


def test_issues_are_listed_by_year(client):
    make.make_issue(title="Of March", date=date(2026, 3, 1))
    make.make_issue(title="Of last year", date=date(2025, 3, 1))
    make.make_issue(title="Draft", live=False)
    assert re.findall("<bdi>([^<]+)</bdi></a></h2>", main(client, "/newsletters/")) == ["Of March", "Of last year"]
    assert re.findall("<bdi>([^<]+)</bdi></a></h2>", main(client, "/newsletters/?year=2025")) == ["Of last year"]


def test_an_issue_leads_to_what_it_tells_of(client):
    text = main(client, full_issue().get_url())
    assert re.findall("<h3>.*?<bdi>([^<]+)", text) == [
        "Article on lanterns",
        "Workshop on lanterns",
        "Guide to lanterns",
    ]
    assert "Read it." in text
    assert "Bring light." in text


def test_nothing_shows_where_somebody_may_not_go_and_no_heading_stands_over_nothing(client):
    issue = full_issue()
    assert "Learn" not in main(client, issue.get_url())
    assert "Course on lanterns" in main(signed_in(PersonFactory()), issue.get_url())
    Activity.objects.update(audience="invited")
    Resource.objects.update(audience="alumni")
    text = main(client, issue.get_url())
    assert "Meet and read" not in text
    assert "Workshop" not in text
    assert "Guide to lanterns" not in text


def test_what_was_deleted_since_is_left_out(client):
    issue = full_issue()
    Resource.objects.all().delete()
    assert "Guide to lanterns" not in main(client, issue.get_url())


def test_a_number_is_given_once_and_an_empty_issue_is_none():
    first = make.make_issue()
    with pytest.raises(NotPublishableError, match="already"):
        make.make_issue(number=first.number, live=False).save_revision().publish()
    with pytest.raises(NotPublishableError, match="at least one"):
        make.make_issue(live=False, items=[]).save_revision().publish()


def stream(**item):
    fields = {"items-count": "1", "items-0-deleted": "", "items-0-order": "0", "items-0-id": ""}
    return fields | {f"items-0-{name.replace('__', '-')}": value for name, value in item.items()}


def test_an_editor_makes_an_issue_and_cannot_name_what_is_closed():
    index, closed = make.newsletter_index(), make_activity(title="Closed workshop", audience="invited")
    browser = editors_browser()
    address = f"/cms/pages/add/news/newsletterpage/{index.pk}/"
    assert browser.get(address).status_code == 200
    sent = {
        **{"title": "Issue 1", "slug": "issue-1", "summary": "In short.", "number": "1", "date": "2026-02-03"},
        **{"introduction": "null", "source": "", "action-publish": "action-publish"},
    }
    for kind, thing in (("activity", closed), ("resource", make_resource(audience="alumni"))):
        answer = browser.post(address, sent | stream(type=kind, **{f"value__{kind}": thing.pk, "value__words": ""}))
        assert answer.status_code == 200
        assert "Closed workshop" not in answer.content.decode()
        assert not NewsletterPage.objects.exists()
    assert browser.post(address, sent | stream(type="heading", value="Good day")).status_code == 302
    assert NewsletterPage.objects.live().get().number == 1


def test_the_chooser_of_activities_offers_and_names_open_ones_alone():
    shown, closed = make_activity(title="Open day", audience="public"), make_activity(title="Closed workshop")
    browser = editors_browser()
    listed = browser.get("/cms/public_activity_chooser/").json()["html"]
    assert "Open day" in listed
    assert "Closed workshop" not in listed
    assert "Open day" in browser.get(f"/cms/public_activity_chooser/chosen/{shown.pk}/").content.decode()
    assert "Closed workshop" not in browser.get(f"/cms/public_activity_chooser/chosen/{closed.pk}/").content.decode()
    many = browser.get(f"/cms/public_activity_chooser/chosen-multiple/?id={shown.pk}&id={closed.pk}").content.decode()
    assert "Open day" in many
    assert "Closed workshop" not in many


def test_an_issue_is_found_listed_and_told_as_data(client):
    issue = make.make_issue(items=[("text", "<p>About a lanternfish.</p>")])
    assert issue.title in client.get("/search/?q=lanternfish").content.decode()
    assert f"http://testserver{issue.get_url()}</loc>" in client.get("/sitemap.xml").content.decode()
    head = client.get(issue.get_url()).content.decode().split("</head>")[0]
    data = json.loads(re.search('<script type="application/ld\\+json"[^>]*>(.+?)</script>', head)[1])
    assert (data["@type"], data["issueNumber"]) == ("PublicationIssue", issue.number)


def test_its_words_can_be_translated_and_what_it_leads_to_stays():
    issue = full_issue(introduction="<p>Good day.</p>")
    words = " ".join(str(getattr(one, "string", getattr(one, "data", ""))) for one in extract_segments(issue))
    for part in ("Good day.", "From the news", "Read it."):
        assert part in words


def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries):
    items = [item("page", make.make_news().page_ptr) for _ in range(4)]
    items += [item("activity", make_activity(audience="public")) for _ in range(4)]
    items += [item("resource", make_resource()) for _ in range(4)]
    issue = make.make_issue(items=items)
    make.make_issue(date=date(2025, 1, 1))
    main(client, issue.get_url())
    with django_assert_max_num_queries(17):
        main(client, issue.get_url())
    main(client, "/newsletters/")
    with django_assert_max_num_queries(9):
        main(client, "/newsletters/")
