"""One person for each role of the access matrix, and one object of each kind that belongs to somebody else.

Roles carry the names of the matrix in the reliability goals (4.9), so that later ones are added in place.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from alumni.events import actions as event_actions
from alumni.events import links
from alumni.forum import actions as community
from alumni.forum.models import Case
from alumni.forum.models.spaces import READERS
from alumni.profiles import actions as profile_actions
from cms.library.models import Resource
from cms.media.models import CreditedDocument
from cms.pages.models import StandardPage
from courses.assessment import actions as assessment
from courses.catalogue.models import LessonPage
from courses.credentials import files
from courses.credentials.actions import ask_for_correction
from courses.credentials.models import Certificate
from courses.learning.journey import journey
from courses.learning.models import Achievement, Completion, Enrolment
from courses.workshops.actions import appoint
from lms.accounts import actions, tokens
from lms.accounts.facts import Details, Post
from lms.accounts.letters import INVITATION
from lms.accounts.models import AgencyType, User
from lms.accounts.vocabulary import load_agency_types, load_groups, load_members
from lms.notifications import inbox, unsubscribing
from lms.notifications.models import Message
from lms.notifications.notice_kinds import NoticeKind, Shown, notice_kinds
from lms.privacy.actions import erase, request_erasure
from lms.privacy.policies import load_policies
from lms.reporting.actions import For, freeze
from lms.reporting.period import quarter
from lms.reporting.question import Question
from tests.factories import contact, events, forum, imports, learning, library, news, profiles, workshops
from tests.factories.accounts import MemberFactory, PersonFactory, focal_point, with_role
from tests.factories.activities import make_activity
from tests.factories.credentials import a_certificate

# Who opens pages without being signed in, whatever their cookie says.
SIGNED_OUT = ["anonymous", "learner_suspended", "deactivated_session", "erased_user"]
LEARNERS = ["unverified", "learner_enrolled", "learner_same_course", "learner_other_state", "alumnus"]
OFFICE = ["focal_point", "focal_point_other_state", "rso_staff", "rso_admin"]
GUARDED = ["trainer", "group_moderator", "editor", *OFFICE]
ROLES = [*SIGNED_OUT, *LEARNERS, *GUARDED]


@dataclass
class World:
    """Everybody, and everything an address may point to."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def client(self, role: str, **options) -> Client:
        """A browser as this role has it: with a session, even if the account behind it is closed."""
        client = Client(**options)
        if role != "anonymous":
            client.force_login(User.objects.get(pk=self.people[role].pk))
        if role == "deactivated_session":
            User.objects.filter(pk=self.people[role].pk).update(is_active=False)
        return client


def build(folder: Path) -> World:
    """All of it; `folder` is where the demo's mails lie."""
    world = World()
    _vocabulary()
    _people(world)
    _courses(world)
    _learning(world)
    _certificate(world)
    _network(world)
    _office(world)
    _events(world)
    _documents(world)
    _library(world)
    _figures(world)
    _letter(world, folder / "mail")
    _cohort(world)
    _notice(world)
    return world


@contextmanager
def told_of():
    """A kind of notice of the tests alone, so that an inbox can be opened whatever apps there are."""
    kind = NoticeKind(
        "world.news", "News", "digest", lambda notices, viewer: {n.pk: Shown("News", "/") for n in notices}
    )
    with hooks.register_temporarily("register_notice_kinds", lambda: [kind]):
        notice_kinds.cache_clear()
        yield
    notice_kinds.cache_clear()


def _notice(world):
    """What waits in the inbox of the learner in mid-test."""
    notice = inbox.tell("world.news", world.people["learner_enrolled"], about=uuid4())
    world.things["notice"] = notice.public_id


def _vocabulary():
    load_members()
    load_agency_types()
    load_groups()
    load_policies()


