"""The pages of the site at size, each as the person who would open it: the first page of a list, and one near its end."""

from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from alumni.events.models import Event
from alumni.forum.models import Space, Topic
from alumni.profiles.models import Profile
from courses.assessment.models import Attempt
from courses.catalogue.models import CoursePage, LessonPage
from courses.credentials.models import Certificate
from courses.learning.models import Enrolment
from courses.workshops.models import Place, Workshop
from lms.accounts.models import User
from lms.notifications.models import Message

from .fill.forum import LONG_ONE
from .fill.gatherings import STAFF, TRAINER
from .fill.people import DOMAIN

Kind = tuple[str, Client, str]
# The filter by member takes a number.
SOME_MEMBER = 1


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.get("/")
    return client


def demo(name: str) -> Client:
    return client_of(User.objects.get(email=f"{name}@demo.example"))


def kinds() -> Iterator[Kind]:
    yield from _learning()
    yield from _community()
    yield from _gatherings()
    yield from _office()
    yield from _admin()


def _far(found: Any, *order: str) -> Any:
    """A row near the end of a list."""
    rows = found.order_by(*order)
    return rows[max(0, rows.count() - 60)]


def _learning() -> Iterator[Kind]:
    course = CoursePage.objects.sources().get(code__iexact="uts")
    # Whoever is half way through has notices, workshops and invitations as well.
    reader = User.objects.get(email=f"officer24@{DOMAIN}")
    holder = User.objects.get(email=f"officer0@{DOMAIN}")
    officer, visitor = client_of(reader), Client()
    registration = Enrolment.objects.get(learner=reader, course=course).registration
    certificate = Certificate.objects.filter(person=holder).order_by("pk")[0]
    yield "front page", visitor, "/"
    yield "catalogue", visitor, "/courses/"
    yield "catalogue, deep", visitor, f"/courses/?after={_far(CoursePage.objects.live(), 'path').path}"
    yield "catalogue, words", visitor, "/courses/?q=interviewing"
    yield "course", visitor, course.get_url() or ""
    yield "verify", visitor, f"/verify/{certificate.code}/"
    yield "dashboard", officer, reverse("desk:me")
    yield "dashboard, holder", client_of(holder), reverse("desk:me")
    yield "course map", officer, reverse("learning:course-map", args=[registration])
    yield "lesson", officer, LessonPage.objects.get(code="UTS-1.4", locale__language_code="en").get_url() or ""
    submitted = Attempt.objects.filter(context=Enrolment.objects.get(learner=holder, course=course).registration)[0]
    yield (
        "test result",
        client_of(holder),
        reverse("learning:test-result", args=[submitted.context, submitted.public_id]),
    )
    yield "certificate", client_of(holder), reverse("credentials:certificate", args=[certificate.public_id])
    yield "inbox", officer, reverse("notifications:inbox")
    yield "my privacy", officer, reverse("privacy:mine")


def _community() -> Iterator[Kind]:
    alumna, moderator, staff = demo("alumna"), demo("moderator"), client_of(User.objects.get(email=STAFF))
    room, topic = Space.objects.get(slug="all-alumni"), Topic.objects.get(title=LONG_ONE)
    space, far = reverse("forum:space", args=[room.slug]), _far(Topic.objects.filter(space=room), "-bumped_at", "-pk")
    key = f"{int(far.bumped_at.timestamp() * 1_000_000)}-{far.pk}"
    yield "community", alumna, reverse("forum:home")
    yield "community, officer", client_of(User.objects.get(email=f"officer0@{DOMAIN}")), reverse("forum:home")
    yield "space", alumna, space
    yield "space, deep", alumna, f"{space}?after={key}"
    yield "space, unread", alumna, f"{space}?show=unread"
    yield "space, followed", alumna, f"{space}?show=followed"
    yield "space, unanswered", alumna, f"{space}?show=unanswered"
    yield "topic", alumna, reverse("forum:topic", args=[topic.public_id])
    yield "topic, deep", alumna, reverse("forum:post", args=[topic.public_id, topic.last_no - 5])
    for words in ("screening", "quetzal", "ผู้เสียหาย", "nowhere"):
        yield f"search {words}", alumna, f"{reverse('forum:search')}?q={words}"
    yield "moderation", moderator, reverse("forum:queue")
    listed = reverse("profiles:directory")
    card = Profile.objects.listed().order_by("-name_fold", "public_id")[30]
    yield "directory", alumna, listed
    yield "directory, staff", staff, listed
    yield "directory, deep", alumna, f"{listed}?after={card.public_id}"
    yield "directory, by name", alumna, f"{listed}?q=siti+khan"
    yield "directory, by member", alumna, f"{listed}?member=TH"
    yield "directory, sorted", alumna, f"{listed}?sort=member"
    yield "card", alumna, reverse("profiles:card", args=[card.public_id])
    yield "own profile", alumna, reverse("profiles:mine")


