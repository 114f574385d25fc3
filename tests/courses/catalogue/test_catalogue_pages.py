"""The catalogue and the course page: what everyone may see, what nobody may, and what they cost."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.conf import settings

from courses.catalogue.models import CoursePage
from courses.catalogue.shelf import DRAWN, PICTURES
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.catalogue import first_lesson, fresh, make_course, make_index, make_lesson, restrict
from tests.factories.learning import enrol

pytestmark = pytest.mark.django_db


def listed(browser, query=""):
    return browser.get(f"/courses/{query}").content.decode()


def test_a_card_says_how_long_which_level_how_much_data_and_what_it_earns(client):
    make_course(title="Two crimes", summary="Tell them apart.")
    page = listed(client)
    for words in ("Two crimes", "Tell them apart.", "20 min", "Introductory", "kB", "English", "Certificate"):
        assert words in page


def test_the_catalogue_costs_the_same_for_many_courses(client, django_assert_max_num_queries):
    for _ in range(6):
        make_course(lessons=1)
    listed(client)
    with django_assert_max_num_queries(12):
        listed(client)


@pytest.mark.parametrize("who", ["visitor", "officer", "learner"])
def test_a_course_page_keeps_its_budget(client, who, django_assert_max_num_queries):
    course, officer = make_course(lessons=6), PersonFactory()
    browser = client if who == "visitor" else signed_in(officer)
    if who == "learner":
        enrol(officer, course)
    browser.get(course.get_url())
    with django_assert_max_num_queries(12):
        page = browser.get(course.get_url()).content.decode()
    assert "1 h" in page
    assert "6 lessons" in page


def test_the_course_page_shows_every_lesson_and_the_review_it_awaits(client):
    course = make_course(lessons=3, outcome="Tell them apart.", audience="Border officers")
    page = client.get(course.get_url()).content.decode()
    assert page.count("10 min") == 3
    for words in (
        "Awaiting legal and protection review",
        "Tell them apart.",
        "Border officers",
        "A certificate that anyone",
    ):
        assert words in page


def test_a_course_that_waits_for_its_final_says_that_it_earns_nothing_yet(client):
    course = make_course(final_awaited=True)
    assert "No certificate yet" in listed(client)
    page = client.get(course.get_url()).content.decode()
    assert "A final test, which is still being written" in page
    assert "No certificate yet: it comes with the final test" in page
    assert "A certificate that anyone" not in page


def test_a_course_names_and_links_the_course_to_take_first(client, django_assert_max_num_queries):
    first = make_course(title="Two crimes")
    course = make_course(prerequisite=first, lessons=6)
    client.get(course.get_url())
    with django_assert_max_num_queries(14):
        page = client.get(course.get_url()).content.decode()
    assert "Take first" in page
    assert f'<a href="{first.get_url()}"><bdi>Two crimes</bdi></a>' in page


def test_a_course_to_take_first_that_one_may_not_see_is_not_named(client):
    first = make_course(title="Two crimes", access="verified")
    course = make_course(prerequisite=first)
    assert "Two crimes" not in client.get(course.get_url()).content.decode()
    assert "Two crimes" in signed_in(PersonFactory()).get(course.get_url()).content.decode()


@pytest.mark.parametrize("code", sorted(DRAWN))
def test_a_course_of_ours_keeps_its_own_drawing_on_card_and_page(client, code):
    course = make_course(code=code.upper())
    for page in (listed(client), client.get(course.get_url()).content.decode()):
        assert re.search(rf'<img src="[^"]*img/courses/{code}[^"]*\.svg" alt=""', page)


@pytest.mark.parametrize("name", sorted({*DRAWN, *PICTURES}))
def test_a_drawing_is_small_and_silent(name):
    path = settings.BASE_DIR / "lms" / "static" / "img" / "courses" / f"{name}.svg"
    root = ElementTree.fromstring(path.read_text())
    assert path.stat().st_size < 2500
    assert root.get("viewBox") == "0 0 320 120"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "path", "circle", "defs", "pattern"}


def test_a_signed_course_has_no_banner(client):
    page = client.get(make_course(review="reviewed").get_url()).content.decode()
    assert "Awaiting legal and protection review" not in page


def test_a_course_for_verified_officers_is_absent_for_all_others(client):
    course = make_course(access="verified")
    unverified = signed_in(PersonFactory(state="unverified"))
    for browser in (client, unverified):
        assert course.title not in listed(browser)
        assert browser.get(course.get_url()).status_code == 404
    verified = signed_in(PersonFactory())
    assert course.title in listed(verified)
    assert verified.get(course.get_url()).status_code == 200


@pytest.mark.parametrize("hide", [lambda course: course.unpublish(), restrict])
def test_drafts_and_private_courses_are_absent_for_everyone(client, hide):
    course = make_course()
    hide(course)
    for browser in (client, signed_in(PersonFactory())):
        assert course.title not in listed(browser)
    assert client.get(course.get_url()).status_code == 404


def test_a_lesson_is_closed_to_whoever_has_not_joined(client):
    url = first_lesson(make_course()).get_url()
    assert client.get(url).url.startswith("/accounts/login/")
    assert signed_in(PersonFactory()).get(url).status_code == 404


def test_a_module_leads_to_its_place_on_the_course_page(client):
    course = make_course()
    module = course.get_children().first()
    answer = client.get(module.get_url())
    assert answer.status_code == 302
    assert answer["Location"] == f"{course.get_url()}#{module.slug}"
    assert f'id="{module.slug}"' in client.get(course.get_url()).content.decode()


def test_the_way_in_is_offered_by_the_floor_above(client):
    course = make_course(lessons=2)
    assert "Sign in to join" in client.get(course.get_url()).content.decode()
    officer = PersonFactory()
    assert "Join this course" in signed_in(officer).get(course.get_url()).content.decode()
    enrol(officer, course)
    page = signed_in(officer).get(course.get_url()).content.decode()
    assert "Continue" in page
    assert "0 of 2 steps done" in page


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Trafficking in persons", "persons"),
        ("หลักสูตรการค้ามนุษย์เบื้องต้น", "ค้ามนุษย์"),
        ("វគ្គសិក្សាអំពីការជួញដូរមនុស្ស", "ជួញដូរ"),
        ("防止人口贩运", "人口"),
    ],
)
def test_search_finds_words_in_every_script(client, title, query):
    make_course(title=title)
    make_course(title="Something else")
    page = listed(client, f"?q={query}")
    assert title in page
    assert "Something else" not in page


def test_an_empty_search_says_what_to_do_next(client):
    make_course()
    page = listed(client, "?q=zebra")
    assert "No course fits" in page
    assert "Show all courses" in page


def test_an_empty_catalogue_says_so(client):
    make_index()
    assert "No course yet" in listed(client)


def test_levels_narrow_the_list_by_links(client):
    make_course(title="For beginners")
    make_course(title="For investigators", level="practitioner")
    page = listed(client, "?level=practitioner")
    assert "For investigators" in page
    assert "For beginners" not in page
    assert "?level=introductory" in page


@pytest.mark.parametrize("query", ["?after=zzz", "?level=%00x", "?language=xx", "?q=%F0%9F%A6%93", "?q=" + "a" * 5000])
def test_a_strange_address_is_no_error(client, query):
    make_course()
    assert client.get(f"/courses/{query}").status_code == 200


def test_a_long_catalogue_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr("courses.catalogue.models.index.PER_PAGE", 2)
    courses = [make_course(lessons=1) for _ in range(3)]
    first = listed(client)
    assert courses[2].title not in first
    more = f"?after={fresh(courses[1]).path}"
    assert more in first
    assert courses[2].title in listed(client, more)


def test_staff_can_pause_a_course_and_nobody_new_finds_it(client):
    """P21: what learners have is kept; the page is gone for newcomers."""
    course = make_course()
    enrolment = enrol(course=course)
    course.unpublish()
    assert client.get(course.get_url()).status_code == 404
    enrolment.refresh_from_db()
    assert CoursePage.objects.get(pk=enrolment.course_id) == course


def test_a_course_is_found_by_the_words_of_its_lessons_from_their_publication_on(client):
    course = make_course(title="Two crimes")
    make_course(title="Something else")
    assert "Two crimes" not in listed(client, "?q=smugglers")
    make_lesson(first_lesson(course).get_parent().specific, title="What smugglers sell")
    page = listed(client, "?q=smugglers")
    assert "Two crimes" in page
    assert "Something else" not in page
