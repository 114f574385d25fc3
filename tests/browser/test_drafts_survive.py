"""A text half written in a real browser: the tab dies, the line breaks, and the words come back (F4, F26)."""

import re
from contextlib import suppress
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, expect

from alumni.forum.models import Draft, Post
from cms.taxonomy.models import Programme
from tests.factories import forum as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(window):
    space = make.a_space()
    author = make.a_writer(space)
    return author, make.a_topic(space, author)


def signed_in(window, live_server, person, *, shared=False, **options):
    context = window(base_url=live_server.url, **options)
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session["shared"] = shared
    session.save()
    context.add_cookies([{"name": "session", "value": browser.cookies["session"].value, "url": live_server.url}])
    return context


@pytest.fixture
def phone(window, live_server, scene):
    return signed_in(window, live_server, scene[0])


def type_on_a_broken_line(phone, topic, words):
    """The tab is killed before the server has heard of it: closing it would still send the words, and the line may be back by then."""
    page = phone.new_page()
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    phone.set_offline(True)
    page.get_by_label("Your text").press_sequentially(words)
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    phone.set_offline(False)


def come_back(phone, topic):
    page = phone.new_page()
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    return page


def test_f4_a_killed_tab_on_a_broken_line_loses_nothing(phone, scene):
    type_on_a_broken_line(phone, scene[1], "Half a thought")
    page = come_back(phone, scene[1])
    expect(page.get_by_label("Your text")).to_have_value("Half a thought")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator("#p2")).to_contain_text("Half a thought")
    expect(page.get_by_label("Your text")).to_have_value("")
    assert Post.objects.filter(source="Half a thought").count() == 1


def test_f4_what_is_added_to_a_kept_draft_survives_a_broken_line(phone, scene):
    author, topic = scene
    make.actions.keep_draft(author, topic.public_id, uuid4(), "Kept before")
    type_on_a_broken_line(phone, topic, " and added")
    page = come_back(phone, topic)
    expect(page.get_by_label("Your text")).to_have_value(re.compile("added"))
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    assert "added" in Draft.objects.exclude(source="").get().source


def test_f4_what_was_typed_here_and_elsewhere_is_both_kept(phone, scene):
    author, topic = scene
    type_on_a_broken_line(phone, topic, "On the phone")
    make.actions.keep_draft(author, topic.public_id, uuid4(), "On the desk")
    page = come_back(phone, topic)
    expect(page.get_by_label("Your text")).to_have_value("On the desk")
    page.get_by_role("button", name="Put them at the end of the text").click()
    expect(page.get_by_label("Your text")).to_have_value("On the desk\n\nOn the phone")
    expect(page.get_by_role("button", name="Put them at the end of the text")).to_be_hidden()


def test_a_draft_that_is_deleted_does_not_come_back_from_the_device(phone, scene):
    author, topic = scene
    make.actions.keep_draft(author, topic.public_id, uuid4(), "Kept before")
    page = come_back(phone, topic)
    page.get_by_label("Your text").press_sequentially(" and added")
    page.get_by_text("Delete this draft").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("The draft is deleted.")).to_be_visible()
    expect(come_back(phone, topic).get_by_label("Your text")).to_have_value("")


def test_f4_leaving_at_once_sends_what_is_not_sent_yet(window, live_server):
    """In a closed group nothing stays on the device, so it has to arrive."""
    author = make.a_writer()
    space, _group = make.a_closed_space(author)
    make.actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author))
    page = signed_in(window, live_server, author).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    page.get_by_label("Your text").press_sequentially("Closed words")
    page.goto(reverse("forum:home"))
    # It is on its way while the next page is read already.
    for _ in range(100):
        if Draft.objects.filter(source="Closed words").exists():
            break
        page.wait_for_timeout(100)
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    expect(page.get_by_label("Your text")).to_have_value("Closed words")


