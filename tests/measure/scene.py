"""One officer half way, one at the final test, one holder, one member of staff; and the pages each of them opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.assessment import actions as assessment
from courses.assessment.models import Attempt, Slot
from courses.catalogue.models import CoursePage, LessonPage
from courses.credentials.models import Certificate
from courses.learning.models import Enrolment
from lms.accounts.models import User
from lms.setup.demo.accounts import DOMAIN

from .load import Request


@dataclass(frozen=True)
class Stage:
    """What the measured pages show."""

    course: CoursePage
    lesson: LessonPage
    officer: User
    attempt: Attempt
    certificate: Certificate


def build() -> Stage:
    course = CoursePage.objects.sources().get(code__iexact="uts")
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    examinee = User.objects.get(email=f"naree@{DOMAIN}")
    enrolment = Enrolment.objects.get(learner=examinee)
    attempt = assessment.start(examinee, course.final, context=enrolment.registration, at=timezone.now(), by=examinee)
    return Stage(
        course=course,
        # The heaviest of the lessons that are written out: it holds the diagram.
        lesson=LessonPage.objects.get(code="UTS-1.4", locale__language_code="en"),
        officer=officer,
        attempt=attempt,
        certificate=Certificate.objects.valid().order_by("pk").first(),
    )


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def pages(stage: Stage) -> Iterator[tuple[str, Client, str]]:
    """Every kind of page, as the person who would open it."""
    visitor, officer, examinee = Client(), client_of(stage.officer), client_of(stage.attempt.learner)
    holder, staff = client_of(stage.certificate.person), client_of(User.objects.get(email=f"staff@{DOMAIN}"))
    registration = Enrolment.objects.get(learner=stage.officer).registration
    test = [stage.attempt.context, stage.attempt.public_id]
    yield "front page", visitor, "/"
    yield "catalogue", visitor, "/courses/"
    yield "course", visitor, stage.course.get_url()
    yield "sign in", visitor, reverse("account_login")
    yield "sign up", visitor, reverse("account_signup")
    yield "verify", visitor, "/verify/"
    yield "verified certificate", visitor, f"/verify/{stage.certificate.code}/"
    yield "my learning", officer, reverse("desk:me")
    yield "course map", officer, reverse("learning:course-map", args=[registration])
    yield "lesson", officer, stage.lesson.get_url()
    yield "test start", examinee, reverse("learning:test-start", args=[stage.attempt.context])
    yield "question", examinee, reverse("learning:test-question", args=[*test, 1])
    yield "review", examinee, reverse("learning:test-review", args=test)
    yield "certificate", holder, reverse("credentials:certificate", args=[stage.certificate.public_id])
    yield "office", staff, reverse("desk:office")
    yield "people", staff, reverse("accounts:people")
    yield "deliveries", staff, reverse("notifications:delivery-list")
    yield "certificate register", staff, reverse("credentials:register")
    yield "background work", staff, reverse("notifications:background")


def reading(client: Client, path: str) -> Callable[[int], Request]:
    """What the load client sends to read one page again and again."""
    client.get("/")  # from then on this browser has the style sheet
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return lambda number: ("GET", path, {"Cookie": cookie, "Accept-Encoding": "gzip"}, b"")


def answers(stage: Stage) -> Callable[[int], Request]:
    """Another answer each time, to the same question of an open attempt."""
    client = client_of(stage.attempt.learner)
    client.get(address := reverse("learning:test-question", args=[stage.attempt.context, stage.attempt.public_id, 1]))
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    slot: Slot = stage.attempt.slots.get(position=1)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}

    def send(number: int) -> Request:
        option = slot.option_order[number % len(slot.option_order)]
        body = f"csrfmiddlewaretoken={token}&client_uuid={uuid4()}&client_seq={number + 1}&option={option}"
        return "POST", address, headers, body.encode()

    return send
