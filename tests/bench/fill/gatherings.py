"""Workshops with their cohorts and events with their invitees, one of each very large; and the mail all of it sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from alumni.events.models import Event, Invitation, Letter, Round, Rsvp
from cms.activities.models import Activity
from courses.workshops.models import Attendance, CohortSession, MarkChange, Place, PlaceChange, Workshop
from lms.accounts.models import RoleGrant, User
from lms.notifications.models import Message

from .people import DOMAIN, name_of
from .sizes import Sizes
from .tables import Table, new_uuid

ZONE = "Asia/Bangkok"
COHORT, SESSIONS = 24, 4
TRAINER, STAFF, ADMIN = "trainer@demo.example", "staff@demo.example", "admin@demo.example"
ANSWERS = ["yes", "yes", "no", "maybe", "", ""]


def workshops(sizes: Sizes, persons: range) -> None:
    """The first holds thousands; a trainer sees a hundred of them, the office all."""
    now, chance = sizes.now(), sizes.chance("workshops")
    starts = [now + timedelta(days=20 - no * 3) for no in range(sizes.workshops)]
    activities = _activities(
        chance, [f"Workshop {no}: screening at the border" for no in range(len(starts))], starts, "workshop"
    )
    states = ["open" if at > now - timedelta(days=10) else "closed" for at in starts]
    ids = [new_uuid(chance) for _ in starts]
    sizes_of = [sizes.cohort, *[COHORT] * (len(starts) - 1)]
    made = Table(
        Workshop, ["public_id", "activity_id", "seats", "state", "closed_at"], created_at=now - timedelta(days=1500)
    ).write(
        (
            ids[no],
            activities[no],
            sizes_of[no],
            states[no],
            None if states[no] == "open" else starts[no] + timedelta(days=9),
        )
        for no in range(len(starts))
    )
    trainer = User.objects.filter(email=TRAINER).first()
    if trainer:
        grants = [(new_uuid(chance), public_id) for public_id in ids[:100]]
        Table(RoleGrant, ["public_id", "scope_id"], person_id=trainer.pk, role="trainer", scope_kind="workshop",
            starts_at=now - timedelta(days=900)).write(grants)  # fmt: skip
    _cohorts(sizes, persons, list(zip(made, starts, states, sizes_of, strict=True)))


def _activities(chance: Any, titles: list[str], starts: list[datetime], kind: str, audience: str = "alumni") -> range:
    return Table(
        Activity,
        ["public_id", "title", "starts_local", "ends_local", "starts_at", "ends_at", "year", "quarter"],
        code=None, kind=kind, audience=audience, zone=ZONE, place="Bangkok", created_at=min(starts) - timedelta(days=60), state="confirmed",
    ).write(
        (new_uuid(chance), title, clock(at), clock(at + timedelta(days=3)), at, at + timedelta(days=3), at.year, (at.month + 2) // 3)
        for title, at in zip(titles, starts, strict=True)
    )  # fmt: skip


def clock(at: datetime) -> str:
    """The clock in Bangkok, seven hours ahead."""
    return (at + timedelta(hours=7)).strftime("%Y-%m-%d %H:%M:%S")


def _cohorts(sizes: Sizes, persons: range, made: list[tuple[int, datetime, str, int]]) -> None:
    chance, now = sizes.chance("cohorts"), sizes.now()
    sessions = Table(
        CohortSession, ["public_id", "workshop_id", "number", "title", "starts_local", "ends_local", "starts_at", "ends_at"],
        zone=ZONE, place="Bangkok",
    ).write(_sessions(chance, made))  # fmt: skip
    seated = [
        (workshop, persons[(no * 37 + turn) % len(persons)], (no * 37 + turn) % len(persons), state)
        for no, (workshop, _at, state, size) in enumerate(made)
        for turn in range(min(size, len(persons)))
    ]
    added = now - timedelta(days=60)
    places = Table(
        Place, ["public_id", "workshop_id", "person_id", "name_key", "state"], source="import", added_at=added, changed_at=added,
        added_by_id=None,
    ).write(
        (new_uuid(chance), workshop, person, name_of(no).casefold(), "confirmed" if state == "open" else "attended")
        for workshop, person, no, state in seated
    )  # fmt: skip
    Table(PlaceChange, ["place_id", "new"], at=added, old="", by_id=None, undone_by_id=None).write(
        (place, "confirmed") for place in places
    )
    first = {workshop: sessions[no * SESSIONS] for no, (workshop, *_rest) in enumerate(made)}
    closed = [
        (place, first[row[0]] + turn)
        for place, row in zip(places, seated, strict=True)
        if row[3] == "closed"
        for turn in range(SESSIONS)
    ]
    marks = Table(Attendance, ["place_id", "session_id"], mark="present", at=now, by_id=None).write(closed)
    Table(MarkChange, ["attendance_id"], old="", new="present", source="trainer", at=now, by_id=None).write(
        (one,) for one in marks
    )


def _sessions(chance: Any, made: list[tuple[int, datetime, str, int]]) -> Iterator[tuple[Any, ...]]:
    for workshop, at, _state, _size in made:
        for turn in range(SESSIONS):
            begins = at + timedelta(hours=12 * turn)
            ends = begins + timedelta(hours=3)
            yield new_uuid(chance), workshop, turn + 1, f"Session {turn + 1}", clock(begins), clock(ends), begins, ends


def events(sizes: Sizes, persons: range) -> None:
    """The first is for thousands; of the others half are over."""
    now, chance = sizes.now(), sizes.chance("events")
    starts = [now + timedelta(days=10 + (no if no % 2 == 0 else -no * 2)) for no in range(sizes.events)]
    activities = _activities(chance, [f"Event {no}: meeting of alumni" for no in range(len(starts))], starts, "meeting")
    ids = [new_uuid(chance) for _ in starts]
    staff, admin = (User.objects.get(email=address).pk for address in (STAFF, ADMIN))
    made = Table(Event, ["public_id", "activity_id", "ical_uid"], state="open", tier="members", author_id=staff,
        created_at=now - timedelta(days=700)).write(
        (ids[no], activities[no], f"{ids[no]}@size.example") for no in range(len(starts))
    )  # fmt: skip
    for event in Event.objects.filter(pk__gte=made[0]).select_related("activity").iterator():
        Event.objects.filter(pk=event.pk).update(content_hash=event.present_hash())
    invited = [min(len(persons), sizes.invitees if no == 0 else 40) for no in range(len(starts))]
    sent = now - timedelta(days=20)
    rounds = Table(Round, ["event_id", "reach"], number=1, state="sent", author_id=staff, approver_id=admin, approved_at=sent,
        sent_at=sent, criteria={"alumni_only": True}).write(zip(made, invited, strict=True))  # fmt: skip
    asked = [
        (event, round_, (no * 41 + turn) % len(persons))
        for no, (event, round_) in enumerate(zip(made, rounds, strict=True))
        for turn in range(invited[no])
    ]
    _invitations(sizes, persons, asked, sent)


def _invitations(sizes: Sizes, persons: range, asked: list[tuple[int, int, int]], sent: datetime) -> None:
    chance = sizes.chance("event invitations")
    answers = [ANSWERS[no % len(ANSWERS)] for _event, _round, no in asked]
    made = Table(
        Invitation,
        ["public_id", "event_id", "round_id", "person_id", "email_norm", "state", "answer", "answered_at"],
        created_at=sent,
    ).write(
        (
            new_uuid(chance),
            event,
            round_,
            persons[no],
            f"officer{no}@{DOMAIN}",
            "answered" if said else "sent",
            said,
            sent if said else None,
        )
        for (event, round_, no), said in zip(asked, answers, strict=True)
    )
    Table(Rsvp, ["invitation_id", "answer"], via="mail", at=sent).write(
        (pk, said) for pk, said in zip(made, answers, strict=True) if said
    )
    mails = _mails(sizes, ((persons[no], "events.invitation", {}) for _event, _round, no in asked), "events", sent)
    Table(Letter, ["invitation_id", "message_id"], what="request", number=0, created_at=sent).write(
        zip(made, mails, strict=True)
    )


def mails(sizes: Sizes, persons: range) -> None:
    """What else was sent over the years; a few in a hundred were refused, and a handful nobody knows about."""
    at = sizes.now() - timedelta(days=40)
    kinds = ["credentials.issued", "accounts.verified", "accounts.invitation", "workshops.place"]
    _mails(sizes, ((persons[no % len(persons)], kinds[no % 4], {}) for no in range(sizes.mails)), "others", at)


def _mails(sizes: Sizes, rows: Iterator[tuple[int, str, dict[str, Any]]], purpose: str, at: datetime) -> range:
    chance = sizes.chance(f"mails {purpose}")

    def state(no: int) -> str:
        return "bounced" if no % 97 == 0 else "closed" if no % 1009 == 0 else "sent"

    return Table(
        Message, ["public_id", "kind", "person_id", "context", "state", "dedupe_key", "finished_at"],
        language="en", priority=1, attempts=1, wanted_at=at, not_before=at, created_at=at, claimed_at=at, handed_off_at=at,
    ).write(
        (new_uuid(chance), kind, person, context, state(no), sha256(f"{purpose}:{no}".encode()).hexdigest(), at + timedelta(seconds=no % 9_000))
        for no, (person, kind, context) in enumerate(rows)
    )  # fmt: skip
