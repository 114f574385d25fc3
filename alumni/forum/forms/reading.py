"""Looking for something said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import LineField

AGES = [("", _("Any time")), ("7", _("Last week")), ("31", _("Last month")), ("365", _("Last year"))]


class SearchForm(forms.Form):
    """Kept in the address of the page. One can only ask in spaces one can read."""

    q = LineField(label=_("Words, in any language"), required=False, longest=200)
    space: Any = forms.ModelChoiceField(
        None, to_field_name="slug", label=_("Space"), required=False, empty_label=_("All I can read")
    )
    days = forms.TypedChoiceField(label=_("When"), required=False, choices=AGES, coerce=int, empty_value=None)

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined] # a choice among rows
