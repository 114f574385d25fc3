"""Words and controls can be told from their ground in light and in dark (WCAG 2.2 AA: 4.5 for words, 3 for controls)."""

import re

import pytest

from lms.setup.css import CSS

WORDS = [
    ("ink", ["ground", "surface", "sunk", "brand-soft", "amber-soft", "good-soft", "bad-soft"]),
    ("ink-soft", ["ground", "surface", "sunk"]),
    ("brand", ["ground", "surface", "brand-soft", "sunk", "amber-soft", "good-soft", "bad-soft"]),
    ("action-on", ["action"]),
    ("mast-on", ["mast"]),
    ("mast-soft", ["mast"]),
    ("amber-ink", ["ground", "surface", "amber-soft"]),
    ("good", ["ground", "surface", "good-soft"]),
    ("bad", ["ground", "surface", "bad-soft"]),
    ("surface", ["bad", "brand", "good", "amber-ink"]),
    ("ground", ["ink", "brand"]),
]
CONTROLS = [("edge", ["ground", "surface"]), ("focus", ["ground", "surface", "sunk"]), ("amber", ["mast"])]


def colours(*sheets: str) -> dict[str, str]:
    text = "".join((CSS / f"{sheet}.css").read_text() for sheet in sheets)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sheets", [("tokens",), ("tokens", "dark")], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (CONTROLS, 3)], ids=["words", "controls"])
def test_colours_can_be_told_apart(sheets, pairs, least):
    palette = colours(*sheets)
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, grounds in pairs
        for ground in grounds
        if (ratio := contrast(palette[ink], palette[ground])) < least
    }
    assert not weak


def test_a_weak_pair_would_be_found():
    assert contrast("#777777", "#888888") < 3
    assert round(contrast("#fff", "#000000"), 1) == 21.0
