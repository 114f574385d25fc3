"""One search over all one may see: every kind, every script, and nobody finds what they may not open. Ids: INV-13, C-16."""

from html import escape

import pytest
from django.utils import timezone
from wagtail import hooks
from wagtail.search.backends import get_search_backend

from alumni.forum import actions as community
from cms.pages.models import StandardPage
from courses.catalogue.models import CoursePage, LessonPage
from lms import limits
from lms.desk import searching
from lms.search.found import Found
from tests.factories import forum as make
from tests.factories.accounts import PersonFactory, admin, editor, focal_point, signed_in, staff, with_role
from tests.factories.activities import make_activity
from tests.factories.catalogue import make_course, make_lesson, make_module, restrict
from tests.factories.cms import locale, make_home, make_page
from tests.factories.events import invite, make_event
from tests.factories.learning import enrol
from tests.scenes import scene

pytestmark = pytest.mark.django_db
WORD = "Obsidianite"


def index():
    """What commits index in the running program."""
    backend = get_search_backend()
    for model in (StandardPage, CoursePage, LessonPage):
        backend.add_bulk(model, list(model.objects.all()))


def results(browser, query=WORD, more=""):
    page = browser.get("/search/", {"q": query, **({"kind": more} if more else {})}).content.decode()
    return page.split('role="search"')[1].split("</form>")[1].split("</main>")[0]


def test_without_words_it_says_what_it_is_for(client):
    page = client.get("/search/")
    assert page.status_code == 200
    assert "Look through courses" in page.content.decode()


def test_pages_courses_and_activities_are_found_by_anybody(client):
    make_page("about", summary=f"All about {WORD}.")
    make_course(title=f"{WORD} for beginners")
    activity = make_activity(title=f"{WORD} meeting", audience="public")
    type(activity).objects.update(link="/calendar/x/")
    index()
    found = results(client)
    for words in ("Pages", "Courses", "Activities", "/about/", f"{WORD} for beginners", "/calendar/x/"):
        assert words in found


