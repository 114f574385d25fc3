"""Lists of officers as trainers send them, made here: text in any encoding, workbooks, and workbooks that lie."""

import io
import json
import zipfile
from pathlib import Path

from django.conf import settings
from openpyxl import Workbook

from courses.workshops.roster_file.headings import columns
from courses.workshops.roster_file.places import Vocabulary
from courses.workshops.roster_file.rows import rows
from courses.workshops.roster_file.table import read

CONTENT = Path(settings.BASE_DIR) / "lms" / "setup" / "content"
HEADINGS = ["E-mail", "Full name", "Member", "Agency", "Kind of agency"]
SITI = ["siti@police.example", "Siti Rahmawati", "Indonesia", "Polri", "Police"]
DAO = ["dao@police.example", "Nguyễn Thị Đào", "Viet Nam", "Cục Cảnh sát", "Immigration"]


def vocabulary() -> Vocabulary:
    members = [(row["code"], row["name"]) for row in json.loads((CONTENT / "members.json").read_text())]
    kinds = [(row["code"], row["label"]) for row in json.loads((CONTENT / "agency_types.json").read_text())]
    return Vocabulary.of(members, kinds, settings.LANGUAGES)


def text(*lines, sign=",", end="\n"):
    quoted = [[f'"{cell}"' if sign in cell else cell for cell in line] for line in lines]
    return end.join(sign.join(cells) for cells in quoted) + end


def judged(content, name="list.csv", *, encoding="", chosen=None):
    """What became of each row."""
    content = content.encode() if isinstance(content, str) else content
    table = read(content, name, encoding=encoding)
    return rows(table, columns(table.heading[1], chosen), vocabulary())


def book(*lines, title="Officers"):
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    return saved(workbook)


def saved(workbook):
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repacked(content, *, add=(), change=None, compression=zipfile.ZIP_DEFLATED):
    """The same package with parts added, or changed by `change(name, data)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(name, data) if change else data)
        for name, data in add:
            new.writestr(name, data)
    return out.getvalue()
