"""C8, C13: what a stranger sees of a name, and how a typed name is compared."""

import pytest

from courses.credentials import names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Somchai Jaidee", "S. J."),
        ("Suharto", "S."),
        ("Órlaith O’Neill-Ní Bhriain", "Ó. O. B."),
        ("សុខ សុវណ្ណារី", "សុ. សុ."),
        ("王小明", "王."),
        ("ʻAho (Tu‘i)", "ʻA. T."),
        ("ใจดี", "ใจ."),
        ("ខ្មែរ", "ខ្មែ."),
        ("ශ්‍රී ලක්ෂ්මී", "ශ්‍රී. ල."),
        ("க்ஷோ", "க்."),
        ("  ", ""),
    ],
)
def test_initials_are_the_first_letter_of_each_word_with_its_marks(name, shown):
    assert names.initials(name) == shown


@pytest.mark.parametrize("typed", ["nguyễn thị hồng đào", "NGUYỄN THỊ  HỒNG ĐÀO", "Nguyễn  Thị Hồng, Đào"])
def test_a_name_may_be_typed_without_care_for_case_and_commas(typed):
    assert names.folded(typed) == names.folded("Nguyễn Thị Hồng Đào")


def test_staff_find_a_name_without_its_accents():
    assert names.search_key("nguyen thi hong dao") == names.search_key("Nguyễn Thị Hồng Đào")
    assert names.search_key("Đào") in names.search_key("Nguyễn Thị Hồng Đào")


def test_a_mark_confirms_the_name_and_nothing_else():
    mark = names.name_mark("CODE", "Sok Sovannary")
    assert names.fits_mark("CODE", "sok  sovannary", mark)
    assert not names.fits_mark("CODE", "Sok Sovanna", mark)
    assert not names.fits_mark("OTHER", "Sok Sovannary", mark)
    assert not names.fits_mark("CODE", "", mark)
    assert not names.fits_mark("CODE", "Sok Sovannary", "")


def test_a_mark_survives_a_change_of_the_sites_key(settings):
    mark = names.name_mark("CODE", "Sok Sovannary")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "y" * 40
    assert names.fits_mark("CODE", "Sok Sovannary", mark)
