"""Times and weights in words."""

from django.utils.translation import gettext as _


def duration(minutes: int) -> str:
    """“50 min”, “3 h”, “3 h 40 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def weight(size: int) -> str:
    """“85 kB”, “1.2 MB”; rounded up, so that nobody pays for more than they were told."""
    kilobytes = -(-size // 1000)
    if kilobytes < 1000:
        return _("%(size)s kB") % {"size": kilobytes}
    return _("%(size)s MB") % {"size": -(-size // 100_000) / 10}
