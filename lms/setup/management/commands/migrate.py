"""Django's own `migrate`, in a quarter of the time where the database is empty."""

import gc
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from lms.operations.versions import own_labels
from lms.setup.model_states import building_little

# What only asks, or means certain migrations alone.
AS_ASKED = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune", "run_syncdb")
# A method of Django's register of models, which one of the register's own stands before meanwhile.
SWAPPED_BY = "get_swappable_settings_name"


class Command(migrate.Command):
    """On an empty database a step builds no more models anew than it needs, and the tables of libraries come before ours:
    each of their many steps would otherwise copy the register of our models as well. A database with something in it is
    left to Django, whose signals must see every step.

    The collector is called less often meanwhile: every step leaves a few hundred model classes behind in circles.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        thresholds = gc.get_threshold()
        gc.set_threshold(100_000, 10, 10)
        # Which setting a model may be swapped by is asked for each relation of each model of each step, and forgotten
        # with each model that a step builds. Our own models stay as they are meanwhile, so for them it is remembered.
        vars(apps)[SWAPPED_BY] = cache(apps.get_swappable_settings_name)
        try:
            if is_empty(options["database"]) and not any(options.get(name) for name in AS_ASKED):
                with building_little():
                    migrate_libraries(options["database"])
                    super().handle(*args, **options)
            else:
                super().handle(*args, **options)
        finally:
            gc.set_threshold(*thresholds)
            vars(apps).pop(SWAPPED_BY, None)


def is_empty(database: str) -> bool:
    """Whether nothing was ever migrated here."""
    return not MigrationRecorder(connections[database]).applied_migrations()


def migrate_libraries(database: str) -> None:
    """Brings everything that is not ours, and what it stands on, up to date."""
    executor = MigrationExecutor(connections[database])
    executor.migrate(leaves_of_libraries(executor))


def leaves_of_libraries(executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The last migration of each app of a library."""
    ours = set(own_labels())
    return [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours]
