"""The front page and plain pages, as visitors and editors meet them."""

import pytest
from wagtail.models import GroupApprovalTask, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.pages.models import SiteWords
from tests.factories.catalogue import make_course, restrict
from tests.factories.cms import editors_browser, locale, make_home, make_page, staff_browser

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("frame_is_known")
def test_the_front_page_says_its_purpose_and_the_ways_in(client, django_assert_max_num_queries):
    make_home()
    course = make_course(title="Two crimes")
    # Menus, banners and words of the site are asked once a minute.
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get("/").content.decode()
    assert "Learn to protect people" in page
    assert "Two crimes" in page
    assert course.get_url() in page
    assert "/verify/" in page
    assert "/accounts/login/" in page


def test_the_front_page_names_no_person(client):
    make_home()
    person = make_page("contact").owner
    assert person is None
    assert "@" not in client.get("/").content.decode().split("</head>")[1]


def test_a_plain_page_is_shown(client):
    make_page(
        "help", body=[("prose", "<p>Ask your focal point.</p>"), ("callout", {"kind": "law", "text": "<p>Look.</p>"})]
    )
    page = client.get("/help/").content.decode()
    assert "Ask your focal point." in page
    assert "Your national law" in page


def test_a_private_page_looks_absent(client):
    restrict(make_page("secret"))
    assert client.get("/secret/").status_code == 404


def test_a_draft_is_not_there_and_its_preview_is():
    page = make_page("draft", live=False, body=[("prose", "<p>Not yet.</p>")])
    page.save_revision()
    browser = editors_browser()
    assert browser.get("/draft/").status_code == 404
    shown = browser.get(f"/cms/pages/{page.pk}/view_draft/")
    assert shown.status_code == 200
    assert "Not yet." in shown.content.decode()


def approval_of_every_page():
    """As Wagtail's first migration leaves it: in a new database, too, every page is under it."""
    workflow, task = Workflow.objects.create(name="Approval"), GroupApprovalTask.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    root = Page.get_first_root_node()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def typed_and_published(page):
    sent = {"title": page.title, "slug": page.slug, "summary": "Out.", "body-count": "0", "comments-TOTAL_FORMS": "0"}
    return {**sent, "comments-INITIAL_FORMS": "0", "action-publish": "action-publish"}


def test_an_editor_publishes_and_is_not_offered_an_approval_that_nobody_here_can_give():
    approval_of_every_page()
    page, browser = make_page("draft", live=False), editors_browser()
    page.save_revision()
    for address in (f"/cms/pages/{page.pk}/edit/", f"/cms/pages/add/pages/standardpage/{make_home().pk}/"):
        shown = browser.get(address).content.decode()
        assert 'name="action-publish"' in shown
        assert "action-submit" not in shown
    assert browser.post(f"/cms/pages/{page.pk}/edit/", typed_and_published(page)).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.summary) == (True, "Out.")


def test_a_page_that_once_waited_for_an_approval_can_be_edited_again():
    page, browser = make_page("waiting", live=False), editors_browser()
    page.save_revision()
    approval_of_every_page().start(page, None)
    assert browser.post(f"/cms/pages/{page.pk}/edit/", typed_and_published(page)).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.summary) == (True, "Out.")


def test_a_page_names_the_languages_it_is_really_in(client):
    page = make_page("about")
    assert "hreflang=" not in client.get("/about/").content.decode()
    make_home().copy_for_translation(locale("id")).save_revision().publish()
    page.copy_for_translation(locale("id")).save_revision().publish()
    shown = client.get("/about/").content.decode()
    assert '<link rel="alternate" hreflang="id" href="http://testserver/id/about/">' in shown


def test_what_staff_set_for_the_site_stands_at_the_foot_of_every_page(client):
    make_page("help")
    site = Site.objects.get(is_default_site=True)
    SiteWords.objects.create(site=site, contact_email="learning@rso.example", footer_text="Bangkok, Thailand")
    page = client.get("/help/").content.decode()
    assert "mailto:learning@rso.example" in page
    assert "Bangkok, Thailand" in page


def test_staff_change_these_words_in_the_admin():
    make_page("help")
    site = Site.objects.get(is_default_site=True)
    answer = staff_browser().post(
        f"/cms/settings/pages/sitewords/{site.pk}/", {"contact_email": "a@rso.example", "footer_text": "Hello"}
    )
    assert answer.status_code == 302
    assert SiteWords.objects.get().footer_text == "Hello"
