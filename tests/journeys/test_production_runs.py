"""The program as docker-compose.yml runs it, by hand: the same commands, production settings, PostgreSQL, Redis, a mail server.

Ids: O-1, O-3, O-10, L-11, L-12, C14.
"""

import http.client
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from lms.setup.processes import PREPARE, PROCESSES
from tests.factories.accounts import PASSWORD
from tests.journeys.test_an_officer_earns_a_certificate import signed
from tests.lms.notifications.post_office import PostOffice
from tests.lms.setup.test_compose import SERVICES, mebibytes
from tests.ports import free_port
from tests.site import an_empty_redis, drop_database, own_database

ROOT = Path(__file__).resolve().parents[2]
HOST = "learn.example.org"
OFFICER, LEARNER = "officer@agency.example", "learner@agency.example"
# What is right, by the words of the question, as it is loaded.
RIGHT = {
    item["stem"]: {option["text"] for option in item["options"] if option["correct"]}
    for item in json.loads((ROOT / "lms" / "setup" / "content" / "uts" / "final.json").read_text())
}
CHOICES = {"radio", "checkbox"}
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-Z*~$=]")
TOKEN = "a-token-for-the-figures-of-this-test"
HAS_SERVICES = os.environ.get("DATABASE_URL", "").startswith("postgres") and os.environ.get("REDIS_URL", "")
pytestmark = [
    pytest.mark.processes,
    pytest.mark.postgresql,
    pytest.mark.redis,
    pytest.mark.skipif(
        not HAS_SERVICES, reason="O-10: production needs PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)"
    ),
]
MAKE_OFFICERS = f"""
from tests.factories.accounts import PersonFactory
PersonFactory(email="{OFFICER}")
PersonFactory(email="{LEARNER}", full_name="Somchai Jaidee")
"""


class Installation:
    """One installation: its environment, and what was started there. Its database is a copy of one that was migrated from nothing."""

    def __init__(self, folder: Path, post_office: PostOffice, template: str) -> None:
        self.folder, self.port, self.started = folder, free_port(), {}
        metrics = folder / "metrics"
        metrics.mkdir()
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": "Zf3kQ8vN1xT6pL0sW9yB4mH7cR2dJ5gA-eU_iOqXzVbnMwKt-yGrhSaDlE",
            "PUBLIC_URL": f"https://{HOST}",
            "DATABASE_URL": own_database(os.environ["DATABASE_URL"], f"lms_production_{os.getpid()}", template),
            "REDIS_URL": an_empty_redis(os.environ["REDIS_URL"]),
            "EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
            "DEFAULT_FROM_EMAIL": f"RSO Learning <no-reply@{HOST}>",
            "DATA_DIR": str(folder / "data"),
            "STATIC_ROOT": str(folder / "static"),
            "METRICS_TOKEN": TOKEN,
            "PROMETHEUS_MULTIPROC_DIR": str(metrics),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, command: str, **more: str) -> str:
        done = subprocess.run(
            shlex.split(command), cwd=ROOT, env=self.environment | more, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, name: str) -> None:
        with (self.folder / "said").open("a") as said:
            self.started[name] = subprocess.Popen(
                shlex.split(PROCESSES[name]),
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, condition, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while not condition():
            said = (self.folder / "said").read_text()[-3000:]
            assert time.monotonic() < until, said
            assert all(process.poll() is None for process in self.started.values()), said
            time.sleep(0.2)

    def is_well(self, name: str) -> bool:
        asked = [sys.executable, "-m", "lms.setup.alive", name]
        return subprocess.run(asked, cwd=ROOT, env=self.environment, capture_output=True, check=False).returncode == 0

    def memory(self, name: str) -> float:
        """Mebibytes of a process and its children, what they share counted once."""
        group = self.started[name].pid
        found = 0
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(status.read_text().rpartition(")")[2].split()[2]) == group:
                    rollup = (status.parent / "smaps_rollup").read_text()
                    found += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
            except (OSError, TypeError):
                continue
        return found / 1024

    def end(self, name: str) -> int:
        process = self.started.pop(name)
        process.terminate()
        return process.wait(60)

    def close(self) -> None:
        for process in self.started.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        drop_database(self.environment["DATABASE_URL"])


class Browser:
    """As a browser behind the proxy: it knows the site by its name and by https."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, path: str, form: dict | list | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", **headers}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent["Referer"] = f"https://{HOST}/"
        body = None
        if form is not None:
            body, sent["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, body, sent)
        answer = connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def send(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Open the page with the form, then send it with its token."""
        page = self.ask(path)[2]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        return self.ask(path, {"csrfmiddlewaretoken": token, **fields})

    def go(self, path: str) -> "Page":
        """The page there, or where it leads."""
        for _step in range(5):
            status, onward, text = self.ask(path)
            if status == 200:
                return Page(path, BeautifulSoup(text, "html.parser"))
            path = onward.removeprefix(f"https://{HOST}")
        raise AssertionError(f"{status} at {path}")

    def press(self, page: "Page", words: str, **chosen: list[str]) -> "Page":
        """The button with these words, with what its form brings along and what is chosen; then the page it leads to."""
        button = next(one for one in page.tree.find_all("button") if words in one.get_text(" ", strip=True))
        form = button.find_parent("form")
        sent = [(one["name"], one.get("value", "")) for one in form.find_all("input") if one.get("type") not in CHOICES]
        sent += [(button["name"], button["value"])] if button.get("name") else []
        sent += [(name, value) for name, values in chosen.items() for value in values]
        status, onward, text = self.ask(form.get("action") or page.path, sent)
        assert status == 302, text
        return self.go(onward)


@dataclass(frozen=True)
class Page:
    """Where a browser is, and what stands there."""

    path: str
    tree: BeautifulSoup

    def has(self, words: str) -> bool:
        return words in self.tree.get_text(" ")

    def link(self, words: str) -> str:
        return str(next(one["href"] for one in self.tree.find_all("a") if words in one.get_text(" ", strip=True)))


@pytest.fixture(scope="module")
def post_office():
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory, post_office, django_db_setup):
    installation = Installation(tmp_path_factory.mktemp("production"), post_office, django_db_setup.template)
    for command in PREPARE:
        installation.run(command)
    installation.run("python manage.py collectstatic --noinput --verbosity 0")
    installation.run(f"python manage.py shell -c {shlex.quote(MAKE_OFFICERS)}")
    for name in PROCESSES:
        installation.start(name)
    browser = Browser(installation.port)

    def serves() -> bool:
        try:
            return browser.ask("/-/readiness")[0] == 200
        except OSError:
            return False

    installation.wait_for(serves)
    yield installation
    installation.close()


