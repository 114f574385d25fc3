"""INV-14: no byte that an officer receives before handing in tells which answer of the final test is right."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.assessment.models import Attempt, Option, OptionText, Question
from courses.learning.models import Enrolment
from courses.learning.views import answering
from lms.page_frame import sheet_version
from tests.factories import learning
from tests.security.matrix import Visitor, bare

pytestmark = pytest.mark.django_db
# Names under which a program would send the key or what it is made of.
TELLING = re.compile(
    r"is_?correct|correct_?(?:option|answer|key)|data-(?:right|correct|key|weight)|\"(?:correct|right|weight|seed)\""
    r"|name=\"(?:seed|score|weight|right)\"",
    re.IGNORECASE,
)


class Officer:
    """An officer's browser on the whole way to the final test; keeps everything it receives."""

    def __init__(self):
        self.person = learning.make_officer()
        self.client = Client()
        self.client.force_login(self.person)
        self.client.cookies["css"] = sheet_version("site")
        self.received = []

    def get(self, address, **options):
        return self._keep(self.client.get(address, **options), address)

    def post(self, address, data=None, **options):
        return self._keep(self.client.post(address, data or {}, **options), address)

    def _keep(self, response, address):
        answer = Visitor.read(response)
        self.received.append((address, f"{sorted(answer.headers.items())}\n{answer.body}"))
        return response

    def walk(self, course):
        """Catalogue, lessons, practice, the test up to the last look before handing in."""
        self.get("/courses/")
        self.get(course.get_url())
        self.post(reverse("learning:course-enrol", args=[course.pk]))
        enrolment = Enrolment.objects.get(learner=self.person)
        for lesson in learning.lessons_of(course):
            self._read(lesson, enrolment)
        self.get(reverse("learning:course-map", args=[enrolment.registration]))
        start = reverse("learning:test-start", args=[enrolment.registration])
        self.get(start)
        self.post(start, {"name": "Somchai Jaidee"})
        attempt = Attempt.objects.get(learner=self.person)
        for slot in attempt.slots.order_by("position"):
            self._answer(attempt, slot)
        for address in self.addresses(attempt):
            self.get(address)
        self.get(reverse("learning:test-result", args=[attempt.context, attempt.public_id]))
        self.post(reverse("privacy:download"))
        return attempt

    def _read(self, lesson, enrolment):
        """Answer the practice question, wrong at first, and go on."""
        self.get(lesson.get_url())
        block = next(block for block in lesson.specific.body if block.block_type == "check")
        options = Option.objects.filter(revision__question=block.value["question"])
        where = reverse("learning:practice-answer", args=[enrolment.registration, lesson.translation_key, block.id])
        for right in (False, True):
            self.post(where, {f"check-{block.id}": str(options.filter(correct=right).first().key)})
            self.get(lesson.get_url())
        self.post(reverse("learning:lesson-done", args=[enrolment.registration, lesson.translation_key]))

    def _answer(self, attempt, slot):
        """As a form and as the script does it; the right one once, a wrong one once."""
        address = reverse("learning:test-question", args=[attempt.context, attempt.public_id, slot.position])
        self.get(address)
        options = slot.revision.options.order_by("pk")
        for seq, (right, accept) in enumerate(
            [(True, "text/html"), (False, "application/json"), (True, "application/json")]
        ):
            sent = {"option": str(options.filter(correct=right).first().key), "client_seq": seq + 1}
            self.post(address, {**sent, "client_uuid": str(uuid4()), "go": "mark"}, headers={"accept": accept})

    def addresses(self, attempt):
        """Everything that may be opened with an attempt under way."""
        places = [[attempt.context, attempt.public_id, slot.position] for slot in attempt.slots.all()]
        return [
            *(reverse("learning:test-question", args=place) for place in places),
            reverse("learning:test-review", args=[attempt.context, attempt.public_id]),
            reverse("learning:test-start", args=[attempt.context]),
            reverse("learning:course-map", args=[attempt.context]),
            reverse("privacy:mine"),
            reverse("desk:me"),
        ]

    def leaks(self):
        """What of the key was received, and where."""
        secrets = OptionText.objects.filter(option__revision__question__use=Question.Use.FINAL).exclude(feedback="")
        for address, text in self.received:
            yield from (f"{address}: {one.feedback}" for one in secrets if one.feedback in text)
            yield from (f"{address}: {found[0]}" for found in TELLING.finditer(text))


