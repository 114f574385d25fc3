"""The demo's mails: kept on this machine, read by staff alone, shown so that nothing in them can act."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import include, path, reverse

from lms.setup.mailbox import MailboxBackend
from lms.urls import urlpatterns as site
from tests.factories.accounts import PersonFactory, signed_in, staff

urlpatterns = [path("-/mail/", include("lms.setup.mailbox_urls")), *site]
handler404 = "lms.health.not_found"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.DEMO, settings.MAILBOX_DIR = True, tmp_path / "mail"

    def post(subject="News", **parts):
        mail = EmailMultiAlternatives(subject, parts.get("text", "Hello"), to=[parts.get("to", "one@example.org")])
        if "html" in parts:
            mail.attach_alternative(parts["html"], "text/html")
        if "file" in parts:
            mail.attach(*parts["file"])
        assert MailboxBackend().send_messages([mail]) == 1
        return max(path.stem for path in settings.MAILBOX_DIR.glob("*.eml"))

    return post


@pytest.fixture
def office():
    return signed_in(staff())


def address(name, *more):
    return reverse(f"mailbox:{name}", args=more)


def test_staff_read_what_would_have_been_sent_newest_first(mailbox, office):
    mailbox("The earlier one", to="siti@example.org")
    name = mailbox("The later one", text="Open https://example.org/now & <b>here</b>")
    page = office.get(address("letters")).content.decode()
    assert page.index("The later one") < page.index("The earlier one")
    letter = office.get(address("letter", name)).content.decode()
    assert 'href="https://example.org/now"' in letter
    assert "<b>here</b>" not in letter


def test_a_long_list_goes_on_page_by_page(mailbox, office):
    names = {mailbox(f"Mail {number}") for number in range(32)}
    first = office.get(address("letters"))
    second = office.get(address("letters") + first.context["older_url"])
    seen = [letter.name for page in (first, second) for letter in page.context["letters"]]
    assert len(seen) == 32
    assert set(seen) == names


def test_html_can_run_nothing_and_fetch_nothing(mailbox, office):
    name = mailbox(html="<p>Hi</p><script>alert(1)</script><img src='https://example.org/pixel'>")
    policy = office.get(address("letter-html", name))["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


def test_a_mail_without_html_has_no_such_page(mailbox, office):
    assert office.get(address("letter-html", mailbox())).status_code == 404


def test_an_attachment_is_saved_and_never_shown(mailbox, office):
    name = mailbox(file=("evil.html", b"<script>alert(1)</script>", "text/html"))
    response = office.get(address("letter-file", name, 0))
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert office.get(address("letter-file", name, 1)).status_code == 404


def test_an_attachment_stands_under_its_name_beside_words_in_two_forms(mailbox, office):
    name = mailbox(html="<p>Hello</p>", file=("certificate.pdf", b"%PDF-1.7", "application/pdf"))
    page = office.get(address("letter", name)).content.decode()
    listed = page.split("Attachments</h2>")[1].split("</ul>")[0]
    assert "<bdi>certificate.pdf</bdi>" in listed
    assert listed.count("<li>") == 1, "The mail's own words are no attachment."
    assert office.get(address("letter-file", name, 0)).content == b"%PDF-1.7"


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret-key", "secret-key", "20261121000000000000-deadbeef"])
def test_no_other_file_can_be_read(mailbox, office, settings, name):
    mailbox()
    (settings.MAILBOX_DIR.parent / "secret-key.eml").write_text("secret")
    assert office.get(f"/-/mail/{name}/").status_code == 404


def test_nobody_but_staff_sees_them(mailbox):
    name = mailbox()
    officer = signed_in(PersonFactory())
    places = [address("letters"), address("letter", name), address("letter-html", name)]
    assert {officer.get(place).status_code for place in places} == {404}


def test_outside_the_demo_there_is_no_such_page(mailbox, office, settings):
    name = mailbox()
    settings.DEMO = False
    assert office.get(address("letters")).status_code == office.get(address("letter", name)).status_code == 404
    assert not any("mailbox" in str(pattern) for pattern in site)
