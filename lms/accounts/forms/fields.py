"""Fields that several forms ask for, with their words."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..addresses import clean_address
from ..facts import Post
from ..models import Affiliation, AgencyType, Member, User
from ..names import clean_line, clean_name
from ..terms import Term, terms
from ..validators import LONGEST

CHOOSE = _("Choose")
SEX_REASON = _(
    "You need not answer. We count how many women and men are trained, in figures that name nobody. "
    "It is never shown on your profile."
)
SEX_CHOICES = [(value, label) for value, label in User.Sex.choices if value]


class NameField(forms.CharField):
    """A person's name in any script; one name is enough."""

    def clean(self, value: Any) -> str:
        return _seen(self, clean_name(super().clean(value)))


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, *, longest: int = 160, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return _seen(self, clean_line(super().clean(value), self.longest))


def _seen(field: forms.CharField, text: str) -> str:
    """What is left when invisible signs are taken away must still be something where something is asked for."""
    if field.required and not text:
        raise forms.ValidationError(field.error_messages["required"], code="required")
    return text


class AddressField(forms.CharField):
    """An e-mail address, kept in one spelling."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.EmailInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return clean_address(super().clean(value))


class AskPost(forms.Form):
    """Which member, which agency: asked when joining, inviting and correcting."""

    member = forms.ModelChoiceField(
        Member.objects.all(),
        to_field_name="code",
        label=_("Member of the Bali Process you serve"),
        empty_label=CHOOSE,
        error_messages={"required": _("Choose your member.")},
    )
    agency = LineField(
        label=_("Agency"),
        help_text=_("As it is called in English, for example: Royal Thai Police."),
        error_messages={"required": _("Write the name of the agency.")},
    )
    agency_type = forms.ModelChoiceField(
        AgencyType.objects.all(),
        to_field_name="code",
        label=_("Kind of agency"),
        empty_label=CHOOSE,
        error_messages={"required": _("Choose the kind of agency.")},
    )
    rank_band = forms.ChoiceField(
        choices=Affiliation.RankBand.choices, label=_("Rank"), required=False, help_text=_("Roughly, if you wish.")
    )

    def post(self) -> Post:
        data = self.cleaned_data
        return Post(data["member"], data["agency_type"], data["agency"], data.get("rank_band", ""))


def sex_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=SEX_CHOICES, label=_("Sex"), required=False, widget=forms.RadioSelect, help_text=SEX_REASON
    )


def term_field(term: Term) -> forms.BooleanField:
    return forms.BooleanField(
        label=term.label, required=term.required, error_messages={"required": term.missing} if term.required else {}
    )


class AskTerms(forms.Form):
    """What a person agrees to when they join."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in terms():
            self.fields[f"agree_{term.name}"] = term_field(term)

    def agreed(self) -> frozenset[str]:
        return frozenset(term.name for term in terms() if self.cleaned_data.get(f"agree_{term.name}"))


def plain(form: forms.Form, labels: dict[str, Any]) -> None:
    """Our words on the fields of the sign-in library; labels instead of placeholders; no password too long to be hashed."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field.widget, forms.PasswordInput):
            field.validators.append(MaxLengthValidator(LONGEST, _("Use at most 128 characters.")))
            field.help_text = ""
        if name in labels:
            field.label, field.help_text = labels[name]


def ask_again(form: forms.Form, name: str) -> None:
    """A password is never sent back: after an error anywhere on the form it has to be typed once more, and we say so."""
    if form.errors:
        field = form[name]
        field.help_text = format_html("<strong>{}</strong> {}", _("Type your password again."), field.help_text)
