"""Migrations say what they do, follow the models, and destroy nothing in silence."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(ROOT.glob("*/*/migrations/0*.py"))
DESTRUCTIVE = re.compile(r"\b(RemoveField|DeleteModel|AlterField|RenameField|RenameModel)\(")


def test_no_migration_carries_a_machine_made_name():
    assert not [path.name for path in FILES if "_auto_" in path.name]


@pytest.mark.django_db
def test_the_models_need_no_further_migration():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)


def test_a_destructive_migration_says_why_it_is_safe():
    silent = [
        path.name for path in FILES if DESTRUCTIVE.search(path.read_text()) and "safe because" not in path.read_text()
    ]
    assert not silent


def test_data_migrations_import_no_code_of_the_apps():
    importing = [
        path.name
        for path in FILES
        if "RunPython" in path.read_text()
        and re.search(r"^from (lms|cms|courses|alumni)\.(?!\w+\.(blocks|models))", path.read_text(), re.M)
    ]
    assert not importing
