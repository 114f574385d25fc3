"""Some words around what was asked for."""

import pytest

from lms.search.excerpts import LONGEST, excerpt
from lms.search.few import holding

LONG = "Words before it. " * 30 + "Here stands the harbour at dusk. " + "Words after it. " * 30


def test_a_short_text_is_shown_whole():
    assert excerpt("  Two\n crimes. ", "crimes") == "Two crimes."


def test_a_long_one_is_cut_around_the_place():
    shown = excerpt(LONG, "harbour")
    assert "harbour" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= LONGEST + 4


def test_where_nothing_is_found_it_begins_at_the_beginning():
    assert excerpt(LONG, "lantern").startswith("Words before it.")


@pytest.mark.parametrize("script", ["ក្រុមការងារបានជួយជនរងគ្រោះ", "การช่วยเหลือผู้ที่อาจเป็นผู้เสียหาย", "လူကုန်ကူးမှု တိုက်ဖျက်ရေး"])
def test_no_sign_is_parted_from_its_marks(script):
    import unicodedata

    for longest in range(5, 20):
        kept = excerpt(script * 20, "x", longest).removesuffix(" …")
        follows = (script * 20)[len(kept)]
        assert not unicodedata.category(follows).startswith("M")


def test_few_rows_are_searched_by_the_one_tokeniser():
    rows = ["Workshops at the border", "ชายแดนและการค้ามนุษย์", "Another thing"]
    assert holding(rows, "workshop borders", str, 5) == rows[:1]
    assert holding(rows, "ชายแดน", str, 5) == rows[1:2]
    assert holding(rows, "", str, 5) == []
    assert holding(rows * 3, "thing", str, 2) == ["Another thing"] * 2
