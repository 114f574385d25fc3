"""Wagtail's two indexes, of words and of references, brought up to date once for each object at the end of a piece of work.

Wagtail indexes a page each time it is saved, and whoever brings one in and publishes it saves it four times and more.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import models, transaction
from modelsearch import index
from modelsearch.tasks import insert_or_update_object_task

from .later import Wanted, wanted


@contextmanager
def indexed_once() -> Iterator[None]:
    """One transaction in which each object is indexed at the end, as it then is. Where it fails there is nothing to index.

    Within another such block the outer one does it. What is searched for before the end is found as it was.
    """
    if wanted.get() is not None:
        yield
        return
    with transaction.atomic():
        gathered: Wanted = {}
        token = wanted.set(gathered)
        try:
            yield
        finally:
            wanted.reset(token)
        for (_path, (app, model, key)), task in gathered.items():
            # What was deleted again has left both indexes already.
            if apps.get_model(app, model)._base_manager.filter(pk=key).exists():
                task.enqueue(app, model, key)


def index_words_of(found: models.Model) -> None:
    """Index what was not saved itself, but is found by the words of others that were."""
    if wanted.get() is None:
        index.insert_or_update_object(found)
    else:
        insert_or_update_object_task.enqueue(found._meta.app_label, str(found._meta.model_name), str(found.pk))
