"""How a mail is written: a pair of templates, in the recipient's language, with one frame for all."""

from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language, get_language_bidi

from .kinds import Attachment, Mail
from .models import Message


def write(template: str, context: dict[str, Any], attachments: tuple[Attachment, ...] = ()) -> Mail:
    """The mail of `templates/email/<template>.txt`, whose first line is its subject, and of the `.html` beside it."""
    frame = {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.PUBLIC_URL,
        "language": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    context = {**frame, **context}
    subject, _, text = render_to_string(f"email/{template}.txt", context).strip().partition("\n")
    html = _html(template, {**context, "subject": subject.strip()})
    return Mail(subject=subject.strip(), text=text.strip() + "\n", html=html, attachments=attachments)


def write_sealed(message: Message, person: Any, sealed: dict[str, Any]) -> Mail:
    """A mail that was written when it was asked for, as sign-in mail is: subject, text and perhaps HTML, sealed."""
    return Mail(subject=sealed["subject"], text=sealed["text"], html=sealed.get("html"))


def _html(template: str, context: dict[str, Any]) -> str | None:
    try:
        return get_template(f"email/{template}.html").render(context)
    except TemplateDoesNotExist as missing:
        if missing.args[0] != f"email/{template}.html":
            raise
        return None
