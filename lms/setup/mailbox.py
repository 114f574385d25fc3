"""The demo's post office: each mail becomes a file, and staff read them in the browser. Nothing leaves this machine."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.notifications.permissions import can_see_deliveries

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
PAGE = 30
# An HTML mail is shown as a document of its own that can run nothing, fetch nothing and act as nobody.
BARE = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class MailboxBackend(BaseEmailBackend):
    """Stores mails instead of sending them, each in a file that appears whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            partial = folder / f"{name}.partial"
            partial.write_bytes(message.message().as_bytes())
            partial.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """One stored mail, read back."""

    name: str
    read: ReadMessage

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.name[:20], "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)

    @property
    def headers(self) -> dict[str, str]:
        return {key: str(self.read.get(key, "")) for key in ("From", "To", "Subject", "Message-ID")}

    @property
    def to(self) -> str:
        return str(self.read.get("To", ""))

    @property
    def subject(self) -> str:
        return str(self.read.get("Subject", ""))

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def files(self) -> list[Any]:
        """What came with it. Parts that only hold its text, or others, are none."""
        return [part for part in self.read.walk() if part.is_attachment() and not part.is_multipart()]

    @property
    def file_names(self) -> list[str]:
        return [part.get_filename() or _("File %(number)s") % {"number": at} for at, part in enumerate(self.files, 1)]

    def _body(self, kind: str) -> str:
        part = self.read.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


@require_safe
@login_required
def letters(request: HttpRequest) -> HttpResponse:
    """All mails of the demo, the newest first."""
    _staff_only(request)
    before = request.GET.get("before", "")
    names = [path.stem for path in sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)]
    later = [name for name in names if not before or name < before]
    found = [_open(name) for name in later[:PAGE]]
    older = f"?before={later[PAGE - 1]}" if len(later) > PAGE else ""
    return render(request, "lms/setup/letters.html", {"letters": found, "older_url": older})


@require_safe
@login_required
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as plain text, with its files."""
    _staff_only(request)
    return render(request, "lms/setup/letter.html", {"letter": _open(name)})


@require_safe
@login_required
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail."""
    _staff_only(request)
    html = _open(name).html
    if not html:
        raise Http404
    return HttpResponse(html, headers={"Content-Security-Policy": BARE})


@require_safe
@login_required
def letter_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A file that came with a mail, to be saved and never shown by us."""
    _staff_only(request)
    files = _open(name).files
    if number >= len(files):
        raise Http404
    part = files[number]
    response = HttpResponse(part.get_payload(decode=True), content_type="application/octet-stream")
    kept = re.sub(r"[^\w.-]", "_", part.get_filename() or f"file-{number}")
    response["Content-Disposition"] = f'attachment; filename="{kept}"'
    return response


def _staff_only(request: HttpRequest) -> None:
    if not (settings.DEMO and can_see_deliveries(request.user)):
        raise Http404


def _open(name: str) -> Letter:
    path = Path(settings.MAILBOX_DIR) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return Letter(name, message_from_bytes(path.read_bytes(), policy=policy.default))
