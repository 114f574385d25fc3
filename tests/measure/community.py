"""Prints what the pages of the community cost at size: `python -m tests.measure.community`, 20,000 posts unless POSTS says else.

On SQLite, or on the database named by DATABASE_URL, which must be empty.
"""

import os
import tempfile
from datetime import timedelta
from io import StringIO
from random import Random
from statistics import median
from time import perf_counter
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lms-measure-"))
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alumni.forum.models import Post, Space, Topic
from lms.accounts.models import User
from lms.search.tokens import tokens
from lms.setup.demo.accounts import DOMAIN

POSTS = int(os.environ.get("POSTS", "20000"))
ROUNDS = 15
WORDS = [
    "border",
    "screening",
    "referral",
    "interpreter",
    "duty",
    "card",
    "shelter",
    "training",
    "partner",
    "harbour",
    "ด่าน",
    "ผู้เสียหาย",
]


def main() -> None:
    for command in ("migrate", "createcachetable", "set_up", "load_demo"):
        call_command(command, verbosity=0, stdout=StringIO())
    space = Space.objects.get(slug="all-alumni")
    reader = User.objects.get(email=f"alumna@{DOMAIN}")
    began = perf_counter()
    long = fill(space, reader, POSTS)
    connection.cursor().execute("ANALYZE")
    print(
        f"{connection.vendor}: {Post.objects.count()} posts, {Topic.objects.count()} topics ({perf_counter() - began:.0f} s)"
    )
    browser = Client()
    browser.force_login(reader)
    far = Topic.objects.filter(space=space).order_by("-bumped_at")[POSTS // 20]
    key = f"{int(far.bumped_at.timestamp() * 1_000_000)}-{far.pk}"
    room = reverse("forum:space", args=[space.slug])
    pages = {
        "first page": reverse("forum:home"),
        "space": room,
        "space, deep": f"{room}?after={key}",
        "space, unread": f"{room}?show=unread",
        "space, unanswered": f"{room}?show=unanswered",
        "topic": reverse("forum:topic", args=[long.public_id]),
        "topic, deep": reverse("forum:post", args=[long.public_id, long.last_no * 3 // 4]),
        "search, rare": reverse("forum:search") + "?q=quetzal",
        "search, common": reverse("forum:search") + "?q=screening",
        "search, Thai": reverse("forum:search") + "?q=ผู้เสียหาย",
    }
    for name, address in pages.items():
        times = []
        for _ in range(ROUNDS):
            with CaptureQueriesContext(connection) as seen:
                start = perf_counter()
                answer = browser.get(address)
                times.append((perf_counter() - start) * 1000)
            assert answer.status_code == 200, name
        print(f"{name:<20} {len(seen):>3} queries {median(times):>7.1f} ms {len(answer.content):>7} bytes")


def fill(space: Space, author: User, posts: int) -> Topic:
    """Topics with a few posts each, and one of a quarter of all."""
    chance, now, length = Random(1), timezone.now(), posts // 4
    count = (posts - length) // 5
    topics = Topic.objects.bulk_create(
        [
            Topic(
                space=space, title=f"Topic {n}", last_no=5, visible_count=5, created_by=author, question=n % 3 == 0,
                bumped_at=now - timedelta(minutes=n),
            )
            for n in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    long = Topic.objects.create(space=space, title="A long one", last_no=length, visible_count=length, bumped_at=now)
    places = [(topic, no) for topic in topics for no in range(1, 6)] + [(long, no) for no in range(1, length + 1)]
    rows = []
    for number, (topic, no) in enumerate(places):
        said = " ".join(chance.choices(WORDS, k=30)) + (" quetzal" if number % 5_000 == 0 else "")
        facts = {"source": said, "html": f"<p>{said}</p>", "search_tokens": tokens(said), "tokeniser_version": 1}
        rows.append(Post(topic=topic, no=no, author=author, client_key=uuid4(), published_at=now, told=1, **facts))
        if len(rows) == 2_000:
            Post.objects.bulk_create(rows, batch_size=500)
            rows = []
    Post.objects.bulk_create(rows, batch_size=500)
    return long


if __name__ == "__main__":
    main()
