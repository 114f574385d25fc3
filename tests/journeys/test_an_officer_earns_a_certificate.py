"""The trunk, whole: an officer takes the course on a phone, passes, gets a signed certificate by mail, and anyone verifies it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lms.setup.demo.accounts import PASSWORD

FINAL = json.loads(
    (Path(__file__).resolve().parents[2] / "lms" / "setup" / "content" / "uts" / "final.json").read_text()
)
# Some have a certificate of a workshop as well.
SUBJECT = "certificate: Understanding Trafficking"
RIGHT = {item["stem"]: [option["text"] for option in item["options"] if option["correct"]] for item in FINAL}


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize(
    ("scripts", "officer"),
    [(True, "officer"), (False, "dara")],
    ids=["with scripts", "without scripts"],
)
def test_from_the_course_to_a_verified_certificate(site, phone, tmp_path, scripts, officer):
    page = phone(scripts=scripts)
    address = f"{officer}@demo.example"
    sign_in(page, site.address, address)

    # The page of one's own leads on to the lesson where one stopped.
    page.get_by_role("link", name="Continue", exact=True).click()
    answer_a_practice_question(page)
    finish_the_lessons(page)

    page.get_by_role("link", name="Start the final test").click()
    page.get_by_role("button", name="Confirm my name and start").click()
    answer_the_final(page)
    page.get_by_role("button", name="Hand in the test").click()
    expect(page.get_by_role("heading", name="You have passed")).to_be_visible()

    letter = site.wait_for_mail(address, SUBJECT)
    link = re.search(r"http://\S+/me/certificates/\S+", letter.get_body(("plain",)).get_content()).group()
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(next(letter.iter_attachments()).get_content())
    assert signed(pdf)

    page.goto(link.replace("localhost", "127.0.0.1"))
    name = "Vanna Chea" if officer == "officer" else "Chan Dara"
    assert name in PdfReader(pdf).pages[0].extract_text()
    code = re.search(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-Z*~$=]", page.content()).group()

    # Anyone, without an account, in another browser.
    verifier = phone(scripts=scripts)
    verifier.goto(f"{site.address}/verify/")
    verifier.get_by_role("textbox").first.fill(code.lower())
    with verifier.expect_navigation():
        verifier.get_by_role("textbox").first.press("Enter")
    expect(verifier.get_by_text("Valid", exact=False).first).to_be_visible()
    assert name not in verifier.content()

    sign_in_again = page.goto(f"{site.address}/me/")
    assert sign_in_again.ok
    expect(page.get_by_text("Completed on")).to_be_visible()
    assert len([mail for mail in site.mails(address) if SUBJECT in str(mail["Subject"])]) == 1


def sign_in(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mail").fill(address)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", name="My learning")).to_be_visible()


def answer_a_practice_question(page: Page) -> None:
    """First without choosing: the page says so. Then with an answer: every option says what it means."""
    check = page.locator("section.check", has=page.get_by_role("button", name="Check my answer")).first
    place = check.get_attribute("id")
    check.get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("Choose an answer first.")).to_be_visible()
    check = page.locator(f"section[id='{place}']")
    check.locator("input:not([type=hidden])").first.check()
    check.get_by_role("button", name="Check my answer").click()
    expect(page.locator(f"section[id='{place}'] .answer-why").first).to_be_visible()


def finish_the_lessons(page: Page) -> None:
    done = page.get_by_role("button", name="I have worked through this lesson")
    final = page.get_by_role("link", name="Start the final test")
    while True:
        expect(done.or_(final).first).to_be_visible()
        if final.count():
            return
        lesson = page.url
        done.click()
        expect(page).not_to_have_url(lesson)


def answer_the_final(page: Page) -> None:
    for number in range(1, 21):
        expect(page.get_by_text(f"Question {number} of 20").first).to_be_visible()
        stem = page.locator("legend").inner_text().split("\n")[-1]
        stem = next(known for known in RIGHT if known in page.locator("legend").inner_text() or known == stem)
        for text in RIGHT[stem]:
            page.locator("label", has_text=text).filter(has=page.get_by_text(text, exact=True)).locator("input").check()
        page.get_by_role("button", name="Save and next" if number < 20 else "Save and review").click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()


def signed(pdf: Path) -> bool:
    """A public tool accepts the file and refuses it with one byte changed."""
    tool = shutil.which("pdfsig")
    if not tool:
        pytest.skip("C14: pdfsig is not installed on this machine")
    changed = pdf.with_name("changed.pdf")
    data = bytearray(pdf.read_bytes())
    data[len(data) // 3] ^= 1
    changed.write_bytes(data)
    verdicts = [
        subprocess.run([tool, "-nocert", file], capture_output=True, text=True, check=False).stdout
        for file in (pdf, changed)
    ]
    return "Signature is Valid" in verdicts[0] and "Signature is Valid" not in verdicts[1]
