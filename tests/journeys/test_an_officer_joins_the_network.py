"""People, whole: a trainer's list becomes a cohort, a participant an alumna; she asks, is answered, is invited, and comes."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from lms.setup.demo.accounts import DOMAIN, PASSWORD

HEADINGS = "Full name,E-mail,Member,Kind of agency,Agency"
POST = "FJ,Police,Fiji Police Force"
# Nine that cannot be added, each for a reason of its own.
BAD = [
    f"No Address,,{POST}",
    f"Bad Address,not-an-address,{POST}",
    "Unknown Land,land@police.example,Atlantis,Police,Fiji Police Force",
    f"Twice Over,ratu1@police.example,{POST}",
    f",nameless@police.example,{POST}",
    "Wrong Kind,kind@police.example,FJ,Bakers,Fiji Police Force",
    "No Member,nomember@police.example,,Police,Fiji Police Force",
    f"😀,smile@police.example,{POST}",
    f"Space Address,a b@police.example,{POST}",
]
BUTTON = "button"
LATER = """
from datetime import timedelta
from django.utils import timezone
from alumni.events import actions
actions.announce_due(timezone.now() + timedelta(minutes=11))
"""


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize(
    ("scripts", "officer", "name"),
    [(True, "naree", "Naree Phromma"), (False, "putu", "Ni Putu Ayu Lestari")],
    ids=["with scripts", "without scripts"],
)
def test_from_a_trainers_list_to_a_place_in_the_calendar(site, phone, scripts, officer, name):
    title = f"Screening at borders, {'with' if scripts else 'without'} scripts"
    workshop = site.manage("shell", "-c", f"from tests.journeys.a_cohort import make; make({title!r})").split()[-1]
    trainer, member, staff, moderator = (phone(scripts=scripts) for _ in range(4))

    sign_in(site, trainer, "trainer")
    upload(trainer, f"{site.address}/teach/{workshop}/", officer, name)
    sign_in(site, member, officer)
    accept(site, member, officer, title)
    mark_and_close(trainer, f"{site.address}/teach/{workshop}/")
    assert site.wait_for_mail(f"{officer}@{DOMAIN}", f"certificate: {title}")

    list_herself(site, member)
    topic = ask(site, member, title)
    sign_in(site, moderator, "moderator")
    answer(moderator, f"{site.address}{topic}")
    member.goto(f"{site.address}{topic}")
    expect(member.get_by_text("We show the three pictures first.")).to_be_visible()
    search_in_thai(site, member)

    sign_in(site, staff, "staff")
    event = invite(site, staff, f"Meeting after {title}", title)
    first = site.wait_for_mail(f"{officer}@{DOMAIN}", f"Meeting after {title}")
    answer_from_the_mail(phone(scripts=scripts), first, site.address)
    staff.goto(event)
    expect(staff.get_by_text("Yes").first).to_be_visible()
    move(staff, event)
    # Ten minutes are left for second thoughts (case 54); here they are over at once.
    site.manage("shell", "-c", LATER)
    site.wait_for_mail(f"{officer}@{DOMAIN}", "Changed")
    assert list(calendar_of(site, officer, f"Meeting after {title}").values()) == [1]


def sign_in(site, page: Page, who: str) -> None:
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail").fill(f"{who}@{DOMAIN}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    home, code = page.get_by_role("heading", name="My learning"), page.locator("input[name=code]")
    expect(home.or_(code).first).to_be_visible()
    # A code counts once, and may run out between reading and typing: then the next one is waited for, as on a telephone.
    typed = ""
    for _ in range(15):
        if not code.count():
            break
        codes = dict(line.split() for line in site.manage("demo_accounts", "--code").splitlines() if "@" in line)
        if codes[f"{who}@{DOMAIN}"] == typed:
            page.wait_for_timeout(3000)
            continue
        typed = codes[f"{who}@{DOMAIN}"]
        code.fill(typed)
        with page.expect_navigation():
            code.press("Enter")
        expect(home.or_(code).first).to_be_visible()
    expect(home).to_be_visible()


def upload(page: Page, cohort: str, officer: str, name: str) -> None:
    """Fifteen good rows and nine bad ones; the nine are corrected, and all twenty-four stand on the roster."""
    good = [f"Ratu {n},ratu{n}@police.example,{POST}" for n in range(14)] + [f"{name},{officer}@{DOMAIN},{POST}"]
    send_list(page, cohort, [*good, *BAD])
    expect(page.get_by_text("9 with a problem")).to_be_visible()
    press(page.get_by_role(BUTTON, name="Add 15 rows now"))
    until(page, lambda: page.get_by_text("The list is in").count())
    corrected = [f"Corrected {n},corrected{n}@police.example,{POST}" for n in range(9)]
    send_list(page, cohort, [*good, *corrected])
    expect(page.get_by_text("15 unchanged")).to_be_visible()
    press(page.get_by_role(BUTTON, name="Add 9 rows now"))
    until(page, lambda: page.get_by_text("The list is in").count())


def send_list(page: Page, cohort: str, rows: list[str]) -> None:
    text = "\r\n".join([HEADINGS, *rows]).encode("utf-8-sig")
    page.goto(f"{cohort}import/")
    page.locator("input[type=file]").set_input_files({"name": "officers.csv", "mimeType": "text/csv", "buffer": text})
    page.get_by_role(BUTTON, name="Upload and look at the columns").click()
    page.get_by_role(BUTTON, name="Check every row").click()


def press(button: Locator) -> None:
    """Presses a button and waits for the whole page it leads to: what is looked at without waiting stands there then."""
    with button.page.expect_navigation():
        button.click()


def until(page: Page, condition) -> None:
    """Looks again as a person would: the page of progress needs no script."""
    for _ in range(60):
        if condition():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text()[:1500])


def accept(site, page: Page, officer: str, title: str) -> None:
    """She has an account, of which the trainer learns when she accepts."""
    letter = site.wait_for_mail(f"{officer}@{DOMAIN}", f"{title}: your invitation")
    link = re.search(r"http://\S+/i/\S+", letter.get_body(("plain",)).get_content()).group()
    page.goto(link.replace("localhost", "127.0.0.1"))
    page.get_by_role(BUTTON, name="Accept the invitation").click()
    expect(page.get_by_text("You accepted the invitation.").first).to_be_visible()


def mark_and_close(page: Page, cohort: str) -> None:
    """All present, then the one exception; closing certifies who has accepted."""
    page.goto(f"{cohort}sessions/")
    page.locator("main a[href*=attendance]").first.click()
    page.get_by_role(BUTTON, name="Mark all 24 as present").click()
    page.get_by_label("Ratu 3").select_option("absent")
    page.get_by_role(BUTTON, name="Save").click()
    expect(page.get_by_text("Saved.").first).to_be_visible()
    page.goto(f"{cohort}close/")
    # The others have an invitation still: whoever accepts it gets the certificate afterwards.
    page.locator("input[name=count]").fill("1")
    page.get_by_role(BUTTON, name="Close and give certificates").click()
    expect(page.get_by_text("closed").first).to_be_visible()


def list_herself(site, page: Page) -> None:
    """Her profile began with the workshop; until she says so, nobody finds her."""
    page.goto(f"{site.address}/community/me/")
    until(page, lambda: page.get_by_role(BUTTON, name="List me in the directory").count())
    page.get_by_role(BUTTON, name="List me in the directory").click()
    expect(page.get_by_role(BUTTON, name="Take me out of the directory")).to_be_visible()


def ask(site, page: Page, title: str) -> str:
    """Answers with the address of her topic. The rules come before the first post, and nothing typed is lost by them."""
    page.goto(f"{site.address}/community/s/screening-and-referral/new/")
    write(page, title)
    if page.get_by_role(BUTTON, name="Agree").count():
        page.locator("main input[type=checkbox]").check()
        press(page.get_by_role(BUTTON, name="Agree"))
        if not page.get_by_label("Title").input_value():
            write(page, title)
        else:
            page.get_by_role(BUTTON, name="Post the topic").click()
    expect(page.get_by_role("heading", name=f"How do you begin? {title}")).to_be_visible()
    return re.search(r"/community/t/[0-9a-f-]{36}/", page.url).group()


def write(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(f"How do you begin? {title}")
    page.get_by_label("Your text").fill("We have **ten minutes** and an interpreter. เราเริ่มด้วยภาพสามภาพได้ไหม")
    press(page.get_by_role(BUTTON, name="Post the topic"))


def answer(page: Page, topic: str) -> None:
    page.goto(topic)
    reply = page.get_by_label("Your text")
    if not reply.count():
        page.get_by_role("link", name="Reply").first.click()
    page.get_by_label("Your text").fill("We show the three pictures first.")
    press(page.get_by_role(BUTTON, name="Post the reply"))
    if page.get_by_role(BUTTON, name="Agree").count():
        page.locator("main input[type=checkbox]").check()
        page.get_by_role(BUTTON, name="Agree").click()
        page.get_by_role(BUTTON, name="Post the reply").click()
    expect(page.get_by_text("We show the three pictures first.")).to_be_visible()


def search_in_thai(site, page: Page) -> None:
    """A word in the middle of a line without spaces."""
    page.goto(f"{site.address}/community/search/?q=สามภาพ")
    expect(page.get_by_role("link", name="How do you begin?").first).to_be_visible()


def invite(site, page: Page, title: str, workshop: str) -> str:
    """From an empty form to the sent list; answers with the office's address of the event."""
    starts = (datetime.now() + timedelta(days=40)).replace(hour=10, minute=0)
    page.goto(f"{site.address}/office/events/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Starts").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Ends (optional)").fill((starts + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Time zone of the place").select_option("Pacific/Fiji")
    page.locator("input[name=place]").fill("Suva")
    press(page.get_by_role(BUTTON, name="Save the event"))
    event = page.url
    page.get_by_role("link", name="Choose people").click()
    chosen = page.locator("select[name=workshop] option", has_text=workshop).get_attribute("value")
    page.locator("select[name=workshop]").select_option(chosen)
    page.get_by_role(BUTTON, name="Count").click()
    page.get_by_role(BUTTON, name="Make the list").click()
    page.get_by_role(BUTTON, name="Approve the list").click()
    press(page.get_by_role(BUTTON, name="Send").first)
    page.goto(event)
    return event


