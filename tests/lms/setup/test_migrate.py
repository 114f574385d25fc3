"""Migrating: libraries first, then ours, as Django would; what is asked for by name stays as asked."""

import gc
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lms.setup.management.commands import migrate

pytestmark = pytest.mark.django_db


def test_the_migrations_of_libraries_are_told_from_ours():
    apps = {label for label, _ in migrate.leaves_of_libraries(MigrationExecutor(connection))}
    assert {"wagtailcore", "wagtailimages", "mfa", "contenttypes"} <= apps
    assert not apps & {"accounts", "forum", "learning", "activities", "workshops"}


def test_nothing_is_left_to_do_on_a_database_that_was_migrated():
    said = StringIO()
    call_command("migrate", verbosity=1, interactive=False, stdout=said)
    assert "No migrations to apply" in said.getvalue()


def test_a_database_with_something_in_it_is_left_to_django(monkeypatch):
    monkeypatch.setattr(migrate, "migrate_libraries", lambda database: pytest.fail("It migrated."))
    call_command("migrate", verbosity=0, interactive=False)


@pytest.mark.parametrize("asked", [{"plan": True}, {"check_unapplied": True}, {"app_label": "wagtailcore"}])
def test_what_only_asks_or_names_an_app_migrates_nothing_beside(monkeypatch, asked):
    monkeypatch.setattr(migrate, "migrate_libraries", lambda database: pytest.fail("It migrated."))
    monkeypatch.setattr(migrate, "is_empty", lambda database: True)
    call_command("migrate", verbosity=0, interactive=False, stdout=StringIO(), **asked)


def test_the_collector_works_afterwards_as_it_did():
    before = gc.get_threshold()
    call_command("migrate", verbosity=0, interactive=False)
    assert gc.get_threshold() == before


def test_which_setting_a_model_is_swapped_by_is_kept_while_migrating_and_not_longer(monkeypatch):
    found = []

    def with_a_step(database):
        apps.get_swappable_settings_name("accounts.User")
        # As each model that a step builds does.
        MigrationExecutor(connection).loader.project_state().apps.clear_cache()
        before = apps.get_swappable_settings_name.cache_info().misses
        found.append(apps.get_swappable_settings_name("accounts.User"))
        assert apps.get_swappable_settings_name.cache_info().misses == before

    monkeypatch.setattr(migrate, "is_empty", lambda database: True)
    monkeypatch.setattr(migrate, "migrate_libraries", with_a_step)
    call_command("migrate", verbosity=0, interactive=False)
    assert found == ["AUTH_USER_MODEL"]
    assert "get_swappable_settings_name" not in vars(apps)
