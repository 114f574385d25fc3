"""What of a drawing may go into a page."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cms.media.models import Diagram
from cms.media.svg import RefusedError, inline, sanitise

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def drawing(inside):
    return f"{OPEN}{inside}</svg>"


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<style>*{}</style>", "style"),
        ('<rect style="fill:red"/>', "style"),
        ('<rect onclick="alert(1)"/>', "onclick"),
        ('<a href="https://example.org"><rect/></a>', "<a>"),
        ('<use xlink:href="#x"/>', "use"),
        ("<foreignObject><p>no</p></foreignObject>", "foreignObject"),
        ('<image href="x.png"/>', "image"),
        ('<rect fill="url(https://example.org/x)"/>', "outside"),
        ('<rect fill="expression(alert(1))"/>', "outside"),
        ("<animate/>", "animate"),
        ('<rect id="a b&lt;c"/>', "letters"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>', "not SVG"),
    ],
)
def test_a_refusal_names_what_has_to_go(inside, named):
    with pytest.raises(RefusedError, match=named):
        sanitise(drawing(inside))


@pytest.mark.parametrize(
    "text",
    [
        "no svg at all",
        "<html><body/></html>",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        "<svg><rect></svg>",
        OPEN + "<text>" + "x" * 70_000 + "</text></svg>",
    ],
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(RefusedError):
        sanitise(text)


def test_shapes_text_colours_and_own_references_stay():
    inside = '<defs><marker id="m"><path d="M0 0"/></marker></defs><g transform="rotate(3)"><line marker-end="url(#m)" stroke="var(--ink)"/></g>'
    kept = sanitise(drawing(inside))
    assert "url(#m)" in kept
    assert "var(--ink)" in kept


def test_two_drawings_on_a_page_share_no_id():
    text = drawing('<g id="m"/><line marker-end="url(#m)"/>')
    shown = inline(text, prefix="d7-", title="Parts")
    assert 'id="d7-m"' in shown
    assert "url(#d7-m)" in shown
    assert 'role="img"' in shown
    assert 'aria-label="Parts"' in shown


def test_comments_and_instructions_are_left_out():
    assert sanitise(drawing("<!-- hidden --><?php x ?><rect/>")).count("<") == 3


@given(st.text(alphabet="<>/=\"' abcdefgion:script&;#()", max_size=60))
def test_whatever_is_accepted_holds_nothing_that_acts(inside):
    try:
        kept = sanitise(drawing(inside))
    except RefusedError:
        return
    for element in etree.fromstring(kept).iter():
        assert etree.QName(element).localname not in {"script", "style", "a", "use", "image", "foreignObject"}
        assert not [name for name in element.attrib if name.lower().startswith("on") or name.endswith("href")]


def test_the_form_says_what_is_wrong_with_a_drawing():
    diagram = Diagram(key="x", title="X", description="X", svg=drawing("<script/>"))
    with pytest.raises(ValidationError) as refused:
        diagram.full_clean(validate_unique=False)
    assert "script" in str(refused.value.message_dict["svg"])


def test_a_drawing_saved_past_the_form_still_brings_no_script_into_a_page():
    with pytest.raises(RefusedError):
        str(Diagram(pk=1, svg=drawing("<script/>")).drawing)