@pytest.fixture
def officer():
    return Officer()


@pytest.fixture
def course():
    """Every explanation of the final is in words of its own, so that it is known where it turns up."""
    course = learning.make_course(lessons=2, checks=1)
    for one in OptionText.objects.filter(option__revision__question__use=Question.Use.FINAL):
        one.feedback = f"Explained {uuid4()}"
        one.save()
    return course


def test_inv14_nothing_an_officer_receives_names_the_key(officer, course):
    attempt = officer.walk(course)
    assert len(officer.received) > 30
    assert any("The right one" in text for _, text in officer.received)
    assert attempt.is_open()
    assert list(officer.leaks()) == []


def turn_the_key():
    """Every right option of the final becomes wrong and every wrong one right, with other feedback."""
    final = Option.objects.filter(revision__question__use=Question.Use.FINAL)
    right = list(final.filter(correct=True).values_list("pk", flat=True))
    final.update(correct=True)
    final.filter(pk__in=right).update(correct=False)
    OptionText.objects.filter(option__in=final).update(feedback="Something else entirely.")
    caches["local"].clear()


def seen(officer, attempt):
    """Every page of the attempt under way, without what differs each time."""
    pages = [Visitor.read(officer.client.get(address)) for address in officer.addresses(attempt)]
    return [re.sub(r'(name="client_uuid" value=")[\w-]+', r"\1", bare(page)) for page in pages]


def test_inv14_every_page_of_the_test_is_the_same_whatever_the_key_is(officer, course):
    with time_machine.travel(timezone.now(), tick=False):
        attempt = officer.walk(course)
        seen(officer, attempt)
        before = seen(officer, attempt)
        turn_the_key()
        assert seen(officer, attempt) == before


def marked(slot, words, chosen, options=answering.options):
    """A leak as it might happen: the template is handed the whole row."""
    right = {str(option.key) for option in slot.revision.options.all() if option.correct}
    return [{**one, "text": f"{one['text']}{' ' * (one['value'] in right)}"} for one in options(slot, words, chosen)]


def test_control_a_leak_of_one_blank_is_found(officer, course, monkeypatch):
    monkeypatch.setattr(answering, "options", marked)
    attempt = officer.walk(course)
    seen(officer, attempt)
    before = seen(officer, attempt)
    turn_the_key()
    assert seen(officer, attempt) != before


def explained(slot, words, chosen, options=answering.options):
    texts = {str(one.option.key): one.feedback for one in OptionText.objects.filter(option__revision=slot.revision)}
    return [{**one, "text": texts[one["value"]]} for one in options(slot, words, chosen)]


def test_control_an_explanation_sent_along_is_found(officer, course, monkeypatch):
    monkeypatch.setattr(answering, "options", explained)
    officer.walk(course)
    assert list(officer.leaks())


def test_the_result_tells_topics_and_not_the_key(officer, course):
    attempt = officer.walk(course)
    officer.received.clear()
    officer.post(reverse("learning:test-review", args=[attempt.context, attempt.public_id]))
    officer.get(reverse("learning:test-result", args=[attempt.context, attempt.public_id]))
    officer.get(reverse("learning:test-review", args=[attempt.context, attempt.public_id]))
    officer.get(reverse("learning:test-question", args=[attempt.context, attempt.public_id, 1]))
    officer.post(reverse("privacy:download"))
    assert not Attempt.objects.get(pk=attempt.pk).is_open()
    assert list(officer.leaks()) == []