def _people(world):
    """Thailand is the member of the objects; Indonesia is the other one."""
    thailand, other = MemberFactory(code="TH"), MemberFactory(code="ID")
    world.people = {
        "unverified": PersonFactory(state="unverified", affiliation__member=thailand),
        "learner_enrolled": PersonFactory(affiliation__member=thailand),
        "learner_same_course": PersonFactory(affiliation__member=thailand),
        "learner_other_state": PersonFactory(affiliation__member=other),
        "alumnus": PersonFactory(affiliation__member=thailand, full_name="Anong Sukjai"),
        "learner_suspended": PersonFactory(affiliation__member=thailand),
        "deactivated_session": PersonFactory(affiliation__member=thailand),
        "erased_user": PersonFactory(affiliation__member=thailand),
        "trainer": with_role("trainer", affiliation__member=thailand),
        "group_moderator": with_role("moderator", affiliation__member=thailand),
        "focal_point": focal_point(thailand),
        "focal_point_other_state": focal_point(other),
        "editor": with_role("editor", affiliation__member=thailand),
        "rso_staff": with_role("staff", affiliation__member=thailand),
        "rso_admin": with_role("admin", affiliation__member=thailand),
    }
    staff = world.people["rso_staff"]
    actions.suspend(world.people["learner_suspended"], "Left the service.", by=staff)
    erase(world.people["erased_user"], by=staff)


def _courses(world):
    """One open course, one of each kind that is closed, and a page of every other kind."""
    course = learning.make_course(lessons=2, checks=1, slug="open-course", code="open")
    verified = learning.make_course(lessons=1, final=False, slug="verified-course", code="verified", access="verified")
    draft = learning.make_course(lessons=1, final=False, slug="draft-course", code="draft")
    draft.unpublish()
    private = learning.make_course(lessons=1, final=False, slug="private-course", code="private")
    _keep_private(private)
    home = course.get_parent().get_parent()
    about = home.add_child(instance=StandardPage(title="About", slug="about"))
    secret = home.add_child(instance=StandardPage(title="Closed", slug="closed"))
    _keep_private(secret)
    unpublished = home.add_child(instance=StandardPage(title="Not yet", slug="not-yet", live=False))
    pages = {"home": home, "index": course.get_parent(), "about": about, "closed": secret, "not_yet": unpublished}
    pages |= _news()
    pages |= {"course": course, "verified": verified, "draft": draft, "private": private}
    world.pages = {name: page.get_url() for name, page in pages.items()}
    for name in ("course", "verified", "draft", "private"):
        lesson = LessonPage.objects.descendant_of(pages[name]).first()
        world.pages |= {f"{name}_lesson": lesson.get_url(), f"{name}_module": lesson.get_parent().get_url()}
    world.things |= {"course_page": course, "course": course.pk, "verified_course": verified.pk}
    world.things |= {"draft_course": draft.pk, "private_course": private.pk}


def _news():
    """Programmes, news and newsletters: what is open, what is not yet, what is private."""
    closed = news.make_news()
    _keep_private(closed)
    open_ones = {"programme": news.make_programme_page(), "article": news.make_news(), "issue": news.make_issue()}
    coming = {
        "coming_programme": news.make_programme_page(code="TIP", live=False),
        "coming_article": news.make_news(live=False),
        "coming_issue": news.make_issue(live=False),
    }
    lists = {"programmes": open_ones["programme"].get_parent(), "newsletters": news.newsletter_index()}
    return {**open_ones, **coming, **lists, "news": news.news_index(), "closed_article": closed}


def _keep_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def _learning(world):
    """The learner in mid-test, two others in the same and in another course, the alumnus with everything behind them."""
    course = world.things["course_page"]
    mine = learning.do_lessons(learning.enrol(world.people["learner_enrolled"], course))
    attempt = assessment.start(
        mine.learner, course.final, context=mine.registration, at=timezone.now(), by=mine.learner
    )
    lesson = journey(mine).stops[0].lesson
    learning.do_lessons(learning.enrol(world.people["learner_same_course"], course), number=1)
    learning.enrol(world.people["learner_other_state"], learning.make_course(lessons=1, slug="elsewhere", code="else"))
    done = learning.do_lessons(learning.enrol(world.people["alumnus"], course))
    handed_in = learning.take_final(done)
    handed_in = getattr(handed_in, "attempt", handed_in)
    world.things |= {
        "registration": mine.registration,
        "attempt": attempt.public_id,
        "quiz": course.final.public_id,
        "position": 1,
        "page_key": lesson.page_key,
        "block_id": lesson.checks[0].block_id,
        "done_registration": done.registration,
        "done_attempt": handed_in.public_id,
    }


