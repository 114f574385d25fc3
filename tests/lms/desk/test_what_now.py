"""Who has completed something and has nothing under way finds what to do next on their own page."""

import pytest
from django.urls import reverse

from courses.learning import actions
from tests.factories.accounts import PersonFactory, signed_in
from tests.factories.learning import do_lessons, enrol, make_course, take_final
from tests.factories.profiles import begin, listed

pytestmark = pytest.mark.django_db
HERE = 'id="now"'


@pytest.fixture
def officer():
    return PersonFactory()


def complete(officer, **fields):
    course = make_course(**{"lessons": 1, "final": False, **fields})
    do_lessons(enrol(officer, course))
    return course


def own_page(officer):
    return signed_in(officer).get("/me/").content.decode()


def test_the_course_that_builds_on_the_completed_one_is_the_next(officer, django_assert_max_num_queries):
    first = complete(officer)
    make_course(title="Something else")
    following = make_course(title="Referral", prerequisite=first)
    client = signed_in(officer)
    client.get("/me/")
    with django_assert_max_num_queries(14):
        page = client.get("/me/").content.decode()
    now = page.split(HERE)[1].split("</section>")[0]
    assert "The next course" in now
    assert "Referral" in now
    assert f'href="{following.get_url()}"' in now
    assert "Something else" not in page


def test_without_such_a_course_the_catalogue_is_the_way_on(officer):
    complete(officer)
    make_course(title="Something else")
    now = own_page(officer).split(HERE)[1].split("</section>")[0]
    assert "See the courses" in now
    assert 'href="/courses/"' in now


def test_a_course_joined_before_or_not_to_be_seen_is_not_offered(officer):
    first = complete(officer)
    actions.withdraw(enrol(officer, make_course(title="Left", prerequisite=first)), by=officer)
    make_course(title="Draft", prerequisite=first).unpublish()
    page = own_page(officer)
    assert "The next course" not in page
    officer.state = "unverified"
    officer.save()
    make_course(title="For the verified", prerequisite=first, access="verified")
    assert "For the verified" not in own_page(officer)


def test_a_course_under_way_comes_before_anything_new(officer):
    first = complete(officer)
    make_course(prerequisite=first)
    enrol(officer, make_course(title="Under way"))
    assert HERE not in own_page(officer)


def test_a_course_that_waits_for_its_final_is_not_under_way(officer):
    complete(officer)
    do_lessons(enrol(officer, make_course(lessons=1, final=False, final_awaited=True)))
    assert HERE in own_page(officer)


def test_before_the_first_completion_there_is_no_such_part(officer):
    assert HERE not in own_page(officer)


def test_colleagues_are_named_to_whoever_may_meet_them(officer):
    complete(officer)
    begin(officer)
    now = own_page(officer).split(HERE)[1]
    assert f'href="{reverse("forum:home")}"' in now
    assert "List yourself in the directory" in now
    officer.state = "unverified"
    officer.save()
    now = own_page(officer).split(HERE)[1]
    assert f'href="{reverse("forum:home")}"' not in now
    assert "List yourself in the directory" not in now


def test_who_is_listed_is_not_asked_to_list_themselves(officer):
    complete(officer)
    listed(officer)
    assert "List yourself in the directory" not in own_page(officer)


def test_the_result_of_a_passed_test_leads_to_the_own_page(officer):
    enrolment = do_lessons(enrol(officer, make_course(lessons=1)))
    submission = take_final(enrolment)
    address = reverse("learning:test-result", args=[enrolment.registration, submission.attempt.public_id])
    assert '<a href="/me/">My learning: what you can do now</a>' in signed_in(officer).get(address).content.decode()
