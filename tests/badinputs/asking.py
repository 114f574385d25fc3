"""Asks every address of the site with something bad in it, as those to whom it is open."""

from django.apps import apps
from django.db import connection
from django.db.models import UUIDField

from tests.security.matrix import Matrix, Visitor, own_routes

MATRIX = Matrix()
OURS = ("lms", "cms", "courses", "alumni")
# Who opens most of the site between them.
READERS = ["anonymous", "learner_enrolled", "alumnus", "rso_admin"]
# What differs from one run to the next, or only says that somebody is there.
PASSING = {"sessions", "usersessions", "contenttypes", "django_tasks"}


def addresses(world):
    """Every own route with the objects of the matrix: its name and its address."""
    for route in own_routes():
        for key, cell in MATRIX.cells(route.name).items():
            yield key, route, MATRIX.values(route, cell, world)


def open_posts(world, role):
    """Every address that takes a form from this role."""
    for key, route, values in addresses(world):
        if MATRIX.expected(MATRIX.routes[key]["post"])[role] in {200, 302, 400}:
            yield key, route.address(values)


def broken(world, role, method, queries=("",), **options):
    """Where the site breaks: an error page of ours is never the answer to a bad request."""
    visitor = Visitor(world, role)
    for key, route, values in addresses(world):
        for query in queries:
            answer = visitor.ask(method, route.address(values) + query, **options)
            if answer.status >= 500:
                yield f"{method.upper()} {key}{query} as {role}: {answer.status}"


def everything():
    """All that is stored, table by table."""
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label not in PASSING}
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def facts(*labels):
    """What is stored in these models but for what is drawn by lot or by number."""
    found = {}
    for label in labels:
        model = apps.get_model(label)
        names = [field.attname for field in model._meta.concrete_fields if not _is_drawn(field)]
        found[label] = sorted(map(repr, model._base_manager.values_list(*names)))
    return found


def _is_drawn(field) -> bool:
    # The number of a new achievement is drawn as well: PostgreSQL does not take numbers back.
    return (
        field.primary_key or isinstance(field, UUIDField) or field.name in {"achievement", "code", "number", "password"}
    )


def our_fields():
    """The name of every field of every model of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    return sorted(
        {name for model in ours for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    )
