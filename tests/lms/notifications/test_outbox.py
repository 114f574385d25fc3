"""The life of a message: states move along arrows, nothing twice, nothing lost. Ids: INV-5, INV-8, F-28."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.audit.models import Entry
from lms.notifications import actions, invariants
from lms.notifications.actions import UnfitContext, WrongArrow
from lms.notifications.backoff import pause
from lms.notifications.kinds import UnknownKind
from lms.notifications.models import Beat, Message, OutboxState
from tests.factories.notifications import make_message, make_recipient, make_sealed

pytestmark = pytest.mark.django_db
State = Message.State


def claimed(worker="me", **fields):
    make_message(**fields)
    return actions.claim(worker)


def handed_off(worker="me", **fields):
    message = claimed(worker, **fields)
    assert actions.begin_handoff(message, worker=worker)
    return message


def overdue(message):
    Message.objects.filter(pk=message.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_the_same_mail_asked_for_twice_is_there_once():
    person = make_recipient()
    first = make_message(person=person, dedupe=("event", 1))
    assert make_message(person=person, dedupe=("event", 1)) == first
    assert make_message("test.invitation", person=person, dedupe=("event", 1)) != first


def test_a_rolled_back_act_sends_nothing():
    with transaction.atomic():
        make_message()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.parametrize("value", ["someone@example.org", "Somchai Jaidee", "x" * 65, 1.5, {"a": 1}])
def test_the_context_holds_ids_only(value):
    with pytest.raises(UnfitContext):
        make_message(context={"what": value})


def test_a_kind_nobody_listed_is_refused():
    with pytest.raises(UnknownKind):
        make_message("test.nonsense")


def test_what_is_sealed_cannot_be_read_in_the_database_and_is_erased_when_sent():
    message = make_sealed("secret@example.org")
    stored = Message.objects.filter(pk=message.pk).values().get()
    assert not any(word in str(stored) for word in ("secret@example.org", "The secret is here"))
    message = actions.claim("me")
    actions.begin_handoff(message, worker="me")
    actions.finish(message, to=State.SENT)
    assert Message.objects.get().sealed_context == ""


def test_the_database_refuses_an_unknown_state_and_a_finished_message_that_is_still_sealed():
    message = make_sealed()
    for state in ("lost", State.SENT):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(state=state)


def test_the_most_urgent_goes_first_and_nothing_before_its_time():
    letter = make_message()
    make_message(not_before=timezone.now() + timedelta(hours=1))
    urgent = make_sealed()
    assert [actions.claim("me"), actions.claim("me"), actions.claim("me")] == [urgent, letter, None]


def test_what_comes_too_late_is_not_claimed_and_expires():
    make_message(not_after=timezone.now() - timedelta(seconds=1))
    assert actions.claim("me") is None
    assert actions.expire() == 1
    assert Message.objects.get().state == State.EXPIRED


def test_only_the_worker_that_claimed_it_may_hand_it_over():
    message = claimed("first")
    assert not actions.begin_handoff(message, worker="second")
    overdue(message)
    actions.sweep_leases()
    actions.claim("second")
    assert not actions.begin_handoff(message, worker="first")


def test_a_state_cannot_jump():
    message = make_message()
    with pytest.raises(WrongArrow):
        actions.finish(message, to=State.SENT)


def test_what_a_dead_worker_had_only_claimed_goes_back():
    message = claimed(kind="test.invitation")
    overdue(message)
    assert actions.sweep_leases()["claimed"] == 1
    assert actions.claim("other") == message


def test_what_a_dead_worker_was_handing_over_is_uncertain():
    message = handed_off(kind="test.invitation")
    overdue(message)
    assert actions.sweep_leases()["uncertain"] == 1
    message.refresh_from_db()
    assert message.is_uncertain()
    assert actions.claim("other") is None


def test_what_may_be_repeated_goes_back_with_the_same_message_id():
    message = handed_off()
    overdue(message)
    assert actions.sweep_leases()["repeated"] == 1
    again = actions.claim("other")
    assert again.message_id == message.message_id
    assert again.attempts == 2


def test_a_mail_that_kills_its_workers_is_left_to_staff():
    message = make_message()
    for _ in range(actions.MOST_CRASHES):
        message = actions.claim("me")
        actions.begin_handoff(message, worker="me")
        overdue(message)
        actions.sweep_leases()
    message.refresh_from_db()
    assert message.is_uncertain()


def test_a_late_worker_may_still_say_that_it_sent():
    message = handed_off(kind="test.invitation")
    overdue(message)
    actions.sweep_leases()
    assert actions.finish(message, to=State.SENT)
    assert Message.objects.get().state == State.SENT


def test_a_late_worker_cannot_settle_what_another_has_now():
    message = handed_off("first")
    overdue(message)
    actions.sweep_leases()
    other = actions.claim("second")
    actions.begin_handoff(other, worker="second")
    assert not actions.finish(message, to=State.SENT)


@pytest.mark.parametrize("to", [State.QUEUED, State.CLOSED])
def test_staff_resolve_an_uncertain_mail_once_and_it_is_on_record(to):
    staff = make_recipient()
    message = handed_off(kind="test.invitation")
    overdue(message)
    actions.sweep_leases()
    assert actions.resolve_uncertain(message, to=to, by=staff)
    assert not actions.resolve_uncertain(message, to=to, by=staff)
    message.refresh_from_db()
    assert message.state == to
    assert Entry.objects.filter(act="notifications.resolve").count() == 1


def test_staff_cannot_declare_a_mail_sent():
    with pytest.raises(WrongArrow):
        actions.resolve_uncertain(make_message(), to=State.SENT, by=make_recipient())


def test_a_mail_that_has_not_left_can_be_taken_back_and_one_that_may_have_left_cannot():
    assert actions.cancel(make_message(), reason="event-cancelled")
    assert not actions.cancel(handed_off(), reason="event-cancelled")
    assert Message.objects.filter(state=State.CANCELLED).count() == 1


def test_a_cancelled_mail_is_not_handed_over_by_the_worker_that_had_claimed_it():
    message = claimed()
    actions.cancel(message, reason="event-cancelled")
    assert not actions.begin_handoff(message, worker="me")


def test_tries_come_later_each_time_and_end_after_a_day():
    message = claimed()
    actions.retry_later(message, reason="later: 450")
    message.refresh_from_db()
    assert timedelta(seconds=29) < message.not_before - timezone.now() <= timedelta(minutes=1)
    Message.objects.update(not_before=timezone.now(), wanted_at=timezone.now() - timedelta(days=1))
    actions.retry_later(actions.claim("me"), reason="later: 450")
    assert Message.objects.get().state == State.EXPIRED


def test_the_pause_grows_from_a_minute_to_an_hour_and_is_never_the_same_for_all():
    assert [pause(n, chance=0).total_seconds() / 60 for n in (1, 2, 3, 7, 30)] == [1, 2, 4, 60, 60]
    assert pause(1, chance=1) == timedelta(seconds=30)


def test_the_first_start_ever_does_not_pause(settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 30
    assert not actions.keep_guard()
    assert not actions.is_paused()


def test_data_from_a_backup_pauses_the_outbox_until_staff_release_it(settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 30
    Beat.objects.create(name=actions.GUARD, at=timezone.now() - timedelta(minutes=31))
    make_message()
    assert actions.keep_guard()
    assert actions.claim("me") is None
    # A second look does not lift the pause.
    assert not actions.keep_guard()
    assert actions.is_paused()
    assert actions.release_pause(by=make_recipient())
    assert actions.claim("me") is not None
    assert list(Entry.objects.filter(act__startswith="notifications.").values_list("act", flat=True)) == [
        "notifications.pause",
        "notifications.release",
    ]


def test_a_short_rest_does_not_pause(settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 30
    Beat.objects.create(name=actions.GUARD, at=timezone.now() - timedelta(minutes=29))
    assert not actions.keep_guard()


def test_control_without_the_guard_old_data_sends(settings):
    settings.OUTBOX_PAUSES_AFTER_MINUTES = 0
    Beat.objects.create(name=actions.GUARD, at=timezone.now() - timedelta(days=1))
    make_message()
    actions.keep_guard()
    assert actions.claim("me") is not None


def test_there_is_one_state_of_the_outbox():
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxState.objects.create(id=2)


def test_somebody_who_is_erased_gets_no_more_mail():
    person = make_recipient()
    waiting, other = make_message(person=person), make_message()
    assert actions.forget(person) == 1
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, other.state) == (State.CANCELLED, State.QUEUED)


def test_a_sealed_address_does_not_wait_for_ever_for_a_decision():
    message = make_sealed()
    long_ago = timezone.now() - actions.SEALED_AT_MOST
    Message.objects.update(state=State.UNCERTAIN, handed_off_at=long_ago)
    actions.expire()
    message.refresh_from_db()
    assert (message.state, message.sealed_context) == (State.CLOSED, "")


def violations():
    return {
        check.__name__: len(list(check()))
        for check in (
            invariants.mail_leaves_in_time,
            invariants.leases_are_swept,
            invariants.mail_is_settled_within_a_day,
            invariants.moments_are_kept,
        )
    }


def test_the_invariants_hold_on_the_whole_way_of_a_mail():
    message = make_message()
    assert not any(violations().values())
    message = actions.claim("me")
    actions.begin_handoff(message, worker="me")
    assert not any(violations().values())
    actions.finish(message, to=State.SENT)
    assert not any(violations().values())


@pytest.mark.parametrize(
    ("broken", "fields"),
    [
        ("mail_leaves_in_time", {"not_before": -1}),
        ("leases_are_swept", {"state": State.HANDOFF, "lease_until": -1, "handed_off_at": -1}),
        ("mail_is_settled_within_a_day", {"wanted_at": -26}),
        ("moments_are_kept", {"state": State.SENT, "handed_off_at": -1}),
    ],
)
def test_each_invariant_sees_what_breaks_it(broken, fields):
    make_message()
    hours = {key: timezone.now() + timedelta(hours=value) for key, value in fields.items() if isinstance(value, int)}
    Message.objects.update(**{**fields, **hours})
    found = violations()
    assert found.pop(broken) == 1
    assert not any(found.values())
