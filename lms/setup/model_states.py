"""What Django builds anew between two steps of a migration: here the model that changed and those that name it, no more.

For a step that touches a relation Django builds every model that hangs together with it by however many relations, which with one
table of people and one of pages is nearly all, hundreds of times over: three quarters of the time of migrating. A step needs
what it changes and what points there. Models that are further away go on naming the model as it was; Django knows such a state
from steps that touch no relation, calls it delayed, and builds all models afresh before a step that runs code of ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

Key = tuple[str, str]
REBUILT = "_find_reload_model"


@contextmanager
def building_little() -> Iterator[None]:
    """For whatever migrates meanwhile, in this process. The tables come out the same (tests/lms/setup/test_model_states.py)."""
    djangos = getattr(ProjectState, REBUILT)
    setattr(ProjectState, REBUILT, changed_and_pointing_there)
    try:
        yield
    finally:
        setattr(ProjectState, REBUILT, djangos)


def changed_and_pointing_there(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """App and name of each model to build; `state` is told that others are out of date."""
    state.is_delayed = True
    name = f"{app_label}.{model_name}"
    heirs = {
        key
        for key, model in state.models.items()
        if any(isinstance(base, str) and base.lower() == name for base in model.bases)
    }
    return {(app_label, model_name), *heirs, *_pointing_at(state, app_label, model_name)}


def _pointing_at(state: Any, app_label: str, model_name: str) -> set[Key]:
    try:
        before = state.apps.get_model(app_label, model_name)
    except LookupError:
        return set()
    # With those whose relation has no name on the other side.
    fields = before._meta.get_fields(include_hidden=True)
    models = {field.related_model for field in fields if field.auto_created and not field.concrete}
    return {(model._meta.app_label, model._meta.model_name) for model in models}
