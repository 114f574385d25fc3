"""What each row says about an officer, and what is wrong with it: column, and how to put it right."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.accounts.addresses import clean_address
from lms.accounts.names import clean_line, clean_name

from .headings import LABELS, PARTS, Column
from .limits import LONGEST_CELL
from .names import joined
from .places import Names, Vocabulary
from .table import Table

# DIFFERS is a warning too: what the account says otherwise, and keeps.
PROBLEM, WARNING, DIFFERS = "problem", "warning", "differs"
# What Excel shows where a formula failed.
FAILED = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "########"}
LONGEST = {"agency": 160}


@dataclass(frozen=True)
class Remark:
    """One thing about one cell."""

    kind: str
    column: str
    text: str
    fix: str = ""


@dataclass
class Row:
    """One officer of the list."""

    number: int
    cells: list[str]
    facts: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return any(remark.kind == PROBLEM for remark in self.remarks)


def rows(table: Table, columns: list[Column], vocabulary: Vocabulary) -> list[Row]:
    """Every row in its order; none is left out."""
    used = {column.field: column for column in columns if column.field}
    found = [_row(number, cells, used, vocabulary) for number, cells in table.rows]
    _find_doubles(found, used)
    return found


def _row(number: int, cells: list[str], used: dict[str, Column], vocabulary: Vocabulary) -> Row:
    row = Row(number, cells)
    for name, column in used.items():
        text = cells[column.at] if column.at < len(cells) else ""
        try:
            row.facts[name] = _value(name, _plain(text), vocabulary)
        except ValidationError as wrong:
            row.remarks.append(Remark(PROBLEM, column.heading, wrong.messages[0]))
        except _Wrong as wrong:
            row.remarks.append(Remark(wrong.kind, column.heading, wrong.text, wrong.fix))
    _join_name(row, used)
    if not row.facts.get("email") and not row.is_bad:
        heading = used["email"].heading if "email" in used else str(LABELS["email"])
        row.remarks.append(Remark(PROBLEM, heading, _("The e-mail address is missing."), _("Write the address.")))
    return row


def _join_name(row: Row, used: dict[str, Column]) -> None:
    """The full name, where the list has it in two columns."""
    parts = [name for name in PARTS if name in used]
    if not parts or "full_name" in used:
        return
    given, family = row.facts.pop("given_name", ""), row.facts.pop("family_name", "")
    try:
        row.facts["full_name"] = clean_name(joined(given, family, row.facts.get("member", "")))
    except ValidationError as wrong:
        row.remarks.append(Remark(PROBLEM, used[parts[0]].heading, wrong.messages[0]))


class _Wrong(Exception):  # noqa: N818 - named by what it is
    """The cell cannot be used, or (a warning) is left out and the row goes on."""

    def __init__(self, text: str, fix: str, *, kind: str = PROBLEM) -> None:
        super().__init__(text)
        self.text, self.fix, self.kind = text, fix, kind


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_CELL:
        raise _Wrong(_("This cell holds a whole text."), _("Shorten it."))
    if text.startswith("="):
        raise _Wrong(_("This cell holds a formula."), _("Put the plain text in its place (paste as values)."))
    if text.upper() in FAILED:
        raise _Wrong(_("This cell holds a spreadsheet error (%(text)s).") % {"text": text}, _("Type the value."))
    return text


def _value(name: str, text: str, vocabulary: Vocabulary) -> str:
    if not text:
        return ""
    if name == "email":
        return _address(text)
    if name in ("full_name", "native_name"):
        return clean_name(text)
    if name == "member":
        return _code(text, vocabulary.members, _("There is no member “%(text)s”."))
    if name == "agency_type":
        return _code(text, vocabulary.agency_types, _("There is no kind of agency “%(text)s”."))
    if name == "language":
        return _language(text, vocabulary.languages)
    return clean_line(text, LONGEST.get(name, 160))


def _address(text: str) -> str:
    # As mail programs copy it: Siti <siti@police.example>, mailto:siti@police.example
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1]
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :]
    if any(sign in text for sign in ",;") and text.count("@") > 1:
        raise _Wrong(_("There is more than one address in this cell."), _("Leave one address, the official one."))
    try:
        return clean_address(text)
    except ValidationError as wrong:
        raise _Wrong(_("“%(text)s” is not an e-mail address.") % {"text": _short(text)}, wrong.messages[0]) from wrong


def _code(text: str, names: Names, unknown: str) -> str:
    code = names.code(text)
    if code:
        return code
    alike = names.alike(text)
    fix = _("Did you mean %(names)s?") % {"names": _(" or ").join(alike)} if alike else _("Use a name of the template.")
    raise _Wrong(unknown % {"text": _short(text)}, fix)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"


def _language(text: str, languages: Names) -> str:
    code = languages.code(text) or languages.code(text.split("-")[0])
    if code:
        return code
    raise _Wrong(
        _("Mails are not written in “%(text)s”; English is used.") % {"text": _short(text)},
        _("Use one of: %(names)s.") % {"names": ", ".join(languages.labels.values())},
        kind=WARNING,
    )


def _find_doubles(found: Iterable[Row], used: dict[str, Column]) -> None:
    """The same address twice in one list: the first row counts, each later one says where it stands (B-C6)."""
    first: dict[str, int] = {}
    for row in found:
        address = row.facts.get("email", "")
        if address in first:
            text = _("The same address stands in row %(row)d.") % {"row": first[address]}
            row.remarks.append(Remark(PROBLEM, used["email"].heading, text, _("Delete one of the two rows.")))
        elif address and not row.is_bad:
            first[address] = row.number
