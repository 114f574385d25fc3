"""Lists for cohorts as the tests need them: uploaded, checked, confirmed and written by the actions of the pages."""

from courses.workshops import actions
from courses.workshops.models import Import
from courses.workshops.roster_file.headings import columns
from lms.accounts.vocabulary import load_agency_types, load_members
from lms.spreadsheets import write_csv

HEADINGS = ["E-mail", "Full name", "Name in own script", "Member", "Agency", "Kind of agency"]


def officer(number, **changes):
    """One row of a list."""
    facts = {
        "email": f"officer{number}@police.example",
        "name": f"Officer Number {number}",
        "native": "",
        "member": "Thailand",
        "agency": "Royal Thai Police",
        "kind": "Police",
    }
    return list({**facts, **changes}.values())


def a_list(rows, headings=HEADINGS):
    return write_csv([headings, *rows])


def vocabulary():
    load_members()
    load_agency_types()


def checked(workshop, rows, *, by, headings=HEADINGS):
    """A list whose rows have their verdicts; nothing is written."""
    roster = actions.upload(workshop, "officers.csv", a_list(rows, headings), by=by)
    return actions.check(roster, [column.field for column in columns(headings)], by=by)


def confirmed(workshop, rows, *, by, mode="good"):
    return actions.confirm(checked(workshop, rows, by=by), mode, by=by)


def written(workshop, rows, *, by, mode="good"):
    return finish(confirmed(workshop, rows, by=by, mode=mode))


def finish(roster):
    """As the worker does it."""
    while actions.work_off(Import.objects.get(pk=roster.pk)):
        pass
    return Import.objects.get(pk=roster.pk)


def states(roster):
    return dict(roster.rows.values_list("number", "state"))


def verdicts(roster):
    return dict(roster.rows.values_list("number", "verdict"))
