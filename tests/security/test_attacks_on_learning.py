"""What a learner may try in order to pass without learning, and to reach what belongs to others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses.assessment.models import AnswerEvent, Attempt, Submission
from courses.credentials.models import Certificate
from courses.learning.models import Achievement, Completion, Enrolment, Evidence
from tests.factories import assessment as make
from tests.factories import learning
from tests.factories.accounts import PersonFactory, signed_in
from tests.scenes import scene

pytestmark = pytest.mark.django_db
# Everything a grade is made of, under every name a form might take it by.
FORGED = {
    "score": "100", "max_score": "100", "max": "1", "percent": "100", "passed": "true", "is_correct": "true",
    "correct": "1", "weight": "100", "points": "100", "grade": "100", "state": "submitted", "seed": "1", "number": "1",
    "submitted_at": "2020-01-01", "deadline": "2099-01-01", "learner": "1", "preview": "", "review": "1",
}  # fmt: skip


def review_of(attempt):
    return reverse("learning:test-review", args=[attempt.context, attempt.public_id])


def question_of(attempt, position=1):
    return reverse("learning:test-question", args=[attempt.context, attempt.public_id, position])


def begin(enrolment):
    """The final test, open, with all lessons done."""
    course = enrolment.course
    return make.start(course.final, enrolment.learner, context=enrolment.registration)


@scene
def course():
    return learning.make_course(lessons=2, checks=1)


@pytest.fixture
def victim(course):
    return learning.do_lessons(learning.enrol(PersonFactory(), course))


@scene
def attacker(course):
    return learning.do_lessons(learning.enrol(PersonFactory(), course))


class TestGradingOneself:
    """A learner must not be able to grade their own attempt: only the server computes (B-Q2, ASVS 2.2.2)."""

    def test_what_a_form_says_of_the_grade_counts_for_nothing(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        make.answer_all(attempt, right=False)
        for address in (question_of(attempt), review_of(attempt)):
            browser.post(f"{address}?review=1&passed=1", FORGED)
        submission = Submission.objects.get(attempt=attempt)
        assert (submission.score, submission.passed) == (0, False)
        assert not Completion.objects.exists()

    def test_the_same_form_with_the_right_answers_passes(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        make.answer_all(attempt)
        browser.post(review_of(attempt), FORGED)
        assert Submission.objects.get(attempt=attempt).passed

    def test_a_result_asked_for_early_is_not_given(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        result = reverse("learning:test-result", args=[attempt.context, attempt.public_id])
        assert browser.get(f"{result}?review=1&preview=1").headers["Location"] == review_of(attempt)

    def test_an_answer_after_handing_in_changes_nothing(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        make.answer_all(attempt, right=False)
        browser.post(review_of(attempt))
        slot = attempt.slots.first()
        sent = {"option": make.right_keys(slot)[0], "client_uuid": str(uuid4()), "client_seq": 9}
        answer = browser.post(question_of(attempt, slot.position), sent, headers={"accept": "application/json"})
        assert answer.status_code == 409
        browser.post(review_of(attempt))
        assert Submission.objects.get(attempt=attempt).score == 0

    def test_no_more_attempts_than_allowed(self, attacker):
        browser = signed_in(attacker.learner)
        start = reverse("learning:test-start", args=[attacker.registration])
        for _ in range(attacker.course.final.max_attempts + 3):
            browser.post(start, {"name": "Somchai", **FORGED})
            attempt = Attempt.objects.filter(learner=attacker.learner).order_by("-number").first()
            browser.post(review_of(attempt))
        assert Attempt.objects.filter(learner=attacker.learner).count() == attacker.course.final.max_attempts

    def test_the_final_does_not_open_before_the_lessons_are_done(self, course):
        eager = learning.enrol(PersonFactory(), course)
        browser = signed_in(eager.learner)
        browser.post(reverse("learning:test-start", args=[eager.registration]), {"name": "Somchai"})
        assert not Attempt.objects.filter(learner=eager.learner).exists()

    def test_an_attempt_cannot_be_tried_as_an_editor_would(self, attacker):
        browser = signed_in(attacker.learner)
        preview = reverse("learning:test-preview", args=[attacker.course.final.public_id])
        assert browser.get(preview).status_code == 404
        assert browser.post(preview).status_code == 404

    def test_time_cannot_be_won_by_saying_when_one_answered(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        past = timezone.now() - timedelta(hours=1)
        Attempt.objects.filter(pk=attempt.pk).update(deadline=past)
        slot = attempt.slots.first()
        sent = {"option": make.right_keys(slot)[0], "received_at": (past - timedelta(hours=1)).isoformat()}
        browser.post(question_of(attempt), {**sent, "client_seq": 1, "late": ""})
        assert Submission.objects.get(attempt=attempt).score == 0


class TestAnsweringForAnother:
    """An attempt belongs to the one who started it (Q22): its address in other hands is no address."""

    def test_an_answer_for_anothers_attempt_is_not_found_and_not_kept(self, victim, attacker):
        attempt = begin(victim)
        browser, key = signed_in(attacker.learner), make.right_keys(attempt.slots.first())[0]
        for accept in ("text/html", "application/json"):
            answer = browser.post(question_of(attempt), {"option": key}, headers={"accept": accept})
            assert answer.status_code == 404
        assert not AnswerEvent.objects.filter(attempt=attempt).exists()

    def test_anothers_attempt_is_not_handed_in(self, victim, attacker):
        attempt = begin(victim)
        assert signed_in(attacker.learner).post(review_of(attempt)).status_code == 404
        assert Attempt.objects.get(pk=attempt.pk).is_open()

    def test_ones_own_registration_does_not_open_anothers_attempt(self, victim, attacker):
        attempt, browser = begin(victim), signed_in(attacker.learner)
        for name, more in {"question": [1], "review": [], "result": []}.items():
            address = reverse(f"learning:test-{name}", args=[attacker.registration, attempt.public_id, *more])
            assert browser.get(address).status_code == 404

    def test_anothers_registration_does_not_open_ones_own_attempt(self, victim, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        address = reverse("learning:test-review", args=[victim.registration, attempt.public_id])
        assert browser.post(address).status_code == 404

    def test_an_option_of_another_question_is_refused(self, attacker):
        attempt, browser = begin(attacker), signed_in(attacker.learner)
        first, second = attempt.slots.order_by("position")[:2]
        sent = {"option": make.right_keys(second)[0], "client_seq": 1}
        answer = browser.post(question_of(attempt, first.position), sent, headers={"accept": "application/json"})
        assert answer.status_code == 422
        assert not AnswerEvent.objects.filter(attempt=attempt).exists()


class TestWorkingInAnothersName:
    """A registration belongs to the one who enrolled: nobody else reads it, works in it or ends it."""

    ADDRESSES = ("course-leave", "test-start")

    def test_lessons_of_another_are_not_marked(self, course, attacker):
        victim = learning.enrol(PersonFactory(), course)
        browser, key = signed_in(attacker.learner), learning.lessons_of(course)[0].translation_key
        for name in ("lesson-done", "lesson-undo"):
            address = reverse(f"learning:{name}", args=[victim.registration, key])
            assert browser.post(address, {"client_uuid": str(uuid4())}).status_code == 404
        assert not Evidence.objects.filter(registration=victim.registration).exists()

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_a_registration_of_another_is_not_found(self, victim, attacker, name):
        browser = signed_in(attacker.learner)
        address = reverse(f"learning:{name}", args=[victim.registration])
        assert [browser.get(address).status_code, browser.post(address, {"name": "Me"}).status_code] == [404, 404]
        assert Enrolment.objects.get(pk=victim.pk).is_open()
        assert not Attempt.objects.filter(context=victim.registration).exists()

    def test_a_lesson_of_another_course_does_not_count(self, attacker):
        browser, other = signed_in(attacker.learner), learning.lessons_of(learning.make_course(lessons=1))[0]
        before = Evidence.objects.count()
        address = reverse("learning:lesson-done", args=[attacker.registration, other.translation_key])
        assert browser.post(address, {"client_uuid": str(uuid4())}).status_code == 404
        assert Evidence.objects.count() == before

    def test_evidence_is_not_taken_over_by_sending_anothers_client_id(self, course, victim):
        mine, key = learning.enrol(PersonFactory(), course), learning.lessons_of(course)[0].translation_key
        theirs = Evidence.objects.filter(registration=victim.registration).first()
        address = reverse("learning:lesson-done", args=[mine.registration, key])
        signed_in(mine.learner).post(address, {"client_uuid": str(theirs.client_uuid)})
        assert Evidence.objects.get(pk=theirs.pk).registration == victim

    def test_leaving_does_not_undo_what_is_completed(self, attacker):
        learning.take_final(attacker)
        browser = signed_in(attacker.learner)
        browser.post(reverse("learning:course-leave", args=[attacker.registration]))
        assert Completion.objects.standing().filter(enrolment=attacker).exists()


class TestEnteringAClosedCourse:
    """A course that is closed to a person cannot be joined by its number, and its lessons stay shut."""

    @pytest.fixture(params=["verified only", "private", "draft"])
    def closed(self, request):
        access = "verified" if request.param == "verified only" else "open"
        course = learning.make_course(lessons=1, access=access)
        if request.param == "private":
            PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
        if request.param == "draft":
            course.unpublish()
        return course

    def test_it_cannot_be_joined_nor_read(self, closed):
        person = PersonFactory(state="unverified")
        browser = signed_in(person)
        assert browser.post(reverse("learning:course-enrol", args=[closed.pk])).status_code == 404
        assert browser.get(learning.lessons_of(closed)[0].get_url()).status_code == 404
        assert not Enrolment.objects.exists()

    def test_it_stands_in_no_list(self, closed):
        browser = signed_in(PersonFactory(state="unverified"))
        for address in ("/", "/courses/", "/me/"):
            assert closed.title not in browser.get(address).content.decode()


class TestTakingACertificate:
    """A certificate is its holder's: nobody else reads its file, changes what it shows, or makes one."""

    @pytest.fixture
    def certificate(self, victim):
        learning.take_final(victim)
        return Certificate.objects.get(person=victim.learner)

    def test_anothers_page_file_and_display_are_not_found(self, certificate, attacker):
        browser = signed_in(attacker.learner)
        for name in ("certificate", "certificate-file", "register-file", "register-certificate"):
            assert browser.get(reverse(f"credentials:{name}", args=[certificate.public_id])).status_code == 404
        display = reverse("credentials:certificate-display", args=[certificate.public_id])
        assert browser.post(display, {"display": "full"}).status_code == 404
        assert Certificate.objects.get(pk=certificate.pk).display == certificate.display

    def test_the_holder_can_neither_withdraw_nor_reissue_their_own(self, certificate):
        browser = signed_in(certificate.person)
        for name in ("withdraw", "reissue", "retry", "refuse"):
            address = reverse(f"credentials:register-{name}", args=[certificate.public_id])
            assert browser.post(address, {"reason": "error", "name": "King"}).status_code == 404
        assert Certificate.objects.get(pk=certificate.pk).name == certificate.name

    def test_a_name_once_confirmed_cannot_be_changed_by_sending_it_again(self, attacker):
        browser = signed_in(attacker.learner)
        start = reverse("learning:test-start", args=[attacker.registration])
        browser.post(start, {"name": "Somchai Jaidee"})
        browser.post(start, {"name": "Somebody Else"})
        details = {"full_name": "Somebody Else", "certificate_name": "Somebody Else", "language": "en"}
        browser.post("/me/account/", {**details, "time_zone": "Asia/Bangkok"})
        attacker.learner.refresh_from_db()
        assert attacker.learner.certificate_name == "Somchai Jaidee"
        assert attacker.learner.printed_name() == "Somchai Jaidee"

    def test_nobody_releases_their_own_completion(self, attacker):
        waiting = Completion.objects.create(
            enrolment=attacker, rule_version=1, reason="rule change", completed_at=timezone.now()
        )
        address = reverse("desk:completion-release", args=[waiting.pk])
        assert signed_in(attacker.learner).post(address).status_code == 404
        assert not Achievement.objects.exists()
