"""The catalogue."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.pages.models import BasePage
from cms.taxonomy.models import Programme
from courses.catalogue.page_parts import with_standing
from courses.catalogue.shelf import PER_PAGE, Shelf, card

from .courses import CoursePage, CoursePageQuerySet

MOST_FOUND = 200


class CourseIndexPage(BasePage):
    """The catalogue: all courses one may see, by level, language and words."""

    template = "courses/catalogue/course_index_page.html"
    max_count_per_parent = 1
    # The order of the catalogue is the order of its pages.
    admin_default_ordering = "ord"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["catalogue.CoursePage"]
    page_description = _("The list of all courses.")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        shelf = Shelf.asked(request.GET)
        courses = list(with_standing(found(shelf, request.user), request.user)[: PER_PAGE + 1])
        family = translations_of(courses)
        return {
            **context,
            "shelf": shelf,
            "filters": shelf.filters(CoursePage.Level.choices, spoken(request.user)),
            "cards": [
                card(course, family[course.translation_key], get_language() or "", request)
                for course in courses[:PER_PAGE]
            ],
            "older_url": shelf.after_url(courses[PER_PAGE - 1].path) if len(courses) > PER_PAGE else "",
            "newer_url": shelf.first_url() if shelf.after else "",
        }


def found(shelf: Shelf, viewer: Any) -> CoursePageQuerySet:
    """What someone asked of the catalogue, as far as they may see it, in the order the editors gave it."""
    courses = CoursePage.objects.sources().visible_to(viewer).select_related("locale").order_by("path")
    if shelf.level:
        courses = courses.filter(level=shelf.level)
    if shelf.language:
        said = CoursePage.objects.live().filter(locale__language_code=shelf.language)
        courses = courses.filter(translation_key__in=said.values("translation_key"))
    if shelf.query:
        hits = CoursePage.objects.live().search(shelf.query)[:MOST_FOUND]
        courses = courses.filter(translation_key__in=[hit.translation_key for hit in hits])
    if shelf.after:
        courses = courses.filter(path__gt=shelf.after)
    return courses


def spoken(viewer: Any) -> set[str]:
    """The languages some course is really in."""
    courses = CoursePage.objects.live().filter(
        translation_key__in=CoursePage.objects.sources().visible_to(viewer).values("translation_key")
    )
    return set(courses.order_by().values_list("locale__language_code", flat=True).distinct())


def translations_of(courses: list[CoursePage]) -> dict[Any, list[CoursePage]]:
    """The live pages of some courses in all their languages, by translation key: one query."""
    family: dict[Any, list[CoursePage]] = {course.translation_key: [] for course in courses}
    pages = CoursePage.objects.live().filter(translation_key__in=family).select_related("locale").order_by("pk")
    for page in pages:
        family[page.translation_key].append(page)
    return family


def featured(request: HttpRequest, most: int = 3) -> list[dict[str, Any]]:
    """Cards for the front page."""
    seen = CoursePage.objects.sources().visible_to(request.user).order_by("path")
    courses = list(with_standing(seen, request.user)[:most])
    family = translations_of(courses)
    return [card(course, family[course.translation_key], get_language() or "", request) for course in courses]


def of_programme(request: HttpRequest, programme: Programme, most: int) -> list[dict[str, Any]]:
    """Cards of the courses of a programme, as far as the visitor may see them."""
    seen = CoursePage.objects.sources().visible_to(request.user).filter(programmes=programme)
    courses = list(seen.select_related("locale").order_by("path")[:most])
    family = translations_of(courses) if courses else {}
    return [card(course, family[course.translation_key], get_language() or "", request) for course in courses]


def catalogue_page() -> Page | None:
    return CourseIndexPage.objects.live().first()
