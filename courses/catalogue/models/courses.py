"""The course."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.heads import RUN_BY
from cms.pages.languages import NAMES
from cms.pages.models import BasePage
from cms.pages.translating import awaits_review
from cms.sources.models import Source
from cms.taxonomy.models import Programme
from courses.assessment.checks import quiz_problems
from courses.assessment.models import Quiz
from courses.catalogue.claims import sources_cited
from courses.catalogue.editing import CourseForm
from courses.catalogue.facts import course_facts
from courses.catalogue.outline import Outline, outline_of
from courses.catalogue.page_parts import parts_of
from courses.catalogue.shelf import picture
from lms.accounts.models import Organisation
from lms.accounts.permissions import is_staff

from .lessons import LessonPage

# What was computed from the pages below a course. A revision of the course must never bring old values back.
COMPUTED = ("rule_version", "content_stamp", "minutes", "bytes_text")


class CoursePageQuerySet(PageQuerySet):
    def sources(self) -> "CoursePageQuerySet":
        """The page each course was first written as; rules, order and scoring are read from it alone."""
        older = CoursePage.objects.filter(
            translation_key=models.OuterRef("translation_key"), pk__lt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(older))

    def visible_to(self, viewer: Any) -> "CoursePageQuerySet":
        """Live and not private; those for verified officers only to them. What one may not see is not there."""
        courses = self.live().public()
        if viewer.is_authenticated and viewer.is_verified():
            return courses
        return courses.filter(access=CoursePage.Access.OPEN)


class CoursePage(BasePage):
    """A course: what it teaches, how long it takes, what it earns, and the rules of completing it."""

    class Level(models.TextChoices):
        INTRODUCTORY = "introductory", _("Introductory")
        PRACTITIONER = "practitioner", _("Practitioner")

    class Access(models.TextChoices):
        OPEN = "open", _("Everyone with an account")
        VERIFIED = "verified", _("Verified officers only")

    class Review(models.TextChoices):
        AWAITING = "awaiting", _("Awaiting legal and protection review")
        REVIEWED = "reviewed", _("Reviewed")

    template = "courses/catalogue/course_page.html"
    parent_page_types = ["catalogue.CourseIndexPage"]
    subpage_types = ["catalogue.ModulePage"]
    page_description = _("A course with its modules and lessons.")
    base_form_class = CourseForm
    copies_begin_as_drafts = True
    # Modules and lessons stand in the order of the course, as learners meet them.
    admin_default_ordering = "ord"
    kind_in_lists = _("Course")

    code = models.SlugField(_("course code"), max_length=20, help_text=_("Short and permanent, such as UTS."))
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.INTRODUCTORY)
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ul", "ol", "link"])
    audience = models.TextField(_("who it is for"), blank=True, max_length=600)
    outcome = models.TextField(_("what learners can do afterwards"), blank=True, max_length=600)
    access = models.CharField(_("who may take it"), max_length=12, choices=Access.choices, default=Access.OPEN)
    review = models.CharField(
        _("review status"),
        max_length=12,
        choices=Review.choices,
        default=Review.AWAITING,
        help_text=_("Only staff may mark a course as reviewed, and only when every claim has been checked."),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("organisation")
    )
    programmes = ParentalManyToManyField(
        Programme,
        blank=True,
        related_name="courses",
        verbose_name=_("programmes"),
        help_text=_("The course is listed on their pages."),
    )
    final = models.ForeignKey(
        Quiz, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("final test")
    )
    final_awaited = models.BooleanField(
        _("the final test is still being written"),
        default=False,
        help_text=_(
            "Learners can do every lesson, but nobody completes the course or earns a certificate before a final test "
            "is chosen above."
        ),
    )
    ends_without_test = models.BooleanField(
        _("the course ends without a test"),
        default=False,
        help_text=_(
            "Whoever has done every lesson the course needs completes it and earns the certificate, and nothing is "
            "examined. Without this, no course earns a certificate by its lessons alone."
        ),
    )
    prerequisite = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("course to take first"),
        help_text=_("Recommended on the course page. Nobody is kept out."),
    )
    rule_version = models.PositiveIntegerField(default=1, editable=False)
    # Moves on with every publication below the course, so that what was computed from it is known to be old.
    content_stamp = models.PositiveBigIntegerField(default=0, editable=False)
    # Of all live lessons together: minutes, and what their texts and pictures weigh when sent.
    minutes = models.PositiveIntegerField(default=0, editable=False)
    bytes_text = models.PositiveIntegerField(default=0, editable=False)

    objects = PageManager.from_queryset(CoursePageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("audience"),
        FieldPanel("outcome"),
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("level"),
                FieldPanel("organisation"),
                FieldPanel("programmes", widget=CheckboxSelectMultiple),
            ],
            heading=_("About"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("access"),
                FieldPanel("prerequisite"),
                FieldPanel("final"),
                FieldPanel("final_awaited"),
                FieldPanel("ends_without_test"),
                FieldPanel("review"),
            ],
            heading=_("Rules"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("audience"),
        index.SearchField("outcome"),
        index.SearchField("lesson_words"),
    ]
    # Translators give words. Rules stay those of the source page and cannot be overridden (P10).
    translatable_fields = [
        *BasePage.words,
        TranslatableField("introduction"),
        TranslatableField("audience"),
        TranslatableField("outcome"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "code",
                "level",
                "access",
                "review",
                "organisation",
                "programmes",
                "prerequisite",
                "final",
                "final_awaited",
                "ends_without_test",
            )
        ),
    ]

    def with_content_json(self, content: dict[str, Any]) -> "CoursePage":
        course: CoursePage = super().with_content_json(content)
        for name in COMPUTED:
            setattr(course, name, getattr(self, name))
        return course

    def source(self) -> "CoursePage":
        """The page this course was first written as."""
        first = CoursePage.objects.filter(translation_key=self.translation_key).order_by("pk").first()
        return first or self

    def is_source(self) -> bool:
        return self.source().pk == self.pk

    @property
    def awaits_final(self) -> bool:
        """Whether this course still lacks the test that its completion and its certificate will rest on.

        Also where nobody has said how it ends: a certificate never follows from what was left out (decision 0040).
        """
        return self.final_id is None and (self.final_awaited or not self.ends_without_test)

    def taken_first(self, viewer: Any, language: str) -> Outline | None:
        """The course recommended before this one, as far as the viewer may see it."""
        if self.prerequisite_id is None:
            return None
        key = CoursePage.objects.filter(pk=self.prerequisite_id).values("translation_key")
        courses = CoursePage.objects.sources().visible_to(viewer).select_related("locale")
        first = courses.filter(translation_key__in=key).first()
        return outline_of(first, language) if first else None

    def lessons(self) -> Any:
        """The live lessons below this page."""
        return LessonPage.objects.live().descendant_of(self) if self.pk else LessonPage.objects.none()

    def lesson_words(self) -> str:
        """Titles and aims of the lessons that the course shows anyway, so that the catalogue finds it by them."""
        aims = LessonPage._meta.get_field("objectives")
        lessons = self.lessons().public() if self.pk else []
        return "\n".join(
            text
            for lesson in lessons
            for text in [lesson.title, lesson.summary, *aims.get_searchable_content(lesson.objectives)]
        )

    def has_open_claims(self) -> bool:
        """Whether some live lesson rests on a source that was not wholly compared with its original."""
        cited = sources_cited(self.lessons().only("body"))
        return Source.objects.filter(pk__in=cited).exclude(checked=Source.Checked.CHECKED).exists()

    def publishing_problems(self, by: Any = None) -> list[str]:
        if not self.is_source():
            return []
        problems: list[Any] = []
        if not self.lessons().filter(required=True).exists():
            problems.append(_("Publish at least one lesson that the course needs, then the course."))
        problems += self._problems_of_the_end()
        if CoursePage.objects.filter(code__iexact=self.code).exclude(translation_key=self.translation_key).exists():
            problems.append(_("Another course has the code %(code)s.") % {"code": self.code})
        if self.prerequisite and self.prerequisite.translation_key == self.translation_key:
            problems.append(_("A course cannot be taken before itself. Choose another one."))
        refusal = self.sign_off_refusal(self.review, by)
        if refusal:
            problems.append(refusal)
        return [str(problem) for problem in problems] + (quiz_problems(self.final) if self.final else [])

    def _problems_of_the_end(self) -> list[Any]:
        """How a course ends is said by people, and said once (decision 0040)."""
        has_test = self.final_id is not None or self.final_awaited
        if self.ends_without_test and has_test:
            return [
                _(
                    "A course that ends without a test can neither have one nor wait for one. Take away one of the two "
                    "under “Rules”."
                )
            ]
        if not self.ends_without_test and not has_test:
            return [
                _(
                    "Say under “Rules” how the course ends: choose its final test, or tick that the test is still "
                    "being written, or tick that the course ends without a test."
                )
            ]
        return []

    def sign_off_refusal(self, review: str | None, by: Any) -> str:
        """Why this course may not be called reviewed; empty when it may, or when nobody asks for it (decision 26)."""
        if review != self.Review.REVIEWED:
            return ""
        signed = CoursePage.objects.filter(pk=self.pk, review=self.Review.REVIEWED).exists()
        if by is not None and not signed and not (by.is_superuser or is_staff(by)):
            return str(_("Only staff may mark a course as reviewed."))
        if self.has_open_claims():
            return str(_("Some claims rest on sources that were not fully checked. See the report “Claims to check”."))
        return ""

    def as_seen_by(self, viewer: Any) -> "CoursePage":
        """The source page of this course; 404 for whoever may not see it."""
        family = CoursePage.objects.sources().visible_to(viewer)
        source = family.filter(translation_key=self.translation_key).select_related("locale", "final").first()
        if source is None:
            raise Http404
        return source

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A course as search engines read one; free, online, at one's own pace."""
        return {
            "@context": "https://schema.org",
            "@type": "Course",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
            "educationalLevel": self.get_level_display(),
            "isAccessibleForFree": True,
            "provider": {"@type": "Organization", "name": RUN_BY},
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "courseMode": "online",
                **({"courseWorkload": f"PT{self.minutes}M"} if self.minutes else {}),
            },
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = self.as_seen_by(request.user)
        return super().serve(request, *args, source=source, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        source: CoursePage = kwargs.get("source") or self.source()
        language = get_language() or ""
        outline = outline_of(source, language)
        first = source.taken_first(request.user, language)
        own = parts_of(source, request, first) if source.pk else {"actions": [], "steps": {}}
        return {
            **context,
            "course": source,
            "outline": outline,
            "picture": picture(source),
            "is_draft": source.pk != self.pk and awaits_review(self),
            "catalogue_url": outline.url.rstrip("/").rpartition("/")[0] + "/",
            "facts": course_facts(source, outline, self._language_names(context["translations"], outline), first),
            "actions": own["actions"],
            "modules": [{"module": module, "steps": _steps(module, own["steps"])} for module in outline.modules],
        }

    def _language_names(self, languages: list[dict[str, Any]], outline: Outline) -> list[str]:
        """Each language of the course, and how many of its lessons are there in it where not all are."""
        own = self.locale.language_code if self.locale_id else ""
        if len(languages) < 2:
            return [str(language["name"]) for language in languages] or [NAMES.get(own, own)]
        keys = [lesson.page_key for lesson in outline.lessons]
        said = LessonPage.objects.live().filter(translation_key__in=keys).values_list("locale__language_code")
        there = dict(said.order_by("locale__language_code").annotate(there=models.Count("pk")))
        return [
            str(language["name"])
            if there.get(language["code"], 0) == len(keys)
            else gettext("%(language)s (%(there)d of %(all)d lessons)")
            % {"language": language["name"], "there": there.get(language["code"], 0), "all": len(keys)}
            for language in languages
        ]


def _steps(module: Any, own: dict[Any, dict[str, Any]]) -> list[dict[str, Any]]:
    """The lessons of a module: the visitor's own where they have joined; before that all in sight, none a link."""
    minutes = _("%(minutes)s min")
    return [
        own.get(lesson.page_key)
        or {
            "number": lesson.number,
            "title": lesson.title,
            "lang": lesson.lang,
            "state": "open",
            "status": minutes % {"minutes": lesson.minutes},
        }
        for lesson in module.lessons
    ]
