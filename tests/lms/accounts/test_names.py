"""What a name, a line and an address may hold: B-T1, B-T2, B-T5 to B-T7, B-T9."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.addresses import clean_address
from lms.accounts.names import clean_line, clean_name, name_key

NFD = unicodedata.normalize("NFD", "Nguyễn Thị Đào")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Suharto", "Suharto"),
        ("de la cruz", "de la cruz"),
        ("  Siti   Rahmawati ", "Siti Rahmawati"),
        (NFD, unicodedata.normalize("NFC", NFD)),
        ("A\u202eevil\u202c", "Aevil"),
        ("\u2067علی\u2069 رضا", "علی رضا"),
        ("Somchai\x00\x1b\nJaidee", "Somchai Jaidee"),
        ("Zero\u200bwidth", "Zerowidth"),
        ("tag\U000e0041ged", "tagged"),
        # Joiners are letters' business: Sinhala and Persian are spelt with them.
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("X", "X"),
    ],
)
def test_a_name_is_kept_but_for_what_nobody_can_see(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ana 😀", "name_has_pictures"),
        ("👩\u200d👩\u200d👧", "name_has_pictures"),
        ("🇹🇭", "name_has_pictures"),
        ("Ana\uffff", "name_is_unreadable"),
        ("Ana\ue000", "name_is_unreadable"),
        ("Ana\ud800", "name_is_unreadable"),
        ("A" + "\u0301" * 40, "name_is_unreadable"),
        ("12345", "name_has_no_letter"),
        ("ศ" * 181, "text_too_long"),
    ],
)
def test_what_no_certificate_could_print_is_refused(typed, code):
    with pytest.raises(ValidationError) as refused:
        clean_name(typed)
    assert refused.value.code == code


def test_a_name_of_180_characters_is_kept():
    assert len(clean_name("ศ" * 180)) == 180


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    try:
        kept = clean_name(text)
    except ValidationError:
        return
    assert clean_name(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)


def test_an_agency_is_one_line():
    assert clean_line("Royal\r\nThai\tPolice") == "Royal Thai Police"


def test_names_are_found_by_either_spelling():
    assert name_key("Nguyễn Thị Đào") == name_key("nguyen thi dao") == name_key(NFD.upper())
    assert "สมชาย" in name_key("Somchai", "สมชาย")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Officer+Training@POLICE.go.th", "officer+training@police.go.th"),
        (" officer@police.go.th ", "officer@police.go.th"),
        ("officer@bücher.example", "officer@xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "two@ats@agency.example",
        "trailing@agency.example.",
        "new\r\nline@agency.example",
        '"quoted local"@agency.example',
        "comment(x)@agency.example",
        "<script>@agency.example",
        "nobody",
        "",
        "x" * 250 + "@agency.example",
        "zero\u200bwidth@agency.example",
        "officer@..example",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_address(typed)
