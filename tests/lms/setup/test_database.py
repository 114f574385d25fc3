"""What PostgreSQL is told once about the database it keeps for us; SQLite has nothing to be told."""

import pytest
from django.db import connection

from lms.setup.database import compile_nothing

pytestmark = pytest.mark.django_db
KEPT = """SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
WHERE datname = current_database()"""


def test_questions_are_not_compiled_first_and_saying_so_twice_is_as_good():
    assert compile_nothing() is compile_nothing() is None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
            assert cursor.fetchone() == (["jit=off"],)


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="L-10: SQLite has no owners of databases")
def test_an_account_that_does_not_own_its_database_is_told_and_goes_on():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE only_a_guest")
        cursor.execute("SET LOCAL ROLE only_a_guest")
        assert "its owner sets jit to off" in compile_nothing()
        cursor.execute("RESET ROLE")
