"""The way of a list through its pages, without scripts (H7, H8, H11, H12, U-6, B-C8, B-C9, B-C20)."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.workshops import actions
from courses.workshops.models import Import, Place
from lms.accounts import tokens
from lms.accounts.actions import accept_invitation, end_role
from lms.accounts.facts import Details
from lms.accounts.letters import INVITATION
from lms.accounts.models import Invitation
from lms.notifications.models import Message
from lms.privacy.policies import load_policies
from tests.courses.workshops.lists import judged
from tests.factories import imports as lists
from tests.factories import workshops as make
from tests.factories.accounts import PASSWORD, PersonFactory, signed_in
from tests.factories.imports import HEADINGS, officer

pytestmark = pytest.mark.django_db


def url(name, workshop, *more):
    return reverse(f"workshops:{name}", args=[workshop.public_id, *more])


def of(name, roster, *more):
    return url(name, roster.workshop, roster.public_id, *more)


def send(browser, workshop, content, name="officers.csv"):
    return browser.post(url("imports", workshop), {"file": SimpleUploadedFile(name, content)})


def columns(browser, roster, **changes):
    form = browser.get(of("import-columns", roster)).context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    return browser.post(of("import-columns", roster), {**chosen, **changes})


def text(response):
    return " ".join(response.content.decode().split())


def test_h8_from_the_file_to_the_result(browser, workshop):
    rows = [officer(1), officer(2), officer(3, member="Atlantis")]
    answer = send(browser, workshop, lists.a_list(rows))
    roster = Import.objects.get()
    assert answer.url == of("import-columns", roster)
    page = text(browser.get(answer.url))
    assert "3 rows" in page
    assert "Officer Number 1" in page
    assert columns(browser, roster).url == of("import", roster)
    page = text(browser.get(of("import", roster)))
    assert "<b>2</b> new in this cohort · 2 of them get an invitation" in page
    assert "There is no member “Atlantis”." in page
    assert not Place.objects.exists()
    assert browser.post(of("import-confirm", roster), {"mode": "good"}).url == of("import", roster)
    page = text(browser.get(of("import", roster)))
    assert "0 of 3 rows done" in page
    assert "Look again" in page
    lists.finish(roster)
    page = text(browser.get(of("import", roster)))
    assert "2 added (2 invited by mail), 0 with a blank filled, 0 unchanged, 1 not added." in page
    assert "Undo this import" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_h8_bad_rows_come_back_with_their_reason_and_can_be_corrected_and_uploaded(browser, workshop, trainer, kind):
    rows = [officer(1), officer(2, name="=cmd|x", member="Atlantis")]
    roster = lists.written(workshop, rows, by=trainer)
    answer = browser.get(of("import-rejected", roster, kind))
    assert f'filename="not-added.{kind}"' in answer["Content-Disposition"]
    found = judged(answer.content, f"not-added.{kind}")
    assert [row.facts["email"] for row in found] == [officer(2)[0]]
    line = found[0].cells
    assert line[-2] == "3"
    assert "Atlantis" in line[-1]
    if kind == "xlsx":
        cell = load_workbook(io.BytesIO(answer.content)).active["B2"]
        assert (cell.value, cell.data_type) == ("'=cmd|x", "s")
    else:
        assert b",'=cmd|x," in answer.content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_understood(browser, workshop, kind):
    answer = browser.get(url("import-template", workshop, kind))
    send(browser, workshop, answer.content, f"officers.{kind}")
    assert not Import.objects.exists(), "A template without rows is no list."
    rows = load_workbook(io.BytesIO(answer.content))["Names to use"] if kind == "xlsx" else None
    assert rows is None or rows.max_row == 50


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"%PDF-1.7", "a.csv", "This is a PDF file"),
        (b"E-mail\n", "a.csv", "no rows below"),
        (b"a,b\n1,2", "a.exe", "Upload a CSV file"),
        (b"PK\x03\x04rest", "a.xlsx", "cannot be read"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "larger than 5 MB"),
    ],
)
def test_b_c9_what_is_no_list_is_refused_on_the_page(browser, workshop, content, name, says):
    answer = send(browser, workshop, content, name)
    assert answer.status_code == 200
    assert says in text(answer)
    assert not Import.objects.exists()


def test_without_a_file_the_form_says_so(browser, workshop):
    assert "Choose a file." in text(browser.post(url("imports", workshop), {}))


def test_columns_are_chosen_by_hand_where_the_headings_say_nothing(browser, workshop):
    send(browser, workshop, b"A,B,C,Role\nsiti@a.example,Siti,x,admin\n")
    roster = Import.objects.get()
    page = text(browser.get(of("import-columns", roster)))
    assert "These columns are not read" in page
    assert "column3" not in page
    refused = columns(browser, roster)
    assert "Say which column holds the official e-mail address." in text(refused)
    twice = columns(browser, roster, column0="email", column1="email")
    assert "Two columns cannot both be" in text(twice)
    seen = columns(browser, roster, column0="email", column1="full_name", look="1")
    assert "Siti" in text(seen)
    assert Import.objects.get().state == "uploaded"
    columns(browser, roster, column0="email", column1="full_name", column3="agency")
    assert roster.rows.get().facts == {"email": "siti@a.example", "full_name": "Siti"}


def test_b_c1_a_wrong_guess_about_the_letters_is_put_right(browser, workshop):
    send(browser, workshop, "E-mail,Name\nsuda@a.example,ก\n".encode("cp874"))
    roster = Import.objects.get()
    assert "¡" in text(browser.get(of("import-columns", roster)))
    assert "ก" in text(columns(browser, roster, encoding="cp874", look="1"))
    columns(browser, roster, encoding="cp874")
    assert roster.rows.get().facts["full_name"] == "ก"
    again = columns(browser, roster, encoding="utf-8")
    assert again.status_code == 302
    assert roster.rows.get().facts["full_name"] == "ก"


def test_all_or_none_with_a_bad_row_says_what_to_do(browser, workshop, trainer):
    roster = lists.checked(workshop, [officer(1), officer(2, member="Atlantis")], by=trainer)
    page = text(browser.post(of("import-confirm", roster), {"mode": "all"}))
    assert "1 row has a problem, so “all or none” adds nothing." in page
    assert "Choose one of the two." in text(browser.post(of("import-confirm", roster), {"mode": "x"}))
    assert Import.objects.get().state == "read"


def test_a_list_may_be_thrown_away_until_it_is_confirmed(browser, workshop, trainer):
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    browser.post(of("import-discard", roster))
    assert not Import.objects.exists()
    roster = lists.confirmed(workshop, [officer(1)], by=trainer)
    browser.post(of("import-discard", roster))
    assert Import.objects.get() == roster


def test_the_same_file_again_is_said(browser, workshop, trainer):
    lists.written(workshop, [officer(1)], by=trainer)
    send(browser, workshop, lists.a_list([officer(1)]))
    assert "The same file was imported" in text(browser.get(of("import-columns", Import.objects.first())))


def test_rows_are_shown_by_kind_and_page_by_page(browser, workshop, trainer):
    rows = [officer(number, member="Atlantis" if number % 2 else "Thailand") for number in range(100)]
    roster = lists.checked(workshop, rows, by=trainer)
    page = browser.get(of("import", roster), {"show": "problem"})
    assert [row["number"] for row in page.context["rows"]][:3] == [3, 5, 7]
    onward = page.context["older_url"]
    assert browser.get(of("import", roster) + onward).context["rows"][0]["number"] == 83
    for odd in ({"show": "\0"}, {"after": "9" * 30}, {"after": "-1"}, {"show": "waiting"}):
        assert browser.get(of("import", roster), odd).status_code == 200


def test_h11_h12_another_trainer_and_one_whose_role_ended_find_nothing(browser, workshop, trainer):
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    other = signed_in(make.make_trainer(make.make_workshop()))
    pages = [url("imports", workshop), of("import", roster), of("import-columns", roster), of("import-undo", roster)]
    pages += [of("import-rejected", roster, "csv"), url("import-template", workshop, "csv")]
    assert {other.get(page).status_code for page in pages} == {404}
    assert other.post(of("import-confirm", roster), {"mode": "good"}).status_code == 404
    end_role(trainer.role_grants.get(), by=make.office())
    assert {browser.get(page).status_code for page in pages} == {404}
    assert Import.objects.get().state == "read"


def test_a_list_of_another_cohort_is_not_found_under_this_one(browser, workshop, trainer):
    elsewhere = make.make_workshop()
    roster = lists.checked(elsewhere, [officer(1)], by=make.office())
    assert browser.get(url("import", workshop, roster.public_id)).status_code == 404


def test_h8_undo_within_a_day_and_not_after(browser, workshop, trainer):
    roster = lists.written(workshop, [officer(1)], by=trainer)
    assert "1 place is taken back." in text(browser.get(of("import-undo", roster)))
    Import.objects.update(confirmed_at=timezone.now() - timedelta(hours=25))
    assert browser.get(of("import-undo", roster)).status_code == 302
    answer = browser.post(of("import-undo", roster), follow=True)
    assert "confirmed more than a day ago" in text(answer)
    Import.objects.update(confirmed_at=timezone.now() - timedelta(hours=23))
    browser.post(of("import-undo", roster))
    lists.finish(roster)
    assert "Places taken back: 1. Blanks empty again: 0. Had to stay: 0." in text(browser.get(of("import", roster)))
    assert Place.objects.get().state == "withdrawn"


def test_h7_the_link_of_an_imported_officer_is_spent_by_sending_alone(workshop, trainer):
    load_policies()
    lists.written(workshop, [officer(1)], by=trainer)
    invitation = Invitation.objects.get()
    link = reverse("invitations:show", args=[tokens.token(INVITATION, invitation.public_id)])
    for _ in range(3):  # a mail scanner opens everything
        assert Client().get(link).status_code == 200
    assert Place.objects.get().person is None
    other = PersonFactory()
    page = text(signed_in(other).get(link))
    assert "Officer Number 1" not in page, "Forwarded to another, it shows nothing."
    answers = {"full_name": "Siti", "native_name": "", "password": PASSWORD, "sex": "", "agree_account": "on"}
    Client().post(link, answers)
    place = Place.objects.get()
    assert (place.person.email, place.state) == (officer(1)[0], "confirmed")
    # Joined is joined: the list uploaded once more neither mails nor renames.
    lists.written(workshop, [officer(1)], by=trainer)
    place.refresh_from_db()
    assert place.person.full_name == "Siti"
    assert Message.objects.filter(kind="accounts.invitation").count() == 1


@pytest.mark.usefixtures("frame_is_known")
def test_pages_answer_with_few_questions(browser, workshop, trainer, django_assert_max_num_queries):
    rows = [officer(number) for number in range(60)]
    roster = lists.checked(workshop, rows, by=trainer)
    with django_assert_max_num_queries(16):
        browser.get(of("import", roster))
    with django_assert_max_num_queries(16):
        browser.get(of("import-columns", roster))
    roster = lists.finish(actions.confirm(roster, "good", by=trainer))
    with django_assert_max_num_queries(16):
        page = browser.get(of("import", roster))
    assert len(page.content) < 60_000
    with django_assert_max_num_queries(16):
        browser.get(url("imports", workshop))


def test_headings_of_a_hostile_list_are_shown_as_text(browser, workshop):
    send(browser, workshop, b"E-mail,<script>alert(1)</script>\nsiti@a.example,<b>x</b>\n")
    page = browser.get(of("import-columns", Import.objects.get())).content.decode()
    assert "<script>alert" not in page
    assert len(HEADINGS) == 6


def test_the_undo_page_counts_places_invitations_and_blanks_as_the_undo_then_does(browser, workshop, trainer):
    load_policies()
    mine, named = (PersonFactory(email=officer(number)[0]) for number in (3, 4))
    make.add(workshop, named)
    rows = [
        officer(1),
        officer(2),
        officer(3, native="สมชาย"),
        officer(4, native="สมหญิง"),
        officer(5, member="Atlantis"),
    ]
    browser, trainer = signed_in(make.office()), make.office()
    roster = lists.written(workshop, rows, by=trainer)
    accept_invitation(Invitation.objects.get(email=officer(1)[0]), PASSWORD, Details("Siti"), agreed=["account"])
    page = text(browser.get(of("import-undo", roster)))
    for said in ("2 places are taken back.", "1 invitation stops", "2 blanks are empty again.", "1 place stays"):
        assert said in page
    # One of the two blanks is the person's own business by now.
    type(named).objects.filter(pk=named.pk).update(native_name="Another")
    actions.ask_undo(roster, by=trainer)
    assert "0 of 4 rows done" in text(browser.get(of("import", roster)))
    lists.finish(roster)
    assert lists.states(roster) == {2: "kept", 3: "taken_back", 4: "taken_back", 5: "kept", 6: "rejected"}
    assert "Places taken back: 2. Blanks empty again: 1. Had to stay: 2." in text(browser.get(of("import", roster)))
    mine.refresh_from_db()
    assert mine.native_name == ""


def test_the_result_says_how_many_went_on_the_waiting_list_as_the_check_did(browser, workshop, trainer):
    actions.change_seats(workshop, 1, by=make.office())
    checked = lists.checked(workshop, [officer(1), officer(2), officer(3)], by=trainer)
    assert "2 officers will be on the waiting list" in text(browser.get(of("import", checked)))
    lists.finish(actions.confirm(checked, "good", by=trainer))
    page = text(browser.get(of("import", checked)))
    assert "3 added (3 invited by mail)" in page
    assert "2 of those added went on the waiting list, in the order of the list: no seat was free." in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_h8_mended_rows_uploaded_again_join_up_with_the_first_and_nothing_is_double(browser, workshop, trainer, kind):
    rows = [officer(1), officer(2, member="Atlantis"), officer(3, member="Atlantis")]
    first = lists.written(workshop, rows, by=trainer)
    content = browser.get(of("import-rejected", first, kind)).content
    lines = [row.cells for row in judged(content, f"not-added.{kind}")]
    # The member is written right in one of the two; whoever mends it puts a row that is in already below.
    lines[0][3] = "Thailand"
    headings = [*HEADINGS, "Row", "Reason"]
    send(browser, workshop, lists.a_list([*lines, [*officer(1), "", ""]], headings), "mended.csv")
    second = Import.objects.first()
    columns(browser, second)
    assert list(lists.verdicts(second).values()) == ["new", "problem", "unchanged"]
    lists.finish(actions.confirm(second, "good", by=trainer))
    page = text(browser.get(of("import", second)))
    assert "1 added (1 invited by mail), 0 with a blank filled, 1 unchanged, 1 not added." in page
    assert Place.objects.count() == Invitation.objects.count() == 2
    assert Message.objects.filter(kind="accounts.invitation").count() == 2


def test_a_missing_column_is_said_at_once_with_the_headings_there_are_and_the_upload_is_kept(browser, workshop):
    page = text(send(browser, workshop, b"Who,Country,Desk\nSiti,Thailand,x\n", "a.csv"))
    roster = Import.objects.get()
    page = text(browser.get(of("import-columns", roster)))
    assert "No column holds the official e-mail address" in page
    for said in (
        "<b>Official e-mail</b>",
        "<b>Full name</b>",
        "<b>Kind of agency</b>",
        "<bdi>Who</bdi>",
        "<bdi>Desk</bdi>",
    ):
        assert said in page
    assert "<b>Member</b>" not in page
    send(browser, workshop, b"E-mail,Given name,Surname\nsiti@a.example,Siti,Rahmawati\n", "b.csv")
    page = text(browser.get(of("import-columns", Import.objects.first())))
    assert "Some columns are missing" in page
    assert "<b>Full name</b>" not in page
    assert "<td><bdi>Siti Rahmawati</bdi></td>" in page
    both = columns(browser, Import.objects.first(), column0="email", column1="full_name", column2="family_name")
    assert "not both" in text(both)


def test_what_the_account_says_stands_beside_the_list_for_those_who_see_it_anyway(browser, workshop, trainer):
    person = PersonFactory(email=officer(1)[0], full_name="Somchai", affiliation__agency="Customs")
    roster = lists.checked(workshop, [officer(1)], by=trainer)
    page = text(browser.get(of("import", roster)))
    # Not on this roster: whoever only types addresses reads nothing of the account, nor whether a guess was right.
    for told in ("The account has another name", "Somchai", "Customs"):
        assert told not in page
    of_staff = lists.checked(workshop, [officer(1)], by=make.office())
    page = text(signed_in(make.office()).get(of("import", of_staff)))
    assert "On the account, and stays: <b><bdi>Somchai</bdi></b>" in page
    # The same is not said in other words beside it.
    assert "The account has another name" not in page
    assert "Somchai" in text(signed_in(make.office()).get(of("import", roster)))
    make.add(workshop, person)
    page = text(browser.get(of("import", lists.checked(workshop, [officer(1)], by=trainer))))
    for said in ("<bdi>Officer Number 1</bdi>", "<b><bdi>Somchai</bdi></b>", "<b><bdi>Customs</bdi></b>"):
        assert said in page
