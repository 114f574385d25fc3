"""Workbooks: what Excel makes of cells, and packages that lie about themselves (B-C5, B-C9, B-C10, B-P3)."""

import datetime
import zipfile

import pytest
from openpyxl import Workbook

from courses.workshops.roster_file import workbook as reader
from courses.workshops.roster_file.refusals import Unreadable
from tests.courses.workshops.lists import DAO, HEADINGS, SITI, book, judged, repacked, saved

NAME = "list.xlsx"


def refused(content):
    with pytest.raises(Unreadable) as caught:
        judged(content, NAME)
    return str(caught.value)


def test_a_workbook_is_read_like_a_text():
    found = judged(book(HEADINGS, SITI, [], DAO), NAME)
    assert [(row.number, row.facts["full_name"]) for row in found] == [(2, "Siti Rahmawati"), (4, "Nguyễn Thị Đào")]


def test_the_first_sheet_counts():
    workbook = Workbook()
    workbook.active.append(HEADINGS)
    workbook.active.append(SITI)
    workbook.create_sheet("Notes").append(["Nothing"])
    assert len(judged(saved(workbook), NAME)) == 1


def test_b_c5_b_c10_dates_numbers_and_formulas_stay_what_they_are():
    when = datetime.datetime(2023, 11, 4)
    line = ["siti@a.example", "=CONCAT(A1)", 45231, when, 1.5]
    (row,) = judged(book(HEADINGS, line), NAME)
    assert row.cells[1:] == ["=CONCAT(A1)", "45231", "2023-11-04", "1.5"]
    assert {remark.column for remark in row.remarks} == {"Full name", "Member", "Kind of agency"}


def test_b_c9_a_sheet_of_a_million_rows_is_refused_at_once():
    workbook = Workbook()
    workbook.active.append(HEADINGS)
    workbook.active.cell(1_048_576, 1, "last@a.example")
    assert "lines" in refused(saved(workbook))


def test_b_c9_a_cell_far_to_the_right_is_refused():
    workbook = Workbook()
    workbook.active.append(HEADINGS)
    workbook.active.cell(2, 61, "far")
    assert "columns" in refused(saved(workbook))


def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_whole():
    def lie(name, data):
        return data.replace(b'<dimension ref="A1:E3"', b'<dimension ref="A1:A1"') if "sheet1" in name else data

    assert len(judged(repacked(book(HEADINGS, SITI, DAO), change=lie), NAME)) == 2


@pytest.mark.parametrize("part", ["xl/media/zeros.bin", "xl/sharedStrings2.xml"])
def test_b_p3_a_bomb_is_refused_by_its_table_of_contents(part):
    assert "far too large" in refused(repacked(book(HEADINGS, SITI), add=[(part, b"0" * 70_000_000)]))


def test_b_p3_many_small_parts_are_counted_together(monkeypatch):
    monkeypatch.setattr(reader, "MOST_UNPACKED", 100_000)
    parts = [(f"xl/media/{number}.bin", bytes(range(256)) * 100) for number in range(8)]
    assert "far too large" in refused(repacked(book(HEADINGS, SITI), add=parts))


def test_b_p3_more_parts_than_any_list_has_are_refused():
    assert "far too large" in refused(repacked(book(HEADINGS, SITI), add=[(f"x/{n}", b"") for n in range(300)]))


def test_b_p3_other_packings_are_refused():
    assert "cannot be read" in refused(repacked(book(HEADINGS, SITI), compression=zipfile.ZIP_LZMA))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_b_p3_a_document_type_is_refused(encoding):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "cannot be read" in refused(repacked(book(HEADINGS, SITI), add=[("xl/x.xml", bomb.encode(encoding))]))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        book(HEADINGS, SITI)[:2000],
        repacked(book(HEADINGS, SITI), change=lambda name, data: data[: len(data) // 2]),
        repacked(book(HEADINGS, SITI), change=lambda name, data: b"" if "sheet1" in name else data),
    ],
    ids=["mark alone", "cut off", "parts cut off", "empty sheet part"],
)
def test_a_damaged_workbook_is_refused_in_words(content):
    assert refused(content)


def test_another_package_is_refused():
    assert "cannot be read" in refused(repacked(book(HEADINGS, SITI), change=None).replace(b"workbook", b"werkbook"))
