"""A list as text: encodings, separators, headings, cells. H8, B-C1 to B-C10, without a database."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.workshops.roster_file.headings import TEMPLATE, columns
from courses.workshops.roster_file.limits import MOST_BYTES, MOST_ROWS
from courses.workshops.roster_file.refusals import Unreadable
from courses.workshops.roster_file.table import read
from lms.spreadsheets import write_csv
from tests.courses.workshops.lists import DAO, HEADINGS, SITI, judged, text, vocabulary

THAI = ["อีเมล", "ชื่อ-นามสกุล", "ประเทศ", "หน่วยงาน", "ประเภทหน่วยงาน"]
SUDA = ["suda@immigration.example", "สุดา ใจดี", "ไทย", "สำนักงานตรวจคนเข้าเมือง", "ตรวจคนเข้าเมือง"]


def refused(content, name="list.csv"):
    with pytest.raises(Unreadable) as caught:
        judged(content, name)
    return caught.value


@pytest.mark.parametrize(
    "mark_and_encoding",
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "utf-16 le unmarked", "utf-16 be unmarked"],
)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_b_c1_b_c2_every_encoding_separator_and_line_end_is_read(mark_and_encoding, sign, end):
    mark, encoding = mark_and_encoding
    found = judged(mark + text(HEADINGS, SITI, DAO, sign=sign, end=end).encode(encoding))
    assert [row.facts["full_name"] for row in found] == ["Siti Rahmawati", "Nguyễn Thị Đào"]
    assert [row.facts["member"] for row in found] == ["ID", "VN"]
    assert not any(row.remarks for row in found)


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("cp1252", ["jose@policia.example", "José da Conceição Guimarães", "Timor-Leste", "Polícia", "Police"]),
        ("cp874", SUDA),
    ],
)
def test_b_c1_old_code_pages_are_found_out(encoding, line):
    (row,) = judged(text(HEADINGS, line).encode(encoding))
    assert row.facts["full_name"] == line[1]
    assert not row.remarks


def test_b_c1_a_wrong_guess_can_be_corrected():
    content = text(HEADINGS, SUDA).encode("cp874")
    assert read(content, "a.csv", encoding="cp1252").read_as == "cp1252"
    assert judged(content, encoding="cp874")[0].facts["full_name"] == "สุดา ใจดี"
    assert "letters" in str(refused_as(content, "utf-8"))


def refused_as(content, encoding):
    with pytest.raises(Unreadable) as caught:
        judged(content, encoding=encoding)
    return caught.value


def test_b_c4_headings_in_thai_in_another_order_with_a_title_above():
    lines = [["รายชื่อ", "", "", "", ""], THAI[::-1], [], SUDA[::-1], ["", "", "", "", ""]]
    (row,) = judged(text(*lines, sign=";"))
    assert (row.number, row.facts["email"], row.facts["agency_type"]) == (4, SUDA[0], "immigration")


@pytest.mark.parametrize("heading", ["E-MAIL", " e mail ", "Email address *", "e_mail", "Adresse électronique", "邮箱"])
def test_b_c4_a_heading_is_known_in_any_case_and_spacing(heading):
    assert columns([heading])[0].field == "email"


def test_b_c8_columns_of_roles_staff_and_passwords_are_never_used_even_if_chosen():
    found = columns(["E-mail", "Role", "is_staff", "PASSWORD", "Sex"], {0: "email", 1: "full_name", 2: "agency"})
    assert [(column.field, column.why_not) for column in found] == [("email", ""), *[("", "never")] * 4]


def test_b_c4_unknown_and_doubled_columns_are_not_used():
    found = columns(["E-mail", "Shoe size", "Mail", "Name"])
    assert [column.why_not for column in found] == ["", "unknown", "twice", ""]


def test_an_own_choice_counts_before_the_heading():
    (row,) = judged(text(["A", "B"], ["Siti", "siti@a.example"]), chosen={0: "full_name", 1: "email"})
    assert row.facts == {"full_name": "Siti", "email": "siti@a.example"}


def test_h8_the_same_address_twice_in_other_letters_is_found_and_says_where():
    again = ["SITI@Police.EXAMPLE", *SITI[1:]]
    first, second = judged(text(HEADINGS, SITI, again))
    assert not first.is_bad
    (remark,) = second.remarks
    assert (remark.column, "row 2" in remark.text) == ("E-mail", True)


@pytest.mark.parametrize(
    ("cell", "at", "says", "fix"),
    [
        ("", 0, "is missing", "Write the address."),
        ("siti at police.example", 0, "is not an e-mail address", "name@agency.example"),
        ("a@b.example; c@d.example", 0, "more than one address", "official"),
        ("Atlantis", 2, "There is no member “Atlantis”.", "template"),
        ("Thailnad", 2, "There is no member", "Did you mean Thailand?"),
        ("Korea", 2, "There is no member", "Republic of Korea or Democratic"),
        ("Wizards", 4, "There is no kind of agency", "template"),
        ("=HYPERLINK(1)", 1, "formula", "paste as values"),
        ("#N/A", 2, "spreadsheet error", "Type the value."),
        ("😀", 1, "pictures", ""),
        ("12345", 1, "at least one letter", ""),
        ("x" * 3000, 1, "whole text", "Shorten"),
        ("100% %s %(x)d", 2, "There is no member", "template"),
    ],
)
def test_h8_a_bad_cell_is_named_with_column_and_fix(cell, at, says, fix):
    line = [cell if place == at else value for place, value in enumerate(SITI)]
    bad, good = judged(text(HEADINGS, line, DAO))
    (remark,) = bad.remarks
    assert (remark.kind, remark.column) == ("problem", HEADINGS[at])
    assert says in remark.text
    assert fix in remark.fix
    assert not good.remarks


def test_an_address_copied_from_a_mail_program_is_understood():
    for cell in ("Siti <siti@police.example>", "mailto:Siti@Police.Example"):
        assert judged(text(HEADINGS, [cell, *SITI[1:]]))[0].facts["email"] == SITI[0]


def test_a_language_we_do_not_write_in_is_a_warning():
    (row,) = judged(text([*HEADINGS, "Language"], [*SITI, "Klingon"]))
    assert not row.is_bad
    assert "English is used" in row.remarks[0].text


def test_b_c3_an_open_quotation_mark_names_its_row():
    lines = [HEADINGS, *[[f"a{number}@b.example", *SITI[1:]] for number in range(4997)]]
    content = text(*lines) + 'last@b.example,"Siti,Indonesia\n'
    assert "Row 4999" in str(refused(content))


def test_b_c3_nul_names_its_row():
    assert "Row 3" in str(refused(text(HEADINGS, SITI) + "a\0b@c.example,Name\n"))


def test_b_c2_a_cell_may_hold_a_line_break():
    (row,) = judged(text(HEADINGS, SITI).replace("Siti Rahmawati", '"Siti\nRahmawati"'))
    assert row.facts["full_name"] == "Siti Rahmawati"


def test_excels_own_first_line_is_passed_over():
    (row,) = judged("sep=;\n" + text(HEADINGS, SITI, sign=";"))
    assert (row.number, row.facts["member"]) == (3, "ID")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"\xef\xbb\xbf\r\n , ,\r\n", "a.csv", "empty"),
        (text(HEADINGS).encode(), "a.csv", "no rows below"),
        (b"%PDF-1.7", "a.csv", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xls", "old Excel"),
        (b"\x1f\x8b\x08\x00", "a.csv", "gzip"),
        (b"PK\x03\x04 whatever", "a.csv", "is not called .xlsx"),
        (b"a,b", "a.xlsx", "is no Excel workbook"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "larger than 5 MB"),
        (text(["E-mail"] * 300, ["x"] * 300).encode(), "a.csv", "more than 60 columns"),
    ],
)
def test_b_c9_what_is_no_list_is_refused_in_words(content, name, says):
    assert says in str(refused(content, name))


def test_b_c9_more_rows_than_are_read_at_once_are_refused_and_counted():
    lines = [HEADINGS, *[[f"a{number}@b.example", *SITI[1:]] for number in range(MOST_ROWS + 1)]]
    assert "5001 rows" in str(refused(text(*lines)))


def test_every_member_is_known_by_code_and_by_name():
    names = vocabulary().members
    assert len(names.labels) == 49
    assert all(names.code(name) == names.code(code.lower()) == code for code, name in names.labels.items())
    assert all(vocabulary().agency_types.code(label) for label in vocabulary().agency_types.labels.values())


@pytest.mark.parametrize(
    ("written", "code"),
    [("Lao PDR", "LA"), ("VIETNAM", "VN"), ("Turkey", "TR"), ("u.s.a.", "US"), ("ประเทศไทย", "TH"), ("Macau", "MO")],
)
def test_members_are_known_by_usual_aliases(written, code):
    assert vocabulary().members.code(written) == code


def test_the_template_is_understood():
    assert [column.field for column in columns(TEMPLATE)] == [
        "email",
        "full_name",
        "native_name",
        "member",
        "agency",
        "agency_type",
        "language",
    ]


@given(st.binary(max_size=600), st.sampled_from(["a.csv", "a.xlsx", "a", "a.txt"]))
def test_whatever_bytes_come_they_are_read_or_refused(content, name):
    with suppress(Unreadable):
        judged(content, name)


@given(st.lists(st.lists(st.text(max_size=30), min_size=5, max_size=5), min_size=1, max_size=8))
@example([["", "", "", "", "\n"]])
@example([["\t", "=1", "", "", ""], ["", "", "'", "", ""]])
def test_every_row_that_is_not_blank_is_accounted_for(lines):
    content = write_csv([HEADINGS, *lines])
    # Between quotation marks a carriage return ends no row; a blank row is none; NUL is refused.
    full = [line for line in lines if any(cell.strip() for cell in line)]
    try:
        table = read(content, "a.csv")
    except Unreadable:
        return
    assert len(table.rows) + table.passed_over + 1 == len(full) + 1


@pytest.mark.parametrize(
    ("headings", "cells", "member", "name"),
    [
        ("Given name,Family name", "Siti,Rahmawati", "Indonesia", "Siti Rahmawati"),
        ("FAMILY NAME,First Name(s)", "Rahmawati,Siti", "Indonesia", "Siti Rahmawati"),
        ("Name (Family),Name (Given)", "Rahmawati,Siti", "Indonesia", "Siti Rahmawati"),
        ("Nom,Prénom", "Dupont,Marie", "Australia", "Marie Dupont"),
        ("Name,First name", "Dupont,Marie", "Australia", "Marie Dupont"),
        ("Họ,Tên", "Nguyễn,Đào", "Viet Nam", "Nguyễn Đào"),
        ("Tên,Họ", "Đào,Nguyễn", "Viet Nam", "Nguyễn Đào"),
        ("姓,名", "王,小明", "Singapore", "王小明"),
        ("ชื่อต้น,นามสกุล", "สมชาย,ใจดี", "Thailand", "สมชาย ใจดี"),
        ("Nama depan,Nama keluarga", "Suharto,-", "Indonesia", "Suharto"),
        ("First name,Full name", "Siti,Siti Rahmawati", "Indonesia", "Siti Rahmawati"),
    ],
)
def test_a_name_in_two_columns_is_one_name_in_the_order_of_its_country(headings, cells, member, name):
    (row,) = judged(f"E-mail,{headings},Member\nsiti@police.example,{cells},{member}\n")
    assert (row.facts["full_name"], row.remarks) == (name, [])
    assert not {"given_name", "family_name"} & set(row.facts)


def test_two_columns_that_make_too_long_a_name_are_a_problem_of_that_row():
    (row,) = judged(f"E-mail,Given name,Family name\nsiti@police.example,{'a' * 100},{'b' * 100}\n")
    assert [remark.column for remark in row.remarks] == ["Given name"]
