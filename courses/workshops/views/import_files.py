"""Files on the way of a list: the template to fill in, and the rows that could not be added, with the reason."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.accounts.models import AgencyType, Member
from lms.accounts.signed_in import person_of
from lms.spreadsheets import write_csv, write_xlsx

from .. import actions
from ..models import Import, ImportRow
from ..roster_file.headings import template_headings
from .doors import for_teachers, found
from .imports import list_of

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTHS = (32, 30, 26, 26, 34, 34, 12)


@require_safe
@for_teachers
def template(request: HttpRequest, workshop: UUID, kind: str) -> HttpResponse:
    """Headings to write below; the workbook has the names of members and kinds of agency on a second sheet."""
    found(request, workshop)
    headings = template_headings()
    if kind == "xlsx":
        names = [[_("Members"), _("Kinds of agency"), _("Languages")], *_names()]
        content = write_xlsx(
            [headings], title=_("Officers"), widths=WIDTHS, more=[(_("Names to use"), names, (60, 60, 24))]
        )
    else:
        content = write_csv([headings])
    return file_answer(content, "officers", kind)


@never_cache
@require_safe
@for_teachers
def rejected(request: HttpRequest, workshop: UUID, roster: UUID, kind: str) -> HttpResponse:
    """The rows that were not added, as they stood in the file, each with its reason: to correct and upload again."""
    one = list_of(request, found(request, workshop), roster)
    rows = list(one.rows.bad())
    if one.forgotten_at or not rows:
        raise Http404
    actions.hand_out_rejected(one, by=person_of(request))
    lines = [[*one.headings, _("Row"), _("Reason")], *_lines(one, rows)]
    content = write_xlsx(lines, title=_("Not added")) if kind == "xlsx" else write_csv(lines)
    return file_answer(content, "not-added", kind)


def _lines(one: Import, rows: list[ImportRow]) -> Iterator[list[str]]:
    width = len(one.headings)
    for row in rows:
        cells = [*row.cells, *[""] * width][:width]
        yield [*cells, str(row.number), _reason(row)]


def _reason(row: ImportRow) -> str:
    said = [f"{one['column']}: {one['text']} {one['fix']}".strip() for one in row.problems]
    return " ".join(said) or row.reason


def _names() -> Iterator[list[str]]:
    members = list(Member.objects.values_list("name", flat=True))
    kinds = list(AgencyType.objects.values_list("label", flat=True))
    languages = [name for _code, name in settings.LANGUAGES]
    for at in range(max(len(members), len(kinds), len(languages))):
        yield [column[at] if at < len(column) else "" for column in (members, kinds, languages)]


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """A list as a file to keep."""
    if kind not in KINDS:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)
