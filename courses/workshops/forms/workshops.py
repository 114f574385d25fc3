"""Making a workshop of an activity, changing it, naming its trainers, closing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.activities.models import Activity
from courses.catalogue.models import CoursePage
from lms.accounts.forms.fields import AddressField, LineField
from lms.accounts.models import Organisation

from .choosing import ActivityField, deliverable

MOST_SEATS = 500


class ShapeForm(forms.Form):
    """Seats, course, partner and rule."""

    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS, initial=24)
    course = forms.ModelChoiceField(
        CoursePage.objects.none(),
        label=_("Course"),
        required=False,
        empty_label=_("None"),
        help_text=_("Whoever is confirmed begins it."),
    )
    partner = forms.ModelChoiceField(
        Organisation.objects.none(),
        to_field_name="code",
        label=_("Partner academy"),
        required=False,
        empty_label=_("None"),
    )
    attendance_percent = forms.IntegerField(
        label=_("Attendance needed for a certificate, in percent"), min_value=1, max_value=100, initial=80
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = CoursePage.objects.visible_to(viewer).sources().order_by("title")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined] # a choice among rows
        partners = Organisation.objects.filter(kind=Organisation.Kind.ACADEMY)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined] # a choice among rows


class OpenForm(ShapeForm):
    """Which activity is delivered, and in what shape."""

    activity = ActivityField(
        Activity.objects.none(),
        to_field_name="public_id",
        label=_("Activity"),
        empty_label=_("Choose"),
        help_text=_(
            "When and where it takes place stands in the activity. Guides, studies and the like are listed only where "
            "they say that people are trained."
        ),
        error_messages={"required": _("Choose the activity."), "invalid_choice": _("Choose an activity of the list.")},
    )
    field_order = ("activity", "seats", "course", "partner", "attendance_percent")

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["activity"].queryset = deliverable(viewer)  # type: ignore[attr-defined] # a choice among rows


class SetUpForm(ShapeForm):
    """The shape of a workshop that is there."""


class TrainerForm(forms.Form):
    """Whom to appoint: somebody with a verified account, by their exact address."""

    email = AddressField(label=_("Official e-mail address of the trainer"))


class CallOffForm(forms.Form):
    """Why it does not take place."""

    reason = LineField(
        label=_("Reason"), longest=300, help_text=_("Everybody with a seat or on the waiting list reads it.")
    )

    def __init__(self, *args: Any, is_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_told:
            self.fields["reason"].help_text = ""


class CloseForm(forms.Form):
    """Closing cannot be undone: the number of certificates is typed."""

    count = forms.IntegerField(label=_("Number of certificates"), min_value=0, max_value=MOST_SEATS * 2)

    def __init__(self, *args: Any, eligible: int, **kwargs: Any) -> None:
        self.eligible = eligible
        super().__init__(*args, **kwargs)

    def clean_count(self) -> int:
        count: int = self.cleaned_data["count"]
        if count != self.eligible:
            raise forms.ValidationError(
                _("The list now has %(number)d. Look at it again, then type this number."),
                params={"number": self.eligible},
                code="another_number",
            )
        return count
