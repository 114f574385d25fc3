"""The office's inbox: states, answers with what became of them, notes, handing on, and who may read it. Ids: INV-13, F-12."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from cms.contact import actions, lists
from cms.contact.models import Enquiry, Note, Reply
from lms.accounts.actions import suspend
from lms.audit.models import Entry
from lms.notifications.delivery import deliver_due
from lms.notifications.models import Message
from lms.privacy.actions import erase, hand_out
from tests.factories.accounts import PersonFactory, editor, focal_point, signed_in, staff, with_role
from tests.factories.contact import enquire

pytestmark = pytest.mark.django_db
INBOX = "/office/enquiries/"


@pytest.fixture
def clerk():
    return staff(full_name="Dewi Anggraini")


@pytest.fixture
def office(clerk):
    return signed_in(clerk)


def place(enquiry, *end):
    return "/".join([f"{INBOX}{enquiry.public_id}", *end, ""])


def reply(browser, enquiry, words="We have put it right.", key=None):
    return browser.post(place(enquiry, "reply"), {"text": words, "client_key": str(key or uuid4())}, follow=True)


def text(response):
    return response.content.decode()


def test_an_answer_leaves_by_mail_and_its_fate_is_shown(office, clerk):
    enquiry = enquire()
    page = reply(office, enquiry)
    assert "Your answer is on its way." in text(page)
    said = Reply.objects.get()
    assert (said.by, said.mail.state) == (clerk, "queued")
    deliver_due()
    letter = mail.outbox[-1]
    assert letter.to == ["siti@police.example"]
    assert enquiry.reference in letter.subject
    assert "We have put it right." in letter.body
    shown = text(office.get(place(enquiry)))
    assert "Dewi Anggraini" in shown
    assert "Sent" in shown.split("Answer</b>")[1][:400]
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee) == ("answered", clerk)


def test_a_mail_that_was_refused_is_seen_beside_the_answer(office):
    enquiry = enquire()
    reply(office, enquiry)
    Message.objects.filter(kind="contact.reply").update(state="bounced", reason="refused: 550")
    assert "mail server refused it (550)" in text(office.get(place(enquiry)))


def test_the_same_answer_sent_twice_is_one_mail(office):
    enquiry, key = enquire(), uuid4()
    for _ in range(2):
        reply(office, enquiry, key=key)
    assert (Reply.objects.count(), Message.objects.filter(kind="contact.reply").count()) == (1, 1)


def test_the_writer_is_told_where_a_further_answer_goes(office, settings):
    enquiry = enquire()
    settings.REPLY_TO = "learning@rso.example"
    assert "arrives at learning@rso.example, not here" in text(office.get(place(enquiry)))
    reply(office, enquiry)
    deliver_due()
    assert "You can answer this mail." in mail.outbox[-1].body
    assert mail.outbox[-1].reply_to == ["learning@rso.example"]
    settings.REPLY_TO = ""
    reply(office, enquiry)
    deliver_due()
    assert "Nobody reads answers to this mail." in mail.outbox[-1].body


def test_markup_in_an_answer_is_text(office):
    enquiry = enquire()
    reply(office, enquiry, "<b>bold</b> <script>x</script>")
    deliver_due()
    html = mail.outbox[-1].alternatives[0][0]
    assert "<script>" not in html
    assert "<script>x" not in text(office.get(place(enquiry)))


def test_a_note_stays_among_colleagues(office):
    enquiry = enquire()
    sent = {"note-text": "Look at the register.", "note-client_key": str(uuid4())}
    for _ in range(2):
        office.post(place(enquiry, "note"), sent)
    assert Note.objects.count() == 1
    deliver_due()
    assert "register" not in "".join(letter.body for letter in mail.outbox)
    assert "register" not in text(office.get(f"/contact/sent/{enquiry.public_id}/"))


def test_it_is_handed_on_to_staff_alone(office, clerk):
    enquiry, colleague, officer = enquire(), staff(), PersonFactory()
    office.post(place(enquiry, "assign"), {"to": str(colleague.public_id)})
    enquiry.refresh_from_db()
    assert enquiry.assignee == colleague
    assert office.post(place(enquiry, "assign"), {"to": str(officer.public_id)}).status_code == 422
    office.post(place(enquiry, "assign"), {"to": ""})
    enquiry.refresh_from_db()
    assert enquiry.assignee is None
    assert Entry.objects.filter(act="contact.assign").count() == 2


def test_states_follow_what_staff_say(office):
    enquiry = enquire()
    for state in ("waiting", "closed", "closed", "new"):
        office.post(place(enquiry, "turn"), {"state": state})
        enquiry.refresh_from_db()
        assert enquiry.state == state
    assert Entry.objects.filter(act="contact.turn").count() == 3
    assert office.post(place(enquiry, "turn"), {"state": "burnt"}).status_code == 422


def test_an_empty_answer_is_refused_and_says_so(office):
    page = office.post(place(enquire(), "reply"), {"text": "", "client_key": str(uuid4())})
    assert page.status_code == 422
    assert "Error:" in text(page)
    assert not Reply.objects.exists()


def shown(page):
    """What stands in the fields of the page of a message."""
    parts = {name: re.search(rf'<textarea name="{name}"[^>]*>\r?\n(.*?)</textarea>', page, re.S)[1] for name in WORDS}
    chosen = [re.search(rf'<select name="{name}".*?</select>', page, re.S)[0] for name in ("to", "state")]
    return {**parts, "to": _selected(chosen[0]), "state": _selected(chosen[1])}


def _selected(menu):
    return (re.findall(r'<option value="([^"]*)" selected', menu) or [""])[0]


WORDS = ("text", "note-text")


@pytest.fixture
def everything_typed(office):
    """A page on which staff wrote an answer and a note and chose a colleague and a state; no button is pressed yet."""
    enquiry, colleague = enquire(), staff(full_name="Chan Dara")
    words = {"text": "We have put it right.", "note-text": "Look at the register.", "to": str(colleague.public_id)}
    keys = {"client_key": str(uuid4()), "note-client_key": str(uuid4())}
    return enquiry, {**words, **keys, "state": "waiting"}


@pytest.mark.parametrize(
    ("button", "sent", "said"),
    [
        ("reply", "text", "Your answer is on its way."),
        ("note", "note-text", "Noted."),
        ("assign", "to", "Handed on."),
        ("turn", "state", "Saved."),
    ],
)
def test_one_button_keeps_what_was_typed_for_the_others(office, everything_typed, button, sent, said):
    enquiry, typed = everything_typed
    page = office.post(place(enquiry, button), typed)
    assert said in text(page)
    assert "not saved yet" in text(page)
    rest = {name: typed[name] for name in (*WORDS, "to", "state") if name != sent}
    assert {name: shown(text(page))[name] for name in rest} == rest
    if sent in WORDS:
        assert shown(text(page))[sent] == ""


def test_each_part_is_sent_once_however_the_others_went_before_it(office, everything_typed):
    enquiry, typed = everything_typed
    for button in ("assign", "note", "turn", "reply", "reply"):
        office.post(place(enquiry, button), typed)
    assert (Reply.objects.count(), Note.objects.count()) == (1, 1)
    enquiry.refresh_from_db()
    assert (str(enquiry.assignee.public_id), enquiry.state) == (typed["to"], "answered")


def test_f12_an_answer_sent_twice_asks_for_nothing_that_was_not_chosen(office, clerk):
    """The answer itself moves the state and takes the message on: the second press was made on the page from before."""
    enquiry = enquire()
    page = text(office.get(place(enquiry)))
    before = dict(re.findall(r'<input type="hidden" name="(shown_\w+)" value="([^"]*)"', page))
    assert before == {"shown_to": "", "shown_state": "new"}
    typed = {**shown(page), **before, "text": "We have put it right.", "client_key": str(uuid4())}
    for _press in range(2):
        answer = office.post(place(enquiry, "reply"), typed)
        assert answer.status_code == 302, "Nothing is left that would have to be kept."
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assignee) == ("answered", clerk)
    assert Reply.objects.count() == 1


def test_a_part_that_is_refused_empties_no_other(office, everything_typed):
    enquiry, typed = everything_typed
    page = office.post(place(enquiry, "note"), {**typed, "note-text": "x" * 4001})
    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert {name: shown(text(page))[name] for name in ("text", "to", "state")} == {
        name: typed[name] for name in ("text", "to", "state")
    }
    assert not Reply.objects.exists()


def test_a_page_with_one_part_filled_in_is_left_as_after_any_form(office, clerk):
    enquiry = enquire()
    page = text(office.get(place(enquiry)))
    assert page.count("<form") == page.split("<main")[0].count("<form") + page.split("</main")[1].count("<form") + 1
    typed = {**shown(page), "text": "We have put it right.", "client_key": str(uuid4())}
    assert office.post(place(enquiry, "reply"), typed)["Location"] == place(enquiry)


def test_filters_stand_in_the_address(office, clerk):
    mine, other, done = enquire(topic="privacy"), enquire(topic="course"), enquire()
    actions.assign(mine, clerk, by=clerk)
    actions.turn(done, "closed", by=clerk)
    found = {
        "": {mine, other},
        "?state=all": {mine, other, done},
        "?state=closed": {done},
        "?mine=on": {mine},
        "?topic=course": {other},
        f"?q={done.reference.lower()}": {done},
        "?state=nonsense": {mine, other},
        "?topic=%00": {mine, other},
    }
    for query, wanted in found.items():
        page = text(office.get(INBOX + query))
        assert {one for one in (mine, other, done) if one.reference in page} == wanted, query


def test_a_long_list_goes_on_from_where_it_ended(office, clerk, django_assert_max_num_queries):
    for number in range(lists.PAGE + 3):
        enquire(address=f"a{number}@b.example")
    office.get(INBOX)
    with django_assert_max_num_queries(7):
        first = text(office.get(INBOX))
    rest = text(office.get(f"{INBOX}?after={Enquiry.objects.order_by('-pk')[lists.PAGE - 1].pk}"))
    assert "?after=" in first
    assert (first.count("@b.example"), rest.count("@b.example")) == (lists.PAGE, 3)
    assert office.get(f"{INBOX}?after=9999999999999999999999").status_code == 200


def test_one_enquiry_costs_the_same_with_many_answers(office, clerk, django_assert_max_num_queries):
    enquiry = enquire(PersonFactory())
    for _ in range(5):
        actions.answer(enquiry, "Words.", client_key=uuid4(), by=clerk)
        actions.note(enquiry, "Words.", client_key=uuid4(), by=clerk)
    office.get(place(enquiry))
    with django_assert_max_num_queries(12):
        office.get(place(enquiry))


def test_nobody_but_staff_reads_them():
    enquiry = enquire(message="Obsidianite words")
    for person in (PersonFactory(), editor(), focal_point(), with_role("trainer"), with_role("moderator")):
        browser = signed_in(person)
        assert browser.get(INBOX).status_code == 404
        assert browser.get(place(enquiry)).status_code == 404
        assert enquiry.reference not in text(browser.get("/search/?q=Obsidianite"))


def test_new_ones_are_counted_on_the_desk(office):
    enquire()
    enquire(address="b@b.example")
    page = text(office.get("/office/"))
    assert "2 waiting" in page.split(INBOX)[1][:600]


def test_a_person_takes_their_words_along():
    person = PersonFactory()
    enquiry = enquire(person, message="Obsidianite words")
    actions.answer(enquiry, "We looked.", client_key=uuid4(), by=staff())
    (told,) = hand_out(person, by=person)["contact"]["enquiries"]
    assert told["message"] == "Obsidianite words"
    assert told["answers"][0]["text"] == "We looked."


def test_erasing_a_person_blanks_what_they_wrote_and_keeps_that_they_did(office):
    person, clerk = PersonFactory(), staff()
    enquiry = enquire(person, message="Obsidianite words")
    actions.answer(enquiry, "Dear Obsidianite", client_key=uuid4(), by=clerk)
    erase(person, by=clerk)
    enquiry.refresh_from_db()
    assert (enquiry.person, enquiry.message, enquiry.state) == (None, "", "closed")
    assert "Obsidianite" not in text(office.get(place(enquiry)))
    assert "nobody to answer" in text(office.get(place(enquiry)))
    deliver_due()
    assert not [letter for letter in mail.outbox if "Obsidianite" in letter.body]


def test_whose_account_is_closed_is_not_written_to(office):
    person = PersonFactory()
    enquiry = enquire(person)
    suspend(person, "Left the service.", by=staff())
    page = reply(office, enquiry)
    assert "nobody to answer any more" in text(page)
    assert not Reply.objects.exists()


def test_after_a_year_of_silence_they_are_deleted():
    now = timezone.now()
    old, lately = enquire(at=now - timedelta(days=366)), enquire(at=now - timedelta(days=366), address="b@b.example")
    actions.note(lately, "Still open.", client_key=uuid4(), by=staff(), at=now - timedelta(days=2))
    assert actions.clear_old(now) == 1
    assert list(Enquiry.objects.all()) == [lately]
    assert not Enquiry.objects.filter(pk=old.pk).exists()
    assert actions.clear_old(now) == 0
