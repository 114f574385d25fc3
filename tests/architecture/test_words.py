"""What people read is asked for when it is shown, by a name that the gathering of messages knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("lms", "cms", "courses", "alumni")
AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}


def imported(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Each name taken from Django's translation, the name it gets here, the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((name.name, name.asname or name.name, node.lineno) for name in node.names)


def renamed(source: str) -> list[int]:
    """Lines where such a name is called other than itself or `_`: what it marks is not gathered."""
    return [line for name, here, line in imported(ast.parse(source)) if here not in {name, "_"}]


def frozen(source: str) -> list[int]:
    """Lines that ask for words while the module is read: everybody then reads the language of that moment."""
    tree = ast.parse(source)
    at_once = {here for name, here, _ in imported(tree) if name in AT_ONCE}
    return [call.lineno for call in _calls_on_reading(tree) if getattr(call.func, "id", "") in at_once]


def _calls_on_reading(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield from _calls_on_reading(child)


@pytest.mark.parametrize("faults", [renamed, frozen])
def test_words_are_gathered_and_follow_the_reader(faults):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        for line in faults(path.read_text())
    ]
    assert found == []


def test_twin_a_new_name_would_be_found():
    assert renamed("from django.utils.translation import gettext as _now") == [1]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("label = _('All')", [2]),
        ("class Form:\n    label = field(_('All'))", [3]),
        ("def label():\n    return _('All')", []),
    ],
)
def test_twin_words_asked_for_too_early_would_be_found(code, lines):
    assert frozen("from django.utils.translation import gettext as _\n" + code) == lines