def _gatherings() -> Iterator[Kind]:
    trainer, staff = client_of(User.objects.get(email=TRAINER)), client_of(User.objects.get(email=STAFF))
    cohort = Workshop.objects.order_by("-seats", "pk")[0]
    here = [cohort.public_id]
    sessions = cohort.sessions.order_by("number")
    far = _far(Place.objects.filter(workshop=cohort), "name_key", "pk")
    roster, marks = (
        reverse("workshops:roster", args=here),
        reverse("workshops:attendance", args=[*here, sessions[0].public_id]),
    )
    yield "teach", trainer, reverse("workshops:teach")
    yield "teach, office", staff, reverse("workshops:teach")
    yield "roster", trainer, roster
    yield "roster, deep", trainer, f"{roster}?after={far.public_id}"
    yield "attendance", trainer, marks
    yield "attendance, deep", trainer, f"{marks}?after={far.public_id}"
    yield "sessions", trainer, reverse("workshops:sessions", args=here)
    yield "closing", trainer, reverse("workshops:close", args=here)
    yield "waiting", trainer, reverse("workshops:waiting", args=here)
    yield "place", trainer, reverse("workshops:place", args=[*here, far.public_id])
    alumna = demo("alumna")
    event = Event.objects.get(activity__title="Event 0: meeting of alumni")
    yield "events", alumna, reverse("events:events")
    yield "event", alumna, reverse("events:event", args=[event.public_id])
    yield "events, office", staff, reverse("events:office-events")
    yield "event, office", staff, reverse("events:office-event", args=[event.public_id])
    invitations = reverse("events:invitations", args=[event.public_id])
    yield "invitations", staff, invitations
    yield "invitations, deep", staff, f"{invitations}?after={_far(event.invitations, 'pk').pk}"
    yield "invitations, failed", staff, f"{invitations}?delivery=failed"
    yield "invitations, by name", staff, f"{invitations}?q=siti+khan"
    yield "people to invite", staff, reverse("events:people-choose", args=[event.public_id])
    yield "participants", staff, reverse("events:participants", args=[event.public_id])


def _office() -> Iterator[Kind]:
    staff, focal = client_of(User.objects.get(email=STAFF)), demo("focalpoint")
    people, mails, register = (
        reverse(name) for name in ("accounts:people", "notifications:delivery-list", "credentials:register")
    )
    far = _far(User.objects.filter(state="verified"), "name_key", "pk")
    yield "office", staff, reverse("desk:office")
    yield "office, focal point", focal, reverse("desk:office")
    yield "people", staff, people
    yield "people, deep", staff, f"{people}?after={far.public_id}"
    yield "people, waiting", staff, f"{people}?state=unverified"
    yield "people, by name", staff, f"{people}?q=siti+khan"
    yield "people, by member", staff, f"{people}?member={SOME_MEMBER}"
    yield "people, focal point", focal, people
    yield "person", staff, reverse("accounts:person", args=[far.public_id])
    yield "invite", staff, reverse("accounts:invite")
    yield "deliveries", staff, mails
    yield "deliveries, sent", staff, f"{mails}?list=sent"
    yield (
        "deliveries, sent deep",
        staff,
        f"{mails}?list=sent&after=0-{_far(Message.objects.filter(state='sent'), '-pk').pk}",
    )
    yield "deliveries, by name", staff, f"{mails}?list=sent&q=siti+khan"
    yield "background work", staff, reverse("notifications:background")
    yield "register", staff, register
    yield "register, deep", staff, f"{register}?before={_far(Certificate.objects, '-pk').pk}"
    yield "register, by name", staff, f"{register}?q=siti+khan"
    yield "register, attention", staff, f"{register}?only=attention"
    yield "completions", staff, reverse("desk:completions")


def _admin() -> Iterator[Kind]:
    editor = demo("editor")
    yield "admin", editor, "/cms/"
    yield "admin, courses", editor, f"/cms/pages/{CoursePage.objects.order_by('path')[0].get_parent().pk}/"
    yield "admin, search", editor, "/cms/pages/search/?q=interviewing"
    yield "admin, claims", editor, "/cms/reports/claims/"
