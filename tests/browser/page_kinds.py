"""Every kind of page of a running site, and the session of somebody who would open it. Run in the site's own shell.

What the demo brought is the earliest of its kind, whatever else has happened on the site since.
"""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from alumni.events.actions import freeze
from alumni.events.links import token_of
from alumni.events.models import Event
from alumni.forum.models import Case, Topic
from alumni.profiles.models import Profile
from cms.contact.actions import answer
from cms.pages.models import Banner
from courses.assessment import actions as assessment
from courses.assessment.models import Attempt
from courses.catalogue.models import CoursePage, LessonPage
from courses.credentials.models import Certificate
from courses.learning.models import Enrolment
from courses.workshops import actions as workshops
from courses.workshops.models import Import, Workshop
from lms.accounts.actions import invite
from lms.accounts.letters import INVITATION
from lms.accounts.models import User
from lms.accounts.tokens import token
from lms.notifications import unsubscribing
from lms.reporting.models import Snapshot
from lms.setup.demo.accounts import DOMAIN, post
from tests.factories import imports as lists
from tests.factories.contact import enquire
from tests.factories.workshops import make_workshop


def main() -> None:
    json.dump([[kind, address, session] for kind, session, address in kinds()], sys.stdout)


def session_of(person) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def kinds() -> Iterator[tuple[str, str, str]]:
    """What the page is, the session to open it with, its address."""
    yield from _open_to_all()
    yield from _of_an_officer(person("officer"))
    yield from _of_the_test()
    yield from _of_a_holder()
    yield from _of_the_network(person("alumna"))
    yield from _of_the_community(session_of(person("alumna")), session_of(person("moderator")))
    yield from _of_staff(session_of(person("staff")))
    yield from _of_events(session_of(person("staff")))
    yield from _of_a_cohort(session_of(person("trainer")), session_of(person("staff")))
    yield from _of_a_list(person("staff"))


def _open_to_all():
    invitation = invite(
        f"anh@{DOMAIN}",
        "Nguyễn Thị Ánh",
        post("VN", "police_general", "People's Police"),
        by=person("staff"),
    )
    # Above every page that is looked at.
    words = "The site will be away for one hour on Sunday."
    Banner.objects.create(text=words, kind="warning", target="/help/", locale=Locale.get_default())
    yield "front page", "", "/"
    yield "search", "", reverse("desk:search") + "?q=trafficking"
    yield "search that finds nothing", "", reverse("desk:search") + "?q=zzzz"
    yield "write to us", "", reverse("contact:form")
    yield "message received", "", reverse("contact:sent", args=[enquire().public_id])
    yield "catalogue", "", "/courses/"
    yield "course", "", CoursePage.objects.sources().get(code__iexact="uts").get_url()
    yield "course that waits for its test", "", CoursePage.objects.sources().get(code__iexact="tft").get_url()
    yield "sign in", "", reverse("account_login")
    yield "sign up", "", reverse("account_signup")
    yield "invitation", "", reverse("invitations:show", args=[token(INVITATION, invitation.public_id)])
    yield "help", "", "/help/"
    yield "privacy policy", "", "/privacy/"
    yield "library", "", reverse("library:resources")
    yield "library narrowed", "", reverse("library:resources") + "?kind=practitioner_guide&year=2021"
    yield "search in files", "", reverse("library:resources") + "?q=หนังสือเดินทาง"
    yield "resource", "", reverse("library:resource", args=["demo-first-questions"])
    yield "older version", "", reverse("library:version", args=["demo-first-questions", "1"])
    yield "verify", "", "/verify/"
    yield "verified certificate", "", f"/verify/{Certificate.objects.valid().order_by('pk').first().code}/"
    yield "not found", "", "/nothing-here/"
    yield from _of_the_calendar()
    yield from _of_the_news()


def _of_the_calendar():
    yield "calendar", "", "/calendar/?year=2023"
    yield "calendar narrowed", "", "/calendar/?year=2023&purpose=2&area=LE"
    yield "calendar that holds nothing", "", "/calendar/?year=2022&purpose=9"
    yield "calendar as a list", "", "/calendar/list/?year=2021"
    yield "chart of the calendar", "", "/calendar/chart/?year=2023"
    yield "activity", "", "/calendar/A2023-Q2-05/"
    yield "activity with a date", "", "/calendar/A2023-Q1-06/"


def _of_the_news():
    yield "guide to the site", "", "/help/how-to-use/"
    yield "programmes", "", "/programmes/"
    yield "programme", "", "/programmes/operational-capacity-building-and-training/"
    yield "news", "", "/news/"
    yield "news filtered", "", "/news/?programme=C%26E"
    yield "news with nothing", "", "/news/?year=1999"
    yield "article with a picture", "", "/news/each-programme-has-a-page/"
    yield "article", "", "/news/first-course-is-open/"
    yield "newsletters", "", "/newsletters/"
    yield "issue of the newsletter", "", "/newsletters/issue-2/"


