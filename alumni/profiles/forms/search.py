"""What the directory is asked; kept in the address of the page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.taxonomy.models import Programme
from lms.accounts.forms.fields import LineField
from lms.accounts.models import AgencyType, Member

from ..audiences import Field
from ..directory import Query
from ..facets import MOST_FACETS
from ..languages import CHOICES

ANY = [("", gettext_lazy("All"))]
SORTS = [("", gettext_lazy("Name")), ("member", gettext_lazy("Member"))]
# The form's names for the fields that can be filtered.
FILTERS = {
    Field.COUNTRY: "member",
    Field.AGENCY_TYPE: "agency_type",
    Field.THEMES: "theme",
    Field.LANGUAGES: "language",
}


class SearchForm(forms.Form):
    """A name in any script, and at most two filters."""

    q = LineField(label=gettext_lazy("Name"), required=False, longest=200)
    member = forms.ModelChoiceField(
        Member.objects.all(),
        to_field_name="code",
        label=gettext_lazy("Member"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    agency_type = forms.ModelChoiceField(
        AgencyType.objects.all(),
        to_field_name="code",
        label=gettext_lazy("Kind of agency"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    theme = forms.ModelChoiceField(
        Programme.objects.all(),
        to_field_name="code",
        label=gettext_lazy("Theme"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[*ANY, *CHOICES], required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=SORTS, required=False)

    def clean(self) -> dict[str, Any]:
        used = [name for name in FILTERS.values() if self.cleaned_data.get(name)]
        if len(used) > MOST_FACETS:
            raise ValidationError(
                _("Use at most two filters at once: three would point at single people."), code="too_many_filters"
            )
        return self.cleaned_data

    def clean_sort(self) -> str:
        return str(self.cleaned_data["sort"])

    def query(self) -> Query:
        data = self.cleaned_data
        return Query(
            data["q"], data["member"], data["agency_type"], data["theme"], data["language"], data.get("sort", "")
        )

    def tell(self, figures: dict[Field, dict[str, int]]) -> None:
        """Put the figures that may be told beside the choices."""
        for field, counts in figures.items():
            choices = list(self.fields[FILTERS[field]].choices)  # type: ignore[attr-defined] # all of them choose
            self.fields[FILTERS[field]].choices = [  # type: ignore[attr-defined]
                (value, f"{label} ({counts[str(value)]})" if str(value) in counts else label)
                for value, label in choices
            ]
