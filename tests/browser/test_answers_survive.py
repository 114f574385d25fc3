"""Answers in a real browser: on a broken line, signed out, in two tabs, pressed twice (Q1, Q3, Q4, Q9, Q10, F-12, U-7)."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from courses.assessment.models import Attempt, Submission
from tests.factories import assessment as make
from tests.factories import learning
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "[aria-live=polite]"
SAVED = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def enrolment(window):
    person = PersonFactory(certificate_name="Somchai", certificate_name_confirmed_at="2026-01-01T00:00Z")
    return learning.do_lessons(learning.enrol(person, learning.make_course(lessons=1)))


@pytest.fixture
def attempt(enrolment):
    return make.start(enrolment.course.final, enrolment.learner, context=enrolment.registration)


@pytest.fixture
def phone(window, live_server, enrolment):
    """A phone on which the officer is signed in."""
    context = window(base_url=live_server.url)
    sign_in(context, enrolment.learner, live_server)
    return context


def sign_in(context, person, live_server, *, shared=False):
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session["shared"] = shared
    session.save()
    context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": live_server.url}])


def question(attempt, position=1):
    return reverse("learning:test-question", args=[attempt.context, attempt.public_id, position])


def choose(page, number):
    page.locator("fieldset label").nth(number).click()


def order(attempt, position=1):
    return attempt.slots.get(position=position).option_order


def current(attempt):
    return {event.slot.position: event.response for event in attempt.answers.current()}


def test_q3_only_the_servers_word_makes_an_answer_saved_and_focus_stays(phone, attempt):
    page = phone.new_page()
    page.goto(question(attempt))
    choose(page, 1)
    expect(page.locator(WORDS)).to_have_text(SAVED)
    assert page.evaluate("document.activeElement.value") == order(attempt)[1]
    assert current(attempt) == {1: [order(attempt)[1]]}


def answer_on_a_broken_line(phone, attempt):
    """Choose while the line is broken, go away, come back; what does the server hold then?"""
    page = phone.new_page()
    page.goto(question(attempt))
    phone.set_offline(True)
    choose(page, 2)
    expect(page.locator("fieldset :checked")).to_have_count(1)
    words = page.inner_text(WORDS)
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    with page.expect_response(lambda reply: "/1/" in reply.url, timeout=5000):
        page.goto(question(attempt, 2))
    page.wait_for_load_state("networkidle")
    return words, current(attempt)


def test_u7_an_answer_on_a_broken_line_stays_on_the_phone_and_is_sent_later(phone, attempt):
    words, held = answer_on_a_broken_line(phone, attempt)
    assert "Only on this device" in words
    assert held == {1: [order(attempt)[2]]}


def test_u7_twin_without_the_queue_the_answer_is_lost(phone, attempt):
    phone.route("**/answer.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    with pytest.raises(Exception, match="Timeout"):
        answer_on_a_broken_line(phone, attempt)
    assert current(attempt) == {}


def test_q10_signed_out_in_mid_test_the_answer_waits_for_the_sign_in(phone, attempt):
    page = phone.new_page()
    page.goto(question(attempt))
    phone.clear_cookies(name="session")
    choose(page, 3)
    expect(page.locator(WORDS)).to_contain_text("You are signed out.")
    assert current(attempt) == {}
    page.click(f"{WORDS} a")
    page.fill("#id_login", attempt.learner.email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector("[data-saving]")
    expect(page.locator(WORDS)).to_have_text(SAVED)
    assert page.locator("fieldset :checked").get_attribute("value") == order(attempt)[3]
    assert current(attempt) == {1: [order(attempt)[3]]}


@pytest.fixture
def shared_desk(window, live_server, enrolment):
    """A computer of the academy, where the officer said that it is shared."""
    context = window(base_url=live_server.url)
    sign_in(context, enrolment.learner, live_server, shared=True)
    return context


def test_c13_on_a_shared_computer_an_unsent_answer_stays_in_its_tab_and_is_sent_later(shared_desk, attempt):
    page = shared_desk.new_page()
    page.goto(question(attempt))
    refused = "**" + question(attempt)
    shared_desk.route(refused, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, 2)
    expect(page.locator(WORDS)).to_contain_text("Only in this tab")
    assert page.evaluate("localStorage.length") == 0
    shared_desk.unroute(refused)
    with page.expect_response(lambda reply: "/1/" in reply.url and reply.request.method == "POST"):
        page.goto(question(attempt, 2))
    page.wait_for_load_state("networkidle")
    assert current(attempt) == {1: [order(attempt)[2]]}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_q10_on_a_shared_computer_too_the_answer_waits_for_the_sign_in(shared_desk, attempt):
    page = shared_desk.new_page()
    page.goto(question(attempt))
    shared_desk.clear_cookies(name="session")
    choose(page, 3)
    expect(page.locator(WORDS)).to_contain_text("Your answer waits in this tab")
    assert page.evaluate("localStorage.length") == 0
    page.click(f"{WORDS} a")
    page.fill("#id_login", attempt.learner.email)
    page.fill("#id_password", PASSWORD)
    page.check("#id_shared")
    page.press("#id_password", "Enter")
    page.wait_for_selector("[data-saving]")
    expect(page.locator(WORDS)).to_have_text(SAVED)
    assert current(attempt) == {1: [order(attempt)[3]]}


def test_what_waited_before_the_computer_was_said_to_be_shared_is_sent(shared_desk, attempt):
    page = shared_desk.new_page()
    page.goto(question(attempt, 2))
    answer = {"id": "6f1c1c1e-0000-4000-8000-000000000001", "seq": 1, "options": [order(attempt)[1]]}
    left = {question(attempt): answer}
    page.evaluate(
        "([key, left]) => localStorage.setItem(key, JSON.stringify(left))", [f"answers {attempt.public_id}", left]
    )
    with page.expect_response(lambda reply: "/1/" in reply.url and reply.request.method == "POST"):
        page.reload()
    page.wait_for_load_state("networkidle")
    assert current(attempt) == {1: [order(attempt)[1]]}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_q9_an_old_tab_is_told_of_the_newer_answer_and_can_show_it(phone, attempt):
    new, old = phone.new_page(), phone.new_page()
    for page in (new, old):
        page.goto(question(attempt))
    choose(new, 0)
    expect(new.locator(WORDS)).to_have_text(SAVED)
    choose(old, 1)
    expect(old.locator(WORDS)).to_contain_text("You have a newer answer, saved")
    old.click(f"{WORDS} a")
    expect(old.locator("fieldset :checked")).to_have_value(order(attempt)[0])
    assert current(attempt) == {1: [order(attempt)[0]]}


def test_an_answer_still_on_the_phone_is_sent_before_handing_in(phone, attempt):
    page = phone.new_page()
    page.goto(question(attempt))
    refused = "**" + question(attempt)
    phone.route(refused, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    right = order(attempt).index(make.right_keys(attempt.slots.get(position=1))[0])
    choose(page, right)
    expect(page.locator(WORDS)).to_contain_text("Only on this device")
    page.goto(reverse("learning:test-review", args=[attempt.context, attempt.public_id]))
    page.click("form[data-hand-in] button")
    expect(page.locator(WORDS)).to_contain_text("Only on this device")
    assert Attempt.objects.get().is_open()
    phone.unroute(refused)
    page.click("form[data-hand-in] button")
    page.wait_for_url("**/result/")
    assert Submission.objects.get().score == 1


def test_f12_pressing_twice_starts_one_attempt_and_hands_in_once(phone, enrolment):
    page = phone.new_page()
    page.goto(reverse("learning:test-start", args=[enrolment.registration]))
    page.locator("main form button").dblclick()
    page.wait_for_url("**/1/")
    attempt = Attempt.objects.get()
    page.goto(reverse("learning:test-review", args=[attempt.context, attempt.public_id]))
    page.locator("form[data-hand-in] button").dblclick()
    page.wait_for_url("**/result/")
    page.go_back()
    assert page.locator("h1").inner_text() == "Not passed yet"
    assert Submission.objects.count() == 1


def test_u6_the_whole_test_without_javascript(window, live_server, enrolment):
    context = window(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, enrolment.learner, live_server)
    page = context.new_page()
    page.goto(reverse("learning:test-start", args=[enrolment.registration]))
    with page.expect_navigation():
        page.click("main form button")
    attempt = Attempt.objects.get()
    for slot in attempt.slots.all():
        page.check(f'input[value="{make.right_keys(slot)[0]}"]')
        page.click("form#form button >> nth=0")
    expect(page.locator("main")).to_contain_text("Every question has an answer.")
    page.click("form[data-hand-in] button")
    expect(page.locator("h1")).to_have_text("You have passed")
    expect(page.locator("main")).to_contain_text("You have completed the course.")
