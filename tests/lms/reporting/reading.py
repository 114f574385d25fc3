"""The tables of a page, of a CSV file and of a workbook, read back as lists of rows."""

import csv
import io
from html.parser import HTMLParser

from openpyxl import load_workbook


class Tables(HTMLParser):
    """Every table of a page: its caption and the text of each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables, self.text, self.inside = [], [], False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in {"th", "td", "caption"}:
            self.text, self.inside = [], True

    def handle_data(self, data):
        if self.inside:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag in {"th", "td", "caption"}:
            words = "".join(self.text).strip()
            self.inside = False
            if tag == "caption":
                self.tables[-1].append([words])
            else:
                self.tables[-1][-1].append(words)


def of_page(response):
    reader = Tables()
    reader.feed(response.content.decode())
    return reader.tables


def of_csv(response):
    return _tables(list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")))))


def of_xlsx(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return _tables([[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)])


def _tables(rows):
    """Blocks between empty lines, of those the ones with a heading row below their caption."""
    blocks = [[]]
    for row in rows:
        if any(row):
            blocks[-1].append([cell for cell in row if cell != ""])
        else:
            blocks.append([])
    return [block for block in blocks if len(block) > 2 and len(block[0]) == 1 and len(block[1]) > 2]
