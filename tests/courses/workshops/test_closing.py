"""Closing: who met the rule gets achievement and certificate by the one path; safe twice; corrected later (C1, C5, C11, C12, C18)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from courses.credentials.invariants import achievements_have_their_certificate, certificates_have_their_achievement
from courses.credentials.models import Certificate
from courses.learning.models import Achievement
from courses.workshops import actions
from courses.workshops.actions.places import Step, step_to
from courses.workshops.models import Place
from courses.workshops.standing import verdicts
from lms.accounts.actions import accept_invitation, confirm_certificate_name, verify
from lms.accounts.facts import Details
from lms.accounts.models import Invitation, Organisation
from lms.accounts.occasions import occasions_of
from lms.audit.models import Entry
from lms.notifications.models import Message
from tests.factories import workshops as make
from tests.factories.accounts import PersonFactory, signed_in
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@scene
def workshop():
    academy = Organisation.objects.create(code="ppa", name="People's Police Academy", kind="academy")
    return make.make_workshop(days=5, partner=academy)


def attended(workshop, sessions, who=None):
    """A place present in so many of the five sessions."""
    place = make.add(workshop, who)
    for number, session in enumerate(make.sessions_of(workshop)):
        make.mark(session, {place: "present" if number < sessions else "absent"})
    return place


def close(workshop, expected, **facts):
    return actions.close(workshop, by=make.office(), expected=expected, **facts)


def test_who_met_the_rule_gets_the_certificate_and_others_do_not(workshop):
    enough, too_little, never = attended(workshop, 4), attended(workshop, 3), attended(workshop, 0)
    assert close(workshop, 1) == 1
    assert [make.fresh(place).state for place in (enough, too_little, never)] == ["completed", "attended", "no_show"]
    assert Certificate.objects.get().person == enough.person
    assert make.fresh(workshop).closed_by == make.office()


def test_c1_the_certificate_says_title_hours_dates_cohort_and_partner(workshop):
    place = attended(workshop, 5)
    close(workshop, 1)
    certificate = Certificate.objects.get()
    last = make.sessions_of(workshop)[-1]
    assert certificate.title == workshop.activity.title
    assert certificate.hours == Decimal("40.0")
    assert certificate.completed_on == last.ends_local.date()
    assert certificate.cohort.startswith("Bangkok, ")
    assert certificate.partners == ["People's Police Academy"]
    assert certificate.name == place.person.full_name


def test_c2_the_name_confirmed_for_certificates_is_printed(workshop):
    officer = PersonFactory(full_name="Somchai Wongsakul")
    confirm_certificate_name(officer, "SOMCHAI Wongsakul", by=officer)
    attended(workshop, 5, officer)
    close(workshop, 1)
    assert Certificate.objects.get().name == "SOMCHAI Wongsakul"


def test_c18_the_achievement_is_attendance_and_rests_on_no_completion(workshop):
    attended(workshop, 5)
    close(workshop, 1)
    achievement = Achievement.objects.get()
    assert (achievement.kind, achievement.ref, achievement.completion) == ("attended", workshop.public_id, None)
    assert (achievement.minutes, achievement.title) == (2400, workshop.activity.title)


def test_c5_closing_twice_gives_one_certificate_and_one_record(workshop):
    attended(workshop, 5)
    assert [close(workshop, 1), close(workshop, 1)] == [1, 0]
    assert Certificate.objects.count() == 1
    assert Entry.objects.filter(act="workshops.close").count() == 1
    assert Entry.objects.filter(act="learning.achieve").count() == 1


def test_the_invariants_hold_after_closing(workshop):
    attended(workshop, 5)
    close(workshop, 1)
    assert not list(achievements_have_their_certificate())
    assert not list(certificates_have_their_achievement())


def test_c12_the_preview_says_why_not(workshop):
    attended(workshop, 3), attended(workshop, 0), attended(workshop, 5, make.newcomer())
    excused = make.add(workshop)
    for session in make.sessions_of(workshop):
        make.mark(session, {excused: "excused"})
    reasons = {str(verdict.why_not) for verdict in verdicts(workshop, timezone.now())}
    assert reasons == {
        "Attended too little",
        "Was not there",
        "Has not accepted the invitation yet",
        "Was excused from every session",
    }


def test_a_mark_that_changed_since_the_preview_stops_the_closing(workshop):
    place = attended(workshop, 5)
    for session in make.sessions_of(workshop)[:2]:
        make.mark(session, {place: "absent"})
    with pytest.raises(actions.Overtaken):
        close(workshop, 1)
    assert make.fresh(workshop).is_standing()
    assert not Achievement.objects.exists()


def test_an_unmarked_session_or_one_to_come_is_in_the_way(workshop):
    place = make.add(workshop)
    with pytest.raises(actions.NotReady):
        close(workshop, 0)
    make.mark_everything(workshop, [place])
    with pytest.raises(actions.NotReady):
        close(workshop, 1, at=make.sessions_of(workshop)[-1].starts_at - timedelta(hours=1))


def test_nobody_is_absent_from_a_session_that_runs_and_it_is_in_the_way(workshop):
    marked, unmarked = make.add(workshop), make.add(workshop)
    *earlier, last = make.sessions_of(workshop)
    for session in earlier:
        make.mark(session, {marked: "present", unmarked: "present"})
    make.mark(last, {marked: "present"})
    running, over = last.ends_at - timedelta(minutes=5), last.ends_at
    found = {verdict.place.pk: verdict for verdict in verdicts(workshop, running)}
    assert (found[unmarked.pk].presence.percent, found[unmarked.pk].has_blanks) == (100, False)
    with pytest.raises(actions.NotReady):
        close(workshop, 2, at=running)
    assert {verdict.presence.percent for verdict in verdicts(workshop, over)} == {100, 80}
    assert close(workshop, 2, at=over) == 2


def test_c12_a_correction_after_closing_gives_only_the_missing_certificate(workshop):
    attended(workshop, 5)
    late = attended(workshop, 3)
    close(workshop, 1)
    first = Certificate.objects.get()
    make.mark(make.sessions_of(workshop)[3], {late: "present"}, reason="Signed the paper list.")
    assert close(workshop, 2) == 1
    assert Certificate.objects.count() == 2
    assert Certificate.objects.get(pk=first.pk).issued_at == first.issued_at


def test_c12_who_joins_after_closing_is_certified_when_it_is_run_again(workshop):
    place = attended(workshop, 5, make.newcomer())
    assert close(workshop, 0) == 0
    accept_invitation(place.invitation, "a quiet river at dawn", Details("Late Joiner"))
    assert close(workshop, 1) == 1


def test_c11_a_correction_never_withdraws_a_certificate(workshop):
    place = attended(workshop, 5)
    close(workshop, 1)
    with pytest.raises(actions.Locked):
        make.mark(make.sessions_of(workshop)[0], {place: "absent"})
    for session in make.sessions_of(workshop):
        make.mark(session, {place: "absent"}, reason="Another officer signed for them.")
    assert close(workshop, 0) == 0
    assert Certificate.objects.get().is_valid()
    assert make.fresh(place).state == "completed"


def test_h24_who_did_not_come_is_recorded_so_and_not_as_withdrawn(workshop):
    place = attended(workshop, 0)
    close(workshop, 0)
    assert make.fresh(place).state == "no_show"


def test_c12_who_was_forgotten_in_the_marks_is_not_said_to_have_been_away(workshop):
    attended(workshop, 5)
    never, once = make.add(workshop), make.add(workshop)
    make.mark(make.sessions_of(workshop)[0], {once: "present"})
    reasons = {verdict.place: str(verdict.why_not) for verdict in verdicts(workshop, timezone.now())}
    assert reasons[never] == "Not marked in any session"
    assert reasons[once] == "Attended too little; not marked in 4 sessions"


def unverified():
    return PersonFactory(state="unverified")


def test_an_account_nobody_verified_waits_for_its_certificate_and_gets_it_once(workshop):
    place = attended(workshop, 5, unverified())
    assert close(workshop, 0) == 0
    assert (make.fresh(place).state, make.fresh(place).awaits_verification) == ("attended", True)
    assert actions.certify_verified(timezone.now()) == 0
    verify(place.person, by=make.office())
    assert [actions.certify_verified(timezone.now()) for _ in range(2)] == [1, 0]
    assert (make.fresh(place).state, make.fresh(place).awaits_verification) == ("completed", False)
    assert Certificate.objects.get().person == place.person


def test_a_mark_corrected_before_the_account_was_verified_counts(workshop):
    place = attended(workshop, 5, unverified())
    close(workshop, 0)
    for session in make.sessions_of(workshop):
        make.mark(session, {place: "absent"}, reason="Another officer signed for them.")
    verify(place.person, by=make.office())
    assert actions.certify_verified(timezone.now()) == 0
    assert not Certificate.objects.exists()


def test_who_became_eligible_by_a_correction_is_not_certified_behind_anybodys_back(workshop):
    late = attended(workshop, 3)
    close(workshop, 0)
    make.mark(make.sessions_of(workshop)[3], {late: "present"}, reason="Signed the paper list.")
    assert actions.certify_verified(timezone.now()) == 0


def invited(workshop, sessions=5):
    return attended(workshop, sessions, make.newcomer())


def accepted(place):
    return accept_invitation(place.invitation, "a quiet river at dawn", Details("Late Joiner"))


def test_who_accepts_after_closing_is_certified_by_the_same_sweep_and_once(workshop):
    place = invited(workshop)
    close(workshop, 0)
    # Whom the office invites, it vouches for.
    person = accepted(place)
    assert [actions.certify_verified(timezone.now()) for _ in range(2)] == [1, 0]
    assert (make.fresh(place).state, make.fresh(place).awaits_verification) == ("completed", False)
    assert Certificate.objects.get().person == person


def test_who_accepts_after_closing_and_is_vouched_for_by_nobody_waits_for_verification_too(workshop):
    trainer = make.make_trainer(workshop)
    place = make.add(workshop, make.newcomer(), by=trainer)
    make.mark_everything(workshop, [place])
    close(workshop, 0)
    person = accepted(place)
    assert actions.certify_verified(timezone.now()) == 0
    verify(person, by=make.office())
    assert actions.certify_verified(timezone.now()) == 1


def test_who_accepts_after_closing_and_was_there_too_little_gets_nothing(workshop):
    place = invited(workshop, sessions=3)
    close(workshop, 0)
    accepted(place)
    assert actions.certify_verified(timezone.now()) == 0
    assert (make.fresh(place).state, make.fresh(place).awaits_verification) == ("attended", False)


def test_after_closing_those_a_certificate_waits_for_are_asked_again_once_a_day_and_no_others(workshop):
    place, absent = invited(workshop), invited(workshop, sessions=0)
    close(workshop, 0)
    long_ago = timezone.now() - timedelta(days=3)
    Place.objects.update(asked_at=long_ago)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=10))
    assert [actions.remind(workshop, by=make.office()) for _ in range(2)] == [1, 0]
    assert (make.fresh(place).asked_at > long_ago, make.fresh(absent).asked_at) == (True, long_ago)
    assert Entry.objects.filter(act="workshops.remind").count() == 1
    assert Message.objects.filter(kind="accounts.invitation").count() == 3
    (occasion,) = occasions_of(make.fresh(place).invitation)
    assert "credited to you" in occasion.lines[0]
    assert not occasions_of(make.fresh(absent).invitation)


def test_the_page_says_before_and_after_closing_who_gets_nothing_yet_and_asks_them_again(workshop):
    client = signed_in(make.make_trainer(workshop))
    address = reverse("workshops:close", args=[workshop.public_id])
    invited(workshop)
    Place.objects.update(asked_at=timezone.now() - timedelta(days=3))
    for _ in ("before", "after"):
        text = client.get(address).content.decode()
        assert "1 person gets nothing yet: the invitation is not accepted" in text
        assert "Ask 1 person again to accept" in text
        if make.fresh(workshop).is_standing():
            close(workshop, 0)
    answer = client.post(reverse("workshops:remind-all", args=[workshop.public_id]), {"from": "close"}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "1 person is asked again to accept." in answer.content.decode()
    assert "You can ask again tomorrow." in answer.content.decode()


def test_the_closing_page_asks_those_alone_whom_it_names(workshop):
    there, absent = invited(workshop), invited(workshop, sessions=0)
    long_ago = timezone.now() - timedelta(days=3)
    Place.objects.update(asked_at=long_ago)
    client = signed_in(make.make_trainer(workshop))
    text = client.get(reverse("workshops:close", args=[workshop.public_id])).content.decode()
    assert "Ask 1 person again to accept" in text
    client.post(reverse("workshops:remind-all", args=[workshop.public_id]), {"from": "close"})
    assert (make.fresh(there).asked_at > long_ago, make.fresh(absent).asked_at) == (True, long_ago)


def test_the_closing_page_does_not_promise_to_ask_those_whose_invitation_was_withdrawn(workshop):
    place = invited(workshop)
    Place.objects.update(asked_at=timezone.now() - timedelta(days=3))
    Invitation.objects.update(state=Invitation.State.WITHDRAWN)
    client = signed_in(make.make_trainer(workshop))
    text = client.get(reverse("workshops:close", args=[workshop.public_id])).content.decode()
    assert "Their invitations were withdrawn" in text
    assert "You can ask again tomorrow." not in text
    assert "Nobody has a confirmed place" not in text
    assert place.full_name() in text


def test_an_invitation_speaks_of_a_closed_workshop_by_the_marks_as_they_are_now(workshop):
    there, absent = invited(workshop), invited(workshop, sessions=3)
    close(workshop, 0)
    last = make.sessions_of(workshop)[3]
    make.mark(last, {absent: "present"}, reason="Signed the paper list.")
    for session in make.sessions_of(workshop):
        make.mark(session, {there: "absent"}, reason="Another officer signed for them.")
    assert "credited to you" in occasions_of(make.fresh(absent).invitation)[0].lines[0]
    assert not occasions_of(make.fresh(there).invitation)


def test_a_list_of_verdicts_does_not_grow_with_the_cohort(workshop):
    attended(workshop, 5)
    verdict = verdicts(workshop, timezone.now())[0]

    def shown(number):
        facts = {"verdicts": [verdict] * number, "caption": "Certificates", "workshop": workshop}
        return render_to_string("courses/workshops/close_table.html", facts)

    assert "by name" not in shown(200)
    assert shown(201).count('scope="row"') == 200
    assert "The first 200 of 201 by name." in shown(201)


def test_an_acceptance_between_the_list_and_the_closing_is_not_lost(workshop):
    place = invited(workshop)
    stale = [verdict.place for verdict in verdicts(workshop, timezone.now())]
    accepted(place)
    step_to(stale[0], "attended", Step(make.office(), timezone.now()))
    assert make.fresh(place).person is not None
