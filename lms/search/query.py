"""Asking the index."""

from typing import Any

from django.db import models


def search_pages(queryset: models.QuerySet[Any], text: str) -> Any:
    """The pages of the queryset that hold every word of the text; failing that, those with a word that begins so.

    The queryset is asked inside the search, so what it leaves out is neither found nor counted. The answer can be
    sliced and counted like a queryset.
    """
    within = queryset.model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
    found = within.search(text)
    return found if found[:1].results() else within.autocomplete(text)
