"""Who comes to the measured site and what they do there: sessions and open tests, as a plan for the load client.

`python -m tests.bench.stage PLAN.json` on a filled site; `--acknowledged FILE` asks instead whether each answer is there.
"""

import json
import os
import sys
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alumni.forum.models import Space, Topic
from courses.assessment import actions as assessment
from courses.assessment.models import AnswerEvent
from courses.catalogue.models import CoursePage, LessonPage
from courses.credentials.models import Certificate
from courses.learning.journey import journey
from courses.learning.models import Enrolment
from lms.accounts.models import User

from .fill.forum import LONG_ONE
from .fill.people import DOMAIN, PASSWORD
from .kinds import kinds

READERS, TAKERS, EMAILS = 100, 50, 200
# What the production settings call the cookies of the demo.
NAMES = {"session": "__Host-session", "csrf": "__Host-csrf"}
# Beside a bare view, too. Only of people who are none of the demo's: production signs those out, whatever page they ask for.
ALONE = ("dashboard", "inbox")


def visitor(person: User) -> dict[str, Any]:
    client = Client()
    client.force_login(person)
    client.get("/accounts/login/")
    client.get("/")
    token = f"{Random(person.pk).getrandbits(160):040x}"[:32]
    client.cookies[settings.CSRF_COOKIE_NAME] = token
    return {"cookie": cookies(client), "csrf": token}


def cookies(client: Client) -> str:
    return "; ".join(f"{NAMES.get(name, name)}={morsel.value}" for name, morsel in client.cookies.items())


def people(stage: int, most: int) -> list[User]:
    """Those of one stage in the real course who have completed something else: they belong to the network."""
    mine = [f"officer{no}@{DOMAIN}" for no in range(stage, 20_000, 10)]
    found = User.objects.verified().filter(email__in=mine, profile__engagements__isnull=False).distinct().order_by("pk")
    return list(found[:most])


def readers(course: CoursePage) -> list[dict[str, Any]]:
    found = []
    for person in people(4, READERS):
        enrolment = Enrolment.objects.get(learner=person, course=course)
        keys = [stop.lesson.page_key for stop in journey(enrolment).stops if stop.done][:3]
        done = [reverse("learning:lesson-done", args=[enrolment.registration, key]) for key in keys]
        found.append({**visitor(person), "done": done})
    return found


def takers(course: CoursePage) -> list[dict[str, Any]]:
    found = []
    for person in people(9, TAKERS):
        enrolment = Enrolment.objects.get(learner=person, course=course)
        attempt = assessment.start(person, course.final, context=enrolment.registration, at=timezone.now(), by=person)
        places = [
            {
                "url": reverse(
                    "learning:test-question", args=[enrolment.registration, attempt.public_id, slot.position]
                ),
                "options": slot.option_order,
            }
            for slot in attempt.slots.all()
        ]
        found.append({**visitor(person), "places": places})
    return found


def forum() -> list[str]:
    """Spaces and topics, the long one as often as twenty others."""
    home = Space.objects.get(slug="all-alumni")
    long = Topic.objects.get(title=LONG_ONE)
    topics = Topic.objects.filter(space=home, state=0).order_by("-bumped_at")[:120]
    deep = [
        reverse("forum:post", args=[long.public_id, no]) for no in range(1, long.last_no, max(1, long.last_no // 20))
    ]
    spaces = [reverse("forum:home"), reverse("forum:space", args=[home.slug])] * 20
    return [*spaces, *deep, *(reverse("forum:topic", args=[topic.public_id]) for topic in topics)]


def plan() -> dict[str, Any]:
    course = CoursePage.objects.sources().get(code__iexact="uts")
    outline = journey(Enrolment(course=course), []).stops
    light = CoursePage.objects.exclude(pk=course.pk).order_by("path")[:100]
    codes = Certificate.objects.valid().order_by("-pk").values_list("code", flat=True)[:400]
    pages = {kind: {"path": path, "cookie": cookies(client)} for kind, client, path in kinds() if kind in ALONE}
    mine = User.objects.verified().filter(email__contains=f"0@{DOMAIN}").order_by("pk")
    return {
        "readers": readers(course),
        "takers": takers(course),
        "lessons": [stop.lesson.url for stop in outline] or [page.get_url() for page in LessonPage.objects.live()[:5]],
        "forum": forum(),
        "catalogue": ["/courses/"] * 60 + ["/courses/?level=introductory"] * 10 + [page.get_url() for page in light],
        "verify": [f"/verify/{code}/" for code in codes],
        "emails": list(mine.values_list("email", flat=True)[:EMAILS]),
        "password": PASSWORD,
        "pages": pages,
    }


def missing(path: str) -> dict[str, int]:
    """Acknowledged answers that are not in the database (INV-2): there may be none."""
    sent = json.loads(Path(path).read_text())
    there = set()
    for start in range(0, len(sent), 500):
        found = AnswerEvent.objects.filter(client_uuid__in=sent[start : start + 500])
        there |= {str(one) for one in found.values_list("client_uuid", flat=True)}
    return {"acknowledged": len(sent), "missing": len(set(sent) - there)}


def main() -> int:
    if sys.argv[1] == "--acknowledged":
        print(json.dumps(missing(sys.argv[2])))
    else:
        Path(sys.argv[1]).write_text(json.dumps(plan()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