def _certificate(world):
    """The alumnus's certificate, with a file; drawing one in earnest would take seconds."""
    certificate = Certificate.objects.get(person=world.people["alumnus"])
    content = b"%PDF-1.7 the file of a certificate"
    certificate.pdf = files.put(certificate.public_id, content)
    certificate.pdf_sha256, certificate.rendered_at = files.digest(content), timezone.now()
    certificate.save()
    asked = a_certificate(world.people["alumnus"])
    request = {"name": "Anong Sukjai-Smith", "native_name": "", "reason": "I married."}
    ask_for_correction(asked, **request, by=world.people["alumnus"])
    released = Enrolment.objects.get(learner=world.people["learner_other_state"])
    waiting = Completion.objects.create(
        enrolment=released, rule_version=1, reason="rule change", completed_at=timezone.now()
    )
    world.things |= {"certificate": certificate.public_id, "code": certificate.code, "completion": waiting.pk}
    world.things["asked_certificate"] = asked.public_id


def _network(world):
    """The alumnus chose to be found, and the trainer asked them while every officer read their name; the learner of the
    other member is hidden."""
    shown = profiles.listed(world.people["alumnus"])
    hidden = profiles.begin(world.people["learner_other_state"])
    profiles.open_to(shown, name="members")
    asked = profiles.asked(world.people["trainer"], shown)
    profiles.open_to(shown, name="cohort")
    world.things |= {"listed_profile": shown.public_id, "hidden_profile": hidden.public_id}
    world.things["introduction"] = asked.public_id
    _community(world)


def _community(world):
    """A space of all alumni in which the alumnus asked, and a closed one of the other learner alone, whom it tells nobody."""
    alumnus, insider = world.people["alumnus"], world.people["learner_same_course"]
    profile_actions.add_engagement(Achievement.objects.filter(person=alumnus).first())
    space = forum.a_space(slug="all-alumni")
    community.grant(space, READERS, by=None, audience="admin")
    community.accept_rules(alumnus, space)
    topic = forum.a_topic(space, alumnus, question=True)
    post = forum.a_reply(topic, world.people["group_moderator"])
    community.report(post, "wrong", by=alumnus)
    closed, _group = forum.a_closed_space(insider, slug="closed-space")
    community.accept_rules(insider, closed)
    secret = forum.a_topic(closed, insider)
    world.things |= {"slug": space.slug, "topic": topic.public_id, "no": 2, "case": Case.objects.get().public_id}
    world.things |= {"closed_slug": closed.slug, "closed_topic": secret.public_id}


