"""The network at size: 2,000 listed profiles, a cohort of 500, 20,000 posts; and the pages people open there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alumni.events.models import Event
from alumni.forum.models import Space, Topic
from alumni.profiles.audiences import RULES, Audience, Field
from alumni.profiles.models import FieldAudience, Profile
from alumni.profiles.naming import index_of
from courses.workshops.models import CohortSession, Place, Workshop
from lms.accounts.models import User
from lms.setup.demo.accounts import DOMAIN

from .community import fill
from .scene import client_of

BATCH = 1000
COHORT = 500
LOADED = ("roster", "space", "topic", "directory")
OPEN = {Field.NAME, Field.COUNTRY, Field.AGENCY_TYPE}


@dataclass(frozen=True)
class Network:
    """What the measured pages show."""

    workshop: Workshop
    session: CohortSession
    topic: Topic
    card: Profile
    event: Event


@transaction.atomic
def build(people: list[User], posts: int) -> Network:
    """All of them listed, some of them in one cohort; the long topic of the community is a quarter of all posts."""
    profiles = listed(people)
    trainer = User.objects.get(email=f"trainer@{DOMAIN}")
    workshop = Workshop.objects.visible_to(trainer).latest_first()[0]
    seat(workshop, people[:COHORT])
    alumna = User.objects.get(email=f"alumna@{DOMAIN}")
    return Network(
        workshop=workshop,
        session=CohortSession.objects.filter(workshop=workshop).order_by("pk")[0],
        topic=fill(Space.objects.get(slug="all-alumni"), alumna, posts),
        card=profiles[0],
        event=Event.objects.visible_to(alumna).order_by("pk")[0],
    )


def listed(people: list[User]) -> list[Profile]:
    """Everybody found by name, member and agency type, as far as these may be opened."""
    profiles = Profile.objects.bulk_create(
        [
            Profile(person=person, listing=Profile.Listing.LISTED, **index_of([f"{person.full_name} Sok Dara"]))
            for person in people
        ],
        batch_size=BATCH,
    )
    FieldAudience.objects.bulk_create(
        [
            FieldAudience(
                profile=profile, field=field, audience=Audience.MEMBERS if field in OPEN else RULES[field].default
            )
            for profile in profiles
            for field in RULES
        ],
        batch_size=BATCH,
    )
    return profiles


def seat(workshop: Workshop, people: list[User]) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(seats=COHORT * 2)
    now = timezone.now()
    Place.objects.bulk_create(
        [
            Place(
                workshop=workshop, person=person, name_key=person.name_key, state=Place.State.CONFIRMED,
                source=Place.Source.IMPORT, added_at=now, changed_at=now,
            )
            for person in people
        ],
        batch_size=BATCH,
    )  # fmt: skip


def pages(network: Network) -> Iterator[tuple[str, Client, str]]:
    """Every kind of page, as the person who would open it."""
    trainer, alumna, moderator, staff = (
        client_of(User.objects.get(email=f"{name}@{DOMAIN}")) for name in ("trainer", "alumna", "moderator", "staff")
    )
    cohort, topic = [network.workshop.public_id], network.topic
    yield "teach", trainer, reverse("workshops:teach")
    yield "roster", trainer, reverse("workshops:roster", args=cohort)
    yield "attendance", trainer, reverse("workshops:attendance", args=[*cohort, network.session.public_id])
    yield "closing", trainer, reverse("workshops:close", args=cohort)
    yield "community", alumna, reverse("forum:home")
    yield "space", alumna, reverse("forum:space", args=["all-alumni"])
    yield "topic", alumna, reverse("forum:topic", args=[topic.public_id])
    yield "topic, deep", alumna, reverse("forum:post", args=[topic.public_id, topic.last_no * 3 // 4])
    yield "search", alumna, reverse("forum:search") + "?q=screening"
    yield "moderation", moderator, reverse("forum:queue")
    yield "directory", alumna, reverse("profiles:directory")
    yield "directory, by name", alumna, reverse("profiles:directory") + "?q=officer+17"
    yield "card", alumna, reverse("profiles:card", args=[network.card.public_id])
    yield "own profile", alumna, reverse("profiles:mine")
    yield "events", alumna, reverse("events:events")
    yield "event", alumna, reverse("events:event", args=[network.event.public_id])
    yield "events, office", staff, reverse("events:office-events")
    yield "event, office", staff, reverse("events:office-event", args=[network.event.public_id])
    yield "inbox", alumna, reverse("notifications:inbox")


def loads(network: Network) -> dict[str, tuple[Client, str]]:
    """The pages whose cost is measured beside the bare view."""
    return {kind: (client, path) for kind, client, path in pages(network) if kind in LOADED}
