"""The links that staff added to the top and the foot of every page, ready to be shown. Asked once a minute, not once a page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.utils.translation import get_language, gettext, gettext_noop
from wagtail.models import Page

from lms.accounts.languages import in_language

from .models import MenuLink
from .models.menus import MOST_IN_FOOTER, MOST_ON_TOP
from .privacy import open_to_all

# That many seconds a change may take to be seen.
KEPT = 60
MOST_ROWS = 200
# Wagtail's root, the front pages, what lies below them.
BELOW_HOME = 3
# What the site is set up with. The interface says them in its languages, until staff write their own.
COME_WITH_THE_SITE = (
    gettext_noop("News"),
    gettext_noop("Newsletters"),
    gettext_noop("Programmes"),
    gettext_noop("How to use this site"),
)


@dataclass(frozen=True)
class Link:
    """Words and where they lead; `language` where the words are not in that of the page."""

    label: str
    url: str
    language: str = ""


def links(place: str) -> list[Link]:
    """Of one place, in the language of the page. The top begins with the pages that editors show in menus."""
    language = get_language() or settings.LANGUAGE_CODE
    key = f"menus:{language}"
    kept: dict[str, list[Link]] | None = caches["local"].get(key)
    if kept is None:
        try:
            kept = _all(language)
        except DatabaseError:
            # The page that says the database is away has a top and a foot as well.
            return []
        caches["local"].set(key, kept, KEPT)
    return kept[place]


def _all(language: str) -> dict[str, list[Link]]:
    chosen = _family(language)
    pages = _pages([row.page_id for row in chosen if row.page_id], language)
    found: dict[str, list[Link]] = {MenuLink.Place.MAIN: [], MenuLink.Place.FOOTER: []}
    for row in chosen:
        url = pages.get(row.page_id, "") if row.page_id else row.target
        if url:
            found[row.place].append(_link(row.label, url, row.locale.language_code, language))
    found[MenuLink.Place.MAIN] = [*_in_menus(language), *found[MenuLink.Place.MAIN][:MOST_ON_TOP]]
    found[MenuLink.Place.FOOTER] = found[MenuLink.Place.FOOTER][:MOST_IN_FOOTER]
    return found


def _family(language: str) -> list[MenuLink]:
    """Each link once, in its place: in this language where somebody wrote it, else as it was first written."""
    rows = list(MenuLink.objects.select_related("locale")[:MOST_ROWS])
    best: dict[Any, MenuLink] = {}
    for row in sorted(rows, key=lambda one: one.pk):
        if row.translation_key not in best or row.locale.language_code == language:
            best[row.translation_key] = row
    first = {row.translation_key: row for row in sorted(rows, key=lambda one: -one.pk)}
    order = {key: (row.sort_order or 0, row.pk) for key, row in first.items()}
    return sorted(best.values(), key=lambda row: order[row.translation_key])


def _pages(keys: list[int], language: str) -> dict[int, str]:
    """Where these pages lie, in this language where they are translated; those that not everybody may see are left out."""
    if not keys:
        return {}
    asked = dict(Page.objects.filter(pk__in=keys).values_list("pk", "translation_key"))
    family = open_to_all(Page.objects.filter(translation_key__in=asked.values())).select_related("locale")
    by_key: dict[Any, dict[str, Page]] = {}
    for page in family:
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    found = {}
    for pk, key in asked.items():
        said = by_key.get(key, {})
        page = said.get(language) or next((one for one in said.values() if one.pk == pk), None)
        found[pk] = (page.get_url() or "") if page else ""
    return found


def _in_menus(language: str) -> list[Link]:
    """Pages right below a front page whose box “show in menus” is ticked, such as the news."""
    ticked = (
        Page.objects.live()
        .in_menu()
        .filter(depth=BELOW_HOME, locale__language_code__in={language, settings.LANGUAGE_CODE})
    )
    if not ticked.exists():
        return []
    best: dict[Any, Page] = {}
    for page in open_to_all(ticked).select_related("locale").order_by("path")[: 2 * MOST_ON_TOP]:
        if page.translation_key not in best or page.locale.language_code == language:
            best[page.translation_key] = page
    return [_shown(page, language) for page in list(best.values())[:MOST_ON_TOP] if page.get_url()]


def _shown(page: Page, language: str) -> Link:
    return _link(page.title, page.get_url() or "", page.locale.language_code, language)


def _link(label: str, url: str, said: str, language: str) -> Link:
    if said != language and label in COME_WITH_THE_SITE:
        known = gettext(label)
        label, said = known, said if known == label else language
    return Link(label, _kept_in(url, language), said if said != language else "")


def _kept_in(url: str, language: str) -> str:
    """A page of this site stays in the language one reads, also where its words are not translated yet."""
    return in_language(url, language) if url.startswith("/") else url
