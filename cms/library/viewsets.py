"""How resources, series, topics and partners are edited."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import BooleanFilter, ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import ResourceForm
from .models import File, Partner, Resource, Series, Topic

YES_OR_NO = forms.Select(
    choices=[("", "---------"), ("true", pgettext_lazy("a fact", "Yes")), ("false", pgettext_lazy("a fact", "No"))]
)


class NamingPanel(TitleFieldPanel):
    """The name of a new thing, from which its address is filled in while one types. An address that is in use stays."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return not self.instance.pk


class ReadingPanel(FieldPanel):
    """What the reading of a file came to. Silent until there is something to say: of a new row, there is nothing."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            shown: bool = super().is_shown()
            return shown and bool(self.instance.pk and getattr(self.instance, self.field_name))


def named(name: str) -> list[FieldPanel]:
    """The name, and the address that follows from it until somebody types another."""
    # Without the look of a page's title: it shows neither heading nor border until one clicks where they should be.
    return [NamingPanel(name, classname="", placeholder=False), FieldPanel("slug", widget=SlugInput)]


class ResourceFilters(WagtailFilterSet):
    """What editors ask for: a kind, a series, what is due for review, whose file could not be read."""

    review_due = BooleanFilter(label=_("Due for review"), method="by_review", widget=YES_OR_NO)
    reading = ChoiceFilter(label=_("Reading of files"), method="by_reading", choices=File.Reading.choices)

    class Meta:
        model = Resource
        fields = ["kind", "series", "audience", "year"]

    def by_review(self, rows: Any, name: str, value: bool) -> Any:
        due = Resource.objects.review_due(timezone.localdate()).values("pk")
        return rows.filter(pk__in=due) if value else rows.exclude(pk__in=due)

    def by_reading(self, rows: QuerySet[Resource], name: str, value: str) -> QuerySet[Resource]:
        files = File.objects.filter(reading=value).exclude(file="")
        return rows.filter(pk__in=files.values("version__resource"))


FILE_PANELS = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("label")]),
    FieldPanel("file"),
    FieldPanel("address"),
    FieldRowPanel(
        [
            ReadingPanel("reading", read_only=True, heading=_("Searching inside")),
            ReadingPanel("problem", read_only=True, heading=_("Why it could not be read")),
            ReadingPanel("pages_read", read_only=True, heading=_("Pages read")),
        ]
    ),
]
VERSION_PANELS = [
    FieldRowPanel([FieldPanel("number"), FieldPanel("state"), FieldPanel("published_on")]),
    FieldRowPanel([FieldPanel("planned_year"), FieldPanel("planned_quarter")]),
    FieldPanel("changes"),
    InlinePanel("files", panels=FILE_PANELS, heading=_("Files, by language"), label=_("File")),
]
ABOUT = [
    *named("title"),
    FieldPanel("summary"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
    FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
    FieldPanel("audience"),
    MultiFieldPanel([FieldPanel("review_on"), FieldPanel("replaced_by")], heading=_("Up to date")),
]
VERSIONS = [
    HelpPanel(
        content=_(
            "The oldest version first. Each is replaced by the next one that came out, and says so on its page. "
            "The words of a PDF are read within a minute or two after you save; then the search finds them."
        )
    ),
    InlinePanel("versions", panels=VERSION_PANELS, heading=_("Versions, oldest first"), label=_("Version")),
]


def many(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


SORTED_BY = [
    many("topics"),
    many("partners"),
    many("programmes"),
    many("purposes"),
    FieldPanel("areas"),
    FieldPanel("licence"),
    FieldPanel("sources"),
    InlinePanel(
        "mentions",
        panels=[FieldRowPanel([FieldPanel("plan"), FieldPanel("line")]), FieldPanel("words")],
        heading=_("Named in work plans"),
        label=_("Mention"),
    ),
]


class ResourceViewSet(SnippetViewSet):
    """Guides, toolkits, briefs, studies."""

    model = Resource
    icon = "doc-full-inverse"
    menu_label = _("Resources")
    list_display = ["title", "kind", "series", "year", "audience", "review_on"]
    filterset_class = ResourceFilters
    list_per_page = 50
    inspect_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(ABOUT, heading=_("About")),
            ObjectList(VERSIONS, heading=_("Versions and files")),
            ObjectList(SORTED_BY, heading=_("Sorted by")),
        ],
        base_form_class=ResourceForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Resource.objects.select_related("series")


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ul"
    menu_label = _("Series")
    list_display = ["title", "slug"]
    panels = [*named("title"), FieldPanel("summary")]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["title", "position", "slug"]
    panels = [*named("title"), FieldPanel("position")]


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Partners")
    list_display = ["name", "short", "slug"]
    panels = [*named("name"), FieldPanel("short")]


class LibraryGroup(SnippetViewSetGroup):
    """What the library holds, and the words it is sorted by."""

    menu_label = _("Library")
    menu_icon = "doc-full-inverse"
    menu_order = 315
    items = (ResourceViewSet, SeriesViewSet, TopicViewSet, PartnerViewSet)


def register() -> None:
    register_snippet(LibraryGroup)
