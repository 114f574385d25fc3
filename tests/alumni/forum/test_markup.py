"""Markdown comes out as a short list of safe tags (case 22); quotes link back and go with their posts (case 12)."""

from uuid import UUID

import pytest

from alumni.forum import languages, markup, mentions

TOPIC = UUID(int=7)


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](//evil.example/)",
        "[x](/\\evil.example/)",
        "[x](data:text/html,alert)",
        "![x](https://tracker.example/p.png)",
        "<svg onload=alert(1)>",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<iframe src=https://a.example></iframe>",
        "`<b onclick=x>`",
        "<https://a.example/><img>",
    ],
)
def test_case_22_nothing_runs_and_nothing_is_fetched(evil):
    html = markup.render(evil, TOPIC)
    for part in ("<script", "<img", "<svg", "<iframe", 'href="javascript', 'href="data', "<b "):
        assert part not in html


def test_a_picture_leaves_its_words():
    assert "a map" in markup.render("![a map](https://a.example/m.png)", TOPIC)


def test_headings_stay_below_those_of_the_page():
    assert markup.render("# Big\n\nTitle\n=====", TOPIC).count("<h3>") == 2


def test_a_deep_pile_of_signs_is_no_trouble():
    markup.render(">" * 20_000, TOPIC)
    markup.render("*[" * 10_000, TOPIC)


def test_a_quote_links_to_its_post_and_is_emptied_with_it():
    source = "> #12 Anong:\n> secret words\n\nmine\n\n> #13 B:\n> kept"
    html = markup.render(source, TOPIC)
    assert f'<a href="/community/t/{TOPIC}/12/"' in html
    assert markup.quoted(source) == {12, 13}
    gone = markup.render(source, TOPIC, {12})
    assert "secret words" not in gone
    assert "mine" in gone
    assert "kept" in gone


def test_a_quotation_leaves_out_quotes_inside_it():
    assert markup.quotation(3, "> #1 B:\n> old\n\nnew\nlines") == "> #3:\n> new\n> lines\n\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("คัดแยกผู้เสียหาย", "th"),
        ("ជនរងគ្រោះ", "km"),
        ("လူကုန်ကူးမှု", "my"),
        ("Cán bộ biên phòng phối hợp với đội điều tra", "vi"),
        ("Officers at the border", ""),
        ("", ""),
        ("The Thai word คัดแยก means screening of people at the border", ""),
    ],
)
def test_the_language_is_told_by_its_script(text, code):
    assert languages.language_of(text) == code


def test_the_longest_name_that_fits_is_meant():
    names = {"dewi": 1, "dewi anggraini": 2, "อนงค์ สุขใจ": 3}
    found = mentions.find("@Dewi Anggraini, and @dewi; ask @อนงค์ สุขใจ or @Nobody Here. me@police.example", names)
    assert found.people == {1, 2, 3}
    assert found.unknown == ["Nobody"]


def test_in_a_list_words_stand_without_their_marks():
    source = "# Brief\n\nI *always* meet [them](https://a.example/) **before**:\n\n- the day & hour\n- `a < b`"
    assert markup.plain(markup.render(source, TOPIC)) == "Brief I always meet them before: the day & hour a < b"
