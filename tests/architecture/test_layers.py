"""The map holds: imports by contract, foreign keys downwards, no home for leftovers."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("lms", "cms", "courses", "alumni")
HOMELESS = {"services", "selectors", "managers", "utils", "helpers", "common", "constants", "mixins"}


def contracts() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def names(layer: str) -> list[str]:
    return [name.strip().strip("()") for name in layer.split("|")]


def order() -> dict[str, int]:
    """Every app with its height: siblings share a number."""
    by_name = {contract["name"]: contract for contract in contracts()}
    inside = {folder: by_name[f"Inside {folder}"]["layers"] for folder in FLOORS}
    heights: dict[str, int] = {}
    height = 0
    for layer in reversed(by_name["The floors, top to bottom"]["layers"]):
        for name in names(layer):
            for app in [name] if name.startswith("lms.") else []:
                heights[app] = height
        height += 1
        for name in names(layer):
            for part in reversed(inside[name]) if name in inside else []:
                heights.update({f"{name}.{app}": height for app in names(part)})
                height += 1
    return heights


def ours() -> list:
    return [
        model for model in apps.get_models(include_auto_created=False) if model._meta.app_config.name.startswith(FLOORS)
    ]


def test_imports_keep_their_contracts():
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_foreign_keys_point_down():
    heights = order()
    known = set(ours())

    def app(model) -> str:
        return model._meta.app_config.name

    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model in known
        and field.related_model is not get_user_model()  # every app may point at a person
        and app(field.related_model) != app(model)
        and heights[app(field.related_model)] >= heights[app(model)]
    ]
    assert not upward


def test_every_installed_app_of_ours_has_its_place():
    heights = order()
    placeless = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith(FLOORS) and config.name not in heights
    ]
    assert not placeless


def test_no_module_is_a_drawer():
    drawers = [
        path.relative_to(ROOT)
        for folder in FLOORS
        for path in (ROOT / folder).rglob("*.py")
        if path.stem in HOMELESS or path.parent.name in HOMELESS
    ]
    assert not drawers


def test_a_planted_upward_import_is_caught(tmp_path):
    """The control: the same contract refuses a tree in which a lower floor imports a higher one."""
    for package, line in {"low": "import high", "high": ""}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(line)
    (tmp_path / "contract.toml").write_text(
        "[tool.importlinter]\nroot_packages = ['low', 'high']\n"
        "[[tool.importlinter.contracts]]\nname = 'x'\ntype = 'layers'\nlayers = ['high', 'low']\n"
    )
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [tool, "--no-cache", "--config", "contract.toml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