def answer_from_the_mail(page: Page, letter: EmailMessage, site: str) -> None:
    """In a browser that was never signed in: the link shows, the button records, and the answer may be changed."""
    link = re.search(r"http://\S+/e/\S+", letter.get_body(("plain",)).get_content()).group()
    page.goto(link.replace("localhost", "127.0.0.1"))
    for choice in ("Maybe", "Yes"):
        page.get_by_label(choice, exact=True).check()
        confirm = page.locator("input[type=checkbox][required], input[name=me]")
        if confirm.count():
            confirm.first.check()
        page.get_by_role(BUTTON, name="Send my answer").click()
        expect(page.get_by_text("It is kept.").first).to_be_visible()


def move(page: Page, event: str) -> None:
    """An hour later; before anything is saved the page says how many are told."""
    page.goto(f"{event}move/")
    field = page.locator("input[name=starts_local]")
    later = datetime.fromisoformat(field.input_value()) + timedelta(hours=1)
    field.fill(later.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role(BUTTON, name="Go on").click()
    expect(page.get_by_text("1 mail").first).to_be_visible()
    press(page.get_by_role(BUTTON, name="Move the event"))


def calendar_of(site, officer: str, title: str) -> dict[str, int]:
    """What her calendar holds after the mails: by UID, the highest SEQUENCE. A program that keeps one entry for each UID."""
    entries: dict[str, int] = {}
    for letter in site.mails(f"{officer}@{DOMAIN}"):
        for part in letter.walk():
            if title in str(letter["Subject"]) and part.get_content_type() == "text/calendar":
                entry = next(iter(Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")))
                assert [str(entry["ATTENDEE"])] == [f"mailto:{officer}@{DOMAIN}"]
                entries[str(entry["UID"])] = max(entries.get(str(entry["UID"]), 0), int(entry["SEQUENCE"]))
    return entries