def test_o10_an_officer_signs_in_and_what_they_do_sends_a_mail(installation, post_office):
    browser = Browser(installation.port)
    status, onward, _ = browser.send("/accounts/login/", login=OFFICER, password=PASSWORD)
    assert (status, onward) == (302, "/me/")
    assert "__Host-session" in browser.cookies
    assert browser.ask("/me/")[0] == 200
    new = "a slower river at dusk"
    status, _, page = browser.send("/accounts/password/change/", oldpassword=PASSWORD, password1=new, password2=new)
    assert status == 302, page
    installation.wait_for(lambda: post_office.received)
    (letter,) = post_office.received
    assert letter["To"] == OFFICER
    assert letter["Subject"] == "Something changed in your sign-in"


def test_an_officer_takes_the_course_and_a_signed_certificate_comes_by_mail(installation, post_office, tmp_path):
    """The trunk, on the database and the broker of production. In a browser it is told by the journey of the demo's site."""
    browser = Browser(installation.port)
    assert browser.send("/accounts/login/", login=LEARNER, password=PASSWORD)[1] == "/me/"
    page = browser.press(browser.go("/courses/uts/"), "Join")
    while not page.has("Start the final test"):
        page = browser.press(page, "I have worked through this lesson")
    page = browser.press(browser.go(page.link("Start the final test")), "Confirm my name and start")
    for number in range(1, 21):
        assert page.has(f"Question {number} of 20")
        page = browser.press(page, "Save and", option=right_answers(page))
    assert browser.press(page, "Hand in the test").has("You have passed")

    installation.wait_for(lambda: certificates(post_office))
    (letter,) = certificates(post_office)
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(next(letter.iter_attachments()).get_content())
    assert signed(pdf)
    link = re.search(rf"https://{HOST}(/me/certificates/\S+)", letter.get_body(("plain",)).get_content())[1]
    code = CODE.search(browser.go(link).tree.get_text())[0]
    # Anyone, without an account.
    assert Browser(installation.port).go(f"/verify/?{urlencode({'code': code})}").has("Valid")


def right_answers(page: Page) -> list[str]:
    """The values of the right options, found by their words."""
    words = page.tree.find("legend").get_text(" ", strip=True)
    right = next(texts for stem, texts in RIGHT.items() if stem in words)
    labels = [one for one in page.tree.find_all("label") if one.get_text(" ", strip=True) in right]
    return [page.tree.find(id=one["for"])["value"] if one.get("for") else one.find("input")["value"] for one in labels]


def certificates(post_office: PostOffice) -> list:
    return [
        letter
        for letter in post_office.received
        if letter["To"] == LEARNER and "certificate: Understanding Trafficking" in str(letter["Subject"])
    ]


def test_o1_readiness_and_every_health_check_say_that_it_is_well(installation):
    assert Browser(installation.port).ask("/-/readiness")[2] == '{"default": "ready"}'
    for name in PROCESSES:
        installation.wait_for(lambda name=name: installation.is_well(name))


def test_o1_a_health_check_tells_what_does_not_answer(installation):
    nobody = {"PORT": str(free_port())}
    assert subprocess.run(
        [sys.executable, "-m", "lms.setup.alive", "web"], cwd=ROOT, env=installation.environment | nobody, check=False
    ).returncode


def test_o3_the_figures_of_both_server_processes_come_together(installation):
    browser = Browser(installation.port)
    browser.ask("/verify/")
    assert browser.ask("/-/metrics")[0] == 404
    before = counted(browser)
    for _ in range(20):
        browser.ask("/verify/")
    # Whichever of the two answers, it knows all twenty.
    assert [counted(browser) - before for _ in range(6)] == [20.0] * 6


def counted(browser: Browser) -> float:
    status, _, page = browser.ask("/-/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    found = re.search(r'lms_requests_total\{method="GET",status="2xx",view="verify:form"\} ([\d.]+)', page)
    return float(found[1])


@pytest.mark.parametrize("name", PROCESSES)
def test_l11_each_stays_within_what_its_container_may_take(installation, name):
    assert 0 < installation.memory(name) < mebibytes(SERVICES[name]["mem_limit"])


def test_they_end_in_order_when_asked_to(installation):
    assert [installation.end(name) for name in ("beat", "worker", "web")] == [0, 0, 0]
