"""Why a list could not be read, in words that say where and what to do."""

from django.utils.translation import gettext as _


class Unreadable(ValueError):  # noqa: N818 - named by what is wrong
    """The whole file is refused; nothing of it is kept."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


def in_row(number: int, what: str, *, fix: str = "") -> Unreadable:
    return Unreadable(_("Row %(row)d: %(what)s") % {"row": number, "what": what}, fix=fix)
