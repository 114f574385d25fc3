"""One's own profile: each part with the people who may read it beside it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.taxonomy.models import Programme
from lms.accounts.forms.fields import LineField, NameField
from lms.accounts.names import clean_name

from ..actions import Facts
from ..audiences import CHOSEN, SHORT, Field, allowed
from ..languages import CHOICES
from ..models import Profile, SpokenLanguage
from ..official import sounds_official

MOST_ALIASES = 5
LANGUAGE_ROWS = 4
NONE = [("", gettext_lazy("None"))]
OFFICIAL = gettext_lazy(
    "The RSO cannot be named here: it would read as if it spoke. Say what you do in your own agency. If you work for the "
    "RSO, ask it to give you a role."
)
# What colleagues read as said by its owner, and might take as said by the RSO.
ABOUT_ONESELF = ("romanised_name", "aliases", "unit", "role_title")
# What is typed for each part; the others are kept elsewhere and only shown.
TYPED = {
    Field.NAME: ["romanised_name", "aliases"],
    Field.AGENCY: ["unit"],
    Field.ROLE: ["role_title"],
    Field.LANGUAGES: [f"{part}_{row}" for row in range(1, LANGUAGE_ROWS + 1) for part in ("language", "level")],
    Field.THEMES: ["themes"],
}


@dataclass(frozen=True)
class Part:
    """One part of the form: what is typed, what is only shown, and the choice of who reads it."""

    field: Field
    shown: tuple[str, ...]
    typed: tuple[Any, ...]
    audience: Any


class ProfileForm(forms.Form):
    """Everything the owner of a profile may say and open."""

    romanised_name = NameField(
        label=gettext_lazy("Name in Latin letters"),
        required=False,
        help_text=gettext_lazy("Only if your full name is written in another script."),
    )
    aliases = forms.CharField(
        label=gettext_lazy("Other names or spellings"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One on each line, five at most. Colleagues then find you by these too."),
    )
    unit = LineField(label=gettext_lazy("Unit"), required=False)
    role_title = LineField(label=gettext_lazy("Role"), required=False, help_text=gettext_lazy("Such as: shift leader."))
    themes = forms.ModelMultipleChoiceField(
        Programme.objects.all(),
        to_field_name="code",
        label=gettext_lazy("Themes you work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, profile: Profile) -> None:
        super().__init__(data, initial=_initial(profile))
        self.person = profile.person
        for row in range(1, LANGUAGE_ROWS + 1):
            label = _("Language %(row)s") % {"row": row}
            self.fields[f"language_{row}"] = forms.ChoiceField(label=label, choices=[*NONE, *CHOICES], required=False)
            self.fields[f"level_{row}"] = forms.ChoiceField(
                label=_("Level %(row)s") % {"row": row},
                choices=SpokenLanguage.Level.choices,
                required=False,
                initial=SpokenLanguage.Level.WORKING,
            )
        for field in CHOSEN:
            self.fields[f"audience_{field}"] = forms.ChoiceField(
                label=_("Who reads this: %(part)s") % {"part": field.label},
                choices=[(audience.value, SHORT[audience]) for audience in allowed(field)],
            )

    def clean_aliases(self) -> tuple[str, ...]:
        lines = self.cleaned_data["aliases"].splitlines()
        names = [name for name in dict.fromkeys(clean_name(line) for line in lines) if name]
        if len(names) > MOST_ALIASES:
            raise ValidationError(_("Give five names at most."), code="too_many_aliases")
        return tuple(names)

    def clean(self) -> dict[str, Any]:
        chosen = [self.cleaned_data.get(f"language_{row}") for row in range(1, LANGUAGE_ROWS + 1)]
        for row, code in enumerate(chosen, start=1):
            if code and code in chosen[: row - 1]:
                self.add_error(f"language_{row}", _("You chose this language twice."))
        official = [name for name in ABOUT_ONESELF if sounds_official(self._said(name))]
        if official and not self.person.role_names():
            for name in official:
                self.add_error(name, OFFICIAL)
        return self.cleaned_data

    def _said(self, name: str) -> str:
        said = self.cleaned_data.get(name) or ""
        return said if isinstance(said, str) else " · ".join(said)

    def facts(self) -> Facts:
        data = self.cleaned_data
        rows = [(data[f"language_{row}"], data[f"level_{row}"]) for row in range(1, LANGUAGE_ROWS + 1)]
        return Facts(
            romanised_name=data["romanised_name"],
            aliases=data["aliases"],
            unit=data["unit"],
            role_title=data["role_title"],
            languages=tuple((code, level or SpokenLanguage.Level.WORKING) for code, level in rows if code),
            themes=tuple(data["themes"]),
            audiences={field.value: data[f"audience_{field}"] for field in CHOSEN},
        )

    def parts(self, card: Any) -> list[Part]:
        """The form in the order of the profile; what is kept elsewhere is shown from the owner's own card."""
        return [
            Part(
                field,
                _shown(field, card),
                tuple(self[name] for name in TYPED.get(field, [])),
                self[f"audience_{field}"],
            )
            for field in CHOSEN
        ]


def _shown(field: Field, card: Any) -> tuple[str, ...]:
    values: dict[Field, tuple[str, ...]] = {
        Field.NAME: (card.name, card.native_name),
        Field.COUNTRY: (card.country,),
        Field.AGENCY_TYPE: (card.agency_type,),
        Field.AGENCY: (card.agency,),
        Field.COURSES: card.courses,
        Field.WORKSHOPS: card.workshops,
    }
    return tuple(text for text in values.get(field, ()) if text)


def _initial(profile: Profile) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(profile, name) for name in ("romanised_name", "unit", "role_title")}
    initial["aliases"] = "\n".join(alias.name for alias in profile.aliases.all())
    initial["themes"] = [theme.code for theme in profile.themes.all()]
    for row, spoken in enumerate(profile.languages.all()[:LANGUAGE_ROWS], start=1):
        initial |= {f"language_{row}": spoken.code, f"level_{row}": spoken.level}
    return initial | {f"audience_{row.field}": row.audience for row in profile.audiences.all()}
