"""Rows are read through `visible_to`, and a topic is never loaded, changed and saved (community goals 6 and 7.2)."""

import ast
from pathlib import Path

import pytest

FORUM = Path(__file__).resolve().parents[3] / "alumni" / "forum"
# They decide what is visible, write what was decided, or read one topic or person whose door has been passed.
MAY_READ = {"models", "actions", "lists.py", "invariants.py", "own_data.py", "tasks.py", "migrations"}


def faults(source: str, name: str = "x.py") -> list[str]:
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id="Topic" | "Space" | "Post"), attr="objects"), attr=method
            ):
                if method not in {"visible_to", "moderated_by", "filter", "select_related"}:
                    found.append(f"{name}:{node.lineno} objects.{method}")
            case ast.Call(func=ast.Attribute(value=ast.Name(id="topic"), attr="save")):
                found.append(f"{name}:{node.lineno} topic.save")
            case ast.Call(func=ast.Attribute(attr="get", value=ast.Attribute(attr="objects"))):
                found.append(f"{name}:{node.lineno} objects.get")
    return found


def modules():
    return [path for path in FORUM.rglob("*.py") if not MAY_READ & set(path.relative_to(FORUM).parts)]


def test_views_find_by_what_is_visible():
    assert not [fault for path in modules() for fault in faults(path.read_text(), path.name)]


def test_no_topic_is_loaded_changed_and_saved():
    saves = [path.name for path in FORUM.rglob("*.py") if "topic.save(" in path.read_text()]
    assert not saves


@pytest.mark.parametrize("planted", ["Topic.objects.get(pk=1)", "Post.objects.all()", "topic.save()"])
def test_a_planted_fault_is_found(planted):
    assert faults(planted)
