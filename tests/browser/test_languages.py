"""Languages in a real browser: the switch keeps the place, with script and without (P11); a lesson from right to left (U-8)."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_accessibility import faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def lesson(site):
    """Where a lesson lies that is in English, Indonesian and Urdu, and the session of somebody who takes it."""
    told = site.manage("shell", "--no-imports", "-c", "from tests.browser.pages_in_urdu import main; main()")
    yield json.loads(told)
    # Others look at this site after us, and expect the officer to read English.
    back = (
        "from lms.accounts.models import User; User.objects.filter(email='officer@demo.example').update(language='en')"
    )
    site.manage("shell", "--no-imports", "-c", back)


@pytest.fixture
def open_lesson(site, lesson, phone):
    def open_it(language="", width=360, scripts=True, path=""):
        page = phone(scripts=scripts)
        page.context.add_cookies([{"name": "session", "value": lesson[1], "url": site.address}])
        page.complaints = []
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(reduced_motion="reduce")
        assert page.goto(site.address + language + (path or lesson[0])).ok
        return page

    return open_it


def switch(page, name):
    page.locator("footer").get_by_role("button", name=name).click()


# --- The switch ---


def test_what_the_mouse_is_on_stays_there(open_lesson):
    """A rule that hid the marker of the menu once hid the menu and “Sign out” with it, under the mouse alone."""
    page = open_lesson(width=1280)
    for there in (page.locator("header .languages summary"), page.locator("header .mast-button")):
        there.hover()
        expect(there).to_be_visible()
        assert there.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"


def test_without_script_the_switch_shows_the_same_lesson_in_the_other_language(open_lesson, lesson):
    page = open_lesson(scripts=False)
    switch(page, "Bahasa Indonesia")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tujuan: eksploitasi")
    assert page.url.endswith(f"/id{lesson[0]}")
    switch(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("The purpose: exploitation")


def test_with_script_one_goes_on_reading_at_the_same_part(open_lesson):
    page = open_lesson()
    page.get_by_role("heading", name="Words you need for forced work").evaluate("part => part.scrollIntoView()")
    page.evaluate("document.querySelector('footer button[value=id]').click()")
    heading = page.get_by_role("heading", name="Kata yang Anda perlukan untuk kerja paksa")
    expect(heading).to_be_in_viewport()


def test_the_switch_at_the_top_is_worked_by_keyboard(open_lesson):
    page = open_lesson()
    page.locator(".languages summary").focus()
    page.keyboard.press("Enter")
    page.locator(".languages").get_by_role("button", name="ไทย").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "th")
    assert overflow(page) <= 0


# --- From right to left ---


def middle(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2


def fill(page):
    """On which side the bar of progress begins: the colours of its two ends, a little inside."""
    picture = Image.open(io.BytesIO(page.locator("progress").first.screenshot())).convert("RGB")
    height = picture.height // 2
    return picture.getpixel((8, height)), picture.getpixel((picture.width - 9, height))


def is_dark(colour):
    return sum(colour) < 380


@pytest.mark.parametrize("width", [360, 1280])
def test_a_lesson_from_right_to_left_is_whole_and_open_to_everyone(open_lesson, width):
    page = open_lesson("/ur", width)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ur"
    expect(page.get_by_role("heading", level=1)).to_have_text("مقصد: استحصال")
    assert overflow(page) <= 0
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page) == []


@pytest.mark.parametrize(("language", "begins_right"), [("/ur", True), ("", False)])
def test_everything_begins_at_the_side_where_reading_begins(open_lesson, language, begins_right):
    """The English page is the control: the same measures, the other way round."""
    page = open_lesson(language)
    half = 180
    for selector in (".wordmark svg", ".mast-nav li:first-child", ".crumbs a", ".notice > .icon"):
        assert (middle(page, selector) > half) == begins_right, selector
    assert (middle(page, ".languages summary") < half) == begins_right
    # Of two things in a row the first stands nearer to where reading begins.
    assert (middle(page, ".mast-nav li:nth-child(1)") > middle(page, ".mast-nav li:nth-child(2)")) == begins_right
    left, right = fill(page)
    assert (is_dark(right), is_dark(left)) == ((True, False) if begins_right else (False, True))
    mirrored = page.locator(".lesson-pager .icon-turn").first.evaluate("icon => getComputedStyle(icon).transform")
    assert mirrored.startswith("matrix(-1") == begins_right
    indent = page.locator(".lesson ul").first.evaluate(
        "list => [getComputedStyle(list).paddingLeft, getComputedStyle(list).paddingRight].map(parseFloat)"
    )
    assert (indent[1] > indent[0]) == begins_right


def test_english_parts_of_it_are_marked_and_read_from_left_to_right(open_lesson):
    page = open_lesson("/ur")
    part = page.locator(".lesson > div[lang=en]").first
    assert part.evaluate("part => getComputedStyle(part).direction") == "ltr"
    translated = page.get_by_text("مقصد کافی ہے")
    assert translated.evaluate("part => getComputedStyle(part).direction") == "rtl"


@pytest.mark.parametrize("path", ["/", "/courses/", "/courses/uts/", "/me/", "/calendar/", "/library/", "/help/"])
def test_other_pages_from_right_to_left_fit_a_phone(open_lesson, path):
    page = open_lesson("/ur", path=path)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert overflow(page) <= 0
