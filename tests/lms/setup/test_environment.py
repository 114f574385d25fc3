"""Every variable the settings read is named where people look for it: in .env.example and in the README (C-61)."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
READERS = {"env", "required"}
# Filled in by docker compose itself; the settings know nothing of them.
COMPOSE_ALONE = {"POSTGRES_PASSWORD", "HTTP_PORT", "HTTPS_PORT", "VERSION"}


def read_by(source: str) -> set[str]:
    """The names asked for by env("X"), env.list("X"), required("X")."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if isinstance(called, ast.Name) and called.id in READERS:
            found.add(node.args[0].value)
    return found


def in_production() -> set[str]:
    files = ["production", "security", "content", "allauth"]
    return set().union(*(read_by((ROOT / "lms" / "settings" / f"{name}.py").read_text()) for name in files))


def in_the_example() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))


def in_the_readme() -> set[str]:
    rows = re.findall(r"^\| ((?:`[A-Z][A-Z_]+`(?:, )?)+) \|", (ROOT / "README.md").read_text(), re.M)
    return {name for row in rows for name in re.findall(r"[A-Z][A-Z_]+", row)}


def test_the_reader_sees_every_way_of_asking():
    assert read_by('env("A"); env.int("B", default=1); required("C", "what"); other("D")') == {"A", "B", "C"}
    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "BACKUP_KEEP_DAYS", "METRICS_TOKEN"} <= in_production()


def test_no_settings_of_production_ask_the_environment_in_another_way():
    for name in ["production", "security", "content", "allauth"]:
        assert "os.environ" not in (ROOT / "lms" / "settings" / f"{name}.py").read_text()


def test_the_example_names_exactly_what_is_read():
    assert in_the_example() - COMPOSE_ALONE == in_production()


def test_the_readme_names_exactly_what_is_read():
    assert in_the_readme() == in_production()


def test_what_the_compose_file_fills_in_is_named_as_well():
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - {"VERSION"} <= in_the_example()
    assert asked <= COMPOSE_ALONE | in_production()


def test_what_the_compose_file_sets_is_something_the_settings_read():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("web", "worker", "beat", "prepare"):
        assert set(services[name]["environment"]) - {"PROMETHEUS_MULTIPROC_DIR"} <= in_production()


def test_the_example_holds_no_secret():
    for line in (ROOT / ".env.example").read_text().splitlines():
        if re.match(r"#?(SECRET_KEY|BACKUP_KEY|POSTGRES_PASSWORD|METRICS_TOKEN)=", line):
            assert line.endswith("=")
