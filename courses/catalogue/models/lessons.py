"""Modules and lessons."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.models import BasePage
from courses.assessment.practice import practice_questions
from courses.catalogue.blocks import LessonStream, PointStream
from courses.catalogue.outline import outline_of
from courses.catalogue.reading import Reading, parts_with, read, read_page, says_something


class ModulePage(BasePage):
    """A part of a course: some lessons on one subject."""

    template = "courses/catalogue/module_page.html"
    parent_page_types = ["catalogue.CoursePage"]
    subpage_types = ["catalogue.LessonPage"]
    page_description = _("A part of a course: some lessons on one subject.")
    in_sitemap = False
    copies_begin_as_drafts = True
    admin_default_ordering = "ord"

    translatable_fields = BasePage.words

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A module is shown as a part of its course, and to whoever may see that."""
        course = self.get_parent().specific
        course.as_seen_by(request.user)
        return HttpResponseRedirect(f"{course.get_url(request)}#{self.slug}")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lessons = LessonPage.objects.child_of(self).order_by("path") if self.pk else []
        return {**super().get_context(request, *args, **kwargs), "lessons": lessons}


class LessonPage(BasePage):
    """One lesson of about ten minutes. It opens for the enrolled alone."""

    class Writing(models.TextChoices):
        WRITTEN = "written", _("Written out")
        OUTLINE = "outline", _("Laid out from the outline")

    template = "courses/catalogue/lesson_page.html"
    parent_page_types = ["catalogue.ModulePage"]
    subpage_types: list[str] = []
    page_description = _("One lesson of about ten minutes.")
    in_sitemap = False
    copies_begin_as_drafts = True

    code = models.CharField(
        _("lesson code"), max_length=20, blank=True, help_text=_("Such as UTS-1.1; no two lessons may share one.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    writing = models.CharField(_("state of writing"), max_length=10, choices=Writing.choices, default=Writing.WRITTEN)
    required = models.BooleanField(_("needed to complete the course"), default=True)
    objectives = StreamField(
        PointStream(), verbose_name=_("what you will learn"), blank=True, help_text=_("Two to four, each with a verb.")
    )
    body = StreamField(LessonStream(), verbose_name=_("lesson"), blank=True)
    key_points = StreamField(PointStream(), verbose_name=_("key points"), blank=True)
    # What the text of the lesson weighs when sent, counted when it is published.
    bytes_text = models.PositiveIntegerField(default=0, editable=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("objectives"),
        FieldPanel("body"),
        FieldPanel("key_points"),
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("minutes"), FieldPanel("required"), FieldPanel("writing")],
            heading=_("Rules"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("key_points")]
    # Translators give words. Rules stay those of the source page and cannot be overridden (P10).
    translatable_fields = [
        *BasePage.words,
        TranslatableField("objectives"),
        TranslatableField("body"),
        TranslatableField("key_points"),
        *(SynchronizedField(name, overridable=False) for name in ("code", "minutes", "writing", "required")),
    ]

    def publishing_problems(self, by: Any = None) -> list[str]:
        problems: list[Any] = []
        if not says_something(self.body):
            problems.append(
                _(
                    "The lesson is empty: put at least one part into it that learners can read or do. A draft may be empty."
                )
            )
        same = LessonPage.objects.live().filter(code__iexact=self.code).exclude(translation_key=self.translation_key)
        if self.code and same.exists():
            problems.append(_("Another lesson has the code %(code)s.") % {"code": self.code})
        return [str(problem) for problem in problems]

    def get_admin_display_title(self) -> str:
        """With its code, so that editors see in lists which lesson it is."""
        title: str = super().get_admin_display_title()
        return f"{self.code} · {title}" if self.code else title

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Closed by default: the player opens it for the enrolled. Who may edit it reads it, and nothing is recorded."""
        if not self.permissions_for_user(request.user).can_edit():
            raise Http404
        edit_url = reverse("wagtailadmin_pages:edit", args=[self.pk])
        return super().serve(request, *args, reading=self._as_learners_read_it(), edit_url=edit_url, **kwargs)

    def _as_learners_read_it(self) -> Reading:
        """What is published, in the language of the address; this page alone where its module or course is not live."""
        outline = outline_of(self.get_parent().get_parent().specific.source())
        lesson = outline.lesson(self.translation_key)
        return read(outline, lesson) if lesson else read_page(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """For editors, who read it live or as a draft; learners read a lesson in the player."""
        reading = kwargs.get("reading") or read_page(self)
        asked = {part.block_id: part.question for part in reading.parts if part.question}
        questions = practice_questions(asked.values(), reading.language)
        checks = {
            place: {"template": "courses/catalogue/check_preview.html", "question": questions.get(public_id)}
            for place, public_id in asked.items()
        }
        course = self.get_parent().get_parent().specific if self.depth > 2 else None
        context = super().get_context(request, *args, **kwargs)
        context |= {"course": course, "reading": reading, "parts": parts_with(reading, checks)}
        return {**context, "edit_url": kwargs.get("edit_url", "")}
