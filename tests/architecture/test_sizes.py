"""No file grows past one reading."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {
    "*.py": (400, ["lms", "cms", "courses", "alumni", "tests"]),
    "*.html": (150, ["templates"]),
    "*.css": (200, ["lms/static/css"]),
    "*.js": (200, ["lms/static/js"]),
}
# Made by `make css` from the parts beside them.
GENERATED = {"site.css", "work.css", "bare.css", "people.css", "public.css"}


@pytest.mark.parametrize("pattern", LIMITS)
def test_files_fit_one_reading(pattern):
    limit, folders = LIMITS[pattern]
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in folders
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and "vendor" not in path.parts and path.name not in GENERATED
        if (lines := path.read_text().count("\n")) > limit
    }
    assert not long
