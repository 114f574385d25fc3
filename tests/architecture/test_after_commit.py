"""What happens after a commit may fail, but not in a way that turns a committed act into an error page (F-2)."""

import ast
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("lms", "cms", "courses", "alumni")


def name_of(call: ast.expr) -> str:
    """The last name of what is called: `on_commit` of `transaction.on_commit(…)`."""
    called = call.func if isinstance(call, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", ""))


def nameless(source: str) -> list[int]:
    """Lines where a `partial` is handed to `on_commit`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and name_of(node) == "on_commit"
        and any(name_of(given) == "partial" for given in (*node.args, *(word.value for word in node.keywords)))
    ]


def test_no_partial_is_handed_to_on_commit():
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        for line in nameless(path.read_text())
    }
    assert not found, "Hand on_commit a lambda or a named function."


@pytest.mark.parametrize(
    "code",
    [
        "transaction.on_commit(partial(act, 1), robust=True)",
        "on_commit(functools.partial(act, 1))",
        "on_commit(func=partial(act))",
    ],
)
def test_twin_a_partial_would_be_found(code):
    assert nameless(code) == [1]


def fail(*anything: object) -> None:
    raise ConnectionError


@pytest.mark.django_db(transaction=True)
def test_django_survives_a_failing_function():
    transaction.on_commit(lambda: fail(1), robust=True)


@pytest.mark.django_db(transaction=True)
def test_django_cannot_name_a_failing_partial_and_raises():
    """Why the rule exists. Once this fails, Django has learnt it and the rule may go."""
    with pytest.raises(AttributeError, match="__qualname__"):
        transaction.on_commit(partial(fail, 1), robust=True)
