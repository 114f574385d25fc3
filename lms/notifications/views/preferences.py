"""How often a person wants mail about what."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .. import choices
from ..forms import PreferencesForm
from ..outcomes import outcomes
from ..preferences import frequencies


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """One choice for each stream; what must always arrive is not offered."""
    person: Any = request.user
    chosen = frequencies(person)
    form = PreferencesForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        changed = [choices.prefer(person, name, form.cleaned_data[name], by=person) for name in form.changed_data]
        messages.success(request, _("Saved.") if any(changed) else _("Nothing has changed."))
        return redirect("notifications:preferences")
    follows = outcomes(chosen)
    context = {
        "form": form,
        "zone": person.time_zone,
        "outcomes": follows,
        "cancelled": [one.label for one in follows if one.is_cancelled],
    }
    return render(request, "lms/notifications/preferences.html", context)
