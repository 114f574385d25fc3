"""Writing a question by hand: the same draft that a file brings."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .actions import check
from .drafts import MOST_OPTIONS, BadQuestion, Draft, OptionDraft, Wording
from .models import Question, Revision

# As many answers as a question may have.
ROWS = MOST_OPTIONS


def option_fields(number: int) -> dict[str, forms.Field]:
    """The fields of one answer."""
    return {
        f"option_{number}_text": forms.CharField(label=_("Answer"), required=False, widget=AdminAutoHeightTextInput),
        f"option_{number}_correct": forms.BooleanField(label=_("This answer is right"), required=False),
        f"option_{number}_feedback": forms.CharField(
            label=_("What a learner reads after choosing it"), required=False, widget=AdminAutoHeightTextInput
        ),
        f"option_{number}_key": forms.UUIDField(required=False, widget=forms.HiddenInput),
    }


class WordingForm(WagtailAdminModelForm):
    """The fields of a question's wording. What is saved is a new revision, never a change of the old one (Q13)."""

    stem = forms.CharField(label=_("Question"), widget=AdminAutoHeightTextInput)
    type = forms.ChoiceField(label=_("Kind"), choices=Revision.Type.choices)
    scoring = forms.ChoiceField(label=_("Marking of several answers"), choices=Revision.Scoring.choices)
    max_marks = forms.IntegerField(label=_("Marks"), min_value=1, max_value=100, initial=1)
    sources = forms.CharField(
        label=_("Sources"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("One in each line: the source's key, a comma, the place in it. Such as: tip-protocol, art. 3(a)"),
    )
    locals().update({name: field for number in range(ROWS) for name, field in option_fields(number).items()})


class QuestionForm(WordingForm):
    """A question with its wording, for editors."""

    class Meta:
        model = Question
        fields = ["external_id", "bank", "use", "competency", "difficulty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        kwargs["initial"] = {**(initial(instance) if instance and instance.pk else {}), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What attempts and lessons rely on stays for good.
            for name in ("external_id", "bank", "use"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check(data["bank"], self.draft)
            except BadQuestion as bad:
                for problem in bad.problems:
                    self.add_error(None, problem)
        return data

    @cached_property
    def draft(self) -> Draft:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return Draft(
            external_id=data["external_id"],
            use=data["use"],
            competency=data["competency"].key,
            difficulty=data["difficulty"],
            wording=Wording(
                type=data["type"],
                stem=data["stem"].strip(),
                options=tuple(option for number in range(ROWS) if (option := self._option(number))),
                citations=tuple(_citation(line) for line in data["sources"].splitlines() if line.strip()),
                scoring=data["scoring"],
                max_marks=data["max_marks"],
            ),
        )

    def _option(self, number: int) -> OptionDraft | None:
        """An emptied row is an answer taken away; a new one gets a key of its own for ever."""
        data = {name: self.cleaned_data[f"option_{number}_{name}"] for name in ("text", "correct", "feedback", "key")}
        if not data["text"].strip() and not data["feedback"].strip():
            return None
        key: UUID = data["key"] or uuid4()
        return OptionDraft(key, data["text"].strip(), data["correct"], data["feedback"].strip())


def _citation(line: str) -> tuple[str, str]:
    key, _comma, place = line.partition(",")
    return key.strip(), place.strip()


def initial(question: Question) -> dict[str, Any]:
    """The current wording, as the form shows it."""
    if question.current is None:
        return {}
    wording = question.current.wording(settings.LANGUAGE_CODE)
    shown: dict[str, Any] = {
        "stem": wording.stem,
        "type": wording.type,
        "scoring": wording.scoring,
        "max_marks": wording.max_marks,
        "sources": "\n".join(f"{key}, {place}" if place else key for key, place in wording.citations),
    }
    for number, option in enumerate(wording.options[:ROWS]):
        for name in ("text", "correct", "feedback", "key"):
            shown[f"option_{number}_{name}"] = getattr(option, name)
    return shown
