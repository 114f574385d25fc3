"""How each part of the site is, in plain words, and what to do where it is not well. The page of the office shows them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.notifications import pulse
from lms.notifications.models import Message

from . import figures as looks
from . import versions
from .figures import Figures
from .models import Upkeep

GOOD, WAIT, BAD = "good", "wait", "bad"
ORDER = {BAD: 0, WAIT: 1, GOOD: 2}
# A night may be missed by a few hours, not by a whole day.
BACKUP_WITHIN = timedelta(hours=30)
DRILL_WITHIN = timedelta(days=35)
INVARIANTS_WITHIN = timedelta(hours=30)
CERTIFICATE_WITHIN = timedelta(minutes=10)
KEY_GROWS_OLD = timedelta(days=2 * 365)
FULL, NEARLY_FULL = 0.95, 0.85
# Seconds.
LOOKED_AT_EVERY = 60
LABELS = {"program": "RSO Learning", **versions.SHOWN, "python": "Python"}


@dataclass(frozen=True)
class Sign:
    """One part: how it is, the figures, and what to do."""

    name: str
    state: str
    words: str
    facts: list[dict[str, str]] = field(default_factory=list)
    # One sentence for each thing to do; empty where it is well.
    advice: list[str] = field(default_factory=list)


def all_signs(now: datetime) -> list[Sign]:
    """What is not well comes first, and otherwise in the order of what people notice."""
    found = looks.look(now)
    parts = [
        work(found, now),
        mail(found, now),
        certificates(found, now),
        backup(found, now),
        drill(found, now),
        invariants(found, now),
        storage(found),
        key(now),
        program(),
    ]
    return sorted(parts, key=lambda part: ORDER[part.state])


def unwell() -> int:
    """How many parts need somebody, looked at once a minute at most: it stands on the start of the office."""
    found: int | None = caches["local"].get("unwell")
    if found is None:
        found = sum(sign.state != GOOD for sign in all_signs(timezone.now()))
        caches["local"].set("unwell", found, LOOKED_AT_EVERY)
    return found


def work(found: Figures, now: datetime) -> Sign:
    names = {"worker": _("Worker"), "beat": _("Schedule")}
    terms = {"worker": _("Worker last seen"), "beat": _("Schedule last seen")}
    facts = [_fact(term, _ago(found.beats.get(name)) or _("never")) for name, term in terms.items()]
    waiting = looks.queue_length(now)
    facts.append(_fact(_("Jobs waiting"), _("cannot be told") if waiting is None else str(waiting)))
    limit = pulse.ALIVE.total_seconds()
    gone = [word for name, word in names.items() if found.beats.get(name, limit + 1) > limit]
    if gone:
        advice = [
            _for_the_server(_("start these again: %(parts)s") % {"parts": ", ".join(gone)}),
            _("Nothing is lost meanwhile."),
        ]
        return Sign(_("Background work"), BAD, _("It has stopped."), facts, advice)
    if waiting is None:
        advice = [
            _for_the_server(_("look at Redis, or at the file broker.sqlite3")),
            _("Work follows by itself once the list answers."),
        ]
        return Sign(_("Background work"), WAIT, _("The list of jobs does not answer."), facts, advice)
    return Sign(_("Background work"), GOOD, _("It runs."), facts)


def mail(found: Figures, now: datetime) -> Sign:
    # One that was refused for now, or is meant for a later hour, is not late: it stands apart from those that wait.
    later = sum(found.mails.get(state, 0) for state in Message.ON_THE_WAY) - found.mails_due
    facts = [
        _fact(_("Waiting to leave now"), str(found.mails_due)),
        _fact(_("Oldest of these waits for"), _long(found.oldest_mail) or _("none waits")),
        _fact(_("To leave at a later time"), str(max(later, 0))),
        _fact(_("Failed or uncertain in the last day"), str(found.troubled)),
    ]
    if found.is_paused:
        advice = [_("Look at Deliveries, decide what is uncertain, then release outgoing mail there.")]
        return Sign(_("Mail"), BAD, _("Outgoing mail is paused."), facts, advice)
    if (found.oldest_mail or 0) > pulse.SLOW.total_seconds():
        advice = [
            _for_the_server(_("look at the mail server, and at EMAIL_URL")),
            _("Mails are kept and tried again for a day."),
        ]
        return Sign(_("Mail"), BAD, _("Mail is late."), facts, advice)
    if found.troubled:
        return Sign(
            _("Mail"), WAIT, _("Some mails need somebody."), facts, [_("Open Deliveries and decide about them.")]
        )
    return Sign(_("Mail"), GOOD, _("Mail leaves in time."), facts)


def certificates(found: Figures, now: datetime) -> Sign:
    facts = [
        _fact(_("Still without their PDF"), str(found.certificates_waiting)),
        _fact(_("Held for staff"), str(found.certificates_held)),
    ]
    if (found.oldest_certificate or 0) > CERTIFICATE_WITHIN.total_seconds():
        advice = [
            _("See on this page whether background work runs."),
            _for_the_server(_("read the log of the worker")),
            _("The certificates are valid and follow by themselves."),
        ]
        return Sign(_("Certificates"), BAD, _("Certificates are late."), facts, advice)
    if found.certificates_held:
        advice = [_("Open Certificates: a letter could not be printed, or the file could not be made.")]
        return Sign(_("Certificates"), WAIT, _("Some certificates need somebody."), facts, advice)
    return Sign(_("Certificates"), GOOD, _("Each has its file."), facts)


def backup(found: Figures, now: datetime) -> Sign:
    latest, good = found.latest.get(Upkeep.Kind.BACKUP), found.latest_good.get(Upkeep.Kind.BACKUP)
    facts = []
    if good:
        told = good.facts
        facts = [
            _fact(_("Last good one"), _moment(good.began_at, now)),
            _fact(_("Size"), filesizeformat(told.get("bytes", 0))),
            _fact(_("Holds"), _rows_and_files(told)),
            _fact(_("Readable with the key alone"), _("yes") if told.get("sealed") else _("no")),
        ]
    late = (found.age(Upkeep.Kind.BACKUP) or 0) > BACKUP_WITHIN.total_seconds()
    advice = _failed(latest)
    if not settings.BACKUP_DIR:
        advice.append(_for_the_server(_("set BACKUP_DIR and BACKUP_KEY, so that one is made each night")))
    elif not good or late:
        advice.append(_for_the_server(_("run manage.py backup, which says what is wrong")))
    if not good:
        return Sign(_("Backup"), BAD, _("There is none."), facts, advice)
    if late:
        return Sign(_("Backup"), BAD, _("The last good backup is old."), facts, advice)
    if advice:
        return Sign(_("Backup"), WAIT, _("There is one; the next is in doubt."), facts, advice)
    return Sign(_("Backup"), GOOD, _("There is a fresh one."), facts)


def drill(found: Figures, now: datetime) -> Sign:
    latest, good = found.latest.get(Upkeep.Kind.DRILL), found.latest_good.get(Upkeep.Kind.DRILL)
    name = _("Trying out a backup")
    run = _for_the_server(_("run manage.py drill, which brings the newest backup back beside the site and compares"))
    facts = []
    if good:
        told = good.facts
        signatures = _("%(checked)s of %(total)s") % {
            "checked": told.get("signatures", 0),
            "total": told.get("certificates", 0),
        }
        facts = [
            _fact(_("Last good one"), _moment(good.began_at, now)),
            _fact(_("Took"), _long(good.seconds) or ""),
            _fact(_("Compared"), _rows_and_files(told)),
            _fact(_("Certificates with a good signature"), signatures),
        ]
    if latest and not latest.is_good:
        return Sign(name, BAD, _("The last one failed."), facts, [*_failed(latest), run])
    if not good:
        return Sign(name, BAD, _("No backup has been tried out yet."), facts, [run])
    if now - good.began_at > DRILL_WITHIN:
        return Sign(name, BAD, _("The last one was more than five weeks ago."), facts, [run])
    return Sign(name, GOOD, _("A backup was brought back whole."), facts)


def invariants(found: Figures, now: datetime) -> Sign:
    latest = found.latest.get(Upkeep.Kind.INVARIANTS)
    name, run = _("Nightly check"), _for_the_server(_("run manage.py check_invariants, which names what is wrong"))
    if latest is None:
        advice = [_("It is made each night: see on this page whether background work runs.")]
        return Sign(name, WAIT, _("Not made yet."), [], advice)
    facts = [
        _fact(_("Last made"), _moment(latest.began_at, now)),
        _fact(_("Rules looked at"), str(latest.facts.get("checks", 0))),
        _fact(_("Rules broken"), str(latest.facts.get("violations", 0))),
    ]
    if not latest.is_good:
        return Sign(name, BAD, _("Stored facts contradict each other."), facts, [*_failed(latest), run])
    if now - latest.began_at > INVARIANTS_WITHIN:
        return Sign(name, WAIT, _("The last check is old."), facts, [run])
    return Sign(name, GOOD, _("What is stored fits together."), facts)


def storage(found: Figures) -> Sign:
    disk = looks.disk()
    kept = found.latest_good.get(Upkeep.Kind.BACKUP)
    facts = [
        _fact(
            _("Free"),
            _("%(free)s of %(total)s") % {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)},
        ),
        _fact(_("Database"), filesizeformat(looks.database_size())),
        _fact(
            _("Files, at the last backup"),
            filesizeformat(kept.facts.get("file_bytes", 0)) if kept else _("not known yet"),
        ),
    ]
    advice = [
        _for_the_server(_("make room: old backups, logs, or a larger disk")),
        _("A full disk stops all saving."),
    ]
    if disk.used_share >= FULL:
        return Sign(_("Room on the disk"), BAD, _("The disk is full."), facts, advice)
    if disk.used_share >= NEARLY_FULL:
        return Sign(_("Room on the disk"), WAIT, _("The disk is nearly full."), facts, advice)
    return Sign(_("Room on the disk"), GOOD, _("There is room."), facts)


def key(now: datetime) -> Sign:
    found = looks.signing_key(now)
    if found is None:
        advice = [
            _for_the_server(_("run manage.py set_up; if there was a key before, bring it back from a backup first"))
        ]
        return Sign(
            _("Key that signs certificates"), BAD, _("There is none, so no certificate can be signed."), [], advice
        )
    facts = [_fact(_("In use"), found[0]), _fact(_("Age"), _long(found[1].total_seconds()) or _("new"))]
    if found[1] > KEY_GROWS_OLD:
        advice = [
            _for_the_server(_("run manage.py rotate_signing_key")),
            _("Older certificates can be checked as before."),
        ]
        return Sign(_("Key that signs certificates"), WAIT, _("It grows old."), facts, advice)
    return Sign(_("Key that signs certificates"), GOOD, _("Certificates are signed."), facts)


def program() -> Sign:
    has_redis = settings.CELERY_BROKER_URL.startswith("redis")
    profile = {
        (True, True): _("For many people: PostgreSQL and Redis"),
        (False, False): _("Small: on one machine, with nothing beside it"),
    }.get((connection.vendor == "postgresql", has_redis), _("Mixed"))
    shown = versions.of_the_program()
    facts = [_fact(LABELS[name], shown[name]) for name in shown]
    facts += [_fact(_("Database"), versions.of_the_database()), _fact(_("Set up"), profile)]
    pending = versions.pending_migrations()
    if pending:
        words = ngettext(
            "The database lacks %(count)s change of this version.",
            "The database lacks %(count)s changes of this version.",
            len(pending),
        )
        return Sign(
            _("Program"), BAD, words % {"count": len(pending)}, facts, [_for_the_server(_("run manage.py migrate"))]
        )
    return Sign(_("Program"), GOOD, _("The program and the database fit together."), facts)


def _fact(term: str, value: str) -> dict[str, str]:
    return {"term": str(term), "value": value}


def _for_the_server(task: str) -> str:
    """What an office passes on in these words: commands and settings mean nothing to whoever reads the page."""
    return _("Ask whoever looks after the server: %(task)s.") % {"task": task}


def _failed(latest: Upkeep | None) -> list[str]:
    return [_("It said: %(fault)s") % {"fault": latest.fault}] if latest and not latest.is_good else []


def _rows_and_files(told: dict[str, Any]) -> str:
    return _("%(rows)s records, %(files)s files") % {
        "rows": f"{told.get('rows', 0):,}",
        "files": f"{told.get('files', 0):,}",
    }


def _moment(at: datetime, now: datetime) -> str:
    return f"{date_format(localtime(at), 'j F Y, H:i')} ({_ago((now - at).total_seconds())})"


def _ago(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return _("%(time)s ago") % {"time": _long(seconds)} if seconds >= 60 else _("just now")


def _long(seconds: float | None) -> str:
    """So long, in words; under a minute, in seconds."""
    if seconds is None:
        return ""
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", int(seconds)) % {"count": int(seconds)}
    now = datetime(2000, 1, 1)  # noqa: DTZ001 - a length of time, no moment
    return timesince(now - timedelta(seconds=seconds), now, depth=1)
