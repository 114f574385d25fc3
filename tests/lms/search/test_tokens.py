import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.search.folding import folded
from lms.search.scripts import clusters, kind
from lms.search.tokens import MOST_TERMS, fold, query_tokens, tokens

SCRIPTS = (
    "abcXYZ019éñđĐøŁßığ ơưặ'’-"
    "กขำเแ่้๊์๕ฯ"
    "ກຂຳເແ່້໕"
    "កខ្តុំៅ១២\u200b"
    "မြန်မာ့ိုး၁"
    "贩运人口ひらカタ゛한글ﾎﾞＡ"
    "مكافحةالإتجَّ٣"
    "मानवतस्करीड़\u095c३"
    "মানবয়ড়ক্ষ৩"
    "සිංහල தமிழ் ไทย Ελλάς Кирй"
)
texts = st.one_of(st.text(max_size=80), st.text(alphabet=SCRIPTS, max_size=80))


@given(texts)
def test_every_token_is_plain_ascii_that_begins_with_a_letter(text):
    for token in [*tokens(text, prefix=True).split(" "), *query_tokens(text), *query_tokens(text, prefix=True)]:
        assert token == "" or (token.isascii() and token.isalnum() and token[0].isalpha() and token == token.lower())


@given(texts)
def test_a_text_taken_apart_or_put_together_gives_the_same_tokens(text):
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text) == tokens(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=SCRIPTS, max_size=80))
def test_case_makes_no_difference(text):
    assert tokens(text.upper()) == tokens(text) == tokens(text.lower())


@given(texts)
def test_a_text_finds_itself(text):
    assert set(query_tokens(text)) <= set(tokens(text).split())


@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


DENSE = "กขคำเแ่้ກຂຳເ່ងកខ្ុំៅကခ္ြိုး贩运人口ひ한"


@given(st.text(alphabet=DENSE, min_size=3, max_size=30))
def test_a_part_of_a_phrase_without_spaces_is_found_in_it(text):
    signs = clusters(folded(text))[1:-1]
    # What stands before a mark at the very beginning is no sign of its own.
    if signs and kind(signs[0][0]) != "m":
        assert set(query_tokens("".join(signs))) <= set(tokens(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("  SOMCHAI   Ｊａｉｄｅｅ ", "somchai jaidee"),
        ("O’Brien", "obrien"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "STRASSE"),
        ("كُلُّ أحمد", "كل احمد"),
        ("နိုင်", "နိုင်"),
        ("คำ", "คํา"),
        ("น้ำ", "นํ้า"),
        ("१२३", "123"),
        ("ﾎﾞ", "ボ"),
    ],
)
def test_names_are_compared_without_case_marks_or_width(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Workshops", "workshop"),
        ("2024", "n2024"),
        ("๒๕๖๗", "n2567"),
        ("ค", "x0e04"),
        ("贩运人", "x8d298fd0 x8fd04eba x4eba x8d29 x8fd0"),
        ("ព្រំ", "x179617d2179a17c6"),
        ("तस्करी", "x09240938094d091509300940"),
        ("trafficker’s", "traffick"),
        ("", ""),
        ("… !?", ""),
    ],
)
def test_what_the_index_holds(text, expected):
    assert tokens(text) == expected


def test_common_words_are_left_out_of_a_query_but_not_when_alone():
    assert query_tokens("the rights of a child") == ["right", "child"]
    assert query_tokens("child of the") == ["child"]
    assert query_tokens("who") == ["who"]


def test_the_last_word_of_an_unfinished_query_is_a_beginning():
    assert query_tokens("human traffickin", prefix=True) == ["human", "traffickin"]
    assert query_tokens("workshops", prefix=True) == ["workshop"]
    assert query_tokens("poly", prefix=True) == ["pol"]


def test_a_beginning_is_found_among_the_whole_words():
    assert "trafficking" in tokens("trafficking", prefix=True).split()


def test_b_r1_a_query_has_so_many_terms_and_no_more():
    assert len(query_tokens(" ".join(f"term{number}" for number in range(1000)))) == MOST_TERMS
    assert query_tokens("same " * 5000) == ["same"]


@pytest.mark.parametrize(
    "sign",
    ["a", "ก", "e ", "\u0301\u0316", "a\u0301\u0316", "'s", "\u0e4d\u0e48", "\ufdfa", "क्", "\u17d2ក", "ß", "가"],
    ids=ascii,
)
def test_time_grows_with_the_length_and_not_with_its_square(sign):
    def seconds(times: int) -> float:
        start = process_time()
        tokens(sign * times, prefix=True)
        return process_time() - start

    seconds(100)
    # Eight times the text: a square would take sixty-four times as long, each time. A processor that is taken away in between
    # makes one of them slow.
    assert any(seconds(16_000) < 24 * max(seconds(2_000), 0.002) for _ in range(5))
