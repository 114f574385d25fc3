"""A list: which file, which column is what, how it is to be written."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.accounts.names import clean_line

from ..actions import MOST_OR_NONE
from ..models import Import
from ..roster_file.encodings import CHOICES
from ..roster_file.headings import FIELDS, PARTS, Column
from ..roster_file.limits import MOST_BYTES

KINDS = {".csv", ".txt", ".tsv", ".xlsx"}
LONGEST_NAME = 120
NOT_USED = "-"


class UploadForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=gettext_lazy("Your list, as CSV or Excel workbook (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text=gettext_lazy("At most 5 MB and 5,000 rows. Nothing is added before you have seen and confirmed it."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "missing": gettext_lazy("Choose a file."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
            )
        name = PurePath(str(file.name).replace("\\", "/")).name
        if PurePath(name).suffix.lower() not in KINDS:
            raise forms.ValidationError(_("Upload a CSV file or an Excel workbook (.xlsx)."))
        self.cleaned_data["name"] = clean_line(name[-LONGEST_NAME:])
        return file


class ColumnsForm(forms.Form):
    """What each column of the file holds, and in which letters it is written."""

    def __init__(self, *args: Any, columns: list[Column], is_workbook: bool, encoding: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [(NOT_USED, gettext_lazy("Not used")), *FIELDS.items()]
        for column in columns:
            if column.why_not == "never":
                continue
            label = column.heading or _("Column %(number)d, without a heading") % {"number": column.at + 1}
            self.fields[f"column{column.at}"] = forms.ChoiceField(
                label=label[:80], choices=choices, initial=column.field or NOT_USED
            )
        if not is_workbook:
            self.fields["encoding"] = forms.ChoiceField(
                label=gettext_lazy("Letters"),
                choices=CHOICES,
                required=False,
                initial=encoding,
                help_text=gettext_lazy("Change this if names below look wrong."),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        used = [field for field in self.chosen() if field]
        twice = next((field for field in used if used.count(field) > 1), None)
        if twice:
            self.add_error(None, _("Two columns cannot both be “%(field)s”.") % {"field": FIELDS[twice]})
        if "full_name" in used and set(used) & set(PARTS):
            self.add_error(None, _("Choose a column for the full name, or columns for its parts; not both."))
        if "email" not in used:
            self.add_error(None, _("Say which column holds the official e-mail address."))
        return data

    def chosen(self) -> list[str]:
        """The field of each column, in their order; empty where it is not used."""
        said = [self.cleaned_data.get(f"column{column.at}", "") for column in self.columns]
        return [field if field in FIELDS else "" for field in said]


class ConfirmForm(forms.Form):
    """Good rows, or all of them or none."""

    mode = forms.ChoiceField(
        label=gettext_lazy("What to add"),
        choices=Import.Mode.choices,
        widget=forms.RadioSelect,
        initial="good",
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose one of the two."),
        },
    )

    def refuse_all(self, bad: int) -> None:
        """Said on the form, with what can be done."""
        if bad:
            why = ngettext(
                "%(bad)d row has a problem, so “all or none” adds nothing. Correct it and upload the list again.",
                "%(bad)d rows have problems, so “all or none” adds nothing. Correct them and upload the list again.",
                bad,
            ) % {"bad": bad}
        else:
            why = _("“All or none” is for lists of at most %(most)d rows.") % {"most": MOST_OR_NONE}
        self.add_error("mode", why)
