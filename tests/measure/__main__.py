"""Prints two tables: what every kind of page weighs and asks, and what requests cost beside a bare Django view.

At size: 2,000 officers, 20,000 answers and 20,000 posts. On SQLite, or on the database named by DATABASE_URL, which must be empty.
"""

import os
import sys
import tempfile
from io import StringIO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lms-measure-"))
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.measure import people, scene, size
from tests.measure.load import rate, server
from tests.measure.weights import Weight, weigh

OFFICERS = int(os.environ.get("OFFICERS", "2000"))
ANSWERS = int(os.environ.get("ANSWERS", "20000"))
POSTS = int(os.environ.get("POSTS", "20000"))
SECONDS = float(os.environ.get("SECONDS", "8"))
# Bytes as sent: HTML with its styles, the next lesson alone, everything beside pictures.
FIRST, FOLLOWING, WHOLE, QUERIES = 14 * 1024, 10 * 1024, 60 * 1024, 8


def main() -> int:
    for command in ("migrate", "createcachetable", "set_up", "load_demo"):
        call_command(command, verbosity=0, stdout=StringIO())
    stage = scene.build()
    officers = size.officers(OFFICERS)
    enrolments = size.study(officers, stage.course)
    sized = size.answers(enrolments, stage.attempt, ANSWERS)
    network = people.build(officers, POSTS)
    connection.cursor().execute("ANALYZE")
    print(f"{connection.vendor}: {OFFICERS} officers, {sized} answers and {POSTS} posts more")
    opened = [*scene.pages(stage), *people.pages(network)]
    weights = [weigh(kind, client, address) for kind, client, address in opened]
    table(weights)
    problems = [problem for weight in weights for problem in over(weight)]
    costs(stage, people.loads(network))
    print("\n".join(problems) if problems else "Every page is within its budget.")
    return bool(problems)


def over(weight: Weight) -> list[str]:
    """What breaks a budget."""
    found = [f"{weight.kind}: answered {weight.status}"] if weight.status != 200 else []
    if weight.kind == "lesson" and (weight.first > FIRST or weight.following > FOLLOWING):
        found.append(f"{weight.kind}: {weight.first} and {weight.following} bytes")
    if weight.kind == "lesson" and weight.queries > QUERIES:
        found.append(f"{weight.kind}: {weight.queries} queries")
    if weight.following + weight.styles + weight.scripts > WHOLE:
        found.append(f"{weight.kind}: more than {WHOLE} bytes")
    return found


def table(weights: list[Weight]) -> None:
    print(f"{'page':<22}{'first':>8}{'next':>8}{'css':>8}{'js':>7}{'requests':>10}{'queries':>9}")
    for weight in weights:
        print(
            f"{weight.kind:<22}{weight.first:>8}{weight.following:>8}{weight.styles:>8}{weight.scripts:>7}"
            f"{weight.requests:>10}{weight.queries:>9}"
        )


def costs(stage: scene.Stage, more: dict[str, tuple[Client, str]]) -> None:
    """One web process with one thread; the kinds one after another in the same run."""
    print(f"\n{'request':<22}{'per second':>12}{'CPU ms':>9}{'median ms':>11}{'failed':>8}{'beside bare':>13}")
    environment = {"DATA_DIR": os.environ["DATA_DIR"], "DJANGO_SETTINGS_MODULE": "lms.settings.demo"}
    bare_ms = 0.0
    reader, answers = scene.client_of(stage.officer), scene.answers(stage)
    sent = {"lesson": scene.reading(reader, stage.lesson.get_url()), "answer": answers}
    sent |= {kind: scene.reading(client, path) for kind, (client, path) in more.items()}
    for application, kinds in (
        ("tests.measure.bare:application", {"bare": scene.reading(reader, "/bare")}),
        ("lms.wsgi:application", sent),
    ):
        with server(application, environment) as (port, worker):
            for kind, request in kinds.items():
                measured = rate(kind, port, worker, request, seconds=SECONDS)
                bare_ms = bare_ms or measured.cpu_ms
                print(
                    f"{measured.kind:<22}{measured.per_second:>12.1f}{measured.cpu_ms:>9.2f}{measured.median_ms:>11.2f}"
                    f"{measured.failed:>8}{measured.cpu_ms / bare_ms:>12.1f}x"
                )


if __name__ == "__main__":
    sys.exit(main())
