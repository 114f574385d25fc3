"""What of an SVG may go into a page: shapes, text and colours. Everything else is refused by name."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

SVG = "http://www.w3.org/2000/svg"
LONGEST = 60_000
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "pattern",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "d",
        "points",
        "dx",
        "dy",
        "transform",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-dasharray",
        "stroke-opacity",
        "opacity",
        "text-anchor",
        "dominant-baseline",
        "font-size",
        "font-weight",
        "textLength",
        "lengthAdjust",
        "role",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "focusable",
        "direction",
        "marker-start",
        "marker-mid",
        "marker-end",
        "markerWidth",
        "markerHeight",
        "refX",
        "refY",
        "orient",
        "markerUnits",
        "clip-path",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "patternUnits",
        "preserveAspectRatio",
    ]
)
REFERENCE = re.compile(r"url\(#([\w-]+)\)")
NAME = re.compile(r"[\w-]+( [\w-]+)*")
# A value that calls a function: only these may stand in a drawing.
CALL = re.compile(r"([\w-]+)\(")
CALLS = frozenset({"url", "var", "translate", "rotate", "scale", "skewx", "skewy", "matrix", "rgb", "rgba", "hsl"})


class RefusedError(ValueError):
    """Something in the drawing may not go into a page."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))


def sanitise(text: str) -> str:
    """The drawing as clean SVG, or a refusal that names what has to go."""
    return str(etree.tostring(_clean(text), encoding="unicode"))


def inline(text: str, *, prefix: str, title: str) -> str:
    """The drawing for a page: its ids made its own, so that two drawings never meet, and named for a screen reader."""
    root = _clean(text)
    for element in root.iter():
        for name, value in element.items():
            if name in {"id", "aria-labelledby", "aria-describedby"}:
                element.set(name, " ".join(prefix + part for part in value.split()))
            else:
                element.set(name, REFERENCE.sub(rf"url(#{prefix}\1)", value))
    root.set("role", "img")
    root.set("aria-label", title)
    return str(etree.tostring(root, encoding="unicode"))


def _clean(text: str) -> etree._Element:
    if len(text) > LONGEST:
        raise RefusedError(_("The drawing is too long. Simplify it, or use an image."))
    # No document type, no entities, no network: nothing outside the text is ever read.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(_("This is not well-formed SVG: %(why)s") % {"why": error.msg}) from error
    if root.getroottree().docinfo.doctype:
        raise RefusedError(_("A document type is not allowed."))
    if _name(root) != "svg":
        raise RefusedError(_("The drawing must begin with <svg>."))
    for element in root.iter():
        _check(element)
    return root


def _check(element: etree._Element) -> None:
    name = _name(element)
    if name not in ELEMENTS:
        raise RefusedError(_("<%(name)s> is not allowed in a drawing.") % {"name": name})
    for attribute, value in element.items():
        _check_attribute(name, attribute, value)


def _check_attribute(element: str, attribute: str, value: str) -> None:
    where = {"attribute": etree.QName(attribute).localname, "element": element}
    if attribute not in ATTRIBUTES:
        raise RefusedError(_("%(attribute)s is not allowed on <%(element)s>.") % where)
    if attribute in {"id", "class"} and not NAME.fullmatch(value):
        raise RefusedError(_("%(attribute)s on <%(element)s> may hold letters, digits and hyphens only.") % where)
    calls = [call.lower() for call in CALL.findall(value)] if attribute != "aria-label" else []
    if not CALLS.issuperset(calls) or value.lower().count("url(") != len(REFERENCE.findall(value)):
        raise RefusedError(_("%(attribute)s on <%(element)s> points outside the drawing.") % where)


def _name(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        raise RefusedError(_("Only elements and text are allowed in a drawing."))
    name = etree.QName(element)
    if name.namespace not in {None, SVG}:
        raise RefusedError(_("<%(name)s> is not SVG.") % {"name": name.localname})
    return str(name.localname)
