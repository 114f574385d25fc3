"""Between two steps of a migration few models are built anew; steps that run code meet them all as they are, and tables come out right."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, connections, migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.state import ModelState, ProjectState

from lms.setup.model_states import building_little


def to(model):
    return models.ForeignKey(model, models.CASCADE)


def model(name, *, bases=(models.Model,), proxy=False, **fields):
    app_label, name = name.split(".")
    return ModelState(app_label, name, list(fields.items()), {"proxy": proxy}, bases)


def the_state():
    number = {"id": models.AutoField(primary_key=True)}
    state = ProjectState()
    for one in [
        model("people.Person", **number),
        model("work.Task", **number, owner=to("people.Person")),
        model("work.Note", **number, task=to("work.Task")),
        model("work.Answer", **number, note=to("work.Note")),
        model("work.Urgent", bases=("work.Task",)),
        model("work.Open", bases=("work.Task",), proxy=True),
        model("work.Board", **number, tasks=models.ManyToManyField("work.Task")),
    ]:
        state.add_model(one)
    assert state.apps.ready
    return state


def built(state):
    return {one._meta.label: one for one in state.apps.get_models()}


def changed(before, after):
    return {label for label, one in after.items() if before.get(label) is not one}


def test_a_step_builds_what_it_changes_and_what_points_there():
    state = the_state()
    before = built(state)
    with building_little():
        state.add_field("work", "task", "deputy", models.ForeignKey("people.Person", models.CASCADE, "+"), False)
    after = built(state)
    assert changed(before, after) == {f"work.{name}" for name in ("Task", "Note", "Urgent", "Open", "Board")}
    assert after["work.Note"]._meta.get_field("task").related_model is after["work.Task"]
    assert after["work.Board"]._meta.get_field("tasks").related_model is after["work.Task"]
    assert issubclass(after["work.Urgent"], after["work.Task"])
    assert issubclass(after["work.Open"], after["work.Task"])


def test_django_itself_builds_all_that_hangs_together():
    state = the_state()
    before = built(state)
    state.add_field("work", "task", "deputy", models.ForeignKey("people.Person", models.CASCADE, "+"), False)
    assert changed(before, built(state)) == set(before)


def test_a_new_model_is_built_alone():
    state = the_state()
    before = built(state)
    with building_little():
        state.add_model(model("work.Plan", id=models.AutoField(primary_key=True), owner=to("people.Person")))
    assert changed(before, built(state)) == {"work.Plan"}


@pytest.mark.django_db
def test_a_step_that_runs_code_meets_every_model_as_it_is():
    state, met = the_state(), []
    with building_little():
        state.add_field("work", "note", "title", models.CharField(max_length=9), False)
        # From here on answers are built for notes that are no more.
        state.add_field("work", "task", "title", models.CharField(max_length=9), False)
        step = migrations.RunPython(lambda apps, editor: met.append(apps))
        step.database_forwards("work", connection.schema_editor(), state.clone(), state)
    answer, note, task = (met[0].get_model("work", name) for name in ("answer", "note", "task"))
    assert answer._meta.get_field("note").related_model is note
    assert note._meta.get_field("task").related_model is task
    assert note._meta.get_field("title")


def test_afterwards_django_builds_as_it_did_even_if_a_step_fails():
    djangos = ProjectState._find_reload_model
    with pytest.raises(LookupError), building_little():
        ProjectState().apps.get_model("nowhere", "nothing")
    assert ProjectState._find_reload_model is djangos


# --- What the migrations made, beside what the models alone would make. ---


def tables(database):
    """What is known of each table of a model: columns with kind and emptiness, and what each constraint and index is about.

    Not which whole number counts the rows between two models: in a migration that is the site's own, and not the library's.
    """
    found = {}
    with database.cursor() as cursor:
        for one in models_with_tables():
            name = one._meta.db_table
            columns = {
                column.name: (column.type_code, column.display_size, column.null_ok)
                for column in database.introspection.get_table_description(cursor, name)
                if not (one._meta.auto_created and column.name == "id")
            }
            found[name] = (columns, Counter(constraints(database.introspection.get_constraints(cursor, name))))
    return found


def constraints(said):
    """Without those of an index about an expression, which a database does not tell apart."""
    for one in said.values():
        if one["columns"]:
            yield (
                *one["columns"],
                *[(kind, one[kind]) for kind in ("primary_key", "unique", "foreign_key", "check", "index")],
            )


def models_with_tables():
    """Without the index of words, which is no table of rows on SQLite."""
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.managed and not one._meta.proxy and "_fts" not in one._meta.db_table]


def make_all(database):
    with database.schema_editor() as editor:
        for one in models_with_tables():
            # A table between two models is made with the one that names it.
            if not one._meta.auto_created:
                editor.create_model(one)


@pytest.mark.django_db
def test_the_tables_are_as_the_models_say():
    migrated = tables(connection)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA as_said")
            cursor.execute("SET LOCAL search_path TO as_said, public")
        make_all(connection)
        said = tables(connection)
    else:
        connections["bare"] = bare = DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, "bare")
        try:
            make_all(bare)
            said = tables(bare)
        finally:
            bare.close()
            del connections["bare"]
    assert len(said) > 150
    differing = {name: unlike(said[name], migrated[name]) for name in said if said[name] != migrated[name]}
    assert differing == {}


def unlike(said, migrated):
    """What only the models say, and what only the migrations made."""
    return [
        ({*one[0].items()} - {*other[0].items()}, [*(one[1] - other[1]).elements()])
        for one, other in ((said, migrated), (migrated, said))
    ]
