"""Templates, styles and scripts keep their promises: same names, no inline anything, both reading directions, small sheets."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from lms.setup import css
from tests.architecture.test_layers import order

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "lms" / "static"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
SHEETS_BY_HAND = [path for path in sorted((STATIC / "css").rglob("*.css")) if path.stem not in css.SHEETS]
# What a page of theirs is; a mail has no style sheet, so its styles stand in the text.
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "email" not in path.relative_to(TEMPLATES).parts]

FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline event handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)"),
    "a script address": re.compile(r"""(?:href|action)\s*=\s*["']?javascript:"""),
    "an address elsewhere": re.compile(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//"""),
}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right)|(?:min-|max-)?(?:width|height)"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right))\s*:",
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def faults(text: str) -> list[str]:
    without_comments = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.S)
    # Template tags may hold a ">" of their own.
    without_tags = re.sub(r"{%.*?%}|{{.*?}}", "x", without_comments, flags=re.S)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(without_tags)]


def physical(text: str) -> list[str]:
    declarations = re.sub(r"/\*.*?\*/|@media[^{]*", "", text, flags=re.S)
    return PHYSICAL.findall(declarations)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_opens_with_its_variables(path):
    opening = path.read_text().split("{% endcomment %}")[0]
    assert opening.startswith("{% comment %}")
    assert "Variables:" in opening


def test_each_component_sheet_has_its_template():
    sheets = {path.stem for path in (STATIC / "css" / "components").glob("*.css")}
    assert sheets <= {path.stem for path in COMPONENTS}


def test_pages_hold_no_inline_style_script_or_handler():
    assert not {name(path): found for path in PAGES if (found := faults(path.read_text()))}


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        '<button type="submit" onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<img src="https://cdn.example/x.png">',
    ],
)
def test_a_planted_fault_is_found(planted):
    assert faults(planted)


def test_templates_compile():
    for path in sorted(TEMPLATES.rglob("*.html")):
        get_template(str(path.relative_to(TEMPLATES)))


def test_included_and_extended_templates_exist():
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    for part in {part for path in PAGES for part in pattern.findall(path.read_text())}:
        get_template(part)


def test_no_template_points_to_an_app_above_its_own():
    """An upper floor adds its button to a lower page by a hook; only layouts and components may look everywhere."""
    heights = order()
    height_by_space = {app.split(".")[-1]: height for app, height in heights.items()}
    address = re.compile(r"""{%\s*url\s+["'](\w+):""")
    upward = [
        f"{name(path)} → {space}"
        for path in PAGES
        if (app := ".".join(path.relative_to(TEMPLATES).parts[:2])) in heights
        for space in address.findall(path.read_text())
        if height_by_space.get(space, 0) > heights[app]
    ]
    assert not upward


def test_styles_follow_the_reading_direction():
    assert not {name(path): found for path in SHEETS_BY_HAND if (found := physical(path.read_text()))}
    assert physical(".a { margin-left: 1px }")
    assert physical(".a { width: 1px }")


def test_no_style_swallows_the_next():
    """An open brace in one part would close over every part that is joined after it."""
    assert [name(path) for path in SHEETS_BY_HAND if path.read_text().count("{") != path.read_text().count("}")] == []


@pytest.mark.parametrize("sheet", css.SHEETS)
def test_the_committed_sheet_is_what_the_parts_make(sheet):
    assert (STATIC / "css" / f"{sheet}.css").read_text() == css.build(sheet), "run: make css"


@pytest.mark.parametrize(
    ("sheet", "whole", "packed"), [("site", 25 * 1024, 6.2 * 1024), ("bare", 10 * 1024, 3.5 * 1024)]
)
def test_a_learners_styles_stay_small(sheet, whole, packed):
    """U-5: a lesson with these styles inside must fit into the first 14 kB."""
    text = (STATIC / "css" / f"{sheet}.css").read_bytes()
    assert len(text) <= whole
    assert len(gzip.compress(text, 9)) <= packed


def test_scripts_stay_small():
    assert sum(path.stat().st_size for path in (STATIC / "js").rglob("*.js")) <= 14 * 1024


@pytest.mark.parametrize("path", sorted((STATIC / "img" / "courses").glob("*.svg")), ids=lambda path: path.stem)
def test_a_course_picture_stays_small(path):
    assert path.stat().st_size <= 2 * 1024


def named(resolver, space=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


def unknown(text: str) -> set[str]:
    """Names of addresses that nothing answers to: with “as” such a link would silently not be there."""
    return set(re.findall(r"""{%\s*url\s+["']([\w:-]+)["']""", text)) - set(named(get_resolver()))


def test_every_address_a_template_names_is_there():
    # The pages of the demo's mails and of the shown components exist in their own settings alone.
    elsewhere = {"letter.html", "letters.html", "styleguide"}
    pages = [path for path in TEMPLATES.rglob("*.html") if not elsewhere & set(path.relative_to(TEMPLATES).parts)]
    assert {name(path): missing for path in pages if (missing := unknown(path.read_text()))} == {}


def test_a_name_that_leads_nowhere_is_found():
    assert unknown("{% url 'nowhere:page' as there %}") == {"nowhere:page"}