def _of_an_officer(officer: User):
    session = session_of(officer)
    registration = Enrolment.objects.get(learner=officer).registration
    yield "front page signed in", session, "/"
    yield "my learning", session, reverse("desk:me")
    yield "course map", session, reverse("learning:course-map", args=[registration])
    yield "lesson", session, LessonPage.objects.get(code="UTS-1.4", locale=Locale.get_default()).get_url()
    yield "my account", session, reverse("accounts:account")
    yield "my data", session, reverse("privacy:mine")
    yield "notifications", session, reverse("notifications:inbox")
    yield "preferences", session, reverse("notifications:preferences")
    yield "stop a mail", "", reverse("unsubscribe:stream", args=[unsubscribing.token(officer, "digest")])


def _of_the_test():
    examinee = person("naree")
    enrolment = Enrolment.objects.get(learner=examinee)
    final = CoursePage.objects.sources().get(code__iexact="uts").final
    attempt = assessment.start(examinee, final, context=enrolment.registration, at=timezone.now(), by=examinee)
    session, test = session_of(examinee), [enrolment.registration, attempt.public_id]
    yield "test start", session, reverse("learning:test-start", args=[enrolment.registration])
    yield "question", session, reverse("learning:test-question", args=[*test, 2])
    yield "review", session, reverse("learning:test-review", args=test)


def _of_a_holder():
    certificate = Certificate.objects.valid().order_by("pk").first()
    session = session_of(certificate.person)
    attempt = Attempt.objects.filter(learner=certificate.person, submission__passed=True).latest("pk")
    yield "result", session, reverse("learning:test-result", args=[attempt.context, attempt.public_id])
    yield "certificate", session, reverse("credentials:certificate", args=[certificate.public_id])


def _of_events(session: str):
    event = Event.objects.filter(rounds__state="sent").earliest("pk")
    invitation = event.invitations.exclude(answer="").order_by("pk").first()
    draft = Event.objects.filter(state="draft").earliest("pk")
    officer = session_of(invitation.person)
    made = freeze(draft, User.objects.verified().order_by("pk")[:60], criteria={}, by=person("admin"))
    yield "events", officer, reverse("events:events")
    yield "event", officer, reverse("events:event", args=[event.public_id])
    yield "past events", officer, reverse("events:events") + "?when=past"
    yield "answer from a mail", "", reverse("answers:show", args=[token_of(invitation)])
    yield "all events", session, reverse("events:office-events")
    yield "make an event", session, reverse("events:event-make")
    yield "event of the office", session, reverse("events:office-event", args=[event.public_id])
    yield "move an event", session, reverse("events:event-move", args=[event.public_id])
    yield "choose people", session, reverse("events:people-choose", args=[draft.public_id]) + "?look=1"
    yield "list of people", session, reverse("events:round", args=[draft.public_id, made.number])
    yield "mail of an event", session, reverse("events:invitation-preview", args=[event.public_id])
    yield "invitations of an event", session, reverse("events:invitations", args=[event.public_id])
    yield "who comes", session, reverse("events:participants", args=[event.public_id])
    yield "enter an answer", session, reverse("events:answer-enter", args=[event.public_id, invitation.public_id])


def _of_the_network(alumna: User):
    session, colleague = session_of(alumna), Profile.objects.get(person=person("budi"))
    yield "my profile", session, reverse("profiles:mine")
    yield "profile as others see it", session, reverse("profiles:view-as", args=["alumni"])
    yield "directory", session, reverse("profiles:directory") + "?member=TH"
    yield "profile", session, colleague.get_absolute_url()
    yield "ask for an introduction", session, reverse("profiles:ask", args=[colleague.public_id])
    yield "introductions", session, reverse("profiles:introductions")


def _of_the_community(session: str, moderator: str):
    topic = Topic.objects.get(title="How do you brief an interpreter in ten minutes?")
    yield "community", session, reverse("forum:home")
    yield "space", session, reverse("forum:space", args=["all-alumni"])
    yield "topic", session, reverse("forum:topic", args=[topic.public_id])
    yield "topic in Thai", session, reverse("forum:topic", args=[Topic.objects.filter(lang="th").first().public_id])
    yield "where to start a topic", session, reverse("forum:choose-space")
    yield "start a topic", session, reverse("forum:start", args=["all-alumni"])
    yield "quote", session, reverse("forum:reply", args=[topic.public_id]) + "?quote=2"
    yield "rules of a space", session, reverse("forum:rules", args=["all-alumni"])
    yield "search the community", session, reverse("forum:search") + "?q=interpreter"
    yield "drafts", session, reverse("forum:drafts")
    yield "report a post", session, reverse("forum:report", args=[topic.public_id, 2])
    yield "topic of a moderator", moderator, reverse("forum:topic", args=[topic.public_id])
    yield "moderation", moderator, reverse("forum:queue")
    yield "case", moderator, reverse("forum:case", args=[Case.objects.open().first().public_id])


