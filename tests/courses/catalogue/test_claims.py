"""Reviewers see every claim whose source was not wholly checked, and nobody else sees the list."""

import html
import re

import pytest
from django.urls import reverse

from cms.sources.models import Source
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.catalogue import cited, fresh, make_course, make_lesson, make_module, publish
from tests.factories.cms import editors_browser, make_source

pytestmark = pytest.mark.django_db
URL = "/cms/reports/claims/"


def test_open_claims_and_notes_are_listed_by_lesson():
    open_source, checked = make_source(checked="partly"), make_source(checked="checked")
    places = [{"source": checked, "locator": place} for place in ("para. 88", "para. 90")]
    note = ("review_note", {"text": "Compare paragraph 88.", "citations": places})
    body = [cited(open_source, "<p>Not compared yet.</p>", "art. 9"), cited(checked, "<p>All is well.</p>"), note]
    lesson = make_lesson(make_module(make_course()), body)
    page = editors_browser().get(URL).content.decode()
    assert lesson.title in page
    assert "Not compared yet." in page
    assert "art. 9" in page
    assert "All is well." not in page
    assert page.count("Compare paragraph 88.") == 1
    assert "para. 90" in page
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page
    assert reverse(Source.snippet_viewset.get_url_name("edit"), args=[open_source.pk]) in page


def test_each_filter_stands_on_a_line_of_its_own_with_its_heading():
    """In one line for both, a heading was left behind where its box went to the next."""
    page = editors_browser().get(URL).content.decode()
    form = page[page.index('<form method="get">') :].split("</form>")[0]
    lines = re.findall(r'<div class="w-mb-4">(.*?)</div>', form, re.DOTALL)
    assert [re.findall(r'<(?:label for|select name)="(\w+)"', line) for line in lines] == [
        ["course"] * 2,
        ["state"] * 2,
    ]


def test_a_draft_lesson_is_not_listed():
    lesson = make_lesson(make_module(make_course()), [cited(make_source(checked="unchecked"))], publish_it=False)
    assert lesson.title not in editors_browser().get(URL).content.decode()


def test_all_courses_are_listed_until_one_is_chosen():
    for statement in ("First claim.", "Second claim."):
        make_lesson(make_module(make_course()), [cited(make_source(checked="unchecked"), f"<p>{statement}</p>")])
    page = editors_browser().get(URL).content.decode()
    assert "First claim." in page
    assert "Second claim." in page


def test_the_state_of_the_source_narrows_the_list_and_its_pages(monkeypatch):
    monkeypatch.setattr("courses.catalogue.views.LESSONS_PER_PAGE", 1)
    module = make_module(make_course(lessons=0, live=False))
    bodies = {"Partly one.": "partly", "Not at all.": "unchecked", "Partly two.": "partly"}
    for statement, checked in bodies.items():
        make_lesson(module, [cited(make_source(checked=checked), f"<p>{statement}</p>")])
    course = publish(module.get_parent().specific)
    browser = editors_browser()
    page = browser.get(f"{URL}?state=partly&course={course.code}").content.decode()
    assert "Partly one." in page
    onward = html.unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', page)[1])
    assert f"course={course.code}&state=partly" in onward
    page = browser.get(URL + onward).content.decode()
    assert "Partly two." in page
    assert "Not at all." not in page
    assert "after=" not in page
    assert f'href="?course={course.code}&amp;state=partly"' in page


def test_the_claims_of_the_present_filter_are_counted_on_every_page(monkeypatch):
    monkeypatch.setattr("courses.catalogue.views.LESSONS_PER_PAGE", 1)
    note = (
        "review_note",
        {"text": "Compare.", "citations": [{"source": make_source(checked="partly"), "locator": ""}]},
    )
    one, other = make_course(lessons=0, live=False), make_course()
    for states in (["checked", "partly"], ["checked", "unchecked"]):
        make_lesson(make_module(one), [*(cited(make_source(checked=state)) for state in states), note])
    publish(one)
    make_lesson(make_module(other), [cited(make_source(checked="partly"))])
    make_lesson(make_module(other), [cited(make_source(checked="unchecked"))], publish_it=False)
    browser = editors_browser()
    counted = {
        "": "5 claims, 3 still to check",
        f"?course={one.code}": "4 claims, 2 still to check",
        "?state=partly": "2 claims, 2 still to check",
        f"?course={one.code}&state=unchecked": "1 claim, 1 still to check",
    }
    for query, words in counted.items():
        assert words in browser.get(URL + query).content.decode()
    first = html.unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', browser.get(URL).content.decode())[1])
    assert "5 claims, 3 still to check" in browser.get(URL + first).content.decode()


@pytest.mark.parametrize("query", ["?state=checked", "?state=nonsense", "?course=nothing", "?after=%00"])
def test_a_strange_address_lists_everything(query):
    make_lesson(make_module(make_course()), [cited(make_source(checked="partly"), "<p>Open.</p>")])
    assert "Open." in editors_browser().get(URL + query).content.decode()


def test_one_course_at_a_time():
    one, other = make_course(), make_course()
    make_lesson(make_module(one), [cited(make_source(checked="unchecked"), "<p>First claim.</p>")])
    make_lesson(make_module(other), [cited(make_source(checked="unchecked"), "<p>Second claim.</p>")])
    page = editors_browser().get(f"{URL}?course={other.code}").content.decode()
    assert "Second claim." in page
    assert "First claim." not in page


def test_the_list_costs_the_same_for_many_claims(django_assert_max_num_queries):
    module = make_module(make_course(lessons=0, live=False))
    for _ in range(5):
        make_lesson(module, [cited(make_source(checked="partly")), cited(make_source(checked="partly"))])
    publish(module.get_parent().specific)
    browser = editors_browser()
    for address in (URL, f"{URL}?state=partly"):
        browser.get(address)
        with django_assert_max_num_queries(25):
            browser.get(address)


def test_a_long_list_comes_in_pages(monkeypatch):
    monkeypatch.setattr("courses.catalogue.views.LESSONS_PER_PAGE", 1)
    module = make_module(make_course(lessons=0, live=False))
    first, second = (make_lesson(module, [cited(make_source(checked="partly"))]) for _ in range(2))
    course = publish(module.get_parent().specific)
    browser = editors_browser()
    page = browser.get(URL).content.decode()
    assert first.title in page
    assert second.title not in page
    assert second.title in browser.get(f"{URL}?course={course.code}&after={fresh(first).path}").content.decode()


def test_an_officer_cannot_open_it(client):
    assert signed_in(PersonFactory()).get(URL).status_code in {302, 403, 404}
    assert client.get(URL).status_code in {302, 404}


def test_correcting_a_source_refreshes_what_is_kept_of_its_lessons():
    source, course = make_source(checked="partly"), make_course()
    make_lesson(make_module(course), [cited(source)])
    before = fresh(course).content_stamp
    form = {"short": "Better name", "key": source.key, "full": source.full, "url": "", "checked": "checked"}
    url = reverse(Source.snippet_viewset.get_url_name("edit"), args=[source.pk])
    answer = editors_browser().post(url, {**form, "how_checked": "", "to_check": ""})
    assert answer.status_code == 302
    assert fresh(course).content_stamp > before