def _office(world):
    """People of Thailand about whom the office decides, an invitation, a mail nobody knows the fate of."""
    thailand, staff = MemberFactory(code="TH"), world.people["rso_staff"]
    waiting = PersonFactory(state="unverified", affiliation__member=thailand)
    gone = PersonFactory(affiliation__member=thailand)
    request_erasure(gone, by=gone)
    renamed = PersonFactory(affiliation__member=thailand)
    actions.change_details(renamed, Details("Anong Sukjai"), by=renamed)
    post = Post(thailand, AgencyType.objects.first(), "Royal Thai Police")
    invitation = actions.invite("invited@police.example", "Siti", post, by=staff)
    mail = Message.objects.filter(person=world.people["learner_suspended"]).first()
    Message.objects.filter(pk=mail.pk).update(state=Message.State.UNCERTAIN)
    trainer = world.people["trainer"]
    world.things |= {
        "waiting_person": waiting.public_id,
        "officer": world.people["learner_same_course"].public_id,
        "officer_post": world.people["learner_same_course"].affiliation().pk,
        "suspended_person": world.people["learner_suspended"].public_id,
        "leaving_person": gone.public_id,
        "renamed_person": renamed.public_id,
        "new_name": renamed.name_requests.get().public_id,
        "trainer_person": trainer.public_id,
        "grant": trainer.role_grants.get().public_id,
        "invitation": invitation.public_id,
        "forged": tokens.token("another purpose", invitation.public_id),
        "token": tokens.token(INVITATION, invitation.public_id),
        "message": mail.public_id,
        "stop_token": unsubscribing.token(waiting, "digest"),
        "enquiry": contact.enquire(world.people["learner_enrolled"]).public_id,
    }


def _cohort(world):
    """A workshop of the trainer with the learner in it."""
    workshop = workshops.make_workshop()
    trainer = world.people["trainer"]
    appoint(workshop, trainer, by=world.people["rso_staff"])
    place = workshops.add(workshop, world.people["learner_enrolled"])
    world.things |= {
        "cohort": workshop.public_id,
        "cohort_place": place.public_id,
        "cohort_session": workshops.sessions_of(workshop)[0].public_id,
        "cohort_trainer": trainer.public_id,
        "cohort_list": imports.checked(workshop, [imports.officer(1, member="Atlantis")], by=trainer).public_id,
        "file_kind": "csv",
    }


def _events(world):
    """A closed event: the alumnus is invited, and a second list is being looked through."""
    event = events.make_event(by=world.people["rso_staff"], tier="closed")
    (invitation,) = events.invite(event, world.people["alumnus"])
    frozen = events.freeze(event, [world.people["learner_other_state"], world.people["learner_same_course"]])
    off = frozen.invitations.get(person=world.people["learner_same_course"])
    event_actions.remove(off, by=world.people["rso_staff"])
    world.things |= {
        "event": event.public_id,
        "closed_activity": event.activity.public_id,
        "public_activity": make_activity(audience="public", year=2023, quarter=1).public_id,
        "event_list": frozen.number,
        "event_invitation": frozen.invitations.get().public_id,
        "answer_token": links.token_of(invitation),
        "sent_invitation": invitation.public_id,
        "left_out_person": world.people["learner_same_course"].public_id,
    }


def _documents(world):
    root = Collection.get_first_root_node()
    closed = root.add_child(instance=Collection(name="Closed"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    for name, collection in {"document": root, "closed_document": closed}.items():
        document = CreditedDocument(title=name, collection=collection)
        document.file.save(f"{name}-{uuid4().hex[:8]}.txt", ContentFile(b"words"))
        document.save()
        world.things[f"{name}_path"] = f"{document.pk}/{document.filename}"


def _library(world):
    """A resource for each audience, with a file."""
    for audience in Resource.Audience.values:
        resource = library.make_resource(
            audience=audience, slug=f"for-{audience}", versions=[{"files": [("en", b"%PDF-1.7")]}], read=False
        )
        world.things |= {f"{audience}_resource": resource.slug, f"{audience}_file": library.file_of(resource).public_id}
    world.things["resource_version"] = "1"


def _figures(world):
    """A report frozen for a donor."""
    report = freeze(
        Question(quarter(2025, 1)),
        For("Quarter 1", "Donor", "Report"),
        client_key=uuid4(),
        by=world.people["rso_staff"],
    )
    world.things["snapshot"] = report.public_id


def _letter(world, folder):
    """A mail of the demo, with HTML and a file."""
    mail = EmailMessage()
    mail["To"], mail["Subject"] = "somebody@agency.example", "Your certificate"
    mail.set_content("Words")
    mail.add_alternative("<p>Words</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="certificate.pdf")
    folder.mkdir()
    name = "20260101000000000000-00000000"
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
    world.things["letter"] = name
