"""What an editor's browser sends when a page is saved."""

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.catalogue.models import CoursePage


def course_form(**changed):
    return _form(
        {
            "title": "A course made by hand",
            "slug": "made-by-hand",
            "code": "HAND",
            "level": "introductory",
            "access": "open",
            "review": "awaiting",
            "introduction": rich_text("<p>Welcome.</p>"),
            "audience": "",
            "outcome": "",
            "organisation": "",
            "final": "",
            "ends_without_test": "on",
        },
        changed,
    )


def module_form(**changed):
    return _form({"title": "Module one", "slug": "module-one"}, changed)


def lesson_form(blocks=(), **changed):
    facts = {
        "title": "Lesson one",
        "slug": "lesson-one",
        "code": "HAND-1",
        "minutes": 12,
        "required": "on",
        "writing": "written",
        "objectives": streamfield([("point", "Say what counts")]),
        "body": streamfield(list(blocks)),
        "key_points": streamfield([]),
    }
    return _form(facts, changed)


def _form(facts, changed):
    common = {"summary": "", "seo_title": "", "search_description": "", "comments": inline_formset([])}
    return nested_form_data({**common, **facts, **changed})


def citations(*sources):
    return _list([{"source": source.pk, "locator": "art. 3"} for source in sources])


def texts(*values):
    return _list(list(values))


def _list(values):
    items = {
        str(number): {"value": value, "order": str(number), "deleted": "", "id": ""}
        for number, value in enumerate(values)
    }
    return {"count": str(len(values)), **items}


def add(browser, model, parent, form, act="action-publish"):
    url = reverse("wagtailadmin_pages:add", args=["catalogue", model, parent.pk])
    return browser.post(url, {**form, act: "1"} if act else form)


def edit(browser, page, form, act="action-publish"):
    return browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, act: "1"} if act else form)


def by_hand():
    return CoursePage.objects.get(code="HAND")
