"""A resource as it is edited in Wagtail's admin: what is typed goes through the same action as everywhere."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import actions
from .models import File, Resource, Version


class ResourceForm(WagtailAdminModelForm):
    """What came out once stays in the record: somebody has it, and must be able to learn what took its place."""

    instance: Resource

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        versions = self.formsets.get("versions")
        if versions is None or not versions.is_valid():
            return data
        if len(versions.forms) == len(versions.deleted_forms):
            self.add_error(None, ValidationError(_("Add at least one version, even if its file was not received yet.")))
        for form in versions.deleted_forms:
            if form.instance.pk and form.instance.is_published():
                words = _("Version %(number)s came out, so it stays. Add a newer version, which then replaces it.")
                self.add_error(None, ValidationError(words % {"number": form.instance.number}))
        _check_days(versions.ordered_forms)
        return data

    def is_valid(self) -> bool:
        """Where the form comes back, each file that came with it says beside its field that it must be chosen again."""
        valid: bool = super().is_valid()
        if not valid:
            for form in _with_files(self):
                _say_again(form)
        return valid

    def save(self, commit: bool = True) -> Resource:
        resource: Resource = super().save(commit=False)
        return actions.save(resource, by=self.for_user) if commit else resource


def _check_days(forms: Iterable[ModelForm[Version]]) -> None:
    """The last that came out is what everybody is given: one dated before the version it replaces would be a mistake."""
    came_out = [form for form in forms if form.instance.is_published()]
    dated = [(form.instance.published_on, form) for form in came_out if form.instance.published_on]
    words = _("Version %(number)s, which this one replaces, is dated later. Correct the date, or move this version up.")
    for (before, older), (day, newer) in itertools.pairwise(dated):
        if day < before:
            newer.add_error("published_on", ValidationError(words, params={"number": older.instance.number}))


def _with_files(form: ResourceForm) -> Iterator[ModelForm[File]]:
    """Every row for a file, of all versions."""
    for version in form.formsets["versions"].forms:
        yield from version.formsets["files"].forms


def _say_again(form: ModelForm[File]) -> None:
    """No browser sends a file a second time by itself. What is wrong with the file itself has been said already."""
    chosen = form.files.get(form.add_prefix("file"))
    if chosen and "file" not in form.errors:
        words = _("The file “%(name)s” was not kept, because something else is missing or wrong. Choose it again.")
        form.add_error("file", ValidationError(words, params={"name": chosen.name}))
