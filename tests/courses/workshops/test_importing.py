"""A list into a cohort: checked, confirmed, written, uploaded again (H7, H8, H9, H11, B-C6, B-C7, C-43)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.workshops import actions, tasks
from courses.workshops.models import Import, ImportRow, Place
from lms.accounts.actions import end_role, suspend
from lms.accounts.models import Invitation, User
from lms.notifications.models import Message
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import MemberFactory, PersonFactory, staff
from tests.factories.imports import officer

pytestmark = pytest.mark.django_db


def remarks(roster, number):
    return " ".join(f"{one['text']} {one['fix']}" for one in roster.rows.get(number=number).remarks)


def invitations_sent():
    return Message.objects.filter(kind="accounts.invitation").count()


def somebody(**facts):
    return PersonFactory(affiliation__member=MemberFactory(code="TH"), **facts)


def test_h8_nothing_is_written_before_it_is_confirmed(workshop, trainer):
    roster = lists.checked(workshop, [officer(1), officer(2)], by=trainer)
    assert lists.verdicts(roster) == {2: "new", 3: "new"}
    assert not Place.objects.exists()
    assert not Invitation.objects.exists()
    assert not invitations_sent()


def test_h8_confirmed_rows_get_a_place_and_one_invitation_each(workshop, trainer):
    roster = lists.written(workshop, [officer(1), officer(2)], by=trainer)
    assert (roster.state, lists.states(roster)) == ("done", {2: "added", 3: "added"})
    assert [place.email() for place in Place.objects.order_by("pk")] == [officer(1)[0], officer(2)[0]]
    assert {place.source for place in Place.objects.all()} == {"import"}
    assert invitations_sent() == 2
    assert roster.content == b""


def test_h8_uploading_again_changes_nothing_and_mails_nobody(workshop, trainer):
    rows = [officer(1), officer(2)]
    lists.written(workshop, rows, by=trainer)
    roster = lists.checked(workshop, rows, by=trainer)
    assert set(lists.verdicts(roster).values()) == {"unchanged"}
    roster = lists.finish(actions.confirm(roster, "good", by=trainer))
    assert set(lists.states(roster).values()) == {"unchanged"}
    assert (Place.objects.count(), Invitation.objects.count(), invitations_sent()) == (2, 2, 2)


def test_h8_e_mail_is_one_whatever_its_case(workshop, trainer):
    lists.written(workshop, [officer(1)], by=trainer)
    roster = lists.checked(workshop, [officer(1, email="OFFICER1@Police.Example")], by=trainer)
    assert lists.verdicts(roster) == {2: "unchanged"}


def test_h8_existing_people_are_neither_renamed_nor_invited_by_the_office_and_blanks_are_filled(workshop, trainer):
    person = somebody(email="officer1@police.example", full_name="Somchai")
    roster = lists.checked(workshop, [officer(1, native="สมชาย")], by=make.office())
    assert "another name; it is not changed" in remarks(roster, 2)
    lists.finish(actions.confirm(roster, "good", by=make.office()))
    person.refresh_from_db()
    assert (person.full_name, person.native_name) == ("Somchai", "สมชาย")
    assert Place.objects.get().person == person
    assert not invitations_sent()
    again = lists.checked(workshop, [officer(1, native="อื่น")], by=trainer)
    assert lists.verdicts(again) == {2: "unchanged"}


def test_h8_a_blank_of_somebody_in_the_cohort_is_filled(workshop, trainer):
    person = somebody(email="officer1@police.example")
    make.add(workshop, person)
    roster = lists.checked(workshop, [officer(1, native="สมชาย")], by=trainer)
    assert lists.verdicts(roster) == {2: "fills"}
    roster = lists.finish(actions.confirm(roster, "good", by=trainer))
    assert lists.states(roster) == {2: "filled"}


def test_h8_a_name_confirmed_for_certificates_is_left_alone(workshop, trainer):
    person = somebody(email="officer1@police.example", certificate_name_confirmed_at=timezone.now())
    lists.written(workshop, [officer(1, native="สมชาย")], by=make.office())
    person.refresh_from_db()
    assert person.native_name == ""


def test_b_c6_the_same_address_twice_one_is_applied_and_one_rejected(workshop, trainer):
    roster = lists.written(workshop, [officer(1), officer(1, name="Another")], by=trainer)
    assert lists.states(roster) == {2: "added", 3: "rejected"}
    assert "row 2" in roster.rows.get(number=3).reason
    assert Place.objects.get().full_name() == "Officer Number 1"


@pytest.mark.parametrize("kind", ["suspended", "inactive", "office"])
def test_b_c7_suspended_closed_and_staff_accounts_are_refused_in_the_same_words(workshop, trainer, kind):
    if kind == "office":
        staff(email="officer1@police.example")
    else:
        person = somebody(email="officer1@police.example", is_active=kind != "inactive")
        if kind == "suspended":
            suspend(person, "Left the service.", by=make.office())
    roster = lists.written(workshop, [officer(1)], by=trainer)
    assert lists.states(roster) == {2: "rejected"}
    assert roster.rows.get().reason == "E-mail: This address cannot be added by a list."
    assert not Place.objects.exists()


def test_a_new_person_needs_name_member_and_kind_of_agency(workshop, trainer):
    roster = lists.checked(workshop, [officer(1, name="", member="", kind="")], by=trainer)
    assert lists.verdicts(roster) == {2: "problem"}
    assert [one["column"] for one in roster.rows.get().remarks] == ["Full name", "Member", "Kind of agency"]


def test_somebody_with_an_account_needs_the_address_alone_in_a_list_of_the_office(workshop, trainer):
    somebody(email="officer1@police.example")
    roster = lists.checked(workshop, [["officer1@police.example"]], by=make.office(), headings=["E-mail"])
    assert lists.verdicts(roster) == {2: "new"}


def test_h9_perhaps_the_same_person_is_said_and_nothing_is_merged(workshop, trainer):
    twin = somebody(email="other@mail.example", full_name="Officer Number 1")
    twin.affiliations.update(agency="Royal Thai Police")
    assert "Perhaps somebody we know" not in remarks(lists.checked(workshop, [officer(1)], by=trainer), 2)
    roster = lists.checked(workshop, [officer(1)], by=make.office())
    assert "Perhaps somebody we know" in remarks(roster, 2)
    assert "other@mail.example" not in remarks(roster, 2)
    lists.finish(actions.confirm(roster, "good", by=make.office()))
    assert Place.objects.get().person is None
    assert not Place.objects.filter(person=twin).exists()


def test_h9_perhaps_somebody_of_the_same_cohort_is_said_to_its_trainer(workshop, trainer):
    lists.written(workshop, [officer(2, name="Officer Number 1")], by=trainer)
    assert "Perhaps somebody we know" in remarks(lists.checked(workshop, [officer(1)], by=trainer), 2)


@pytest.mark.parametrize("by_office", [True, False])
def test_h9_perhaps_somebody_with_a_name_in_their_own_script(workshop, trainer, by_office):
    twin = somebody(email="other@mail.example", full_name="Officer Number 1", native_name="เจ้าหน้าที่หนึ่ง")
    twin.affiliations.update(agency="Royal Thai Police")
    if not by_office:
        make.add(workshop, twin)
    roster = lists.checked(workshop, [officer(1), officer(2)], by=make.office() if by_office else trainer)
    assert "Perhaps somebody we know" in remarks(roster, 2)
    assert "Perhaps somebody we know" not in remarks(roster, 3)


def test_h9_two_rows_that_are_perhaps_one_person_are_said(workshop, trainer):
    roster = lists.checked(workshop, [officer(1, name="Siti"), officer(2, name="SITI")], by=trainer)
    assert "Another row has the same name" in remarks(roster, 3)
    assert lists.verdicts(roster)[3] == "new"


def test_h8_all_or_none_is_refused_while_a_row_is_bad(workshop, trainer):
    roster = lists.checked(workshop, [officer(1), officer(2, member="Atlantis")], by=trainer)
    with pytest.raises(actions.NotAllGood):
        actions.confirm(roster, "all", by=trainer)
    assert Import.objects.get().state == "read"


def test_h8_all_or_none_writes_nothing_if_a_row_has_become_bad(workshop, trainer):
    roster = lists.confirmed(workshop, [officer(1), officer(2)], by=trainer, mode="all")
    suspend(somebody(email="officer2@police.example"), "Left the service.", by=make.office())
    roster = lists.finish(roster)
    assert (roster.state, lists.states(roster)) == ("failed", {2: "rejected", 3: "rejected"})
    assert not Place.objects.exists()
    assert not invitations_sent()
    assert "row 3" in roster.rows.get(number=2).reason


def test_h2_h3_whom_the_seats_do_not_reach_waits_in_the_order_of_the_list(trainer, workshop):
    actions.change_seats(workshop, 1, by=make.office())
    lists.written(workshop, [officer(2), officer(1)], by=trainer)
    assert [(place.email(), place.state) for place in Place.objects.order_by("pk")] == [
        (officer(2)[0], "confirmed"),
        (officer(1)[0], "waitlisted"),
    ]


def test_who_withdrew_is_not_added_again_by_the_same_list(workshop, trainer):
    lists.written(workshop, [officer(1)], by=trainer)
    actions.move(Place.objects.get(), "withdrawn", by=trainer)
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    assert lists.verdicts(roster) == {2: "unchanged"}
    assert "Has left this cohort" in remarks(roster, 2)


def test_h11_a_trainer_who_lost_the_role_writes_nothing_more(workshop, trainer):
    roster = lists.confirmed(workshop, [officer(1)], by=trainer)
    end_role(trainer.role_grants.get(), by=make.office())
    roster = lists.finish(roster)
    assert lists.states(roster) == {2: "rejected"}
    assert not Place.objects.exists()


def test_a_workshop_closed_in_between_takes_nobody(workshop, trainer):
    roster = lists.confirmed(workshop, [officer(1)], by=trainer)
    type(workshop).objects.update(state="closed")
    assert lists.states(lists.finish(roster)) == {2: "rejected"}


def test_confirming_twice_is_confirming_once_and_the_task_may_run_again(workshop, trainer):
    roster = lists.confirmed(workshop, [officer(1)], by=trainer)
    assert actions.confirm(roster, "all", by=trainer).mode == "good"
    for _ in range(2):
        tasks.run_import(roster.pk)
    assert Place.objects.count() == 1


def test_columns_may_be_chosen_anew_as_long_as_nothing_is_confirmed(workshop, trainer):
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    actions.check(roster, ["email", "", "", "", "", ""], by=trainer)
    assert lists.verdicts(roster) == {2: "problem"}
    with pytest.raises(actions.NoAddresses):
        actions.check(roster, ["full_name"], by=trainer)
    actions.discard(roster, by=trainer)
    assert not ImportRow.objects.exists()


def test_the_sweep_takes_up_what_lost_its_worker(workshop, trainer):
    roster = lists.confirmed(workshop, [officer(1)], by=trainer)
    tasks.continue_imports()
    assert not Place.objects.exists()
    Import.objects.update(moved_at=timezone.now() - timedelta(minutes=2))
    tasks.continue_imports()
    assert Import.objects.get(pk=roster.pk).state == "done"


def test_c43_what_a_list_says_is_forgotten_after_a_week_and_the_numbers_stay(workshop, trainer):
    lists.written(workshop, [officer(1)], by=trainer)
    unread = actions.upload(workshop, "later.csv", lists.a_list([officer(2)]), by=trainer)
    assert actions.forget(timezone.now() + timedelta(days=6)) == 0
    assert actions.forget(timezone.now() + timedelta(days=8)) == 2
    row = ImportRow.objects.get()
    assert (row.cells, row.facts, row.state) == ([], {}, "added")
    unread.refresh_from_db()
    assert bytes(unread.content) == b""
    assert User.objects.filter(pk=trainer.pk).exists()
