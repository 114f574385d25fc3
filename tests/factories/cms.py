"""A small site: front page, sources, diagrams, editors who may work on it."""

import itertools

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site

from cms.home.models import HomePage
from cms.media.models import Diagram
from cms.pages.models import StandardPage
from cms.sources.models import Source
from lms.accounts.vocabulary import EDITORS, load_groups
from tests.factories.accounts import editor, signed_in, staff

_numbers = itertools.count(1)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect class="d-box" id="box" width="10" height="10"/></svg>'


def make_home():
    """The front page at the site's root, once."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=HomePage(title="RSO Learning", slug="front", heading="Learn to protect people"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home


def make_page(slug="about", **fields):
    return make_home().add_child(instance=StandardPage(**{"title": slug.title(), "slug": slug, **fields}))


def make_source(checked="checked", **fields):
    number = next(_numbers)
    facts = {"key": f"source-{number}", "short": f"Source {number}", "full": f"The full source {number}"}
    return Source.objects.create(**{**facts, "checked": checked, **fields})


def make_diagram(**fields):
    facts = {
        "key": f"diagram-{next(_numbers)}",
        "title": "Three parts",
        "description": "Act, means, purpose.",
        "svg": SVG,
    }
    diagram = Diagram(**{**facts, **fields})
    diagram.full_clean()
    diagram.save()
    return diagram


def editors_browser():
    """Wagtail's admin as an editor sees it."""
    load_groups()
    return signed_in(editor())


def bold_editors_browser():
    """As an editor who may also delete a page with all below it."""
    browser = editors_browser()
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="bulk_delete_page")
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=Group.objects.get(name=EDITORS), page=root, permission=right)
    return browser


def staff_browser():
    load_groups()
    return signed_in(staff())


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]
