"""Faults and the top of the page on a phone: whole, readable, nothing to push aside (U-1, U-2)."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.processes]
KINDS = ["404", "413", "429", "500", "503"]
WHOLE = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture(scope="module")
def faults(site, tmp_path_factory):
    """Each page as the program makes it, as a file: most faults cannot be asked for."""
    folder = tmp_path_factory.mktemp("faults")
    code = (
        "from lms import health; from django.test import RequestFactory as R; from django.http import Http404\n"
        "from pathlib import Path; r=R().get('/somewhere/'); f=Path(FOLDER)\n"
        "made={'404':health.not_found(r,Http404()),'413':health.too_large(r),'429':health.too_many(r,90),"
        "'500':health.server_error(r),'503':health.unavailable(r,30)}\n"
        "[(f/(k+'.html')).write_bytes(v.content) for k,v in made.items()]"
    ).replace("FOLDER", repr(str(folder)))
    site.manage("shell", "--no-imports", "-c", code)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_fits_a_phone(faults, phone, kind):
    page = phone(scripts=False)
    page.goto((Path(faults) / f"{kind}.html").as_uri())
    assert page.locator("h1").is_visible()
    assert page.evaluate(WHOLE)
    # The page of a fault of ours leads to its sheet instead of holding it: as a file it has none.
    if page.locator("style").count():
        assert page.get_by_role("link", name="Go to the front page").bounding_box()["height"] >= 24


def test_a_page_that_is_not_there_fits_and_its_search_works_without_script(site, phone):
    page = phone(scripts=False)
    page.goto(site.address + "/nothing-here/")
    assert page.evaluate(WHOLE)
    page.get_by_label("Search this site").fill("trafficking")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Courses")).to_be_visible()


def test_the_top_of_the_page_takes_two_rows_for_a_visitor(site, phone):
    page = phone()
    page.goto(site.address + "/")
    assert page.locator(".mast").bounding_box()["height"] <= 110
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WHOLE)
    # One screen says what this is, and what to do first.
    page.set_viewport_size({"width": 360, "height": 740})
    button = page.get_by_role("link", name="See the courses").bounding_box()
    assert button["y"] + button["height"] <= 740