def _of_staff(session: str):
    certificate = Certificate.objects.valid().order_by("pk").first()
    yield "office", session, reverse("desk:office")
    asked = enquire(person("officer"))
    answer(asked, "We have put it right.", client_key=uuid4(), by=person("staff"))
    yield "messages to us", session, reverse("contact:enquiries")
    yield "message to us", session, reverse("contact:enquiry", args=[asked.public_id])
    yield "people", session, reverse("accounts:people")
    yield "person", session, reverse("accounts:person", args=[person("officer").public_id])
    yield "invite", session, reverse("accounts:invite")
    yield "deliveries", session, reverse("notifications:delivery-list")
    yield "certificate register", session, reverse("credentials:register")
    yield "registered certificate", session, reverse("credentials:register-certificate", args=[certificate.public_id])
    yield "background work", session, reverse("notifications:background")
    yield "system", session, reverse("operations:system")
    yield "completions", session, reverse("desk:completions")
    yield from _of_figures(session)
    yield "mailbox", session, "/-/mail/"


def _of_figures(session: str):
    """A year, narrowed to nothing that happened, days that are none, and a report of the demo."""
    figures, year = reverse("reporting:figures"), timezone.localdate().year
    yield "figures", session, f"{figures}?period={year}"
    yield "figures of nobody", session, f"{figures}?period=2010-Q1"
    yield "figures asked wrongly", session, f"{figures}?period=days&first=2026-02-01&last=2026-01-01"
    yield "frozen reports", session, reverse("reporting:frozen")
    yield "frozen report", session, reverse("reporting:snapshot", args=[Snapshot.objects.latest("number").public_id])


def _of_a_cohort(trainer: str, office: str):
    """The demo's workshop that runs today, as its trainer has it, and the one that is closed."""
    workshop = Workshop.objects.filter(state=Workshop.State.RUNNING).earliest("pk")
    closed = Workshop.objects.filter(state=Workshop.State.CLOSED).earliest("pk")
    session, place = workshop.sessions.earliest("starts_at"), workshop.places.filter(state="confirmed").earliest("pk")
    cohort, sitting = [workshop.public_id], [workshop.public_id, session.public_id]
    yield "cohorts", trainer, reverse("workshops:teach")
    yield "roster", trainer, reverse("workshops:roster", args=cohort)
    yield "roster to print", trainer, reverse("workshops:roster-print", args=cohort)
    yield "add to cohort", trainer, reverse("workshops:add", args=cohort)
    yield "place", trainer, reverse("workshops:place", args=[workshop.public_id, place.public_id])
    yield "sessions", trainer, reverse("workshops:sessions", args=cohort)
    yield "session", trainer, reverse("workshops:session", args=sitting)
    yield "attendance", trainer, reverse("workshops:attendance", args=sitting)
    yield "closing", trainer, reverse("workshops:close", args=cohort)
    yield "closed workshop", office, reverse("workshops:close", args=[closed.public_id])
    yield "workshop set-up", office, reverse("workshops:set-up", args=cohort)
    yield "cancel a session", trainer, reverse("workshops:session-cancel", args=sitting)
    yield "waiting list", trainer, reverse("workshops:waiting", args=cohort)
    yield "call off", trainer, reverse("workshops:call-off", args=cohort)
    off = make_workshop(starts=timezone.now() + timedelta(days=20))
    workshops.call_off(off, "A typhoon is coming.", by=person("staff"))
    yield "workshop called off", office, reverse("workshops:roster", args=[off.public_id])
    yield "put back", office, reverse("workshops:put-back", args=[off.public_id])
    yield "my workshop", session_of(place.person), reverse("workshops:mine", args=cohort)


def _of_a_list(staff: User):
    """A list of officers at each place of its way into a cohort."""
    session, workshop = session_of(staff), make_workshop()
    rows = [lists.officer(number, member="Atlantis" if number % 5 == 0 else "Thailand") for number in range(30)]
    headings = [*lists.HEADINGS, "Role"]
    unread = workshops.upload(
        workshop, "officers.csv", lists.a_list([[*row, "admin"] for row in rows], headings), by=staff
    )
    read = lists.checked(workshop, rows, by=staff)
    # Nobody takes it up: it seems to have moved tomorrow.
    running = lists.confirmed(workshop, rows, by=staff)
    Import.objects.filter(pk=running.pk).update(moved_at=timezone.now() + timedelta(days=1))
    done = lists.written(workshop, rows, by=staff)
    yield "list upload", session, reverse("workshops:imports", args=[workshop.public_id])
    yield "list columns", session, reverse("workshops:import-columns", args=[workshop.public_id, unread.public_id])
    yield "list check", session, reverse("workshops:import", args=[workshop.public_id, read.public_id])
    yield "list progress", session, reverse("workshops:import", args=[workshop.public_id, running.public_id])
    yield "list result", session, reverse("workshops:import", args=[workshop.public_id, done.public_id])
    yield "list undo", session, reverse("workshops:import-undo", args=[workshop.public_id, done.public_id])