def test_what_was_asked_stands_in_the_box_and_in_the_address(client):
    page = client.get("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert escape("<script>alert(1)</script>") in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("query", ["ជួញដូរ", "贩运", "ชายแดน", "nguoi di cu", "workshop"])
def test_every_script_is_searched(client, query):
    body = "<p>ការជួញដូរមនុស្ស 打击贩运人口 ชายแดน Người di cư workshops</p>"
    make_page("scripts", body=[("prose", body)])
    index()
    assert "/scripts/" in results(client, query)


def test_lessons_are_found_by_the_enrolled_alone():
    course = make_course()
    lesson = make_lesson(make_module(course), title=f"{WORD} lesson")
    index()
    learner, other = PersonFactory(), PersonFactory()
    enrol(learner, course)
    assert lesson.get_url() in results(signed_in(learner))
    assert lesson.get_url() not in results(signed_in(other))


def test_a_lesson_of_a_course_one_left_is_not_found():
    course = make_course()
    lesson = make_lesson(make_module(course), title=f"{WORD} lesson")
    index()
    enrolment = enrol(PersonFactory(), course)
    type(enrolment).objects.update(withdrawn_at=timezone.now(), closed_at=timezone.now())
    assert lesson.get_url() not in results(signed_in(enrolment.learner))


def test_words_of_a_post_stand_without_the_marks_they_were_typed_with():
    space = make.a_space()
    member = make.a_writer(space)
    make.a_topic(space, member, source=f"We *like* **{WORD}** & [maps](https://a.example/).")
    found = results(signed_in(member))
    assert f"We like {WORD} &amp; maps." in found
    assert "*" not in found


@scene
def canary():
    """One thing of every kind that holds the word, each closed to outsiders in its own way."""
    make_page("draft", live=False, summary=WORD)
    restrict(make_page("private", summary=WORD))
    draft = make_course(title=f"{WORD} draft", slug="draft-course")
    draft.unpublish()
    restrict(make_course(title=f"{WORD} private", slug="private-course"))
    make_lesson(make_module(make_course(slug="plain")), body=[("prose", f"<p>{WORD}</p>")])
    event = make_event(title=f"{WORD} meeting", audience="invited", by=admin())
    guest = PersonFactory()
    invite(event, guest)
    make_event(title=f"{WORD} plan", audience="invited", by=admin())
    activity = make_activity(title=f"{WORD} activity", audience="invited")
    type(activity).objects.filter(pk=activity.pk).update(link="/calendar/x/")
    member = make.a_writer(full_name="Wilhelmina Xanthe")
    closed, _group = make.a_closed_space(member, tier="T2")
    community.accept_rules(member, closed)
    make.a_topic(closed, make.fresh(member), title=f"{WORD} question", source=f"{WORD} words")
    index()
    return {"guest": guest, "member": member}


OUTSIDERS = {
    "a visitor": None,
    "an unverified officer": lambda: PersonFactory(state="unverified"),
    "an officer": PersonFactory,
    "a trainer": lambda: with_role("trainer"),
    "a focal point": focal_point,
    "an editor": editor,
}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_canary_is_found_by_no_outsider(client, canary, who):
    browser = client if OUTSIDERS[who] is None else signed_in(OUTSIDERS[who]())
    found = results(browser)
    assert WORD not in found
    assert "Nothing fits" in found


def test_control_with_one_check_taken_away_the_canary_is_found(client, canary, monkeypatch):
    monkeypatch.setattr("cms.pages.site_search.open_to_all", lambda pages: pages)
    assert "/private/" in results(client)


def test_who_may_see_a_thing_finds_it(canary):
    assert f"{WORD} meeting" in results(signed_in(canary["guest"]))
    assert f"{WORD} plan" not in results(signed_in(canary["guest"]))
    assert f"{WORD} question" in results(signed_in(make.fresh(canary["member"])))
    assert "Wilhelmina" not in results(signed_in(make.fresh(canary["member"])))
    assert f"{WORD} activity" in results(signed_in(staff()))


def test_a_course_for_the_verified_is_found_by_them_alone(client):
    make_course(title=f"{WORD} course", access="verified")
    index()
    assert WORD not in results(client)
    assert f"{WORD} course" in results(signed_in(PersonFactory()))


def test_each_thing_is_shown_once_in_the_readers_language(client):
    page = make_page("about", summary=WORD)
    make_home().copy_for_translation(locale("th")).save_revision().publish()
    said = page.copy_for_translation(locale("th"))
    said.title, said.summary = "เกี่ยวกับ", WORD
    said.save_revision().publish()
    index()
    assert "เกี่ยวกับ" not in results(client)
    found = client.get("/th/search/", {"q": WORD}).content.decode()
    assert "/th/about/" in found
    assert 'href="/about/"' not in found.split("<main")[1]


@pytest.fixture
def many():
    rows = [Found(f"Guide {number}", f"/library/{number}/", "Library", "Words.", "km") for number in range(30)]
    with hooks.register_temporarily("register_site_search", lambda viewer, query, limit: rows[:limit]):
        yield


def test_an_app_adds_its_own_kind_and_more_of_it_is_one_link_away(client, many):
    found = results(client)
    assert "Guide 4" in found
    assert "Guide 5" not in found
    assert "?q=Obsidianite&amp;kind=Library" in found
    assert 'lang="km"' in found
    alone = results(client, more="Library")
    assert "Guide 19" in alone
    assert "Guide 20" not in alone


def test_one_thing_found_by_two_apps_is_shown_once(client, many):
    twin = Found("Guide 0", "/th/library/0/", "Something else", "")
    with hooks.register_temporarily("register_site_search", lambda viewer, query, limit: [twin]):
        assert "Something else" not in results(client)


@pytest.mark.parametrize("query", ["\0", "x" * 5000, "'; DROP TABLE--", "%", "\u202e", "🙂"])
def test_odd_words_break_nothing(client, query):
    assert client.get("/search/", {"q": query, "kind": query}).status_code == 200


def test_after_thirty_searches_a_minute_it_asks_for_patience(client, monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    answers = [client.get("/search/?q=x") for _ in range(searching.LIMIT.most + 1)]
    assert [one.status_code for one in answers] == [200] * searching.LIMIT.most + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert 'value="x"' in answers[-1].content.decode()
    # Opening the page is no search.
    assert client.get("/search/").status_code == 200


def test_it_is_not_for_search_engines(client):
    page = client.get("/search/?q=x")
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex"' in page.content.decode()


def test_it_asks_no_more_however_much_there_is(django_assert_max_num_queries):
    officer = make.a_writer(make.a_space())
    for number in range(4):
        make_page(f"page-{number}", summary=WORD)
        course = make_course(title=f"{WORD} {number}", slug=f"c{number}", code=f"c{number}")
        make_lesson(make_module(course), title=f"{WORD} lesson {number}")
        enrol(officer, course)
        make_event(title=f"{WORD} {number}", audience="members")
    index()
    browser = signed_in(make.fresh(officer))
    results(browser)
    with django_assert_max_num_queries(45):
        results(browser)


def test_a_cancelled_activity_is_not_found(client):
    activity = make_activity(title=f"{WORD} meeting", audience="public", days=3)
    type(activity).objects.update(state="cancelled", link="/calendar/x/")
    assert WORD not in results(client)
