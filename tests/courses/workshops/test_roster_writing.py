"""Lists out of the house: nothing runs as a formula, and what was written reads back the same (B-C20 to 22, INV-16)."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from courses.workshops.roster_file.delimited import lines
from courses.workshops.roster_file.headings import TEMPLATE, known
from lms import spreadsheets as writing
from lms.spreadsheets import escape, unescape, write_csv, write_xlsx

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\tx", "\rx", "＝1", " =1", "'=1"])
def test_b_c20_a_cell_that_would_run_is_escaped(cell):
    assert escape(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Vanna;=1+1", "Vanna; =1", "Vanna;;@SUM(A1)", "=1;=2", "Vanna;'=1"])
def test_b_c20_nothing_runs_where_a_semicolon_parts_columns(cell):
    """As it does in programs set to many languages of the region, whatever quotation marks stand around."""
    written = write_csv([["Name"], [cell]]).decode("utf-8-sig").splitlines()[1]
    assert not [part for part in written.split(";") if part.strip('" ').startswith(("=", "@"))]
    assert unescape(escape(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-5", "-3.25", "Siti", "O'Brien", "'Abd", "", "a=b", "siti@a.example", "Police; Fiji"]
)
def test_b_c20_other_cells_are_left_alone(cell):
    assert escape(cell) == cell


@given(st.text())
def test_inv16_the_escape_is_taken_back_exactly(cell):
    assert unescape(escape(cell)) == cell
    assert not escape(cell).startswith(("=", "+", "@", "\t", "\r"))


def rows_of(content):
    return [cells for _number, cells in lines(content.decode("utf-8-sig"), known=known)]


@given(st.lists(st.lists(WORDS, min_size=7, max_size=7), min_size=1, max_size=5))
def test_inv16_what_is_written_as_csv_reads_back_the_same(written):
    assert [[unescape(cell) for cell in row] for row in rows_of(write_csv([TEMPLATE, *written]))][1:] == written


def test_inv16_twin_without_taking_the_apostrophe_away_it_does_not(monkeypatch):
    monkeypatch.setattr(writing, "unescape", lambda text: text)
    assert [writing.unescape(cell) for cell in rows_of(write_csv([TEMPLATE, ["=1"] * 7]))[1]] != ["=1"] * 7


def test_b_c21_csv_has_the_mark_for_excel_and_windows_line_ends():
    content = write_csv([["Name"], ['Siti "Ani", R']])
    assert content == b'\xef\xbb\xbfName\r\n"Siti ""Ani"", R"\r\n'


def test_b_c21_every_cell_of_a_workbook_is_text():
    content = write_xlsx([["Name", "Note"], ["=1+1", "007"]], title="Rows")
    sheet = load_workbook(io.BytesIO(content)).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("'=1+1", "s"), ("007", "s")]