def test_f4_a_killed_tab_keeps_that_it_is_a_question_and_its_theme(phone, scene):
    author, topic = scene
    theme = Programme.objects.create(code="CTIP", name="Countering trafficking in persons")
    address = reverse("forum:start", args=[topic.space.slug])
    make.actions.keep_draft(author, topic.space.public_id, uuid4(), "Kept", heading=make.actions.Heading("Before"))
    page = phone.new_page()
    page.goto(address)
    phone.set_offline(True)
    page.get_by_label("This is a question").check()
    page.get_by_label("Theme").select_option(label=theme.name)
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(address)
    expect(page.get_by_label("This is a question")).to_be_checked()
    expect(page.get_by_label("Theme")).to_have_value(theme.code)
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    draft = Draft.objects.get(user=author)
    assert (draft.question, draft.theme, draft.source) == (True, theme, "Kept")


def test_f4_what_is_typed_on_one_device_is_found_on_another(window, live_server, scene):
    author, topic = scene
    address = reverse("forum:topic", args=[topic.public_id])
    page = signed_in(window, live_server, author).new_page()
    page.goto(address)
    page.get_by_label("Your text").press_sequentially("Begun here")
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    other = signed_in(window, live_server, author, java_script_enabled=False).new_page()
    other.goto(address)
    expect(other.get_by_label("Your text")).to_have_value("Begun here")
    assert Draft.objects.exclude(source="").get().source == "Begun here"


def test_a_closed_group_leaves_nothing_on_the_device(window, live_server):
    author = make.a_writer()
    space, _group = make.a_closed_space(author)
    make.actions.accept_rules(author, space)
    topic = make.a_topic(space, make.fresh(author))
    page = signed_in(window, live_server, author).new_page()
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    page.get_by_label("Your text").press_sequentially("Closed words")
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


def device_of(page):
    return page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")


def sign_out(page):
    """And on to a page of ours: the front page of a test is not."""
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto(reverse("account_login"))
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_c13_a_shared_computer_keeps_no_words_even_on_a_broken_line(window, live_server, scene):
    author, topic = scene
    browser = signed_in(window, live_server, author, shared=True)
    page = browser.new_page()
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    browser.set_offline(True)
    page.get_by_label("Your text").press_sequentially("Words on")
    page.wait_for_timeout(2500)
    assert device_of(page) == "{}"
    browser.set_offline(False)
    page.get_by_label("Your text").press_sequentially(" the desk")
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    assert device_of(page) == "{}"
    assert Draft.objects.exclude(source="").get().source == "Words on the desk"
    sign_out(page)
    assert device_of(page) == "{}"


def test_c46_signing_out_takes_ones_words_from_the_device_and_nobody_elses(phone, scene):
    author, topic = scene
    page = phone.new_page()
    page.goto(reverse("forum:topic", args=[topic.public_id]))
    page.get_by_label("Your text").press_sequentially("Half a thought")
    expect(page.get_by_text("Draft kept.")).to_be_visible(timeout=15_000)
    mine = f"draft {author.public_id} {topic.public_id}"
    assert "Half a thought" in page.evaluate("key => localStorage.getItem(key)", mine)
    # Unsent answers are kept on purpose, and so is what a colleague wrote here and did not sign out of.
    page.evaluate("localStorage.setItem('answers 1', '{}'); localStorage.setItem('draft another place', '{}')")
    sign_out(page)
    page.wait_for_function("key => !localStorage.getItem(key)", arg=mine)
    assert page.evaluate("Object.keys(localStorage).sort()") == ["answers 1", "draft another place"]
    # Nothing is lost by it: the server has the draft.
    assert Draft.objects.exclude(source="").get().source == "Half a thought"


def test_f26_without_script_one_asks_answers_and_is_read(window, live_server, scene):
    _author, topic = scene
    other = make.a_writer(topic.space)
    page = signed_in(window, live_server, other, java_script_enabled=False).new_page()
    page.goto(reverse("forum:space", args=[topic.space.slug]))
    page.get_by_role("link", name=topic.title).click()
    page.get_by_role("link", name="Quote #1").click()
    page.get_by_label("Your text").fill("> #1:\n> We have an hour.\n\nSo do we.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("nobody else sees this yet")).to_be_visible()
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator("#p2 .post-body")).to_contain_text("So do we.")
    expect(page.locator("#p2 blockquote a")).to_have_attribute("href", f"/community/t/{topic.public_id}/1/")
