"""Fills the site of DATA_DIR and DATABASE_URL: `FACTOR=0.01 python -m tests.bench.fill`. Prepares it first where it is empty."""

import json
import os
import sys
from collections.abc import Callable
from io import StringIO
from time import monotonic
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale

from alumni.forum.models import Post
from alumni.profiles.models import Profile
from courses.assessment.models import AnswerEvent
from courses.catalogue.models import CoursePage
from courses.credentials.models import Certificate
from courses.learning.models import Evidence
from lms.accounts.models import User

from . import Sizes, catalogue, certificates, forum, gatherings, learning, people, testing

PREPARE = ("migrate", "createcachetable", "set_up", "load_demo")
COUNTED = {"people": User, "profiles": Profile, "courses": CoursePage, "evidence": Evidence, "answers": AnswerEvent,
    "posts": Post, "certificates": Certificate}  # fmt: skip


def prepare() -> None:
    for command in PREPARE:
        call_command(command, verbosity=0, stdout=StringIO())


def fill(sizes: Sizes, tell: Callable[[str], Any] = lambda line: None) -> None:
    """Everything, in the order it depends on each other."""
    began = monotonic()

    def step(name: str, made: Any) -> Any:
        tell(f"{monotonic() - began:7.1f} s  {name}")
        return made

    if User.objects.filter(email=f"officer0@{people.DOMAIN}").exists():
        raise SystemExit("This site is filled already.")
    real = CoursePage.objects.get(code__iexact="uts", locale=Locale.get_default())
    persons = step("people", people.people(sizes))
    profiles = step("profiles", people.profiles(sizes, persons))
    light = step("courses", catalogue.courses(sizes))
    learned = step("learning", learning.learn(sizes, persons, profiles, real, light))
    learners = learned.at("passed", "failed", "failed thrice")
    learning.results(step("answers", testing.attempts(sizes, real.final, learners)), real)
    step("certificates", certificates.certificates(sizes, learned.achievements, real))
    step("forum", forum.talk(sizes, persons))
    step("workshops", gatherings.workshops(sizes, persons))
    step("events", gatherings.events(sizes, persons))
    step("mails", gatherings.mails(sizes, persons))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    step("statistics", None)


def counts() -> dict[str, int]:
    return {name: model._default_manager.count() for name, model in COUNTED.items()}


def main() -> int:
    factor, seed = float(os.environ.get("FACTOR", "0.01")), int(os.environ.get("SEED", "1"))
    if os.environ.get("COUNT_ONLY") == "1":
        print(json.dumps(counts()))
        return 0
    if os.environ.get("PREPARED") != "1":
        prepare()
    if os.environ.get("PREPARE_ONLY") == "1":
        return 0
    sizes = Sizes(seed=seed, day=os.environ.get("DAY", "")).times(factor)
    fill(sizes, lambda line: print(line, flush=True))
    print(", ".join(f"{number:,} {name}" for name, number in counts().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
